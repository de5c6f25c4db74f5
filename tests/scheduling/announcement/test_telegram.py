"""Posting to the channel, against a server that speaks the Bot API."""

from datetime import timedelta

import pytest
import time_machine

from mooc_portal.outbox.models import Letter
from scheduling.announcement.telegram import ATTEMPTS, STUCK_AFTER, post_due
from scheduling.jobs.sweep import run_due
from scheduling.models import ChannelPost, PublishedLink
from scheduling.tasks import post_to_channel
from tests.scheduling.announcement.telegram_server import TOKEN, TelegramServer
from tests.scheduling.announcement.test_announcement import announced
from tests.scheduling.jobs.runs import day, planned_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def telegram(settings):
    server = TelegramServer()
    settings.TELEGRAM_API_URL, settings.TELEGRAM_BOT_TOKEN = server.address, TOKEN
    settings.TELEGRAM_CHANNEL, settings.TELEGRAM_LANGUAGES = "@zhubanov_mooc", ["kk"]
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def at(telegram):
    """The moment at which one post waits."""
    run = planned_run()
    announced(run)
    run_due(at=day(run, -42))
    return day(run, -42)


def state() -> tuple[str, int]:
    post = ChannelPost.objects.get()
    return post.status, post.attempts


def test_the_message_is_posted_once_and_its_link_recorded(telegram, at):
    with time_machine.travel(at, tick=False):
        post_to_channel()
        post_to_channel()
    assert telegram.messages == [{"chat_id": "@zhubanov_mooc", "text": "short kk"}]
    assert PublishedLink.objects.get().url == "https://t.me/zhubanov_mooc/1"
    assert (PublishedLink.objects.get().by, state()) == (None, ("sent", 1))


def test_too_many_requests_wait_as_long_as_told(telegram, at):
    telegram.answers = [(429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 30}})]
    assert post_due(at=at).later == 1
    assert post_due(at=at + timedelta(seconds=29)).sent == 0
    assert post_due(at=at + timedelta(seconds=30)).sent == 1
    assert len(telegram.messages) == 1


def test_a_refusal_is_final_and_said_without_the_token(telegram, at):
    telegram.answers = [(403, {"ok": False, "description": "Forbidden: bot is not a member of the channel chat"})]
    assert post_due(at=at).failed == 1
    post = ChannelPost.objects.get()
    assert "Forbidden: bot is not a member" in post.error
    assert TOKEN not in post.error
    assert Letter.objects.filter(kind="alert", key__startswith="telegram:").count() == 1


@pytest.mark.parametrize("answer", ["hang up", (502, {}), (200, {"ok": True})], ids=["hang-up", "502", "nonsense"])
def test_where_the_answer_got_lost_nothing_is_repeated(telegram, at, answer):
    telegram.answers = [answer]
    assert post_due(at=at).failed == 1
    assert post_due(at=at + timedelta(days=1)).sent == 0
    assert telegram.messages == []
    assert state() == ("failed", 1)


def test_a_server_that_cannot_be_reached_is_tried_again_and_then_given_up(telegram, at, settings):
    settings.TELEGRAM_API_URL = "http://127.0.0.1:1"
    for _attempt in range(ATTEMPTS - 1):
        assert post_due(at=at).later == 1
        at += timedelta(minutes=2)
    assert post_due(at=at).failed == 1


def test_what_a_dead_worker_was_posting_is_not_repeated(telegram, at):
    ChannelPost.objects.update(status="sending", claimed_at=at)
    assert post_due(at=at + STUCK_AFTER).failed == 0
    assert post_due(at=at + STUCK_AFTER + timedelta(seconds=1)).failed == 1
    assert telegram.messages == []


def test_without_a_channel_nothing_waits(settings):
    settings.TELEGRAM_CHANNEL = ""
    run = planned_run()
    announced(run)
    run_due(at=day(run, -42))
    assert not ChannelPost.objects.exists()
    assert post_due(at=day(run, -42)).sent == 0
