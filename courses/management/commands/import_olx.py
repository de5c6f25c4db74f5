"""``manage.py import_olx FILE …``: courses exported from Open edX become draft courses."""

from __future__ import annotations

import json as json_format
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.actions.imports import import_document
from courses.document.types import CourseDocument
from courses.exchange.imports import skipped_of
from courses.exchange.olx import ExportError, read_olx
from courses.exchange.people import author_for, department_for
from courses.readers import limits_for
from courses.regulation.findings import conforms, findings

UNREADABLE = 2


class Command(BaseCommand):
    help = "Imports courses exported from Open edX (.tar.gz or an unpacked folder) as draft courses."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--check", action="store_true", help="only read and check, create nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object a line, in the order of the files")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="kk")
        parser.add_argument("--department", metavar="CODE", help="the department of the new courses")
        parser.add_argument("--author", metavar="EMAIL", help="the author of the new courses")

    def handle(self, *, files, check, json, language, department, author, **options) -> None:
        place = None
        if not check:
            if not (department and author):
                raise CommandError("Without --check, --department CODE and --author EMAIL are needed.")
            place = {"department": department_for(department), "by": author_for(author)}
        limits, failed = limits_for(None)[1], False
        with translation.override(language):
            for file in files:
                answer = self._import(file, limits, place)
                failed = failed or "error" in answer
                self.stdout.write(json_format.dumps(answer, ensure_ascii=False) if json else _as_text(answer))
        if failed:
            raise SystemExit(UNREADABLE)

    def _import(self, file: Path, limits, place: dict | None) -> dict:
        try:
            course = read_olx(file)
        except ExportError as error:
            return {"file": str(file), "error": str(error)}
        skipped, created = list(course.skipped), {}
        if place is not None:
            draft, missing = import_document(course.document, at=timezone.now(), **place)
            skipped += [skipped_of(entry) for entry in missing]
            created = {"code": draft.code}
        found = findings(course.document, limits, "dept")
        return {
            "file": str(file),
            "title": course.document.title,
            **created,
            **counts_of(course.document),
            "skipped": [entry.to_json() for entry in skipped],
            "conforms": conforms(found),
            "findings": [finding.to_json() for finding in found],
        }


def counts_of(document: CourseDocument) -> dict[str, int]:
    parts = [part for section in document.sections for part in section.parts]
    tasks = [task for part in parts for task in part.tasks]
    return {
        "sections": len(document.sections),
        "parts": len(parts),
        "lectures": sum(len(part.lectures) for part in parts),
        "tasks": len(tasks),
        "items": sum(len(task.items) for task in tasks),
    }


def _as_text(answer: dict) -> str:
    """The same for people."""
    if "error" in answer:
        return f"{answer['file']}\n  ✗ {answer['error']}"
    counts = _(
        "Sections: %(sections)s. Parts: %(parts)s. Video lectures: %(lectures)s. Tasks: %(tasks)s. Items: %(items)s."
    )
    lines = [f"{answer['file']}: {answer['title']}", f"  {counts % answer}"]
    lines += [f"  – {entry['what']} ({entry['where']}): {entry['why']}" for entry in answer["skipped"]]
    lines += [f"  {entry['severity']}: {entry['message']} {entry['path']}".rstrip() for entry in answer["findings"]]
    lines.append("  " + (_("The course conforms.") if answer["conforms"] else _("The course does not conform.")))
    return "\n".join(lines)
