"""Asking experts for their opinion, giving it, and releasing an expert who does not answer."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Course
from mooc_portal.dates import long_date
from mooc_portal.outbox.actions import NewLetter, queue_letters, supersede_letters
from mooc_portal.outbox.rendering import render_letter
from reviews.checks import NotAllowed, Refused
from reviews.models import Opinion
from reviews.models.expert import Verdict
from reviews.permissions import PERMISSIONS


def ask_expert(course: Course, expert, *, due_on: date, by, at: datetime) -> Opinion:
    """Ask a person for an opinion on the latest revision, in the stage that holds the course; a letter tells.

    Raises:
        NotAllowed: ``by`` does not judge the course now.
        Refused: the person is an author, was asked already, or the day has passed.
    """
    with transaction.atomic():
        fresh = Course.objects.select_for_update().get(pk=course.pk)
        _allow("expert.ask", fresh, by, at)
        revision = fresh.revisions.order_by("-number").first()
        asked = Opinion.objects.filter(revision=revision, stage=fresh.state, expert=expert)
        objections = []
        if not expert.is_active or fresh.authorships.filter(user=expert).exists():
            objections.append(_("An author of the course cannot be its expert."))
        if asked.filter(released_at=None).exists():
            objections.append(_("%(name)s has been asked already.") % {"name": expert})
        if due_on < timezone.localdate(at):
            objections.append(_("The day until which the opinion is needed has passed."))
        if objections:
            raise Refused(objections)
        asked.delete()  # released before, and asked again now
        opinion = Opinion.objects.create(
            course=fresh, revision=revision, stage=fresh.state, expert=expert, asked_by=by, asked_at=at, due_on=due_on
        )
        queue_letters([_letter(opinion)], at=at)
    return opinion


def give_opinion(opinion: Opinion, verdict: str, reason: str, *, by, at: datetime) -> None:
    """What the expert finds, with the reason; said once more it replaces what was said, until the course moves on.

    Raises:
        NotAllowed: ``by`` is not the expert, or was released.
        Refused: the reason is missing, or the stage has passed.
    """
    with transaction.atomic():
        fresh = Opinion.objects.select_for_update(of=("self",)).select_related("course").get(pk=opinion.pk)
        if fresh.expert_id != by.pk or fresh.released_at is not None:
            raise NotAllowed([_("Only the expert who was asked gives this opinion.")])
        latest = fresh.course.revisions.order_by("-number").values_list("pk", flat=True).first()
        objections = []
        if fresh.course.state != fresh.stage or latest != fresh.revision_id:
            objections.append(_("The course has moved on: your opinion is no longer asked for."))
        if verdict not in Verdict.values:
            objections.append(_("Choose a conclusion."))
        if not reason.strip():
            objections.append(_("The reason is missing: a decision without one does not hold."))
        if objections:
            raise Refused(objections)
        fresh.verdict, fresh.reason, fresh.given_at = verdict, reason.strip(), at
        fresh.save(update_fields=["verdict", "reason", "given_at"])
        supersede_letters(_key(fresh))


def release_expert(opinion: Opinion, *, by, at: datetime) -> None:
    """Wait no longer for an opinion; one that was given stays.

    Raises:
        NotAllowed: ``by`` does not judge the course now.
    """
    with transaction.atomic():
        fresh = Opinion.objects.select_for_update(of=("self",)).select_related("course").get(pk=opinion.pk)
        _allow("expert.ask", fresh.course, by, at)
        if fresh.is_awaited:
            Opinion.objects.filter(pk=fresh.pk).update(released_at=at)
            supersede_letters(_key(fresh))


def _allow(permission: str, thing, by, at: datetime) -> None:
    refusal = PERMISSIONS[permission].refusal(by, thing, at)
    if refusal is not None:
        raise NotAllowed([str(refusal)])


def _key(opinion: Opinion) -> str:
    return f"opinion:{opinion.pk}:"


def _letter(opinion: Opinion) -> NewLetter:
    expert = opinion.expert
    context = {
        "course": opinion.course,
        "person": expert,
        "by": opinion.asked_by,
        "due": long_date(opinion.due_on, expert.language),
        "link": settings.SITE_URL.rstrip("/") + reverse("reviews:detail", args=[opinion.course.code]),
    }
    subject, body = render_letter("opinion_asked", expert.language, context)
    return NewLetter(f"{_key(opinion)}asked", "opinion_asked", expert, subject, body)
