"""Posting to the university's channel through Telegram's Bot API (``sendMessage``).

Telegram knows no key that would make a message happen once. So a post is tried
again only where it surely was not taken; where the answer got lost a person
looks at the channel and records the link.
"""

from __future__ import annotations

import http.client
import json
import socket
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from mooc_portal.outbox.actions import alert_quality
from mooc_portal.outbox.rendering import sentence
from scheduling.jobs.letters import link
from scheduling.models import LOOK_AT_ONCE, ChannelPost, Network, PostStatus, PublishedLink, Run

TIMEOUT = 15
ATTEMPTS = 8
PAUSE = timedelta(minutes=2)
STUCK_AFTER = timedelta(minutes=5)
FAILED = _("The launch message could not be posted to the Telegram channel, or nobody knows whether it was: %(link)s")


class NotTaken(Exception):
    """The message surely was not taken; ``after`` is when it may be tried again, None where that is of no use."""

    def __init__(self, reason: str, after: timedelta | None = PAUSE) -> None:
        super().__init__(reason)
        self.after = after


class Unclear(Exception):
    """It is not known whether the message was taken."""


@dataclass
class Posted:
    """What one delivery did."""

    sent: int = 0
    failed: int = 0
    later: int = 0


def post_due(*, at: datetime) -> Posted:
    """Post what waits, each under a claim of its own; does nothing without a channel."""
    result = Posted()
    if not (settings.TELEGRAM_CHANNEL and settings.TELEGRAM_BOT_TOKEN):
        return result
    for post in ChannelPost.objects.filter(status=PostStatus.SENDING, claimed_at__lt=at - STUCK_AFTER):
        _give_up(post, "The worker ended while posting.", result, at=at)
    while (post := _claim(at)) is not None:
        _post(post, result, at=at)
    return result


def _claim(at: datetime) -> ChannelPost | None:
    with transaction.atomic():
        due = ChannelPost.objects.filter(status=PostStatus.QUEUED, not_before__lte=at).order_by("not_before", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        post = due.first()
        if post is not None:
            ChannelPost.objects.filter(pk=post.pk).update(
                status=PostStatus.SENDING, claimed_at=at, attempts=post.attempts + 1
            )
            post.attempts += 1
    return post


def _post(post: ChannelPost, result: Posted, *, at: datetime) -> None:
    try:
        address = send_message(post.text)
    except NotTaken as error:
        if error.after is None or post.attempts >= ATTEMPTS:
            _give_up(post, str(error), result, at=at)
        else:
            values = {"status": PostStatus.QUEUED, "not_before": at + error.after, "error": str(error)[:2000]}
            ChannelPost.objects.filter(pk=post.pk).update(claimed_at=None, **values)
            result.later += 1
    except Unclear as error:
        _give_up(post, str(error), result, at=at)
    else:
        with transaction.atomic():
            ChannelPost.objects.filter(pk=post.pk).update(status=PostStatus.SENT, error="")
            values = {"network": Network.TELEGRAM, "recorded_at": at}
            PublishedLink.objects.get_or_create(run_id=post.run_id, url=address, defaults=values)
            Run.objects.filter(pk=post.run_id).update(next_due_at=LOOK_AT_ONCE)
        result.sent += 1


def _give_up(post: ChannelPost, reason: str, result: Posted, *, at: datetime) -> None:
    with transaction.atomic():
        ChannelPost.objects.filter(pk=post.pk).update(status=PostStatus.FAILED, error=reason[:2000])
        problem = sentence(FAILED, link=link("runs:announcement", post.run_id))
        alert_quality(f"telegram:{post.pk}:{post.attempts}", problem, at=at)
    result.failed += 1


def send_message(text: str) -> str:
    """Post ``text`` to the channel and return the address of the message.

    Raises:
        NotTaken: when Telegram refused it or could not be reached.
        Unclear: when the answer got lost.
    """
    body = json.dumps({"chat_id": settings.TELEGRAM_CHANNEL, "text": text}).encode()
    address = f"{settings.TELEGRAM_API_URL.rstrip('/')}/bot{settings.TELEGRAM_BOT_TOKEN}/sendMessage"
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310  set by the operator
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            return _address_of(json.load(response))
    except urllib.error.HTTPError as error:
        raise _refusal(error) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, (ConnectionRefusedError, socket.gaierror)):
            raise NotTaken("Telegram cannot be reached.") from None
        raise Unclear(f"No answer from Telegram: {type(error.reason).__name__}.") from None
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        raise Unclear(f"No readable answer from Telegram: {type(error).__name__}.") from None


def _address_of(answer: dict) -> str:
    message = answer["result"]
    name = message["chat"].get("username")
    place = name or f"c/{str(message['chat']['id']).removeprefix('-100')}"
    return f"https://t.me/{place}/{message['message_id']}"


def _refusal(error: urllib.error.HTTPError) -> Exception:
    """What an answer other than 200 means; the Bot API says why in JSON."""
    try:
        answer = json.load(error)
    except ValueError:
        answer = {}
    reason = f"{error.code} {answer.get('description', '')}".strip()
    if error.code == 429:
        seconds = int(answer.get("parameters", {}).get("retry_after", PAUSE.total_seconds()))
        return NotTaken(reason, timedelta(seconds=seconds))
    if error.code >= 500:
        return Unclear(reason)
    return NotTaken(reason, None)
