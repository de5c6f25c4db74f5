"""Reading from the database what decides about the jobs of a run."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.document import codec
from courses.document.types import CourseDocument
from scheduling.jobs.plan import RunFacts
from scheduling.models import Announcement, Run, SectionLetter
from scheduling.readers import calendar_of


@dataclass(frozen=True)
class RunContents:
    """A run with its frozen document and what was decided about its letters."""

    run: Run
    document: CourseDocument
    announcement: Announcement | None
    published: bool
    letters: dict[int, SectionLetter]

    def section_text(self, number: int) -> str:
        """The announcement of a section: that of the frozen revision, else the one written for this run."""
        frozen = self.document.sections[number - 1].announcement.strip()
        letter = self.letters.get(number)
        return frozen or (letter.text.strip() if letter else "")

    def facts(self) -> RunFacts:
        numbers = range(1, self.run.sections + 1)
        return RunFacts(
            calendar=calendar_of(self.run),
            planned_at=self.run.planned_at,
            approved=self.announcement is not None and self.announcement.approved_at is not None,
            announced=self.announcement is not None and self.announcement.sent_at is not None,
            published=self.published,
            silent=frozenset(number for number in numbers if not self.section_text(number)),
            held=frozenset(number for number, letter in self.letters.items() if letter.held_at),
        )


def runs_with_parts() -> QuerySet[Run]:
    """Runs with what ``contents_of`` reads of them."""
    return Run.objects.select_related("course", "revision", "regulation", "announcement")


def contents_of(run: Run) -> RunContents:
    """Two queries beside the run (``runs_with_parts``), none where its letters and links are prefetched."""
    return RunContents(
        run=run,
        announcement=getattr(run, "announcement", None),
        published=bool(run.published_links.all()),
        document=codec.decode_stored(run.revision.document),
        letters={letter.section: letter for letter in run.section_letters.all()},
    )
