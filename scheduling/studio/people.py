"""Who films and edits."""

from __future__ import annotations


def studio_work_of(user) -> frozenset[str]:
    """What the person does in the studios, of ``scheduling.models.Work``; asked once of the person of a request."""
    if not user.is_authenticated:
        return frozenset()
    known = user.__dict__
    if "_studio_work" not in known:
        known["_studio_work"] = frozenset(user.studio_work.order_by().values_list("work", flat=True))
    return known["_studio_work"]
