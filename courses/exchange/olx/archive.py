"""The files of a course export, read into memory under a budget.

An archive comes from anybody who may sign in, so nothing of it is written to
the disk, only plain files and folders are accepted, and every limit is checked
on the header of a member before its bytes are read. Only the texts are kept
(XML, HTML and the JSON of policies); of everything else the name is enough.
"""

import contextlib
import gzip
import os
import posixpath
import tarfile
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .errors import ExportError

MEGABYTE = 1024 * 1024
MEMBERS = 50_000
UNPACKED = 500 * MEGABYTE
ONE_MEMBER = 200 * MEGABYTE
ONE_TEXT = 20 * MEGABYTE
ALL_TEXTS = 150 * MEGABYTE
HEADER = MEGABYTE
# Real exports shrink three to twenty times; a small archive may shrink more by chance.
RATIO = 200
RATIO_FROM = 20 * MEGABYTE

TEXTS = (".xml", ".html", ".htm", ".json")
PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE, tarfile.DIRTYPE)
HEADERS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
UNREADABLE = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Files:
    """Names of all files, and the bytes of the texts among them. Names are NFC with ``/``."""

    names: frozenset[str]
    texts: dict[str, bytes]


@dataclass
class Gathering:
    """Collects files while the budget lasts."""

    names: set[str] = field(default_factory=set)
    texts: dict[str, bytes] = field(default_factory=dict)
    members: int = 0
    size: int = 0
    text_size: int = 0

    def admit(self, name: str, size: int) -> None:
        """Count a member of this size, or refuse."""
        self.members += 1
        self.size += size
        if self.members > MEMBERS:
            raise ExportError(_("Files in the export: more than %(limit)s are not read."), limit=MEMBERS)
        if size > ONE_MEMBER or self.size > UNPACKED:
            raise ExportError(
                _("The export is too large when unpacked, at “%(name)s”. At most: %(limit)s MB."),
                name=shown(name),
                limit=(ONE_MEMBER if size > ONE_MEMBER else UNPACKED) // MEGABYTE,
            )

    def wants(self, name: str, size: int) -> bool:
        """Note the name; whether its text is to be kept."""
        self.names.add(name)
        if not name.lower().endswith(TEXTS) or "/static/" in f"/{name}":
            return False
        self.text_size += size
        if size > ONE_TEXT or self.text_size > ALL_TEXTS:
            raise ExportError(
                _("The texts of the export are too large, at “%(name)s”. At most: %(limit)s MB."),
                name=shown(name),
                limit=(ONE_TEXT if size > ONE_TEXT else ALL_TEXTS) // MEGABYTE,
            )
        return True

    def files(self) -> Files:
        return Files(frozenset(self.names), self.texts)


class Meter:
    """A stream of unpacked bytes that refuses to give more than the budget."""

    def __init__(self, unpacked: BinaryIO, packed: BinaryIO):
        self.unpacked, self.packed, self.given = unpacked, packed, 0

    def read(self, size: int) -> bytes:
        chunk = self.unpacked.read(size)
        self.given += len(chunk)
        too_much = self.given > UNPACKED + MEMBERS * tarfile.BLOCKSIZE * 2
        if too_much or (self.given > RATIO_FROM and self.given > RATIO * self.packed.tell()):
            raise ExportError(_("The archive unpacks into far more than it holds and is refused."))
        return chunk


class Header(tarfile.TarInfo):
    """A member's header that is refused before anything is read on its account.

    Every header passes here, also those that stand before another member. Which of its own functions ``tarfile``
    parses a header with has changed between patch releases of Python; that it then calls this one has not.
    """

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.size < 0 or (self.type in HEADERS and self.size > HEADER):
            raise ExportError(_("The archive is damaged or not an archive."))
        if self.type not in PLAIN + HEADERS:
            raise link_refused(self.name)
        return super()._proc_member(archive)


def link_refused(name: str) -> ExportError:
    return ExportError(_("The archive holds a link or a device, which is refused: “%(name)s”."), name=shown(name))


def read_files(source: Path | BinaryIO) -> Files:
    """The files of an export: a ``.tar.gz`` (a path or an open file) or an unpacked folder."""
    if isinstance(source, Path) and source.is_dir():
        return _read_folder(source)
    with contextlib.ExitStack() as stack:
        try:
            packed = stack.enter_context(source.open("rb")) if isinstance(source, Path) else source
            return _read_archive(packed)
        except FileNotFoundError:
            raise ExportError(_("There is no such file.")) from None
        except UNREADABLE:
            raise ExportError(_("The archive is damaged or not an archive.")) from None


def _read_archive(packed: BinaryIO) -> Files:
    if packed.read(2) != b"\x1f\x8b":
        raise ExportError(_("Not a course export: a .tar.gz file or an unpacked folder is expected."))
    packed.seek(0)
    gathering = Gathering()
    with (
        gzip.GzipFile(fileobj=packed) as unpacked,
        tarfile.open(fileobj=Meter(unpacked, packed), mode="r|", tarinfo=Header, errors="replace") as archive,
    ):
        for member in archive:
            _take_member(gathering, archive, member)
    return gathering.files()


def _take_member(gathering: Gathering, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if member.type not in PLAIN:
        raise link_refused(member.name)
    name = safe_name(member.name)
    gathering.admit(name, member.size)
    if member.isdir() or not name:
        return
    # macOS adds a shadow file with attributes beside each file.
    if posixpath.basename(name).startswith("._"):
        return
    if gathering.wants(name, member.size):
        gathering.texts[name] = archive.extractfile(member).read()


def _read_folder(folder: Path) -> Files:
    gathering = Gathering()
    try:
        for path in _plain_files(folder):
            name = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
            size = path.stat().st_size
            gathering.admit(name, size)
            if gathering.wants(name, size):
                gathering.texts[name] = path.read_bytes()
    except OSError:
        raise ExportError(_("The folder cannot be read.")) from None
    return gathering.files()


def _plain_files(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        for name in sorted(folders) + sorted(files):
            path = Path(base) / name
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise ExportError(
                    _("The folder holds a link or a device, which is refused: “%(name)s”."), name=shown(name)
                )
            if path.is_file() and not name.startswith("._"):
                yield path


def safe_name(name: str) -> str:
    """The member's name in NFC, or a refusal of a name that leads out of the archive."""
    parts = name.replace("\\", "/").split("/")
    drive = len(parts[0]) > 1 and parts[0][1] == ":"
    if name.startswith(("/", "\\")) or ".." in parts or "\0" in name or drive:
        raise ExportError(
            _("The archive holds a path that leads out of it and is refused: “%(name)s”."), name=shown(name)
        )
    return unicodedata.normalize("NFC", "/".join(part for part in parts if part not in ("", ".")))


def shown(name: str) -> str:
    """A name of the archive as it may stand in a message."""
    return "".join(sign if sign.isprintable() else "�" for sign in name)[:200]
