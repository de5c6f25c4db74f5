"""People, the units they belong to, and the roles they hold for a time."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    KAZAKH = "kk", _("Kazakh")
    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")


class Digest(models.TextChoices):
    """How often a person is told what is new about remarks."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NEVER = "never", _("never")


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Create a person who signs in by e-mail; the address is kept in lower case.

        Raises:
            ValueError: when the address is empty.
        """
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Create an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. ``is_superuser`` is the administrator; everything else is an ``Appointment``."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("full name"), max_length=200, blank=True)
    language = models.CharField(
        _("language of the interface and letters"),
        max_length=2,
        choices=Language.choices,
        default=Language.KAZAKH,
    )
    digest = models.CharField(_("letters about remarks"), max_length=8, choices=Digest.choices, default=Digest.DAILY)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="email_is_lower_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Unit(models.Model):
    """What a faculty and a department have in common: a code and a name in three languages."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; in Kazakh where there is none."""
        return getattr(self, f"name_{get_language() or 'kk'}", "") or self.name_kk


class Faculty(Unit):
    code = models.SlugField(_("code"), unique=True)

    class Meta:
        verbose_name = _("faculty")
        verbose_name_plural = _("faculties")
        ordering = ["code"]


class Department(Unit):
    faculty = models.ForeignKey(
        Faculty, on_delete=models.PROTECT, related_name="departments", verbose_name=_("faculty")
    )
    code = models.SlugField(_("code"), unique=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["code"]


class Role(models.TextChoices):
    INSTRUCTOR = "instructor", _("instructor")
    DEPARTMENT_REVIEWER = "department_reviewer", _("department reviewer")
    FACULTY_REVIEWER = "faculty_reviewer", _("faculty reviewer")
    QUALITY_SPECIALIST = "quality_specialist", _("quality specialist")


DEPARTMENT_ROLES = [Role.INSTRUCTOR, Role.DEPARTMENT_REVIEWER]


class Appointment(models.Model):
    """A role held in a unit from one day until another (both included)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="appointments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("faculty"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["user", "role", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="appointment_names_the_unit_of_its_role",
                condition=(
                    Q(role__in=["instructor", "department_reviewer"])
                    & Q(department__isnull=False)
                    & Q(faculty__isnull=True)
                )
                | (Q(role="faculty_reviewer") & Q(department__isnull=True) & Q(faculty__isnull=False))
                | (Q(role="quality_specialist") & Q(department__isnull=True) & Q(faculty__isnull=True)),
                violation_error_message=_(
                    "An instructor and a department reviewer need a department, a faculty reviewer "
                    "a faculty, a quality specialist neither."
                ),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first one."),
            ),
        ]

    def __str__(self) -> str:
        unit = self.department or self.faculty
        return f"{self.user}, {self.get_role_display()}" + (f", {unit}" if unit else "")


class Substitution(models.Model):
    """Somebody acts for the holder of an appointment between two days (both included)."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="substitutions", verbose_name=_("appointment")
    )
    substitute = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="substitutions", verbose_name=_("substitute")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="substitution_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day is before the first one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.appointment}"
