import pytest

from courses.document.changes import structure_changes
from tests.documents import conforming, lecture, typed


def changes(change) -> list[str]:
    raw = conforming()
    change(raw)
    return structure_changes(typed(conforming()), typed(raw))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(title="Жаңа атау", summary="Жаңа"),
        lambda raw: raw["sections"][0].update(title="x", announcement="y"),
        lambda raw: raw["sections"][0]["parts"][0].update(text="Түзетілген"),
        lambda raw: raw["sections"][0]["parts"][0]["lectures"][0].update(title="x", script="y"),
        lambda raw: raw["sections"][0]["parts"][0]["tasks"][0].update(instructions="x"),
        lambda raw: raw["sections"][0]["parts"][0]["tasks"][0]["items"][0]["options"][0].update(text="x", feedback="y"),
        lambda raw: raw["outcomes"][0].update(text="x"),
        lambda raw: raw["glossary"][0].update(definition="x"),
        lambda raw: raw.update(goals=["Басқа"]),
    ],
)
def test_words_are_no_change_of_structure(change):
    assert changes(change) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda raw: raw.update(weeks=8), "/weeks"),
        (lambda raw: raw.update(authors=["b@example.kz"]), "/authors/0"),
        (lambda raw: raw["outcomes"][0].update(code="LO9"), "/outcomes/0/code"),
        (lambda raw: raw["glossary"].clear(), "/glossary"),
        (lambda raw: raw["sections"].pop(), "/sections"),
        (lambda raw: raw["sections"][0]["parts"][0]["lectures"].__setitem__(0, lecture(660)), "/seconds"),
        (lambda raw: raw["final_tasks"][0].update(weight="39"), "/final_tasks/0/weight"),
        (lambda raw: raw["final_tasks"][0].update(outcomes=["LO2"]), "/final_tasks/0/outcomes/0"),
        (lambda raw: raw["final_tasks"][0]["items"][0].update(answer="a - b"), "/final_tasks/0/items/0/answer"),
        (lambda raw: raw["final_tasks"][0]["items"][0]["parameters"]["a"].update(max=9), "/parameters/a/max"),
        (lambda raw: raw["final_tasks"][0].update(items=[]), "/final_tasks/0/items"),
        (
            lambda raw: raw["sections"][0]["parts"][0]["tasks"][0]["items"][0]["options"][0].update(correct=False),
            "/options/0/correct",
        ),
    ],
)
def test_everything_else_is_named(change, path):
    found = changes(change)
    assert len(found) == 1
    assert found[0].endswith(path)
