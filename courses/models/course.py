"""The course and its authors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from courses.models.fsm import StatefulModel
from courses.states import EDGES, REVIEW_STATES, State
from mooc_portal.people.models import Department, Faculty, Language


class Kind(models.TextChoices):
    ADDITIONAL = "additional", _("additional education")
    HIGHER = "higher", _("higher education")
    ADDITIONAL_PROFESSIONAL = "additional_professional", _("additional professional education")
    UNIVERSITY = "university", _("university course")


# The lists of the reviews run over both states, the longest standing first, and are counted by stage: from the index.
UNDER_REVIEW = Q(state__in=sorted(REVIEW_STATES))


class Course(StatefulModel):
    """A course and the facts its authors wrote: the working copy.

    ``state`` changes only in ``reviews.actions.decide``, which is the only caller
    of the transitions below; their bodies are empty on purpose. ``version`` grows
    with every edit (two editors are told apart by it), ``decision_count`` with
    every decision (two reviewers are); ``last_step`` names the transition of the
    last one, so that lists of courses need not look it up.
    """

    code = models.SlugField(_("code"), max_length=64, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    language = models.CharField(
        _("language of instruction"), max_length=2, choices=Language.choices, default=Language.KAZAKH
    )
    kind = models.CharField(_("kind of course"), max_length=24, choices=Kind.choices, default=Kind.HIGHER)
    credits = models.PositiveBigIntegerField(_("RK credits"), null=True, blank=True)
    weeks = models.PositiveBigIntegerField(_("duration in weeks"), null=True, blank=True)
    weekly_hours = models.FloatField(_("academic hours a week"), null=True, blank=True)
    extra_week = models.TextField(_("name of the extra week"), null=True, blank=True)
    faculty = models.ForeignKey(Faculty, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("faculty"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("department")
    )
    programme = models.TextField(_("educational programme"), null=True, blank=True)
    goals = models.JSONField(_("learning goals"), default=list, blank=True)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="courses.Authorship",
        related_name="authored_courses",
        verbose_name=_("authors"),
    )

    state = FSMField(_("state"), default=State.DRAFT, choices=State.choices, protected=True)
    state_since = models.DateTimeField(_("in this state since"))
    decision_count = models.PositiveIntegerField(_("decisions so far"), default=0)
    last_step = models.CharField(_("last step"), max_length=16, blank=True, default="", editable=False)
    waived = models.JSONField(_("what was let pass"), default=list, blank=True, editable=False)
    published_revision = models.ForeignKey(
        "courses.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published revision"),
    )

    version = models.PositiveIntegerField(_("version of the working copy"), default=1)
    search_text = models.TextField(editable=False, default="")
    sort_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["sort_text", "pk"]
        indexes = [
            models.Index(fields=["state", "state_since"], name="courses_by_state"),
            models.Index(
                fields=["state_since", "id", "state", "last_step", "decision_count"],
                name="courses_under_review",
                condition=UNDER_REVIEW,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("courses:detail", args=[self.code])

    @transition(field=state, source=list(EDGES["submit"].sources), target=EDGES["submit"].target)
    def submit(self) -> None:
        """The author sends the course to the department (5.1.5)."""

    @transition(field=state, source=list(EDGES["withdraw"].sources), target=EDGES["withdraw"].target)
    def withdraw(self) -> None:
        """The author takes the course back from review."""

    @transition(field=state, source=list(EDGES["return"].sources), target=EDGES["return"].target)
    def return_(self) -> None:
        """The reviewers of the stage return the course with a reason."""

    @transition(field=state, source=list(EDGES["endorse"].sources), target=EDGES["endorse"].target)
    def endorse(self) -> None:
        """The department finds the course ready and hands it to the faculty (5.1.5)."""

    @transition(field=state, source=list(EDGES["approve"].sources), target=EDGES["approve"].target)
    def approve(self) -> None:
        """The faculty finds the course ready; the state stays until it is published (5.1.5)."""

    @transition(field=state, source=list(EDGES["publish"].sources), target=EDGES["publish"].target)
    def publish(self) -> None:
        """The quality department places the course (5.2.1)."""

    @transition(field=state, source=list(EDGES["revise"].sources), target=EDGES["revise"].target)
    def revise(self) -> None:
        """The author starts a new round; the published revision stays in force."""

    @transition(field=state, source=list(EDGES["correct"].sources), target=EDGES["correct"].target)
    def correct(self) -> None:
        """The author corrects words of the published course (5.2.5)."""

    @transition(field=state, source=list(EDGES["archive"].sources), target=EDGES["archive"].target)
    def archive(self) -> None:
        """The quality department takes the course out of the catalogue."""

    @transition(field=state, source=list(EDGES["reopen"].sources), target=EDGES["reopen"].target)
    def reopen(self) -> None:
        """The quality department brings an archived course back."""


class Authorship(models.Model):
    """A person is an author of a course; ``position`` is the order on its title page."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="authorships", verbose_name=_("course"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="authorships",
        verbose_name=_("person"),
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "user"], name="author_named_once_per_course")]

    def __str__(self) -> str:
        return str(self.user)
