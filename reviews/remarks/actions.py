"""Making a remark, answering it, settling it.

None of this sends a letter: what is new is gathered into digests later, so that
saving a remark never depends on the mail.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from courses.document.codec import decode_stored
from courses.document.places import Place, places_of
from courses.document.pointer import resolve
from courses.models import Course, Revision
from courses.regulation.clauses import CLAUSES
from reviews.checks import NotAllowed, Outrun, Refused
from reviews.models import Act, Remark, RemarkStep
from reviews.permissions import PERMISSIONS
from reviews.remarks.carrying import names_of
from reviews.remarks.rules import ACTS, NEED_WORDS


def add_remark(
    course: Course,
    *,
    revision: Revision,
    path: str,
    text: str,
    severity: str,
    by,
    at: datetime,
    clause: str = "",
    private: bool = False,
) -> Remark:
    """Make a remark on a place of the revision that is being judged (5.1.5).

    Raises:
        NotAllowed: the person does not judge the course now; also where it was withdrawn meanwhile.
        Outrun: a later revision has been made.
        Refused: nothing is said, or the place is not there.
    """
    with transaction.atomic():
        fresh = Course.objects.select_for_update().get(pk=course.pk)
        _allow("remark.add", fresh, by, at)
        if revision.pk != fresh.revisions.order_by("-number").values_list("pk", flat=True).first():
            raise Outrun
        places = places_of(decode_stored(revision.document))
        _check_words(text, clause, path, places)
        remark = Remark.objects.create(
            course=fresh,
            revision=revision,
            path=path,
            stands_on=revision,
            place=path,
            place_names=names_of(path, places),
            clause=clause,
            severity=severity,
            stage=fresh.state,
            private=private,
            text=text.strip(),
            by=by,
            at=at,
        )
        RemarkStep.objects.create(remark=remark, number=1, act=Act.ADD, by=by, at=at)
    return remark


def _allow(permission: str, thing, by, at: datetime) -> None:
    refusal = PERMISSIONS[permission].refusal(by, thing, at)
    if refusal is not None:
        raise NotAllowed([str(refusal)])


def _check_words(text: str, clause: str, path: str, places: dict[str, Place]) -> None:
    objections = []
    if not text.strip():
        objections.append(_("The remark says nothing yet."))
    if clause and clause not in CLAUSES:
        objections.append(_("The regulation has no clause %(clause)s.") % {"clause": clause})
    try:
        resolve(places[""].node, path)
    except LookupError:
        objections.append(_("The revision has no such place."))
    if objections:
        raise Refused(objections)


def act_on_remark(remark: Remark, act: str, *, seen: int, by, at: datetime, text: str = "") -> RemarkStep:
    """Answer, resolve, reopen or withdraw a remark; ``seen`` is the ``step_count`` the person had on the screen.

    Raises:
        NotAllowed: the person may not.
        Outrun: somebody else did something about the remark meanwhile.
        Refused: the remark is not in a state for this, or words are missing.
    """
    sources, target = ACTS[act]
    with transaction.atomic():
        fresh = Remark.objects.select_for_update(of=("self",)).select_related("course").get(pk=remark.pk)
        _allow(f"remark.{act}", fresh, by, at)
        if fresh.step_count != seen:
            raise Outrun
        if fresh.resolution not in sources:
            raise Refused([_("This is not possible for a remark that is %(state)s.") % _state_of(fresh)])
        if act in NEED_WORDS and not text.strip():
            raise Refused([_("Say it in words: an empty answer helps nobody.")])
        won = Remark.objects.filter(pk=fresh.pk, step_count=seen).update(
            step_count=F("step_count") + 1, resolution=target
        )
        if won != 1:
            raise Outrun
        step = RemarkStep.objects.create(remark=fresh, number=seen + 1, act=act, text=text.strip(), by=by, at=at)
    remark.resolution, remark.step_count = target, seen + 1
    return step


def _state_of(remark: Remark) -> dict:
    return {"state": remark.get_resolution_display()}
