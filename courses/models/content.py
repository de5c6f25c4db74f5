"""What a course is made of, as rows. ``position`` counts from 0 within the parent."""

import json

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models.course import Course


class Level(models.TextChoices):
    REMEMBER = "remember", _("remember")
    UNDERSTAND = "understand", _("understand")
    APPLY = "apply", _("apply")
    ANALYSE = "analyse", _("analyse")
    EVALUATE = "evaluate", _("evaluate")
    CREATE = "create", _("create")


class GlossaryKind(models.TextChoices):
    TERM = "term", _("term")
    ABBREVIATION = "abbreviation", _("abbreviation")
    CONCEPT = "concept", _("concept")


class TaskKind(models.TextChoices):
    TEST = "test", _("test")
    HOMEWORK = "homework", _("homework")
    EXERCISE = "exercise", _("exercise")
    PRACTICAL = "practical", _("practical task")
    FORUM = "forum", _("forum session")
    GROUP_PROJECT = "group_project", _("group project")
    OTHER = "other", pgettext_lazy("kind of task", "other")


class Grader(models.TextChoices):
    AUTO = "auto", _("automatically")
    TEACHER = "teacher", _("by the teacher")
    PEER = "peer", _("by other learners")


class Integrity(models.TextChoices):
    NONE = "none", pgettext_lazy("academic integrity", "not secured")
    PARAMETERISED = "parameterised", _("parameterised")
    OPEN = "open", pgettext_lazy("academic integrity", "open, own answer")


class ItemKind(models.TextChoices):
    SINGLE = "single", _("one right option")
    MULTIPLE = "multiple", _("several right options")
    MATCH = "match", _("matching pairs")
    ORDER = "order", _("putting in order")
    NUMBER = "number", _("number")
    SHORT_TEXT = "short_text", _("short text")
    FREE_FORM = "free_form", _("another format")


def exact_integer(digits: str) -> int | float:
    """PostgreSQL writes 1e300 as three hundred digits; no integer of the format is that long."""
    number = int(digits)
    return number if abs(number) < 2**53 else float(digits)


class FormatNumbers(json.JSONDecoder):
    """Reads numbers back from the database as the format has them."""

    def __init__(self, **options) -> None:
        super().__init__(parse_int=exact_integer, **options)


class Positioned(models.Model):
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Outcome(Positioned):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="outcomes", verbose_name=_("course"))
    code = models.CharField(_("code"), max_length=16)
    text = models.TextField(_("learning outcome"), blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)

    class Meta(Positioned.Meta):
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class GlossaryEntry(Positioned):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="glossary", verbose_name=_("course"))
    term = models.TextField(_("term"))
    definition = models.TextField(_("definition"), blank=True)
    kind = models.CharField(_("kind of entry"), max_length=12, choices=GlossaryKind.choices, default=GlossaryKind.TERM)

    class Meta(Positioned.Meta):
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return self.term


class Section(Positioned):
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="sections", verbose_name=_("course"))
    title = models.TextField(_("title"), blank=True)
    announcement = models.TextField(_("announcement text"), blank=True)

    class Meta(Positioned.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.title


class Part(Positioned):
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="parts", verbose_name=_("section"))
    title = models.TextField(_("topic"), blank=True)
    text = models.TextField(_("text information"), blank=True)

    class Meta(Positioned.Meta):
        verbose_name = _("part of a section")
        verbose_name_plural = _("parts of sections")

    def __str__(self) -> str:
        return self.title


class Lecture(Positioned):
    """A video lecture of a part, or (without a part) the course's annotation video (7.4.7)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lectures", verbose_name=_("course"))
    part = models.ForeignKey(
        Part, on_delete=models.CASCADE, null=True, blank=True, related_name="lectures", verbose_name=_("part")
    )
    title = models.TextField(_("title"), blank=True)
    seconds = models.PositiveBigIntegerField(_("length in seconds"), null=True, blank=True)
    measured = models.BooleanField(_("length measured from the file"), default=False)
    video = models.TextField(_("video"), null=True, blank=True)
    script = models.TextField(_("text of the lecture"), blank=True)

    class Meta(Positioned.Meta):
        verbose_name = _("video lecture")
        verbose_name_plural = _("video lectures")
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=Q(part__isnull=True), name="one_annotation_video_per_course"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Task(Positioned):
    """A task of a part, or (without a part) of the extra week. ``weight`` is per cent as text."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("course"))
    part = models.ForeignKey(
        Part, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("part")
    )
    title = models.TextField(_("title"), blank=True)
    kind = models.CharField(_("kind of task"), max_length=16, choices=TaskKind.choices)
    instructions = models.TextField(_("instructions"), blank=True)
    minutes = models.PositiveBigIntegerField(_("minutes of a learner's time"), null=True, blank=True)
    weight = models.CharField(_("share of the final grade, %"), max_length=6, default="0")
    outcomes = models.JSONField(_("learning outcomes"), default=list, blank=True)
    graded_by = models.CharField(_("graded"), max_length=8, choices=Grader.choices, default=Grader.TEACHER)
    integrity = models.CharField(
        _("academic integrity"), max_length=16, choices=Integrity.choices, default=Integrity.NONE
    )
    match_check = models.BooleanField(_("full-match check"), default=False)
    group = models.JSONField(_("group project"), null=True, blank=True)

    class Meta(Positioned.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.title


class Item(Positioned):
    """A test item. ``body`` holds what depends on the kind, as in the course document."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="items", verbose_name=_("task"))
    kind = models.CharField(_("kind of item"), max_length=12, choices=ItemKind.choices)
    stem = models.TextField(_("stem"), blank=True)
    body = models.JSONField(_("options, key, parameters"), default=dict, blank=True, decoder=FormatNumbers)

    class Meta(Positioned.Meta):
        verbose_name = _("test item")
        verbose_name_plural = _("test items")

    def __str__(self) -> str:
        return self.stem[:80]
