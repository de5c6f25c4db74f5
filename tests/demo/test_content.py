import pytest

from courses.document.codec import decode, encode
from courses.regulation.findings import conforms, findings
from courses.regulation.limits import FIRST_LIMITS
from mooc_portal.demo.loading import FILES
from mooc_portal.demo.people import ADMINISTRATOR, FACULTIES, PEOPLE
from mooc_portal.demo.story import STORIES

NAMES = sorted(path.stem for path in FILES.glob("*.json"))
UNFINISHED = {"english-pronunciation", "geografiyalyq-aqparattyq-zhuyeler", "lineynaya-algebra-dlya-ekonomistov"}


def document(name: str):
    return decode((FILES / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_a_course_of_the_demo_conforms_unless_it_shows_faults(name):
    assert conforms(findings(document(name), FIRST_LIMITS, "dept")) is (name not in UNFINISHED)


@pytest.mark.parametrize("name", NAMES)
def test_a_course_of_the_demo_reads_back_and_names_people_and_units_of_the_demo(name):
    read = document(name)
    departments = {unit.code for units in FACULTIES.values() for unit in units}
    assert decode(encode(read)) == read
    assert read.code == name
    assert set(read.authors) <= {person.email for person in (ADMINISTRATOR, *PEOPLE)}
    assert read.department in departments


def test_every_file_has_its_story_and_all_three_languages_are_there():
    assert sorted(story.file for story in STORIES) == NAMES
    assert {document(name).language for name in NAMES} == {"kk", "ru", "en"}


def test_two_courses_are_complete_and_long():
    long = [
        name
        for name in NAMES
        if conforms(findings(document(name), FIRST_LIMITS, "dept")) and len(document(name).sections) >= 6
    ]
    assert {document(name).language for name in long} == {"kk", "ru"}
