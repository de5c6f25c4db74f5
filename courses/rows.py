"""Between rows and document: ``document_of`` reads the working copy, ``write_document`` replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec
from django.db.models import Model, Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from courses.document import types
from courses.document.pointer import pointer
from courses.models import Authorship, Course, GlossaryEntry, Item, Lecture, Outcome, Part, Section, Task
from mooc_portal.people.models import Department, Faculty, User


class NotCarried(NamedTuple):
    """Something of a document that could not become a row: where it stood, what it was, why not."""

    path: str
    what: str
    why: str


def document_of(course: Course) -> types.CourseDocument:
    """Build the document of the working copy, in a number of queries that does not grow with the course."""
    return documents_of([course])[course.pk]


def documents_of(courses: Iterable[Course]) -> dict[int, types.CourseDocument]:
    """Build the documents of several courses in a constant number of queries, by primary key."""
    courses = list(courses)
    loaded = Rows(courses)
    return {course.pk: loaded.document(course) for course in courses}


AUTHORS = Prefetch("authorships", queryset=Authorship.objects.select_related("user"))


class Rows:
    """All rows of some courses, grouped by parent: one query a table."""

    def __init__(self, courses: list[Course]) -> None:
        ids = [course.pk for course in courses]
        prefetch_related_objects(courses, AUTHORS, "faculty", "department")
        self.outcomes = _rows(Outcome.objects.filter(course__in=ids), "course_id")
        self.glossary = _rows(GlossaryEntry.objects.filter(course__in=ids), "course_id")
        self.sections = _rows(Section.objects.filter(course__in=ids), "course_id")
        self.parts = _rows(Part.objects.filter(section__course__in=ids), "section_id")
        self.lectures = _rows(Lecture.objects.filter(course__in=ids), "part_id", "course_id")
        self.tasks = _rows(Task.objects.filter(course__in=ids), "part_id", "course_id")
        self.items = _rows(Item.objects.filter(task__course__in=ids), "task_id")

    def document(self, course: Course) -> types.CourseDocument:
        """The document of one of the courses, without a query."""
        return _document(course, self)


def _rows(queryset, *parents: str) -> dict:
    """Group rows by the first of ``parents`` that is set, told apart by its name."""
    groups = defaultdict(list)
    for row in queryset.order_by("position", "pk"):
        parent = next(name for name in parents if getattr(row, name) is not None)
        groups[parent, getattr(row, parent)].append(row)
    return groups


def _document(course: Course, loaded: Rows) -> types.CourseDocument:
    annotation = loaded.lectures["course_id", course.pk]
    return types.CourseDocument(
        format=types.FORMAT,
        code=course.code,
        title=course.title,
        summary=course.summary,
        language=course.language,
        kind=course.kind,
        credits=course.credits,
        weeks=course.weeks,
        weekly_hours=plain_number(course.weekly_hours),
        extra_week=course.extra_week,
        faculty=course.faculty.code if course.faculty else None,
        department=course.department.code if course.department else None,
        programme=course.programme,
        authors=tuple(authorship.user.email for authorship in course.authorships.all()),
        goals=tuple(course.goals),
        outcomes=tuple(map(_outcome, loaded.outcomes["course_id", course.pk])),
        glossary=tuple(map(_entry, loaded.glossary["course_id", course.pk])),
        annotation_video=_lecture(annotation[0]) if annotation else None,
        sections=tuple(_section(row, loaded) for row in loaded.sections["course_id", course.pk]),
        final_tasks=tuple(_task(row, loaded) for row in loaded.tasks["course_id", course.pk]),
    )


def _outcome(row: Outcome) -> types.Outcome:
    return types.Outcome(code=row.code, text=row.text, level=row.level or None)


def _entry(row: GlossaryEntry) -> types.GlossaryEntry:
    return types.GlossaryEntry(term=row.term, definition=row.definition, kind=row.kind)


def plain_number(value: float | None) -> float | int | None:
    """The number as the format writes it: whole ones without a decimal point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _section(row: Section, loaded: Rows) -> types.Section:
    return types.Section(
        title=row.title,
        announcement=row.announcement,
        parts=tuple(_part(part, loaded) for part in loaded.parts["section_id", row.pk]),
    )


def _part(row: Part, loaded: Rows) -> types.Part:
    return types.Part(
        title=row.title,
        text=row.text,
        lectures=tuple(map(_lecture, loaded.lectures["part_id", row.pk])),
        tasks=tuple(_task(task, loaded) for task in loaded.tasks["part_id", row.pk]),
    )


def _lecture(row: Lecture) -> types.Lecture:
    return types.Lecture(
        title=row.title, seconds=row.seconds, measured=row.measured, video=row.video, script=row.script
    )


def _task(row: Task, loaded: Rows) -> types.Task:
    return types.Task(
        title=row.title,
        kind=row.kind,
        instructions=row.instructions,
        minutes=row.minutes,
        weight=row.weight,
        outcomes=tuple(row.outcomes),
        graded_by=row.graded_by,
        integrity=row.integrity,
        match_check=row.match_check,
        items=tuple(map(item_of, loaded.items["task_id", row.pk])),
        group=None if row.group is None else msgspec.convert(row.group, types.Group),
    )


def node_of_row(row: Model, loaded: Rows) -> types.Node:
    """The typed node of a row with all that it holds, as it stands in the document."""
    plain = {Outcome: _outcome, GlossaryEntry: _entry, Lecture: _lecture, Item: item_of}
    if type(row) in plain:
        return plain[type(row)](row)
    return {Section: _section, Part: _part, Task: _task}[type(row)](row, loaded)


class _Alone:
    """In the place of ``Rows``: nothing is held by anything."""

    def __init__(self) -> None:
        self.parts = self.lectures = self.tasks = self.items = defaultdict(list)


def node_alone(row: Model) -> types.Node:
    """The typed node of a row without what it holds; no query."""
    return node_of_row(row, _Alone())


def item_of(row: Item) -> types.Item:
    """The typed item of a row.

    Raises:
        msgspec.ValidationError: when ``body`` is not of the format (forms check it before it is stored).
    """
    return msgspec.convert({"kind": row.kind, "stem": row.stem, **row.body}, types.Item)


def item_body(item: types.Item) -> dict:
    """What of an item goes into the row's ``body``: all but kind and stem, defaults left out."""
    body = msgspec.to_builtins(item)
    del body["kind"], body["stem"]
    return body


def write_document(course: Course, document: types.CourseDocument) -> list[NotCarried]:
    """Replace the rows of ``course`` by ``document``; called inside ``courses.actions.editing``.

    ``course.code`` stays as it is. Units and people that the university does not
    know stay empty and are returned, so that the author can be told.
    """
    missing: list[NotCarried] = []
    _write_facts(course, document, missing)
    _write_authors(course, document, missing)
    for rows in (course.outcomes, course.glossary, course.sections, course.lectures, course.tasks):
        rows.all().delete()
    _write_outcomes(course, enumerate(document.outcomes))
    _write_entries(course, enumerate(document.glossary))
    _write_tree(course, document)
    return missing


def _write_facts(course: Course, document: types.CourseDocument, missing: list[NotCarried]) -> None:
    plain = (
        "title",
        "summary",
        "language",
        "kind",
        "credits",
        "weeks",
        "weekly_hours",
        "extra_week",
        "programme",
    )
    for field in plain:
        setattr(course, field, getattr(document, field))
    course.goals = list(document.goals)
    course.faculty = _unit(Faculty, document.faculty, "faculty", missing)
    course.department = _unit(Department, document.department, "department", missing)
    course.save(update_fields=[*plain, "goals", "faculty", "department"])


def _unit(model, code: str | None, field: str, missing: list[NotCarried]):
    if code is None:
        return None
    unit = model.objects.filter(code=code).first()
    if unit is None:
        missing.append(NotCarried(pointer(field), code, _("No unit of the university has this code.")))
    return unit


def _write_authors(course: Course, document: types.CourseDocument, missing: list[NotCarried]) -> None:
    known = {user.email: user for user in User.objects.filter(email__in=[email.lower() for email in document.authors])}
    authors = {}
    for i, email in enumerate(document.authors):
        if email.lower() in known:
            authors.setdefault(known[email.lower()].pk, i)
        else:
            missing.append(NotCarried(pointer("authors", i), email, _("No person has this e-mail address.")))
    course.authorships.all().delete()
    Authorship.objects.bulk_create(Authorship(course=course, user_id=pk, position=i) for pk, i in authors.items())


def _write_tree(course: Course, document: types.CourseDocument) -> None:
    if document.annotation_video is not None:
        _write_lectures(course, [(None, 0, document.annotation_video)])
    _write_sections(course, enumerate(document.sections))
    _write_tasks(course, [(None, i, task) for i, task in enumerate(document.final_tasks)])


def write_node(course: Course, parent: Model | None, position: int, node: types.Node) -> Model:
    """Write one node with all that it holds below ``parent`` (None: the course) and return its row."""
    alone = {types.Outcome: _write_outcomes, types.GlossaryEntry: _write_entries, types.Section: _write_sections}
    if type(node) in alone:
        return alone[type(node)](course, [(position, node)])[0]
    if isinstance(node, types.Part):
        return _write_parts(course, [(parent, position, node)])[0]
    if isinstance(node, types.Item):
        return write_items([(parent, position, node)])[0]
    write = _write_lectures if isinstance(node, types.Lecture) else _write_tasks
    return write(course, [(parent, position, node)])[0]


def _write_outcomes(course: Course, nodes) -> list[Outcome]:
    return Outcome.objects.bulk_create(
        Outcome(course=course, position=i, code=node.code, text=node.text, level=node.level or "") for i, node in nodes
    )


def _write_entries(course: Course, nodes) -> list[GlossaryEntry]:
    return GlossaryEntry.objects.bulk_create(
        GlossaryEntry(course=course, position=i, term=node.term, definition=node.definition, kind=node.kind)
        for i, node in nodes
    )


def _write_sections(course: Course, nodes) -> list[Section]:
    nodes = list(nodes)
    rows = Section.objects.bulk_create(
        Section(course=course, position=i, title=node.title, announcement=node.announcement) for i, node in nodes
    )
    _write_parts(
        course, [(row, *part) for row, (_, node) in zip(rows, nodes, strict=True) for part in enumerate(node.parts)]
    )
    return rows


def _write_parts(course: Course, nodes) -> list[Part]:
    rows = Part.objects.bulk_create(
        Part(section=section, position=i, title=node.title, text=node.text) for section, i, node in nodes
    )
    held = [(row, node) for row, (*_, node) in zip(rows, nodes, strict=True)]
    _write_lectures(course, [(row, *lecture) for row, node in held for lecture in enumerate(node.lectures)])
    _write_tasks(course, [(row, *task) for row, node in held for task in enumerate(node.tasks)])
    return rows


def _write_lectures(course: Course, nodes) -> list[Lecture]:
    return Lecture.objects.bulk_create(
        Lecture(course=course, part=part, position=i, **msgspec.structs.asdict(node)) for part, i, node in nodes
    )


def _write_tasks(course: Course, nodes) -> list[Task]:
    rows = Task.objects.bulk_create(_task_row(course, part, i, node) for part, i, node in nodes)
    held = zip(rows, nodes, strict=True)
    write_items([(row, *item) for row, (*_, node) in held for item in enumerate(node.items)])
    return rows


def write_items(nodes) -> list[Item]:
    """Write test items given with their task and position."""
    return Item.objects.bulk_create(
        Item(task=task, position=i, kind=item.kind, stem=item.stem, body=item_body(item)) for task, i, item in nodes
    )


def _task_row(course: Course, part: Part | None, position: int, node: types.Task) -> Task:
    facts = {name: getattr(node, name) for name in node.__struct_fields__ if name not in {"items", "group"}}
    facts["outcomes"] = list(node.outcomes)
    group = None if node.group is None else msgspec.to_builtins(node.group)
    return Task(course=course, part=part, position=position, group=group, **facts)
