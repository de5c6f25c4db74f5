"""Asking for many extracts, and making them in the worker one after another."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.readers import courses_visible_to
from reviews.checks import Refused
from reviews.extract import decision_extract
from reviews.models import BatchState, Decision, PaperBatch
from reviews.printing.output import MAKERS
from reviews.printing.paper import papers_in

MOST = 500
STUCK_AFTER = timedelta(minutes=10)


def decisions_with_extracts(user, *, since: date, until: date, at: datetime) -> QuerySet[Decision]:
    """Decisions by protocols of these days (both included), on courses that the person may see."""
    visible = Exists(courses_visible_to(user, at=at).filter(pk=OuterRef("course")))
    decisions = Decision.objects.exclude(protocol_number="").filter(visible, protocol_date__range=(since, until))
    return decisions.order_by("protocol_date", "pk")


def ask_for_extracts(user, decisions: QuerySet[Decision], *, languages: str, kind: str, at: datetime) -> PaperBatch:
    """Put the request into the queue of the worker.

    Raises:
        Refused: there is nothing to make, too much, or something is being made for the person already.
    """
    chosen = list(decisions.values_list("pk", flat=True)[: MOST + 1])
    if not chosen:
        raise Refused([_("There is no decision by a protocol of these days.")])
    if len(chosen) > MOST:
        raise Refused([_("At most %(n)s extracts at once: choose fewer days.") % {"n": MOST}])
    moving = PaperBatch.objects.filter(user=user, standing__in=(BatchState.WAITING, BatchState.RUNNING))
    if moving.filter(moved_at__gt=at - STUCK_AFTER).exists():
        raise Refused([_("Your extracts are being made: wait until they are ready.")])
    with transaction.atomic():
        batch = PaperBatch.objects.create(
            user=user, languages=languages, kind=kind, total=len(chosen), at=at, moved_at=at
        )
        batch.decisions.set(chosen)
        transaction.on_commit(lambda: _enqueue(batch.pk), robust=True)
    return batch


def _enqueue(pk: int) -> None:
    from reviews.tasks import make_extracts  # the task imports this module

    make_extracts.delay(pk)


def make_batch(batch: PaperBatch, *, now: Callable[[], datetime] = timezone.now) -> None:
    """Make every extract of a batch that waits, or of one whose worker died; who comes second does nothing."""
    if not _claimed(batch, now()):
        return
    try:
        data = _archive(batch, now)
    except Exception as error:
        PaperBatch.objects.filter(pk=batch.pk).update(
            standing=BatchState.FAILED, error=f"{type(error).__name__}: {error}"[:2000], moved_at=now()
        )
        raise
    batch.refresh_from_db()
    batch.file.save(f"{secrets.token_hex(16)}.zip", ContentFile(data), save=False)
    batch.standing, batch.moved_at = BatchState.READY, now()
    batch.save(update_fields=["file", "standing", "moved_at"])


def _claimed(batch: PaperBatch, at: datetime) -> bool:
    waiting = PaperBatch.objects.filter(pk=batch.pk, standing=BatchState.WAITING)
    stuck = PaperBatch.objects.filter(pk=batch.pk, standing=BatchState.RUNNING, moved_at__lte=at - STUCK_AFTER)
    claim = {"standing": BatchState.RUNNING, "done": 0, "moved_at": at}
    return waiting.update(**claim) == 1 or stuck.update(**claim) == 1


def _archive(batch: PaperBatch, now: Callable[[], datetime]) -> bytes:
    data, make = io.BytesIO(), MAKERS[batch.kind]
    chosen = batch.decisions.select_related("course__department", "course__faculty", "revision")
    chosen = chosen.prefetch_related("course__authorships__user").order_by("protocol_date", "pk")
    with ZipFile(data, "w", ZIP_DEFLATED) as packed:
        for number, decision in enumerate(chosen.iterator(chunk_size=50), start=1):
            made = make(papers_in(batch.languages, lambda decision=decision: decision_extract(decision)))
            name = f"{number:03d}-{decision.course.code}-{decision.number}.{batch.kind}"
            packed.writestr(ZipInfo(name, timezone.localtime(batch.at).timetuple()[:6]), made, ZIP_DEFLATED)
            PaperBatch.objects.filter(pk=batch.pk).update(done=number, moved_at=now())
    return data.getvalue()
