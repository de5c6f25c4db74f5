"""Reading from the database what decides about the jobs of a run."""

from __future__ import annotations

from dataclasses import dataclass

from courses.document import codec
from courses.document.types import CourseDocument
from scheduling.jobs.plan import RunFacts
from scheduling.models import Run, SectionLetter
from scheduling.readers import calendar_of


@dataclass(frozen=True)
class RunContents:
    """A run with its frozen document and what was decided about its letters."""

    run: Run
    document: CourseDocument
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
            silent=frozenset(number for number in numbers if not self.section_text(number)),
            held=frozenset(number for number, letter in self.letters.items() if letter.held_at),
        )


def contents_of(run: Run) -> RunContents:
    """One query beside the run, its revision and its regulation."""
    return RunContents(
        run=run,
        document=codec.decode_stored(run.revision.document),
        letters={letter.section: letter for letter in run.section_letters.all()},
    )
