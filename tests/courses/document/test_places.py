"""Places of a document follow their content into another document."""

import pytest

from courses.document.places import carried, matched, nearest, place_name, places_of
from tests.documents import conforming, typed


def numbered() -> dict:
    """The conforming document with every node called differently."""
    raw = conforming()
    for s, section in enumerate(raw["sections"]):
        section["title"] = f"Section {s}"
        for p, part in enumerate(section["parts"]):
            part["title"] = f"Part {s}.{p}"
            part["lectures"] = [dict(one, title=f"Lecture {s}.{p}.{i}") for i, one in enumerate(part["lectures"])]
            part["tasks"] = [dict(one, title=f"{one['kind']} {s}.{p}") for one in part["tasks"]]
    return raw


def follow(path: str, before: dict, after: dict) -> str | None:
    ours, theirs = places_of(typed(before)), places_of(typed(after))
    return carried(path, ours, theirs, matched(ours, theirs))


PATHS = ["", "/weeks", "/goals/0", "/outcomes/1", "/glossary/0", "/annotation_video", "/sections/2/announcement"]
PATHS += ["/sections/2/parts/1/lectures/0", "/sections/3/parts/0/tasks/0/items/0", "/final_tasks/0"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("make", [conforming, numbered])
def test_in_the_same_document_every_place_stays(make, path):
    assert follow(path, make(), make()) == path


def test_a_section_that_moved_takes_its_places_along():
    after = numbered()
    after["sections"].insert(0, after["sections"].pop(4))
    assert follow("/sections/4/parts/1/lectures/2", numbered(), after) == "/sections/0/parts/1/lectures/2"
    assert follow("/sections/0/announcement", numbered(), after) == "/sections/1/announcement"


def test_a_section_that_moved_and_was_rewritten_in_part_is_still_found():
    after = numbered()
    moved = after["sections"].pop(4)
    moved["title"] = "Called otherwise"
    moved["parts"][0]["text"] = "Quite another text"
    after["sections"].insert(0, moved)
    assert follow("/sections/4", numbered(), after) == "/sections/0"
    assert follow("/sections/4/parts/0/text", numbered(), after) == "/sections/0/parts/0/text"


def test_a_lecture_moved_to_another_part_is_found_there():
    after = numbered()
    lecture = after["sections"][0]["parts"][0]["lectures"].pop(1)
    after["sections"][3]["parts"][1]["lectures"].insert(0, lecture)
    assert follow("/sections/0/parts/0/lectures/1", numbered(), after) == "/sections/3/parts/1/lectures/0"
    assert follow("/sections/0/parts/0/lectures/2", numbered(), after) == "/sections/0/parts/0/lectures/1"


def test_what_is_called_otherwise_at_its_old_seat_is_the_same_thing_rewritten():
    after = numbered()
    after["sections"][1]["parts"][0]["lectures"][1] = {"title": "Something new", "seconds": 611}
    assert follow("/sections/1/parts/0/lectures/1", numbered(), after) == "/sections/1/parts/0/lectures/1"


def test_what_was_removed_is_gone():
    after = numbered()
    del after["sections"][5]
    assert follow("/sections/5/parts/0", numbered(), after) is None
    assert follow("/sections/5", numbered(), after) is None


def test_a_place_is_named_by_the_way_to_it():
    places = places_of(typed(numbered()))
    expected = "Section 3 «Section 2» · Part 2 «Part 2.1» · Lecture 1 «Lecture 2.1.0»"
    assert place_name("/sections/2/parts/1/lectures/0/title", places) == expected
    assert place_name("/goals/0", places) == "The course as a whole"
    assert nearest("/sections/99/parts/0", places).path == ""
