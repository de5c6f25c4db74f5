"""With PRODUCTION=1 what matters must be configured, and Django's own check of a deployment is content."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

CONFIGURED = {
    "PRODUCTION": "1",
    "SECRET_KEY": "a-key-of-the-test-only-0123456789-abcdefghijklmnopqrstuvwxyz-!",
    "ALLOWED_HOSTS": "mooc.example.kz",
    "SITE_URL": "https://mooc.example.kz",
    "DATABASE_URL": "postgres://portal@db.example.kz/portal",
    "CELERY_BROKER_URL": "redis://queue.example.kz/0",
    "CACHE_URL": "redis://queue.example.kz/1",
    "EMAIL_URL": "smtp+tls://portal:secret@mail.example.kz:587",
}
READ_SETTINGS = "import django; from django.conf import settings; django.setup(); print({})"


def run(arguments: list[str], folder, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with nothing configured but what is given."""
    bare = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "mooc_portal.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=bare | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def value_of(expression: str, folder, **environment: str) -> str:
    done = run(["-c", READ_SETTINGS.format(expression)], folder, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_deployment_check_finds_nothing(tmp_path):
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], tmp_path, **CONFIGURED)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without(name, tmp_path):
    configured = {key: value for key, value in CONFIGURED.items() if key != name}
    done = run(["manage.py", "check"], tmp_path, **configured)
    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr


@pytest.mark.parametrize("name", ["EMAIL_URL", "CACHE_URL", "CELERY_BROKER_URL", "SITE_URL"])
def test_deployment_check_warns_without(name, tmp_path):
    configured = {key: value for key, value in CONFIGURED.items() if key != name}
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], tmp_path, **configured)
    assert done.returncode != 0
    assert name in done.stderr


def test_nothing_configured_is_a_local_portal_on_sqlite(tmp_path):
    database = "settings.DATABASES['default']['ENGINE']"
    facts = f"settings.PRODUCTION, settings.DEBUG, {database}, settings.CELERY_BROKER_URL"
    assert value_of(facts, tmp_path) == "False False django.db.backends.sqlite3 filesystem://localhost/"


def test_local_key_is_the_one_that_set_up_wrote(tmp_path):
    (tmp_path / "secret_key").write_text("of-this-folder\n")
    assert value_of("settings.SECRET_KEY", tmp_path) == "of-this-folder"


def test_production_never_reads_the_local_key(tmp_path):
    (tmp_path / "secret_key").write_text("of-this-folder\n")
    assert value_of("settings.SECRET_KEY", tmp_path, **CONFIGURED) == CONFIGURED["SECRET_KEY"]


def test_everything_sent_over_https_in_production(tmp_path):
    facts = (
        "settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE,"
        " settings.SECURE_HSTS_SECONDS, settings.DATABASES['default']['CONN_MAX_AGE']"
    )
    assert value_of(facts, tmp_path, **CONFIGURED) == "True True True 31536000 600"
