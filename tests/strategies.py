"""Hypothesis strategies of whole course documents and of answer formulas."""

from hypothesis import strategies as st

from courses.document.types import (
    FORMAT,
    CourseDocument,
    GlossaryEntry,
    Group,
    Item,
    Lecture,
    Option,
    Outcome,
    Parameter,
    Part,
    Section,
    Task,
)

LEVELS = ["remember", "understand", "apply", "analyse", "evaluate", "create"]
letters = st.one_of(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["", " ", "Деректерді талдау", "ӛзгеріс", "й", "é", "👩🏽‍🏫", "a\r\nb", "{a}", "\u00a0", "<b>&"]),
)
titles = st.one_of(
    st.sampled_from(["Деректер", "Course", "Курс 🎓"]), letters.filter(lambda text: 1 <= len(text) <= 200)
)
codes = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
maybe_count = st.one_of(st.none(), st.integers(0, 2**40))
numbers = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
positive = st.one_of(st.integers(1, 2**53 - 1), st.floats(1e-9, 1e12, allow_nan=False))
parameters = st.one_of(
    st.builds(Parameter, min=numbers, max=numbers, step=positive),
    st.builds(Parameter, values=st.lists(st.one_of(numbers, letters), min_size=1, max_size=3).map(tuple)),
)


def tuples(of, most: int = 2):
    return st.lists(of, max_size=most).map(tuple)


lectures = st.builds(
    Lecture,
    title=letters,
    seconds=maybe_count,
    measured=st.booleans(),
    video=st.one_of(st.none(), letters),
    script=letters,
)
items = st.builds(
    Item,
    kind=st.sampled_from(["single", "multiple", "match", "order", "number", "short_text", "free_form"]),
    stem=letters,
    options=tuples(st.builds(Option, text=letters, correct=st.booleans(), feedback=st.one_of(st.none(), letters))),
    pairs=tuples(st.tuples(letters, letters)),
    sequence=tuples(letters),
    answer=st.one_of(st.none(), letters),
    accepted=tuples(letters),
    tolerance=st.one_of(st.just(0), positive),
    parameters=st.dictionaries(letters, parameters, max_size=2),
    format=st.one_of(st.none(), letters),
    grading=st.one_of(st.none(), letters),
    points=positive,
    outcome=st.one_of(st.none(), letters),
    level=st.one_of(st.none(), st.sampled_from(LEVELS)),
    feedback=letters,
)
groups = st.builds(
    Group,
    team_min=st.one_of(st.none(), st.integers(2, 9)),
    team_max=st.one_of(st.none(), st.integers(2, 9)),
    discussion_days=st.one_of(st.none(), st.integers(1, 30)),
    peer_reviews=st.one_of(st.none(), st.integers(1, 9)),
    criteria=tuples(letters),
)
tasks = st.builds(
    Task,
    title=letters,
    kind=st.sampled_from(["test", "homework", "exercise", "practical", "forum", "group_project", "other"]),
    instructions=letters,
    minutes=maybe_count,
    weight=st.sampled_from(["0", "5", "33.33", "0.5", "100", "100.00", "00.10"]),
    outcomes=tuples(letters),
    graded_by=st.sampled_from(["auto", "teacher", "peer"]),
    integrity=st.sampled_from(["none", "parameterised", "open"]),
    match_check=st.booleans(),
    items=tuples(items),
    group=st.one_of(st.none(), groups),
)
parts = st.builds(Part, title=letters, lectures=tuples(lectures), text=letters, tasks=tuples(tasks))
sections = st.builds(Section, title=letters, parts=tuples(parts), announcement=letters)


maybe_letters = st.one_of(st.none(), letters)


def documents(faculty=maybe_letters, department=maybe_letters, authors=None):
    """Whole documents; units and authors can be narrowed to those a test has created."""
    return st.builds(
        CourseDocument,
        format=st.just(FORMAT),
        code=codes,
        title=titles,
        language=st.sampled_from(["kk", "ru", "en"]),
        kind=st.sampled_from(["additional", "higher", "additional_professional", "university"]),
        sections=tuples(sections),
        summary=letters,
        credits=st.one_of(st.none(), st.integers(1, 9)),
        weeks=st.one_of(st.none(), st.integers(1, 20)),
        weekly_hours=st.one_of(st.none(), positive),
        extra_week=st.one_of(st.none(), letters),
        faculty=faculty,
        department=department,
        programme=st.one_of(st.none(), letters),
        authors=authors if authors is not None else tuples(letters),
        goals=tuples(letters),
        outcomes=tuples(
            st.builds(
                Outcome,
                code=letters.filter(lambda text: 1 <= len(text) <= 16),
                text=letters,
                level=st.one_of(st.none(), st.sampled_from(LEVELS)),
            )
        ),
        glossary=tuples(
            st.builds(
                GlossaryEntry,
                term=letters.filter(bool),
                definition=letters,
                kind=st.sampled_from(["term", "abbreviation", "concept"]),
            )
        ),
        annotation_video=st.one_of(st.none(), lectures),
        final_tasks=tuples(tasks),
    )
