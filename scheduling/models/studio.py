"""Studios, the people and aids of filming, and who has booked them when."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Lecture

WORKING_DAYS = [0, 1, 2, 3, 4]


def working_days() -> list[int]:
    """Monday to Friday."""
    return list(WORKING_DAYS)


class NamedThing(models.Model):
    """A thing with a name in three languages."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return getattr(self, f"name_{get_language() or 'kk'}", "") or self.name_kk


class Hours(models.Model):
    """When something is there: the days of the week (0 is Monday), from and until; university time."""

    days = models.JSONField(_("days of the week, 0 is Monday"), default=working_days)
    opens = models.TimeField(_("from"), default=time(9))
    closes = models.TimeField(_("until"), default=time(18))

    class Meta:
        abstract = True


class Studio(NamedThing, Hours):
    buffer_minutes = models.PositiveSmallIntegerField(
        _("minutes kept free after each filming"), default=15, help_text=_("To change sets and to save the material.")
    )
    is_open = models.BooleanField(_("can be booked"), default=True)

    class Meta:
        verbose_name = _("studio")
        verbose_name_plural = _("studios")
        ordering = ["pk"]


class Closure(models.Model):
    """A studio cannot be booked for a time; without a studio, none of them."""

    studio = models.ForeignKey(
        Studio, on_delete=models.CASCADE, null=True, blank=True, related_name="closures", verbose_name=_("studio")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        verbose_name = _("closure of a studio")
        verbose_name_plural = _("closures of studios")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="closure_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at")))
        ]

    def __str__(self) -> str:
        return f"{self.studio or '–'}: {self.reason}"


class Aid(NamedThing):
    """What is lent for a filming: a teleprompter, a laptop, a tablet (7.3)."""

    class Meta:
        verbose_name = _("aid for filming")
        verbose_name_plural = _("aids for filming")
        ordering = ["pk"]


class Work(models.TextChoices):
    OPERATOR = "operator", _("operator")
    EDITOR = "editor", _("video editor")


class StudioWorker(Hours):
    """Somebody of the quality department who films or edits, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="studio_work", verbose_name=_("person")
    )
    work = models.CharField(_("work"), max_length=10, choices=Work.choices, default=Work.OPERATOR)

    class Meta:
        verbose_name = _("operator or video editor")
        verbose_name_plural = _("operators and video editors")
        ordering = ["user__name", "work"]
        constraints = [models.UniqueConstraint(fields=["user", "work"], name="one_row_of_a_person_per_work")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_work_display()}"


class Absence(models.Model):
    """Days on which a person cannot film or be filmed, both included."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences", verbose_name=_("person")
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-first"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=Q(last__gte=F("first")),
                violation_error_message=_("The last day is before the first one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.first} – {self.last}"


class BookingState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("booking", "requested")
    CONFIRMED = "confirmed", pgettext_lazy("booking", "confirmed")
    CANCELLED = "cancelled", pgettext_lazy("booking", "cancelled")


class Booking(models.Model):
    """A filming of some lectures of a course. The half-open interval from ``starts_at`` to ``ends_at``."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("course"))
    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="bookings", verbose_name=_("studio"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    lecturer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="filmings", verbose_name=_("lecturer")
    )
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="operated",
        verbose_name=_("operator"),
    )
    aids = models.ManyToManyField(Aid, blank=True, related_name="bookings", verbose_name=_("aids for filming"))
    lectures = models.ManyToManyField(Lecture, blank=True, related_name="bookings", verbose_name=_("lectures"))
    standing = models.CharField(
        _("standing"), max_length=10, choices=BookingState.choices, default=BookingState.REQUESTED
    )
    memo_read_at = models.DateTimeField(_("memo read and consent to the image given at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    reason = models.TextField(_("why it was cancelled"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("booked by")
    )
    booked_at = models.DateTimeField(_("booked at"))

    class Meta:
        verbose_name = _("filming")
        verbose_name_plural = _("filmings")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="bookings_by_start")]
        constraints = [
            models.CheckConstraint(name="booking_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="booking_confirmed_after_the_memo_was_read",
                condition=~Q(standing="confirmed") | Q(memo_read_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def hours(self) -> str:
        """10:00–12:00, in the university's zone."""
        return f"{timezone.localtime(self.starts_at):%H:%M}–{timezone.localtime(self.ends_at):%H:%M}"


class NoOverlap(ExclusionConstraint):
    """An exclusion constraint where the database knows them; on SQLite the action's own check, under its one
    writer, does the same.
    """

    def constraint_sql(self, model, schema_editor):
        return super().constraint_sql(model, schema_editor) if _knows_ranges(schema_editor.connection) else None

    def create_sql(self, model, schema_editor):
        return super().create_sql(model, schema_editor) if _knows_ranges(schema_editor.connection) else None

    def remove_sql(self, model, schema_editor):
        return super().remove_sql(model, schema_editor) if _knows_ranges(schema_editor.connection) else None

    def validate(self, *args, **kwargs) -> None:
        """Nothing is typed into these rows: the action checks, and says with whom they clash."""


def _knows_ranges(connection) -> bool:
    return connection.vendor == "postgresql"


class BookedThing(models.Model):
    """That a studio, a person or an aid is taken: no two live rows of one thing overlap.

    ``thing`` is ``studio:1``, ``person:7`` or ``aid:3``. A studio's row ends after its buffer.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="things", verbose_name=_("filming"))
    thing = models.CharField(_("what is taken"), max_length=40)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    is_live = models.BooleanField(_("still taken"), default=True)

    class Meta:
        verbose_name = _("taken thing")
        verbose_name_plural = _("taken things")
        ordering = ["starts_at", "thing"]
        indexes = [models.Index(fields=["thing", "starts_at"], condition=Q(is_live=True), name="taken_things")]
        constraints = [
            models.UniqueConstraint(fields=["booking", "thing"], name="a_thing_is_taken_once_by_a_booking"),
            NoOverlap(
                name="nothing_is_booked_twice",
                expressions=[
                    (F("thing"), RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_live=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.starts_at} – {self.ends_at}"
