"""Writing, approving and sending the launch message, and recording where it stands published."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mooc_portal.outbox.actions import NewLetter, queue_letters
from mooc_portal.outbox.lists import ListLetter, queue_for_all
from mooc_portal.outbox.rendering import render_letter
from mooc_portal.people.models import Appointment, User
from mooc_portal.people.readers import in_force
from scheduling.announcement.subscriptions import COURSES, subscriptions_to
from scheduling.announcement.texts import LANGUAGES, POST_LENGTH
from scheduling.content import document_of_run
from scheduling.models import LOOK_AT_ONCE, Announcement, ChannelPost, PublishedLink, Run
from scheduling.permissions import PERMISSIONS
from scheduling.readers import calendar_of


class AnnouncementRefused(Exception):
    """It cannot be done; ``str()`` is a whole sentence."""


def write_announcement(run: Run, *, texts: dict[str, str], by, at: datetime) -> Announcement:
    """Keep the texts (``text_kk`` … ``short_en``); an approval given before does not hold for them.

    Raises:
        AnnouncementRefused: for somebody who may not, an empty text, a post too long, or once it was sent.
    """
    with transaction.atomic():
        _locked(run, "run.announce", by, at)
        if not all(texts.get(f"text_{language}", "").strip() for language in LANGUAGES):
            raise AnnouncementRefused(_("Write the message in all three languages."))
        if any(len(texts.get(f"short_{language}", "")) > POST_LENGTH for language in LANGUAGES):
            raise AnnouncementRefused(_("At most %(limit)s characters for social networks.") % {"limit": POST_LENGTH})
        values = texts | {"edited_by": by, "edited_at": at, "approved_by": None, "approved_at": None}
        announcement, _created = Announcement.objects.update_or_create(run=run, defaults=values)
        Run.objects.filter(pk=run.pk).update(next_due_at=LOOK_AT_ONCE)
    return announcement


def approve_announcement(run: Run, *, by, at: datetime, seen: datetime | None) -> None:
    """An author stands for the text as it was at ``seen``; it leaves when it is due.

    Raises:
        AnnouncementRefused: for somebody else, where there is no text or another one by now, or once it was sent.
    """
    with transaction.atomic():
        _locked(run, "run.approve_announcement", by, at)
        approved = Announcement.objects.filter(run=run, edited_at=seen).update(approved_by=by, approved_at=at)
        if not approved:
            raise AnnouncementRefused(_("The text was changed meanwhile. Read it and approve it once more."))
        Run.objects.filter(pk=run.pk).update(next_due_at=LOOK_AT_ONCE)


def take_back_approval(run: Run) -> bool:
    """What was approved names a first day that was moved since: an author reads and approves it once more.

    Returns whether there was an approval to take back; a message that was sent stands.
    """
    unsent = Announcement.objects.filter(run=run, sent_at=None, approved_at__isnull=False)
    return bool(unsent.update(approved_by=None, approved_at=None))


def record_link(run: Run, *, network: str, url: str, by, at: datetime) -> None:
    """Write down where the message stands published (5.2.4); twice the same address changes nothing.

    Raises:
        AnnouncementRefused: for somebody who may not.
    """
    refusal = PERMISSIONS["run.announce"].refusal(by, run.course, at)
    if refusal is not None:
        raise AnnouncementRefused(str(refusal))
    with transaction.atomic():
        PublishedLink.objects.get_or_create(
            run=run, url=url, defaults={"network": network, "recorded_at": at, "by": by}
        )
        Run.objects.filter(pk=run.pk).update(next_due_at=LOOK_AT_ONCE)


def send_announcement(announcement: Announcement, *, at: datetime) -> int:
    """Queue the message for those who asked to hear of such courses and for the staff, and for the channel.

    Returns how many letters.
    """
    run = announcement.run
    asked = subscriptions_to(run)
    staff = User.objects.filter(pk__in=_staff(at)).exclude(email__in=asked.values("email"))
    queued = 0
    for language in LANGUAGES:
        letter = announcement_letter(announcement, language)
        queued += queue_for_all(letter, asked.filter(language=language), email="email", person=None, at=at)
        to_staff = announcement_letter(announcement, language, occasion="announcement-staff")
        queued += queue_for_all(to_staff, staff.filter(language=language), email="email", person="pk", at=at)
    if settings.TELEGRAM_CHANNEL:
        _queue_posts(announcement, at)
    Announcement.objects.filter(pk=announcement.pk).update(sent_at=at)
    return queued


def send_announcement_to(person, run: Run, *, at: datetime) -> None:
    """Send one's own copy now, in one's language, as everybody will get it.

    Raises:
        AnnouncementRefused: while there is no text.
    """
    announcement = Announcement.objects.filter(run=run).select_related("run").first()
    if announcement is None:
        raise AnnouncementRefused(_("The letter has no text yet."))
    letter = announcement_letter(announcement, person.language)
    key = f"copy:{letter.key}:{person.pk}:{at.isoformat(timespec='seconds')}"
    queue_letters([NewLetter(key, "copy", person, letter.subject, letter.body)], at=at)


def announcement_letter(announcement: Announcement, language: str, *, occasion: str = "announcement") -> ListLetter:
    """The message as it leaves in one language."""
    run = announcement.run
    context = {
        "course": document_of_run(run).title,
        "starts": calendar_of(run).starts_on,
        "text": announcement.text(language),
    }
    subject, body = render_letter("announcement", language, context)
    return ListLetter(f"{occasion}:{run.pk}", "announcement", COURSES, language, subject, body)


def _staff(at: datetime):
    """Everybody with a role on that day."""
    held = Appointment.objects.filter(in_force(timezone.localdate(at)))
    return User.objects.filter(is_active=True, pk__in=held.values("user")).values("pk")


def _queue_posts(announcement: Announcement, at: datetime) -> None:
    for language in settings.TELEGRAM_LANGUAGES:
        values = {"text": announcement.short(language)[:POST_LENGTH], "not_before": at}
        ChannelPost.objects.get_or_create(run=announcement.run, language=language, defaults=values)


def _locked(run: Run, permission: str, by, at: datetime) -> None:
    """The run locked for a change of its message.

    Raises:
        AnnouncementRefused: for somebody who may not, or once it was sent.
    """
    refusal = PERMISSIONS[permission].refusal(by, run.course, at)
    if refusal is not None:
        raise AnnouncementRefused(str(refusal))
    Run.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if Announcement.objects.filter(run=run, sent_at__isnull=False).exists():
        raise AnnouncementRefused(_("The message was sent already."))
