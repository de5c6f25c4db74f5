"""Loads the demo university through the same actions that people use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from courses.actions import editing, import_document
from courses.document.codec import decode
from courses.models import Course, Part, Section
from courses.states import REVIEW_STATES
from mooc_portal.demo import papers, remarks
from mooc_portal.demo.learners import read_parts, register_learners
from mooc_portal.demo.people import ADMINISTRATOR, DOMAIN, create_people
from mooc_portal.demo.regulation import SECOND_ACTIVE, put_first_in_force, put_second_in_force
from mooc_portal.demo.story import BEFORE_A_MEETING, STORIES, UNDER_REVISION, WAITS_FOR_PLACEMENT, Step, Story
from mooc_portal.demo.studio import open_studios
from mooc_portal.outbox.models import Letter, Status
from mooc_portal.people.models import User
from reviews.actions import Papers, decide
from reviews.models import DigestMark, ReviewNotice
from reviews.papers import Placement
from scheduling.actions import plan_run
from scheduling.announcement.actions import approve_announcement, record_link, write_announcement
from scheduling.announcement.texts import composed_texts
from scheduling.jobs.facts import contents_of, runs_with_parts
from scheduling.jobs.plan import jobs_of
from scheduling.jobs.sweep import do_due, run_due
from scheduling.models import Network

FILES = Path(__file__).parent / "courses"
# A revision is checked against the version in force on its day, so the oldest courses come before the second one.
BEFORE = tuple(story for story in STORIES if story.oldest > SECOND_ACTIVE)
SINCE = tuple(story for story in STORIES if story not in BEFORE)
NEEDS_PROTOCOL = ("endorse", "approve")


class RealPeople(Exception):
    """There are people who are not of the demo; it is loaded beside nobody."""


def is_loaded() -> bool:
    return User.objects.filter(email=ADMINISTRATOR.email).exists()


def load_demo(*, at: datetime) -> bool:
    """Load the demo university as of ``at``; False where it is there already.

    All or nothing: rows in one transaction, and of a failed load no file stays.

    Raises:
        RealPeople: where anybody has an address outside the demo.
    """
    if User.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
        raise RealPeople
    if is_loaded():
        return False
    with _files_taken_back(), transaction.atomic():
        people = create_people(today=timezone.localdate(at))
        first = put_first_in_force(by=people["admin"], at=at)
        _live_all(BEFORE, people, at=at)
        put_second_in_force(first, by=people["admin"], at=at)
        _live_all(SINCE, people, at=at)
        _add_a_draft_section(Course.objects.get(code=UNDER_REVISION), by=people["svetlana.kim"], at=at)
        open_studios(people, at=at)
        papers.call_a_meeting(Course.objects.get(code=BEFORE_A_MEETING), people, at=at)
        waiting = Course.objects.get(code=WAITS_FOR_PLACEMENT)
        papers.inform(waiting, at=at - timedelta(days=3))
        registrations = register_learners(people, at=at)
        _let_the_calendar_pass(at=at)
        read_parts(registrations, at=at)
        _settle_letters()
        _settle_reviews(at)
    return True


@contextmanager
def _files_taken_back() -> Iterator[None]:
    """Files know no transaction: what was written for rows that are rolled back is removed."""
    media = Path(settings.MEDIA_ROOT)
    before = set(media.rglob("*"))
    try:
        yield
    except BaseException:
        for path in set(media.rglob("*")) - before:
            if path.is_file():
                path.unlink()
        raise


def _live_all(stories: tuple[Story, ...], people: dict[str, User], *, at: datetime) -> None:
    for story in stories:
        _live(story, people, STORIES.index(story) + 1, at=at)


def _live(story: Story, people: dict[str, User], number: int, *, at: datetime) -> None:
    """One course from its first day until today."""
    document = decode((FILES / f"{story.file}.json").read_bytes())
    author = User.objects.get(email=document.authors[0])
    course, _missing = import_document(document, by=author, at=at - timedelta(days=story.begun))
    if story.programme:
        moment = at - timedelta(days=story.programme)
        papers.approve_programme(course, 900 + number, by=people[story.reviewer], at=moment)
    for order, step in enumerate(story.steps):
        if step.transition in ("revise", "archive") and story.run:
            _plan(course, story, people, at=at)
        moment = at - timedelta(days=step.days_ago, hours=2)
        if step.transition == "return":
            remarks.write_remarks(course, story.file, by=people[step.by], at=moment)
        elif step.transition == "submit" and order:
            remarks.rework(course, story.file, by=author, at=moment)
        elif step.transition in ("endorse", "approve"):
            remarks.settle(course, by=people[step.by], at=moment)
        _take(course, step, people, number * 4 + order, at=at)
    if story.run and not course.runs.exists():
        _plan(course, story, people, at=at)


def _take(course: Course, step: Step, people: dict[str, User], number: int, *, at: datetime) -> None:
    moment = at - timedelta(days=step.days_ago)
    day = timezone.localdate(moment)
    course.refresh_from_db()
    revision = None if step.transition == "submit" else course.revisions.order_by("-number").first()
    pack = papers.place(course, by=people[step.by], at=moment) if step.transition == "publish" else None
    decide(
        course,
        step.transition,
        by=people[step.by],
        at=moment,
        seen=course.decision_count,
        revision=revision,
        papers=Papers(
            reason=step.reason,
            protocol=papers.protocol(number, day) if step.transition in NEEDS_PROTOCOL else None,
            placement=Placement(papers.PLATFORM, timezone.localdate(pack.at)) if pack else None,
            checklist=papers.checklist(revision, step.transition) if step.transition in NEEDS_PROTOCOL else None,
        ),
    )


def _plan(course: Course, story: Story, people: dict[str, User], *, at: datetime) -> None:
    """A run from a Monday on, planned while there was time for its announcement."""
    planned, started = story.run
    first = timezone.localdate(at - timedelta(days=started))
    course.refresh_from_db()
    moment = at - timedelta(days=planned)
    run = plan_run(course, starts_on=first - timedelta(days=first.weekday()), by=people["quality"], at=moment)
    author = course.authorships.first().user
    message = write_announcement(run, texts=composed_texts(run), by=author, at=moment)
    approve_announcement(run, by=author, at=moment, seen=message.edited_at)
    record_link(run, network=Network.SITE, url=f"https://news.{DOMAIN}/{course.code}", by=author, at=moment)


def _add_a_draft_section(course: Course, *, by: User, at: datetime) -> None:
    """The version under way: a section begun and not ready."""
    with editing(course, by=by, at=at - timedelta(days=2)) as locked:
        last = locked.sections.count()
        section = Section.objects.create(course=locked, position=last, title="Самооценивание")
        Part.objects.create(section=section, position=0, title="Дневник учебных целей")


def _let_the_calendar_pass(*, at: datetime) -> None:
    """Do what was due in the runs, each thing at its moment, as a worker would have done."""
    moments = {at}
    for run in runs_with_parts():
        due = {job.due_at for job in jobs_of(contents_of(run).facts())}
        moments |= {moment for moment in due if run.planned_at <= moment < at}
    for moment in sorted(moments):
        do_due(at=moment + timedelta(seconds=2))
    run_due(at=at)


def _settle_letters() -> None:
    """What the demo's past would have sent counts as sent: nothing is mailed when a worker starts."""
    for letter in Letter.objects.filter(status=Status.QUEUED):
        letter.status, letter.sent_at = Status.SENT, letter.created_at
        letter.save(update_fields=["status", "sent_at"])


def _settle_reviews(at: datetime) -> None:
    """Likewise the reminders and digests of the review."""
    DigestMark.objects.bulk_create(DigestMark(user=user, told_until=at) for user in User.objects.all())
    in_review = list(Course.objects.filter(state__in=REVIEW_STATES))
    ReviewNotice.objects.bulk_create(
        ReviewNotice(course=course, decision_count=course.decision_count, kind=kind, at=at)
        for course in in_review
        for kind in ReviewNotice.Kind.values
    )
