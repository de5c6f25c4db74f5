"""``manage.py import_course FILE …``: documents of the format mooc-course/1 become draft courses."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from courses.actions.imports import import_document
from courses.document.codec import decode
from courses.document.errors import DocumentError
from courses.exchange.people import author_for, department_for
from courses.management.commands.check_course import read_document

UNREADABLE = 2


class Command(BaseCommand):
    help = "Imports course documents (mooc-course/1) as draft courses."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--department", metavar="CODE", help="where the document names no known department")
        parser.add_argument("--author", metavar="EMAIL", required=True, help="where it names no known author")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="kk")

    def handle(self, *, files, department, author, language, **options) -> None:
        unit = department_for(department) if department else None
        by, failed = author_for(author), False
        with translation.override(language):
            for file in files:
                try:
                    document = decode(read_document(file))
                except DocumentError as error:
                    failed = True
                    self.stdout.write(f"{file}\n  ✗ {error} {error.path}".rstrip())
                    continue
                course, missing = import_document(document, by=by, at=timezone.now(), department=unit)
                self.stdout.write(f"{file}: {course.code}")
                for entry in missing:
                    self.stdout.write(f"  – {entry.what} ({entry.path}): {entry.why}")
        if failed:
            raise SystemExit(UNREADABLE)
