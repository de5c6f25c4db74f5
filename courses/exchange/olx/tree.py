"""The tree of an export: blocks found inline or in files of their own.

Open edX writes a block in one of three ways: inline inside its parent, as a
pointer ``<chapter url_name="week_1"/>`` to ``chapter/week_1.xml``, or (HTML)
as a pair of files. Exports of 2013 use ``slug``, ``name`` and ``filename``
for the same things. A tree is finite and within a budget whatever the files
say: a block that holds itself is cut off, and repeated pointers that would
multiply without end are refused.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from lxml import etree

from .archive import Files
from .errors import ExportError
from .skipped import Notes

BLOCKS = 20_000
NAMES = ("url_name", "slug", "url", "filename")
POINTER_ATTRIBUTES = frozenset(("url_name", "slug", "org", "course", "filename"))
# A chapter or sequential stays in the outline even where its file is lost.
OUTLINE = ("chapter", "sequential")
BESIDE_THE_COURSE = ("wiki", "textbook", "pdf_textbook", "html_textbook", "book")
# A name such as 744c460e615b43b8924c238e5b0f7bf3 says nothing to a reader.
HASH = re.compile(r"[0-9a-f]{12,}|[0-9a-f]{20}")


@dataclass(frozen=True)
class Block:
    """One block: its element (attributes and children merged from its file) and its titles."""

    tag: str
    element: etree._Element
    name: str
    title: str
    file: str | None = None


def parse_xml(data: bytes) -> etree._Element:
    """The root element. ``ValueError`` for what is not well formed or declares a document type.

    No entity is expanded, no address opened, and depth is limited by the parser.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    head = data[:4096].lstrip()
    if head.startswith((b"<!DOCTYPE", b"<!ENTITY")):
        raise ValueError("document type")
    try:
        root = etree.fromstring(data.lstrip() if data[:2] not in (b"\xff\xfe", b"\xfe\xff") else data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ValueError(str(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document type")
    return root


class Export:
    """The files under one course's folder, and the blocks they hold."""

    def __init__(self, files: Files, folder: str, notes: Notes):
        self.files, self.folder, self.notes = files, folder, notes
        self.resolved = 0
        self.seen: set[str] = set()
        self.policy: dict[str, dict] = {}
        self.grading: dict = {}

    def path(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name

    def has(self, name: str) -> bool:
        return self.path(name) in self.files.names

    def text(self, name: str) -> bytes | None:
        return self.files.texts.get(self.path(name))

    def course(self) -> Block:
        """The course's own block: course.xml, or the file of the run that it points to."""
        try:
            root = parse_xml(self.text("course.xml"))
        except ValueError:
            raise ExportError(_("The file course.xml cannot be read as XML.")) from None
        if root.tag != "course":
            raise ExportError(_("The file course.xml does not describe a course."))
        run = root.get("url_name") or root.get("slug") or ""
        self.policy = self._json(f"policies/{run}/policy.json") or self._json(f"policies/{run}.json")
        self.grading = self._json(f"policies/{run}/grading_policy.json") or self._json("grading_policy.json")
        course = self.resolve(root)
        if course is None:
            raise ExportError(_("The file of the course's run cannot be read as XML."))
        return course

    def _json(self, name: str) -> dict:
        data = self.text(name)
        if data is None:
            return {}
        try:
            value = json.loads(data.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            self.notes.add(name, _("The file is not readable JSON."))
            return {}
        return value if isinstance(value, dict) else {}

    def children(self, block: Block) -> Iterator[Block]:
        """The blocks directly inside, in order; what cannot be read is noted and left out."""
        for child in block.element:
            if not isinstance(child.tag, str):
                continue
            if child.tag in BESIDE_THE_COURSE:
                self.notes.add(child.tag, _("A course here has no such page."))
                continue
            found = self.resolve(child)
            if found is not None:
                yield found

    def resolve(self, element: etree._Element) -> Block | None:
        """The block of an element, from its file where the element only points to one."""
        self.resolved += 1
        if self.resolved > BLOCKS:
            raise ExportError(_("Blocks in the course: more than %(limit)s are not read."), limit=BLOCKS)
        name = next((element.get(key) for key in NAMES if element.get(key)), "")
        file = None
        if not len(element) and not (element.text or "").strip():
            file = self.file_of(element.tag, name)
            if file is not None:
                element = self._from_file(element, file)
            elif name and set(element.attrib) <= POINTER_ATTRIBUTES and element.tag != "html":
                self.notes.add(f"{element.tag} {name}", _("The export has no file for this block."))
                if element.tag not in OUTLINE:
                    return None
        if element is None:
            return None
        return Block(element.tag, element, name, self.title(element, name), file)

    def file_of(self, tag: str, name: str) -> str | None:
        """The block's own XML file, or None."""
        if not name:
            return None
        for stem in dict.fromkeys((name.replace(":", "/"), name)):
            file = unicodedata.normalize("NFC", f"{tag}/{stem}.xml")
            if ".." not in file.split("/") and self.text(file) is not None:
                return file
        return None

    def _from_file(self, pointer: etree._Element, file: str) -> etree._Element | None:
        try:
            element = parse_xml(self.text(file))
        except ValueError:
            self.notes.add(file, _("The file is not readable XML."))
            return None
        if self._inside_itself(pointer, file):
            self.notes.add(file, _("The block contains itself."))
            return None
        if file in self.seen:
            self.notes.add(file, _("The block is used in several places; each became a copy of its own."))
        self.seen.add(file)
        for key, value in pointer.attrib.items():
            if key not in element.attrib:
                element.set(key, value)
        element.set("_files", f"{pointer.getroottree().getroot().get('_files', '')}\n{file}")
        return element

    @staticmethod
    def _inside_itself(pointer: etree._Element, file: str) -> bool:
        """Each root from a file remembers the files that led to it."""
        return file in pointer.getroottree().getroot().get("_files", "").split("\n")

    def title(self, element: etree._Element, name: str) -> str:
        """The title: of the policy, of the block, or a name that a person may have given."""
        policy = self.policy.get(f"{element.tag}/{name}")
        given = one_line(policy.get("display_name")) if isinstance(policy, dict) else ""
        title = given or one_line(element.get("display_name") or element.get("name"))
        if not title and name and not HASH.fullmatch(name):
            title = one_line(name.replace("_", " ").replace(":", " "))
        return title


def one_line(text: object) -> str:
    """A text on one line, without the signs that JSON can name and no text may hold; empty for what is none."""
    words = " ".join(text.split()) if isinstance(text, str) else ""
    return "".join(sign for sign in words if sign != "\0" and not "\ud800" <= sign <= "\udfff")


def course_folders(files: Files) -> list[str]:
    """The folders of the courses in an export, in path order.

    ``course/course.xml`` under another ``course.xml`` is the file of a run
    called “course” and not a second course, so folders inside a course's
    folder are left out.
    """
    found: list[str] = []
    folders = sorted(name[: -len("course.xml")].rstrip("/") for name in files.texts if is_course_file(name))
    for folder in sorted(folders, key=lambda path: (path.count("/") if path else -1, path)):
        if not any(other == "" or folder.startswith(f"{other}/") for other in found):
            found.append(folder)
    return sorted(found)


def is_course_file(name: str) -> bool:
    return name == "course.xml" or name.endswith("/course.xml")
