"""A group from Excel: every line with its result, and no file that harms."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from mooc_portal.people.models import Role, User
from scheduling.models import Registration
from scheduling.registration.lists import LARGEST_FILE, MOST_LINES, Line, ListRefused, read_list, register_list
from tests.factories import make_person, make_user
from tests.scheduling.runs import local, make_learner, make_run

OPEN = local("2027-03-01 12:00")


def workbook(*rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def test_address_and_name_are_found_in_any_column():
    lines = read_list(
        workbook(("№", "Аты-жөні", "Пошта"), (1, "Айша Омар", "Aisha@Example.kz"), (), (2, "x@example.kz", "Данияр"))
    )
    assert lines == [Line(2, "aisha@example.kz", "Айша Омар"), Line(4, "x@example.kz", "Данияр")]


def test_a_line_without_an_address_is_kept_to_be_refused():
    assert read_list(workbook(("Name", "E-mail"), ("Айша", ""), ("Б", "b@example.kz")))[0] == Line(2, "", "Айша")


def bomb() -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"xl/{number}.xml", b"0" * 10 * 1024 * 1024)
    stream.seek(0)
    assert len(stream.getvalue()) < LARGEST_FILE
    return stream


def only_looking_like_one() -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<no")
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (io.BytesIO(b"a,b"), "The file is not an Excel workbook (.xlsx)."),
        (only_looking_like_one(), "The file is not an Excel workbook (.xlsx)."),
        (io.BytesIO(b"0" * (LARGEST_FILE + 1)), "File size, MB: more than 2."),
        (bomb(), "The file unpacks to too much."),
        (workbook(), "The first sheet has no line with an e-mail address."),
        (
            workbook(*[(f"a{n}@example.kz",) for n in range(MOST_LINES + 1)]),
            "Lines in the list: more than 500. Divide the list.",
        ),
    ],
)
def test_files_that_are_no_list_are_refused_in_words(file, reason):
    with pytest.raises(ListRefused) as error:
        read_list(file)
    assert str(error.value) == reason


def test_the_longest_list_is_read():
    assert len(read_list(workbook(*[(f"a{n}@example.kz",) for n in range(MOST_LINES)]))) == MOST_LINES


@pytest.mark.django_db
def test_each_line_is_told_what_became_of_it():
    run, known = make_run(capacity=3), make_user("known@example.kz")
    make_learner(run, user=known, at=OPEN)
    lines = [
        *(Line(2, "a@example.kz", "Айша"), Line(3, "known@example.kz", "x"), Line(4, "a@example.kz", "Айша")),
        *(Line(5, "", "Nameless"), Line(6, "b@example.kz", "Б"), Line(7, "c@example.kz", "В")),
    ]
    results = list(register_list(run, lines, by=make_person(Role.QUALITY_SPECIALIST), at=OPEN))
    assert [(result.done, result.sentence) for result in results] == [
        (True, "Registered."),
        (True, "Was here already: registered."),
        (False, "The same address as in line 2."),
        (False, "No e-mail address that could be right."),
        (True, "Registered."),
        (True, "Every place is taken: waits in line."),
    ]
    newcomer = User.objects.get(email="a@example.kz")
    assert (newcomer.name, newcomer.language, newcomer.has_usable_password()) == ("Айша", "kk", False)
    assert newcomer.emailaddress_set.get().verified is False


@pytest.mark.django_db
def test_a_refused_line_leaves_no_person_behind():
    run = make_run()
    lines, quality = [Line(1, "a@example.kz", "Айша")], make_person(Role.QUALITY_SPECIALIST)
    late = list(register_list(run, lines, by=quality, at=local("2027-04-05 00:00:00")))
    assert "(cl. 5.2.3)" in late[0].sentence
    assert (User.objects.filter(email="a@example.kz").count(), Registration.objects.count()) == (0, 0)
