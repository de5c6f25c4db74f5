"""What people may still do about a section's letter before it leaves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.regulation.facts import announcement_length
from mooc_portal.outbox.actions import NewLetter, queue_letters
from scheduling.jobs.facts import contents_of
from scheduling.jobs.letters import section_letter
from scheduling.models import LOOK_AT_ONCE, JobKind, Run, SectionLetter
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of


class LetterRefused(Exception):
    """It cannot be done; ``str()`` is a whole sentence."""


def letter_has_left(run: Run, section: int) -> bool:
    """Whether the letter of a section was sent or given up."""
    due_at = calendar_of(run).section_opens_at(section)
    return run.milestones.filter(kind=JobKind.SECTION_LETTER, section=section, due_at=due_at).exists()


def hold_section_letter(run: Run, section: int, *, by, at: datetime, because: str) -> None:
    """Keep a letter back until somebody lets it go.

    Raises:
        LetterRefused: for somebody who may not, without a reason, or once it has left.
    """
    if not because.strip():
        raise LetterRefused(_("Say why the letter is held back."))
    _change(run, section, "run.hold", by, at, held_at=at, held_by=by, held_because=because.strip())


def let_section_letter_go(run: Run, section: int, *, by, at: datetime) -> None:
    """End the holding: what is due leaves with the next sweep.

    Raises:
        LetterRefused: for somebody who may not, or once it has left.
    """
    _change(run, section, "run.hold", by, at, held_at=None, held_by=None, held_because="")


def write_section_text(run: Run, section: int, *, text: str, by, at: datetime) -> None:
    """Give the letter of a section the text its frozen revision lacks (4.5).

    Raises:
        LetterRefused: for somebody who may not, an empty or too long text, one that is there already, or a
            letter that has left.
    """
    contents = contents_of(run)
    ceiling = calendar_of(run).limits.announcement_chars[1]
    if contents.document.sections[section - 1].announcement.strip():
        raise LetterRefused(_("The published revision has a text for this section; it is changed by a correction."))
    if not text.strip():
        raise LetterRefused(_("Write a text."))
    if announcement_length(text) > ceiling:
        raise LetterRefused(_("At most %(limit)s characters (cl. 4.5).") % {"limit": ceiling})
    _change(run, section, "run.write_text", by, at, text=text.strip(), text_by=by)


def send_section_letter_to(person, run: Run, section: int, *, at: datetime) -> None:
    """Send one's own copy now, as the learners will get it.

    Raises:
        LetterRefused: while there is no text.
    """
    contents = contents_of(run)
    if not contents.section_text(section):
        raise LetterRefused(_("The letter has no text yet."))
    letter = section_letter(contents, section)
    key = f"copy:{letter.key}:{person.pk}:{at.isoformat(timespec='seconds')}"
    queue_letters([NewLetter(key, "copy", person, letter.subject, letter.body)], at=at)


def _change(run: Run, section: int, permission: str, by, at: datetime, **values) -> None:
    refusal = PERMISSIONS[permission].refusal(by, run.course, at)
    if refusal is not None:
        raise LetterRefused(str(refusal))
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",), no_key=True).select_related("regulation").get(pk=run.pk)
        if letter_has_left(locked, section):
            raise LetterRefused(_("The letter has left already."))
        SectionLetter.objects.update_or_create(run=locked, section=section, defaults=values)
        Run.objects.filter(pk=run.pk).update(next_due_at=LOOK_AT_ONCE)
