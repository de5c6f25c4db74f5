"""Settings. With an empty environment the portal runs locally on SQLite; see docs/running.md."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from mooc_portal.logs import logging_of

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Production is what is configured; local is what happens when nothing is.
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)


def local_secret_key() -> str:
    """The key of this checkout: written by set-up; a throw-away one before set-up has run."""
    path = VAR_DIR / "secret_key"
    if path.exists():
        return path.read_text().strip()
    from django.core.management.utils import get_random_secret_key

    return get_random_secret_key()


SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", default="") or local_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS") if PRODUCTION else env.list("ALLOWED_HOSTS", default=["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "mooc_portal",
    "mooc_portal.people",
    "mooc_portal.outbox",
    "courses",
    "reviews",
    "scheduling",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mooc_portal.people.middleware.reader_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mooc_portal.people.middleware.second_factor",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "mooc_portal.urls"
WSGI_APPLICATION = "mooc_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mooc_portal.people.context.person",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers queue at BEGIN instead of failing in the middle of a transaction.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE_URL = env.str("CACHE_URL", default="")
if CACHE_URL:
    CACHES = {"default": env.cache_url_config(CACHE_URL)}
else:
    # Shared by the web processes of one machine, which the rate limits need.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
CSRF_FAILURE_VIEW = "mooc_portal.views.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "scheduling:catalogue"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "mooc_portal.people.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "mooc_portal.people.forms.SignupForm"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
# Learners who registered by e-mail have no password: a code sent there signs them in.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
# A whole class may sit behind one address; one mailbox gets few letters.
ACCOUNT_RATE_LIMITS = {
    "course_registration": "120/10m/ip,4/h/key",
    "course_registration_link": "300/10m/ip",
    "own_data": "10/h/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Administrators and reviewers must set up a second factor before they go on.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
# locale/upstream: what Django and other packages say and do not have in Kazakh.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "upstream"]
FORMAT_MODULE_PATH = ["mooc_portal.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Aqtobe")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "mooc_portal.static_files.WholeSheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = VAR_DIR / "media"  # never served by the web server: views check the reader
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_BYTES", default=20 * 1024 * 1024)
PICTURE_LIMIT_BYTES = env.int("PICTURE_LIMIT_BYTES", default=10 * 1024**2)
VIDEO_LIMIT_BYTES = env.int("VIDEO_LIMIT_BYTES", default=2 * 1024**3)
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("DATA_UPLOAD_MAX_MEMORY_SIZE", default=5 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="MOOC Portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
QUALITY_EMAIL = env.str("QUALITY_EMAIL", default="")
# Where mail servers send what cannot be delivered; the envelope's sender, never shown to readers.
BOUNCE_EMAIL = env.str("BOUNCE_EMAIL", default="")

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost/")
if CELERY_BROKER_URL.startswith("filesystem"):
    QUEUE_DIR = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
    }
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
CELERY_TIMEZONE = TIME_ZONE
# A schedule is computed for minutes: it has a queue of its own, so that no letter waits behind it. A worker takes from
# both unless it is told otherwise.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("planner")]
CELERY_TASK_ROUTES = {"scheduling.propose_schedule": {"queue": "planner"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
# Nothing the portal does in a task takes minutes; what hangs is ended and swept up by the next beat.
CELERY_TASK_SOFT_TIME_LIMIT = 300
CELERY_TASK_TIME_LIMIT = 360
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "outbox": {"task": "outbox.deliver_letters_due", "schedule": 30.0},
    # A sweep that waited longer than the next one is due is of no use to anybody.
    "channel": {"task": "scheduling.post_to_channel", "schedule": 60.0, "options": {"expires": 55}},
    "files": {"task": "scheduling.clean_files", "schedule": 86400.0, "options": {"expires": 80000}},
    "reviews": {"task": "reviews.tell_what_is_due", "schedule": 300.0, "options": {"expires": 290}},
    "runs": {"task": "scheduling.run_due", "schedule": 60.0, "options": {"expires": 55}},
    "studio": {"task": "scheduling.remind_of_studio", "schedule": 1800.0, "options": {"expires": 1700}},
}

# Every address of the public information mailbox, protocol and place is the university's own (A16).
PLATFORM_EMAIL = env.str("PLATFORM_EMAIL", default="platform@localhost")
# Who keeps the personal data of learners: named in the consent (law No. 94-V, art. 8).
OPERATOR_NAME = env.str("OPERATOR_NAME", default="Қ. Жұбанов атындағы Ақтөбе өңірлік университеті")
OPERATOR_BIN = env.str("OPERATOR_BIN", default="")
# Launch messages are posted to this channel, where both are set; the address is Telegram's own.
TELEGRAM_BOT_TOKEN = env.str("TELEGRAM_BOT_TOKEN", default="")
TELEGRAM_CHANNEL = env.str("TELEGRAM_CHANNEL", default="")
TELEGRAM_LANGUAGES = env.list("TELEGRAM_LANGUAGES", default=["kk", "ru"])
TELEGRAM_API_URL = env.str("TELEGRAM_API_URL", default="https://api.telegram.org")
# What the gateway asks besides its own table: roof-level wiring, so that no storey calls upward.
# Working days a stage of the review should take; the queue shows what is overdue.
REVIEW_DAYS = env.int("REVIEW_DAYS", default=10)
# Which days are worked between two dates: the roof lends the table of holidays to the review.
WORKING_DAYS = "scheduling.holidays.working_days"
# Days before a stage is due on which its holders are reminded, and after it on which others hear of it.
REVIEW_REMIND_DAYS = env.int("REVIEW_REMIND_DAYS", default=2)
REVIEW_ESCALATE_DAYS = env.int("REVIEW_ESCALATE_DAYS", default=3)
# Which checksums of final videos are known: the roof lends the table of lectures being made to the placement.
VIDEO_CHECKSUMS = "scheduling.studio.pipeline_readers.video_checksums"
REVIEW_OBJECTIONS = {"archive": ["scheduling.readers.open_run_objections"]}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    # The rate limits count by the reader's address, which the proxy in front of the portal adds.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
    SESSION_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = logging_of(form=env.str("LOG_FORMAT", default="text"), level=env.str("LOG_LEVEL", default="INFO"))
