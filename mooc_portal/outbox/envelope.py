"""A letter as the mail program gets it.

Letters of a list differ in a few words only. Their message is composed once, with marks in the
places of those words, and filled in for each reader: composing is the dearest part of sending.
"""

from __future__ import annotations

import hashlib
import secrets
from email.utils import formatdate
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import override

from mooc_portal.outbox.lists import leaving_address
from mooc_portal.outbox.models import Letter

# Nobody can have written these into a text before this process began.
TO, NAME, LEAVE, DATE = (f"mark{secrets.token_hex(16)}" for _number in range(4))
_TO, _LEAVE, _NAME = f"{TO}@mark.invalid", f"https://mark.invalid/{LEAVE}", f"<{NAME}@mark.invalid>"


def message_id(letter: Letter) -> str:
    """The same for every attempt at the same letter, so that mail programs can tell a repeat."""
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    return f"<{digest}@{_domain()}>"


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def message_of(letter: Letter, mail=None) -> EmailMessage:
    """The letter as it leaves. One of a mailing list says how to leave the list, to people and to mail programs."""
    if not letter.mailing_list:
        message = _message(EmailMultiAlternatives, letter, letter.email, message_id(letter), "", mail)
        if letter.calendar:
            message.attach_alternative(letter.calendar, f"text/calendar; method={_method(letter.calendar)}")
        if letter.attachment:
            with letter.attachment.open("rb") as file:
                message.attach(letter.attachment_name, file.read())
        return message
    address = leaving_address(letter.mailing_list, letter.email)
    message = _message(_Filled, letter, letter.email, message_id(letter), address, mail)
    if letter.email.isascii() and len(letter.email) <= 64:
        message.filled = _composed(letter.subject, letter.body, letter.language, *_senders())
    return message


def _method(calendar: str) -> str:
    """REQUEST or CANCEL: mail programs look for it in the type of the part (RFC 6047)."""
    return "CANCEL" if "METHOD:CANCEL" in calendar.splitlines() else "REQUEST"


def _senders() -> tuple[str, str]:
    return settings.DEFAULT_FROM_EMAIL, settings.BOUNCE_EMAIL


def _message(kind, letter: Letter, to: str, name: str, leave: str, mail=None, **headers) -> EmailMessage:
    headers |= {"Message-ID": name, "Content-Language": letter.language}
    body = letter.body
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        with override(letter.language):
            how = _("To get no more letters of this kind:")
        body = f"{body}\n-- \n{how}\n{leave}\n"
    sender, bounce = _senders()
    if bounce:
        headers["From"], sender = sender, bounce
    return kind(letter.subject, body, sender, [to], headers=headers, connection=mail)


class _Filled(EmailMessage):
    """A message whose bytes are filled into what was composed for its list, where that is possible."""

    filled: bytes | None = None

    def message(self):
        if self.filled is None:
            return super().message()
        data = self.filled
        for mark, word in (
            (_TO, self.to[0]),
            (_NAME, self.extra_headers["Message-ID"]),
            (_LEAVE, self.extra_headers["List-Unsubscribe"][1:-1]),
            (DATE, formatdate(localtime=False)),
        ):
            data = data.replace(mark.encode(), word.encode())
        return _Bytes(data)


class _Bytes(bytes):
    """What Django's backends ask of a message."""

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return bytes(self) if linesep == "\n" else self.replace(b"\n", linesep.encode())

    def get_charset(self) -> None:
        """The file backend asks; the message says it itself."""


@lru_cache(maxsize=64)
def _composed(subject: str, body: str, language: str, sender: str, bounce: str) -> bytes:
    """The message of a list with marks where readers differ."""
    letter = Letter(subject=subject, body=body, language=language)
    return _message(EmailMessage, letter, _TO, _NAME, _LEAVE, Date=DATE).message().as_bytes()
