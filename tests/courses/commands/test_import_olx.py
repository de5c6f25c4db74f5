import io
import json
import tarfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.exchange.imports import import_upload
from courses.models import Course
from courses.rows import document_of
from mooc_portal.people.models import Department, Faculty, User

CORPORA = Path(settings.BASE_DIR).parent / "shared" / "corpora"
ARCHIVES = ["openedx-demo-course", "math-percent-fi", "demo-performance-course"]
OLX = '<course display_name="Tiny" org="O" course="C" url_name="r" language="en"><chapter display_name="One"/></course>'


@pytest.fixture
def unit(db):
    faculty = Faculty.objects.create(code="f", name_kk="F")
    return Department.objects.create(code="d", faculty=faculty, name_kk="D")


@pytest.fixture
def author(db):
    return User.objects.create_user("a@example.org")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "course.xml").write_text(OLX)
    return tmp_path


def run(*args: object) -> list[dict]:
    out = io.StringIO()
    call_command("import_olx", *map(str, args), "--json", language="en", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def files_of(archive: Path) -> dict[str, int]:
    """How many files of each kind of block the archive holds, counted without our reader."""
    with tarfile.open(archive) as members:
        names = [member.name.split("/") for member in members if member.name.endswith(".xml")]
    kinds = [name[-2] for name in names if len(name) > 1]
    return {kind: kinds.count(kind) for kind in ("chapter", "sequential", "video", "problem")}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ARCHIVES)
def test_real_exports_are_read_whole(name):
    archive = CORPORA / f"{name}.tar.gz"
    if not archive.exists():
        pytest.skip("no real course exports beside the project")
    (answer,) = run(archive, "--check")
    counted = {
        kind: answer[key]
        for kind, key in zip(files_of(archive), ("sections", "parts", "lectures", "tasks"), strict=True)
    }
    assert counted == files_of(archive)
    assert answer["items"] >= answer["tasks"]
    assert {tuple(entry) for entry in answer["skipped"]} == {("what", "where", "why")}
    assert answer["conforms"] is False


@pytest.mark.django_db
def test_checking_creates_nothing(folder):
    (answer,) = run(folder, "--check")
    assert (answer["title"], answer["sections"], answer["parts"]) == ("Tiny", 1, 0)
    assert Course.objects.count() == 0


def test_a_draft_belongs_to_the_named_department_and_author(folder, unit, author):
    (answer,) = run(folder, "--department", "d", "--author", "A@example.org")
    course = Course.objects.get(code=answer["code"])
    assert (course.title, course.state, course.department, list(course.authors.all())) == (
        "Tiny",
        "draft",
        unit,
        [author],
    )


@pytest.mark.django_db
def test_an_unreadable_file_has_its_line_and_the_status_is_two(folder, tmp_path):
    bad = tmp_path / "bad.tar.gz"
    bad.write_bytes(b"no archive")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_olx", str(bad), str(folder), "--check", "--json", language="en", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert ended.value.code == 2
    assert [set(line) == {"file", "error"} for line in lines] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("given", [[], ["--department", "d"], ["--department", "x", "--author", "a@example.org"]])
def test_without_check_a_known_department_and_author_are_needed(folder, given):
    with pytest.raises(CommandError):
        run(folder, *given)


def test_an_upload_is_told_by_its_first_bytes(folder, unit, author):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.add(folder / "course.xml", "course.xml")
    report = import_upload(packed, by=author, at=timezone.now(), department=unit)
    assert (report.course.title, report.error, bool(report.findings)) == ("Tiny", "", True)


@pytest.mark.parametrize("data", [b"", b"{}", b"\x1f\x8bxxxx", b"\xff\xfe\x00"])
def test_an_upload_that_is_neither_is_refused_in_words(data, unit, author):
    report = import_upload(io.BytesIO(data), by=author, at=timezone.now(), department=unit)
    assert (report.course, bool(report.error), Course.objects.count()) == (None, True, 0)


def test_a_document_goes_in_and_out_unchanged_by_commands(folder, tmp_path, unit, author):
    run(folder, "--department", "d", "--author", "a@example.org")
    first = Course.objects.get()
    exported = tmp_path / "out.json"
    call_command("export_course", first.code, output=exported)
    call_command("import_course", str(exported), author="a@example.org", stdout=io.StringIO())
    second = Course.objects.exclude(pk=first.pk).get()
    copy = tmp_path / "copy.json"
    call_command("export_course", second.code, output=copy)
    assert json.loads(copy.read_text()) == json.loads(exported.read_text()) | {"code": second.code}
    assert document_of(first).department == "d"


@pytest.mark.django_db
def test_exporting_an_unknown_course_is_refused():
    with pytest.raises(CommandError, match="There is no course"):
        call_command("export_course", "absent")
