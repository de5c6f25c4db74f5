"""Signed links of registration: they prove an address, and they expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from scheduling.models import Run, Way

SALT = "scheduling.registration"
VALID = {Way.PAGE: timedelta(days=2), Way.INVITATION: timedelta(days=30)}


class LinkRefused(Exception):
    """The link was changed, or is too old."""


@dataclass(frozen=True)
class Link:
    run: int
    email: str
    way: Way


def make_link(run: Run, email: str, *, way: Way, at: datetime) -> str:
    """A token that only we can make: whoever shows it reads the mail of ``email``."""
    content = {"run": run.pk, "email": email.lower(), "way": str(way), "at": int(at.timestamp())}
    return signing.Signer(salt=SALT).sign_object(content, compress=True)


def read_link(token: str, *, at: datetime) -> Link:
    """What a token says.

    Raises:
        LinkRefused: when it is not ours or has expired.
    """
    try:
        content = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        raise LinkRefused from None
    way = Way(content["way"])
    if at.timestamp() >= content["at"] + VALID[way].total_seconds():
        raise LinkRefused
    return Link(content["run"], content["email"], way)
