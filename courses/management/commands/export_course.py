"""``manage.py export_course CODE``: the working copy of a course as a mooc-course/1 document."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from courses.document.codec import encode
from courses.models import Course
from courses.rows import document_of


class Command(BaseCommand):
    help = "Exports the working copy of a course as a document of the format mooc-course/1."

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--output", metavar="FILE", type=Path, help="default: the standard output")

    def handle(self, *, code, output, **options) -> None:
        course = Course.objects.filter(code=code).first()
        if course is None:
            raise CommandError(f"There is no course with the code {code}.")
        data = encode(document_of(course))
        if output is None:
            self.stdout.write(data.decode())
            return
        try:
            output.write_bytes(data)
        except OSError as error:
            raise CommandError(f"The file cannot be written: {error.strerror}.") from None
