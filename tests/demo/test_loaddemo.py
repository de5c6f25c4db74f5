import io
import tempfile
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import TestCase, override_settings

from courses.models import Course, Regulation, Revision
from mooc_portal.demo.story import WAITS_FOR_PLACEMENT
from mooc_portal.outbox.models import Letter
from mooc_portal.people.models import Appointment, Department, Faculty, Substitution, User
from reviews.checks import is_approved
from reviews.models import Decision, Remark
from reviews.placement.parts import parts_of, pieces
from scheduling.models import Run

COUNTED: list[type[Model]] = [
    User, Faculty, Department, Appointment, Substitution, Course, Revision, Decision, Run, Regulation, Letter,
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def load() -> str:
    out = io.StringIO()
    call_command("loaddemo", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def test_loading_twice_changes_nothing(media):
    first = load()
    before, files = counts(), len(list(media.rglob("*.pdf")))
    second = load()
    assert (counts(), len(list(media.rglob("*.pdf")))) == (before, files)
    assert first.startswith("The demo university is loaded.")
    assert second.startswith("The demo university is here already.")
    assert {name: before[name] for name in ("Faculty", "Department", "Course", "Regulation")} == {
        "Faculty": 2, "Department": 4, "Course": 12, "Regulation": 2,
    }  # fmt: skip


@pytest.mark.usefixtures("media")
def test_real_people_are_not_mixed_with_the_demo():
    User.objects.create_user("someone@university.kz")
    with pytest.raises(CommandError, match="people here who are not of the demo"):
        load()
    assert counts()["User"] == 1


def test_a_load_that_fails_leaves_neither_rows_nor_files(media, monkeypatch):
    from mooc_portal.demo import loading

    def broken() -> None:
        raise ValueError("the disk is full")

    monkeypatch.setattr(loading, "_settle_letters", broken)
    with pytest.raises(ValueError, match="the disk is full"):
        load()
    assert set(counts().values()) == {0}
    assert [path for path in media.rglob("*") if path.is_file()] == []


class TestLoaded(TestCase):
    """What stands in the portal once the demo is loaded: once for all of these."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls):
        cls.said = load()

    def test_courses_stand_in_every_state(self):
        states = Counter(Course.objects.values_list("state", flat=True))
        assert states == {"draft": 5, "department_review": 1, "faculty_review": 2, "published": 3, "archived": 1}
        revised = Course.objects.get(state="draft", published_revision__isnull=False)
        assert revised.code == "ocenivanie-uchebnyh-dostizhenij"
        returned = {row.course.state: bool(row.reason) for row in Decision.objects.filter(transition="return")}
        assert returned == {"draft": True, "department_review": True, "faculty_review": True}

    def test_remarks_stand_in_every_resolution_that_a_round_leaves(self):
        seen = {(row.course.state, row.resolution) for row in Remark.objects.select_related("course")}
        assert seen == {
            ("draft", "open"),
            ("department_review", "answered"),
            ("faculty_review", "resolved"),
            ("faculty_review", "open"),
        }
        moved = Remark.objects.get(path="/sections/1/parts/0/lectures/2")
        assert (moved.place, moved.stands_on.number) == ("/sections/1/parts/0/lectures/1", 2)

    def test_the_first_version_is_withdrawn_and_the_archived_course_was_judged_under_it(self):
        assert dict(Regulation.objects.values_list("version", "status")) == {"1": "withdrawn", "2": "in_force"}
        archived = Course.objects.get(state="archived")
        assert archived.published_revision.regulation.version == "1"

    def test_no_letter_of_the_demo_waits_to_be_sent(self):
        assert Letter.objects.filter(status__in=["queued", "sending"]).count() == 0
        assert Letter.objects.exclude(email__endswith="@demo.example").count() == 0

    def test_everybody_signs_in_with_the_printed_password(self):
        assert "demo-portal-2026" in self.said
        people = list(User.objects.all())
        assert [person.email for person in people if person.email not in self.said] == []
        assert people[0].check_password("demo-portal-2026")

    def test_the_course_that_waits_for_its_placement_has_everything_but_hosted_videos(self):
        course = Course.objects.get(code=WAITS_FOR_PLACEMENT)
        assert is_approved(course)
        assert [piece for piece in pieces(parts_of(course)) if piece.holds_back] == []
