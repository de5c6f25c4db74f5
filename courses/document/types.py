"""The typed objects of the format mooc-course/1.

Frozen and free of Django, so that rules can be measured on them anywhere. The
field names are those of the format; a field that is left out takes the default
given here, and the codec leaves out what equals its default, so two documents
that mean the same have the same bytes.
"""

from typing import Annotated, Literal

import msgspec

FORMAT = "mooc-course/1"

Language = Literal["kk", "ru", "en"]
Kind = Literal["additional", "higher", "additional_professional", "university"]
Level = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
GlossaryKind = Literal["term", "abbreviation", "concept"]
TaskKind = Literal["test", "homework", "exercise", "practical", "forum", "group_project", "other"]
Grader = Literal["auto", "teacher", "peer"]
Integrity = Literal["none", "parameterised", "open"]
ItemKind = Literal["single", "multiple", "match", "order", "number", "short_text", "free_form"]

# JSON numbers that every reader of JSON keeps exactly; nothing a course counts
# comes near.
LARGEST_INTEGER = 2**53 - 1

Code = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=64)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Weight = Annotated[str, msgspec.Meta(pattern=r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)\Z")]
Natural = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]
Positive = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_INTEGER)]
TeamSize = Annotated[int, msgspec.Meta(ge=2, le=LARGEST_INTEGER)]
PositiveNumber = Annotated[float, msgspec.Meta(gt=0)] | Annotated[int, msgspec.Meta(gt=0, le=LARGEST_INTEGER)]
NaturalNumber = Annotated[float, msgspec.Meta(ge=0)] | Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]
Number = float | Annotated[int, msgspec.Meta(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of every object of a document: immutable, strict about unknown fields."""


class Outcome(Node):
    """An expected learning outcome (3.2, 4.7). ``level`` is None where the author gave none."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
    text: str
    level: Level | None = None


class GlossaryEntry(Node):
    """A special term, abbreviation or concept (4.11)."""

    term: Annotated[str, msgspec.Meta(min_length=1)]
    definition: str
    kind: GlossaryKind = "term"


class Lecture(Node):
    """A video lecture (block 1). ``seconds`` is None while the length is unknown.

    ``measured`` says that the length was read from the file; otherwise an author
    declared it. ``video`` is the sha256 of a file or the URL of a hosted video.
    """

    title: str
    seconds: Natural | None = None
    measured: bool = False
    video: str | None = None
    script: str = ""


class Option(Node):
    """An answer option of an item of kind single or multiple."""

    text: str
    correct: bool = False
    feedback: str | None = None


class Parameter(Node):
    """The values one parameter of an item may take: ``min`` to ``max`` by ``step``, or a list.

    Exactly one of the two forms is given (checked when decoding).
    """

    min: Number | None = None
    max: Number | None = None
    step: PositiveNumber = 1
    values: Annotated[tuple[Number | str, ...], msgspec.Meta(min_length=1)] | None = None


class Item(Node):
    """A test item (4.6). Which of the optional fields count depends on ``kind``."""

    kind: ItemKind
    stem: str
    options: tuple[Option, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    sequence: tuple[str, ...] = ()
    answer: str | None = None
    accepted: tuple[str, ...] = ()
    tolerance: NaturalNumber = 0
    parameters: dict[str, Parameter] = {}
    format: str | None = None
    grading: str | None = None
    points: PositiveNumber = 1
    outcome: str | None = None
    level: Level | None = None
    feedback: str = ""


class Group(Node):
    """How a group project goes (4.10); a field is None where the author has not said."""

    team_min: TeamSize | None = None
    team_max: TeamSize | None = None
    discussion_days: Positive | None = None
    peer_reviews: Positive | None = None
    criteria: tuple[str, ...] = ()


class Task(Node):
    """A task (block 3). ``weight`` is per cent of the final grade as text; "0" is not graded.

    ``minutes`` is a learner's time.
    """

    title: str
    kind: TaskKind
    instructions: str = ""
    minutes: Natural | None = None
    weight: Weight = "0"
    outcomes: tuple[str, ...] = ()
    graded_by: Grader = "teacher"
    integrity: Integrity = "none"
    match_check: bool = False
    items: tuple[Item, ...] = ()
    group: Group | None = None


class Part(Node):
    """A part of a section (4.1): lectures, text (CommonMark) and tasks."""

    title: str
    lectures: tuple[Lecture, ...] = ()
    text: str = ""
    tasks: tuple[Task, ...] = ()


class Section(Node):
    """A section, mastered in a week (3.4, 4.2). ``announcement`` is plain text (4.5)."""

    title: str
    parts: tuple[Part, ...]
    announcement: str = ""


class CourseDocument(Node):
    """The whole content of one revision of a course."""

    format: Literal["mooc-course/1"]
    code: Code
    title: Title
    language: Language
    kind: Kind
    sections: tuple[Section, ...]
    summary: str = ""
    credits: Positive | None = None
    weeks: Positive | None = None
    weekly_hours: PositiveNumber | None = None
    extra_week: str | None = None
    faculty: str | None = None
    department: str | None = None
    programme: str | None = None
    authors: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    annotation_video: Lecture | None = None
    final_tasks: tuple[Task, ...] = ()
