"""A list of a student group from Excel: read with limits, registered line by line, each line with its result."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mooc_portal.people.actions import person_with_email
from scheduling.content import document_of_run
from scheduling.models import Registration, Run, Standing, Way
from scheduling.registration.actions import RegistrationRefused, register

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
MOST_LINES = 500
MOST_COLUMNS = 20
# What openpyxl raises for files that only look like a workbook; a fault in XML is a SyntaxError.
BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, OSError, EOFError),
    *(SyntaxError, KeyError, ValueError, IndexError, TypeError, AttributeError),
)


class ListRefused(Exception):
    """The file cannot be read as a list; the message is a whole sentence."""


@dataclass(frozen=True)
class Line:
    """One line of the list: where it stands in the file, an address and a name."""

    number: int
    email: str
    name: str


@dataclass(frozen=True)
class Result:
    """What became of a line. ``done`` says that the person is registered or waits now."""

    line: Line
    done: bool
    sentence: str


def read_list(file: BinaryIO) -> list[Line]:
    """Lines of the first sheet: in each the cell with an @ is the address, the first other text the name.

    A line without an address is left out where it is a heading or empty, and kept to be refused otherwise.

    Raises:
        ListRefused: for a file that is too large or not an Excel workbook.
    """
    _examine(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=MOST_LINES + 2, max_col=MOST_COLUMNS, values_only=True)
        lines = [line for number, row in enumerate(rows, start=1) if (line := _line(number, row)) is not None]
    except BROKEN as error:
        raise ListRefused(_("The file is not an Excel workbook (.xlsx).")) from error
    if len(lines) > MOST_LINES:
        raise ListRefused(_("Lines in the list: more than %(limit)s. Divide the list.") % {"limit": MOST_LINES})
    if not lines:
        raise ListRefused(_("The first sheet has no line with an e-mail address."))
    return lines


def _examine(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size > LARGEST_FILE:
        raise ListRefused(_("File size, MB: more than %(limit)s.") % {"limit": LARGEST_FILE // 2**20})
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ListRefused(_("The file is not an Excel workbook (.xlsx).")) from error
    if unpacked > LARGEST_UNPACKED:
        raise ListRefused(_("The file unpacks to too much."))
    file.seek(0)


def _line(number: int, row: tuple) -> Line | None:
    cells = [str(cell).strip() for cell in row if cell is not None and str(cell).strip()]
    email = next((cell for cell in cells if "@" in cell), "")
    name = next((cell for cell in cells if cell != email and any(letter.isalpha() for letter in cell)), "")
    if not email and (number == 1 or not name):
        return None
    return Line(number, email.lower()[:254], name[:200])


def register_list(run: Run, lines: list[Line], *, by, at: datetime) -> Iterator[Result]:
    """Register every line for itself, by the same action as everybody; gives what became of each."""
    first_at: dict[str, int] = {}
    language = document_of_run(run).language
    for line in lines:
        try:
            validate_email(line.email)
        except ValidationError:
            yield Result(line, False, _("No e-mail address that could be right."))
            continue
        if line.email in first_at:
            yield Result(line, False, _("The same address as in line %(number)s.") % {"number": first_at[line.email]})
            continue
        first_at[line.email] = line.number
        yield _register_line(run, line, language, by=by, at=at)


def _register_line(run: Run, line: Line, language: str, *, by, at: datetime) -> Result:
    try:
        with transaction.atomic():
            user, _created = person_with_email(line.email, name=line.name, language=language, verified=False)
            here = Registration.objects.filter(run=run, user=user).exclude(standing=Standing.LEFT).exists()
            registration = register(run, user, way=Way.LIST, at=at, by=by)
    except RegistrationRefused as refused:
        return Result(line, False, " ".join(refused.reasons))
    if here:
        return Result(
            line, True, _("Was here already: %(standing)s.") % {"standing": registration.get_standing_display()}
        )
    if registration.standing == Standing.WAITING:
        return Result(line, True, _("Every place is taken: waits in line."))
    return Result(line, True, _("Registered."))
