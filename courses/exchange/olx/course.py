"""An Open edX course as a course document.

Chapters become sections, sequentials parts, the videos of their verticals
lectures, HTML text, problems tasks. A problem is a task of its own: its
questions share one introduction and one grade in the export too, and an author
can join tasks far more easily than take one apart.
"""

import json
import re
import unicodedata

from django.utils.translation import gettext_lazy as _
from lxml import etree

from courses.document.types import CourseDocument, Lecture, Part, Section, Task

from .markdown import escape, html_to_markdown, parse_html
from .problems import read_task
from .reasons import BLOCKS, MARKED, OTHER_BLOCK
from .skipped import Notes
from .tree import Block, Export, one_line
from .videos import read_lecture

LANGUAGES = ("kk", "ru", "en")
LONGEST_TITLE = 200
LONGEST_CODE = 64
DEEPEST = 30
CONTAINERS = frozenset(
    [
        "vertical",
        "sequential",
        "section",
        "videosequence",
        "problemset",
        "wrapper",
        "split_test",
        "library_content",
        "library",
        "itembank",
        "legacy_library_content",
        "randomize",
        "conditional",
        "abtest",
        "group",
    ]
)
VIDEOS = ("video", "videoalpha", "youtube")

TITLE_CUT = _("The title was cut to %(limit)s characters.")
NO_TITLE = _("The course has no title in the export; its code stands for it.")
LANGUAGE = _("The course is in another language or does not say; English was entered.")
TOO_DEEP = _("Blocks nested this deep are not read.")
WEIGHTS = _("Shares of the final grade are entered on the tasks here; set them by hand.")
FILES = _("Files (%(count)s) are not carried over; add what is needed by hand.")
PAGES = _("Pages beside the course outline are not carried over.")
HTML_LOST = _("The text of this block is not in the export.")
LOOSE = _("Blocks outside a subsection were gathered into a part of their own.")

LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "a",
            "g",
            "q",
            "n",
            "o",
            "u",
            "u",
            "h",
            "i",
        ],
        strict=True,
    )
)


class CourseReader:
    """Reads one course; ``notes`` gathers what is left behind."""

    def __init__(self, export: Export, notes: Notes):
        self.export, self.notes = export, notes

    def document(self) -> CourseDocument:
        course = self.export.course()
        element = course.element
        code = code_of(element.get("org"), element.get("course"), course.name)
        sections = tuple(self.sections(course))
        self.note_files()
        return CourseDocument(
            format="mooc-course/1",
            code=code,
            title=self.title(course, code),
            language=self.language(course),
            kind="higher",
            summary=self.summary(),
            goals=self.goals(element),
            sections=sections,
        )

    def title(self, course: Block, code: str) -> str:
        """The course's title. The name of the run is no title, unlike a chapter's."""
        policy = self.export.policy.get(f"course/{course.name}")
        policy = policy if isinstance(policy, dict) else {}
        given = policy.get("display_name") or course.element.get("display_name") or course.element.get("name")
        title = one_line(given)
        if not title:
            self.notes.add("display_name", NO_TITLE)
            title = one_line(course.element.get("course")) or code
        if len(title) > LONGEST_TITLE:
            self.notes.add(title, str(TITLE_CUT) % {"limit": LONGEST_TITLE})
        return title[:LONGEST_TITLE].strip()

    def language(self, course: Block) -> str:
        policy = self.export.policy.get(f"course/{course.name}")
        policy = policy if isinstance(policy, dict) else {}
        stated = one_line(course.element.get("language") or policy.get("language"))
        if stated.split("-")[0].split("_")[0].casefold() in LANGUAGES:
            return stated[:2].casefold()
        self.notes.add(f"language {stated}".strip(), LANGUAGE)
        return "en"

    def summary(self) -> str:
        for name in ("about/short_description.html", "about/overview.html"):
            data = self.export.text(name)
            body = parse_html(data) if data else None
            text = html_to_markdown(body, self.notes.add) if body is not None else ""
            if text:
                return text
        return ""

    @staticmethod
    def goals(element: etree._Element) -> tuple[str, ...]:
        """“What you will learn” of the course's settings."""
        try:
            listed = json.loads(element.get("learning_info") or "[]")
        except (ValueError, RecursionError):
            return ()
        listed = listed if isinstance(listed, list) else []
        return tuple(words for words in map(one_line, listed) if words)

    def note_files(self) -> None:
        """What lies beside the outline: files, pages, the grading policy."""
        prefix = self.export.path("")
        names = [name.removeprefix(prefix) for name in self.export.files.names if name.startswith(prefix)]
        files = sum(name.startswith("static/") for name in names)
        if files:
            self.notes.add("static", str(FILES) % {"count": files})
        for folder in ("tabs", "info", "textbooks"):
            if any(name.startswith(f"{folder}/") for name in names):
                self.notes.add(folder, PAGES)
        if self.export.grading:
            self.notes.add("grading_policy.json", WEIGHTS)

    def sections(self, course: Block):
        for child in self.export.children(course):
            if child.tag in BLOCKS and child.tag not in CONTAINERS:
                self.notes.add(child.tag, BLOCKS[child.tag])
                continue
            self.notes.enter(child.title)
            if child.tag == "chapter":
                yield Section(title=child.title, parts=tuple(self.parts(child)))
            else:
                yield Section(title=child.title, parts=tuple(self.loose([child], child.title)))
            self.notes.leave()

    def parts(self, chapter: Block):
        """Sequentials in order; blocks that stand outside one are gathered where they stand."""
        waiting: list[Block] = []
        for child in self.export.children(chapter):
            if child.tag not in ("sequential", "videosequence", "problemset"):
                waiting.append(child)
                continue
            yield from self.loose(waiting, chapter.title)
            waiting = []
            yield self.part(child)
        yield from self.loose(waiting, chapter.title)

    def loose(self, blocks: list[Block], title: str):
        if not blocks:
            return
        if len(blocks) == 1 and blocks[0].tag in ("sequential", "vertical"):
            yield self.part(blocks[0])
            return
        self.notes.add(", ".join(sorted({block.tag for block in blocks})), LOOSE)
        part = PartReader(self.export, self.notes, title, "")
        for block in blocks:
            part.read(block, 0)
        yield part.finish()

    def part(self, sequential: Block) -> Part:
        self.notes.enter(sequential.title)
        reader = PartReader(self.export, self.notes, sequential.title, sequential.element.get("format") or "")
        if sequential.tag == "vertical":
            reader.read(sequential, 0)
        else:
            for child in self.export.children(sequential):
                reader.read(child, 0)
        self.notes.leave()
        return reader.finish()


class PartReader:
    """Gathers the lectures, the text and the tasks of one part."""

    def __init__(self, export: Export, notes: Notes, title: str, assignment: str):
        self.export, self.notes, self.title, self.assignment = export, notes, title, assignment
        self.lectures: list[Lecture] = []
        self.texts: list[str] = []
        self.tasks: list[Task] = []
        self.unit = title
        self.heading = ""

    def finish(self) -> Part:
        return Part(
            title=self.title,
            lectures=tuple(self.lectures),
            text="\n\n".join(self.texts),
            tasks=tuple(self.tasks),
        )

    def read(self, block: Block, depth: int) -> None:
        """One block of the sequential: a container's content, or what the block itself holds."""
        if depth > DEEPEST:
            self.notes.add(block.tag, TOO_DEEP)
        elif block.tag in CONTAINERS:
            self.container(block, depth)
        elif block.tag in VIDEOS:
            title = self.own_title(block)
            self.lectures.append(read_lecture(block.element, title=title, lost=self.notes.add))
        elif block.tag == "html":
            self.add_text(self.html(block))
        elif block.tag == "problem":
            self.problem(block)
        else:
            self.other(block)

    def container(self, block: Block, depth: int) -> None:
        self.notes.enter(block.title)
        if block.tag in MARKED:
            self.notes.add(block.tag, MARKED[block.tag])
        if block.tag == "vertical":
            self.unit = block.title or self.title
            self.heading = block.title if block.title != self.title else ""
        for child in self.export.children(block):
            self.read(child, depth + 1)
        self.notes.leave()

    def own_title(self, block: Block) -> str:
        """The block's own title; a video or problem without one is known by its unit."""
        given = block.element.get("display_name") or block.element.get("name")
        return block.title if given else self.unit

    def problem(self, block: Block) -> None:
        given = block.element.get("display_name") or block.element.get("name") or ""
        self.notes.enter(block.title)
        task = read_task(
            block.element,
            title=" ".join(given.split()),
            assignment=self.assignment,
            lost=self.notes.add,
        )
        self.notes.leave()
        self.tasks.append(task)

    def add_text(self, text: str) -> None:
        """Text under the title of its unit, which is written once."""
        if not text:
            return
        if self.heading:
            self.texts.append(f"## {escape(self.heading)}")
            self.heading = ""
        self.texts.append(text)

    def html(self, block: Block) -> str:
        """The block's text: inside the element, or in the HTML file beside it."""
        element = block.element
        if len(element) or (element.text or "").strip():
            inline = element.text or ""
            body = parse_html(inline) if not len(element) and "<" in inline else element
            return html_to_markdown(body, self.notes.add) if body is not None else ""
        data = self.html_file(block)
        if data is None:
            self.notes.add(f"html {block.name}".strip(), HTML_LOST)
            return ""
        body = parse_html(data)
        return html_to_markdown(body, self.notes.add) if body is not None else ""

    def html_file(self, block: Block) -> bytes | None:
        for key in ("filename", "url_name", "slug"):
            name = block.element.get(key)
            if not name:
                continue
            for stem in dict.fromkeys((name, name.replace(":", "/"))):
                path = unicodedata.normalize("NFC", stem.removesuffix(".html"))
                data = self.export.text(f"html/{path}.html")
                if data is not None:
                    return data
        return None

    def other(self, block: Block) -> None:
        """A block without a counterpart: noted; the question of an open assessment is kept as text."""
        self.notes.enter(block.title)
        self.notes.add(block.tag, BLOCKS.get(block.tag, OTHER_BLOCK))
        self.notes.leave()
        if block.tag == "openassessment":
            prompts = [description for prompt in block.element.iter("prompt") for description in prompt]
            for words in filter(None, ("".join(prompt.itertext()).strip() for prompt in prompts)):
                body = parse_html(words) if "<" in words else None
                self.add_text(html_to_markdown(body, self.notes.add) if body is not None else escape(words))


def code_of(*names: str | None) -> str:
    """A code of the format from organisation, course and run."""
    words = "-".join(name for name in names if name).casefold()
    latin = "".join(LETTERS.get(sign, sign) for sign in words)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("_", "-")).strip("-")
    return slug[:LONGEST_CODE].strip("-") or "course"
