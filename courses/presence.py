"""Who has a course open: kept in the cache for as long as the page asks, and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache

from courses.models import Course

GONE_AFTER = timedelta(seconds=75)


class Present(NamedTuple):
    """Somebody who has the course open, and the title of the page."""

    name: str
    place: str


def _key(course: Course, user_id: int) -> str:
    return f"presence:{course.pk}:{user_id}"


def mark_presence(course: Course, user, *, place: str, at: datetime) -> None:
    """Say that ``user`` has ``course`` open at a page."""
    cache.set(_key(course, user.pk), (at, str(user), place[:200]), GONE_AFTER.total_seconds())


def others_present(course: Course, user, *, at: datetime) -> list[Present]:
    """The other authors who have the course open now."""
    keys = [_key(course, authorship.user_id) for authorship in course.authorships.all()]
    found = cache.get_many([key for key in keys if key != _key(course, user.pk)])
    return [Present(name, place) for seen_at, name, place in found.values() if at - seen_at < GONE_AFTER]
