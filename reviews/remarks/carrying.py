"""Remarks follow their places into the next revision."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from courses.document.codec import decode_stored
from courses.document.places import Place, carried, matched, place_name, places_of
from courses.models import Course, Revision
from reviews.models import Remark


def names_of(path: str, places: dict[str, Place]) -> dict[str, str]:
    """What a place is called, in every language."""
    names = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names[language] = place_name(path, places)
    return names


def carry_remarks(course: Course, *, to: Revision) -> None:
    """Let every remark of the course stand where its place stands in the revision ``to``.

    A remark whose place is gone stays on the last revision that had it, and is
    looked for again in the next one. Called in the transaction that freezes ``to``.
    """
    standing = list(course.remarks.exclude(stands_on=to).order_by("pk"))
    revisions = Revision.objects.in_bulk({remark.stands_on_id for remark in standing})
    after = places_of(decode_stored(to.document))
    moved = []
    for pk, revision in revisions.items():
        before = places_of(decode_stored(revision.document))
        found = matched(before, after)
        for remark in standing:
            place = carried(remark.place, before, after, found) if remark.stands_on_id == pk else None
            if place is not None:
                remark.stands_on, remark.place, remark.place_names = to, place, names_of(place, after)
                moved.append(remark)
    Remark.objects.bulk_update(moved, ["stands_on", "place", "place_names"])
