"""``manage.py check_course FILE …``: may these courses be sent to the department?"""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from courses.document.codec import LARGEST_FILE, decode
from courses.document.errors import DocumentError
from courses.readers import UnknownRegulation, limits_for
from courses.regulation.finding import BLOCK, CHECK, INFO, SEVERITY_NAMES, WARN, Finding
from courses.regulation.findings import conforms, findings

SIGNS = {BLOCK: "✗", WARN: "!", INFO: "i", CHECK: "?"}
CONFORMS, DIFFERS, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    help = "Checks course documents (mooc-course/1) against the regulation, at submission to the department."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object a line, in the order of the files")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="kk")
        parser.add_argument("--regulation", metavar="VERSION", help="default: the version in force")

    def handle(self, *, files, json, language, regulation, **options) -> None:
        try:
            version, limits = limits_for(regulation)
        except UnknownRegulation as error:
            raise CommandError(f"There is no version {error} of the regulation.") from None
        report = self._json_line if json else self._text
        worst = CONFORMS
        with translation.override(language):
            for path in files:
                worst = max(worst, self._check(path, version, limits, report))
        if worst:
            raise SystemExit(worst)

    def _check(self, path: Path, version: str, limits, report) -> int:
        try:
            found = findings(decode(read_document(path)), limits, "dept")
        except DocumentError as error:
            report({"file": str(path), "error": str(error), "path": error.path}, [])
            return UNREADABLE
        good = conforms(found)
        report({"file": str(path), "conforms": good, "regulation": version}, found)
        return CONFORMS if good else DIFFERS

    def _json_line(self, answer: dict, found: list[Finding]) -> None:
        if "error" not in answer:
            answer = {**answer, "findings": [finding.to_json() for finding in found]}
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _text(self, answer: dict, found: list[Finding]) -> None:
        self.stdout.write(answer["file"])
        if "error" in answer:
            place = _("Place: %(path)s") % {"path": answer["path"]} if answer["path"] else ""
            self.stdout.write(f"  ✗ {answer['error']} {place}".rstrip())
            return
        for place, group in groupby(sorted(found, key=_place), key=_place):
            self.stdout.write(f"  {_place_name(place)}")
            for finding in group:
                name = SEVERITY_NAMES[finding.severity]
                self.stdout.write(f"    {SIGNS[finding.severity]} {name}: {finding.message} {finding.path}".rstrip())
        counts = [sum(finding.severity == severity for finding in found) for severity in (BLOCK, WARN)]
        verdict = _("The course conforms.") if answer["conforms"] else _("The course does not conform.")
        summary = _("Violations: %(block)s. Warnings: %(warn)s. Regulation, version: %(version)s.")
        values = {"block": counts[0], "warn": counts[1], "version": answer["regulation"]}
        self.stdout.write(f"  {verdict} {summary % values}")


def read_document(path: Path) -> bytes:
    """The bytes of a file, not more than a document may have.

    Raises:
        DocumentError: when the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
            size = max(len(data), path.stat().st_size)
    except OSError as error:
        raise DocumentError(_("The file cannot be read: %(reason)s."), reason=error.strerror or error) from None
    if size > LARGEST_FILE:
        raise DocumentError(
            _("File size, MB: %(size)s. Required: at most %(limit)s."), size=-(-size >> 20), limit=LARGEST_FILE >> 20
        )
    return data


def _place(finding: Finding) -> tuple[int, int]:
    """Sections by number, after what concerns the course as a whole."""
    steps = finding.path.split("/")
    return (1, int(steps[2])) if len(steps) > 2 and steps[1] == "sections" else (0, 0)


def _place_name(place: tuple[int, int]) -> str:
    return _("Section %(n)s") % {"n": place[1] + 1} if place[0] else _("The course as a whole")
