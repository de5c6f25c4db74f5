"""The way of a lecture as data: which step leads from where to where, who takes it and what it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mooc_portal.people.permissions import Predicate
from scheduling.models import LectureWork, Stage
from scheduling.permissions import PERMISSIONS


@dataclass(frozen=True)
class Step:
    """``needs`` names what has to be given or ticked, ``offers`` what may be; ``clause`` is that of the regulation."""

    name: str
    label: object
    sources: tuple[str, ...]
    target: str
    permission: str
    holder: object
    needs: tuple[str, ...] = ()
    clause: str = ""
    offers: tuple[str, ...] = ()

    @property
    def may(self) -> Predicate:
        return PERMISSIONS[self.permission]


OPERATOR, EDITOR = _("the camera operator"), _("the video editor")
AUTHOR, QUALITY = _("the author"), _("the quality department")
STEPS = {
    step.name: step
    for step in (
        Step(
            "film",
            _("Filmed"),
            (Stage.PLANNED,),
            Stage.FILMED,
            "lecture.film",
            OPERATOR,
            ("test_take", "clothing"),
            "7.1, 7.2.1",
            ("materials",),
        ),
        Step("edit", _("Begin editing"), (Stage.FILMED,), Stage.EDITING, "lecture.edit", EDITOR),
        Step(
            "show",
            _("Show the rough cut"),
            (Stage.EDITING,),
            Stage.ROUGH_CUT,
            "lecture.edit",
            EDITOR,
            ("rough_cut", "notes_done"),
            "7.4.8",
        ),
        Step(
            "send_back",
            _("Send back with the notes"),
            (Stage.ROUGH_CUT,),
            Stage.EDITING,
            "lecture.view_cut",
            AUTHOR,
            ("open_notes",),
            "7.4.8",
        ),
        Step(
            "approve",
            _("Approve the cut"),
            (Stage.ROUGH_CUT,),
            Stage.APPROVED,
            "lecture.view_cut",
            AUTHOR,
            ("notes_done",),
            "7.4.8",
        ),
        Step("upload", _("Uploaded"), (Stage.APPROVED,), Stage.UPLOADED, "lecture.edit", EDITOR, ("video",), "3.7"),
        Step(
            "measure",
            _("Measured"),
            (Stage.UPLOADED,),
            Stage.MEASURED,
            "lecture.edit",
            EDITOR,
            ("seconds",),
            "3.5",
            ("sha256",),
        ),
        Step(
            "retake",
            _("Film once more"),
            (Stage.FILMED, Stage.EDITING, Stage.ROUGH_CUT, Stage.APPROVED, Stage.UPLOADED),
            Stage.PLANNED,
            "lecture.retake",
            QUALITY,
            ("note",),
        ),
    )
}


def is_uploaded(cut: str) -> bool:
    """Whether a cut is an uploaded file, known by its SHA-256, and not an address."""
    return bool(re.fullmatch(r"[0-9a-f]{64}", cut))


def next_step(stage: str) -> Step | None:
    """The step that leads on from a stage; None at the end of the way."""
    return next((step for step in STEPS.values() if stage in step.sources and step.name != "send_back"), None)


def steps_from(stage: str) -> list[Step]:
    return [step for step in STEPS.values() if stage in step.sources]


def holder_of(work: LectureWork) -> object:
    """Who has the lecture now: its editor where one has begun, else the people of that work; empty at the end."""
    step = next_step(work.stage)
    if step is None:
        return ""
    return work.editor if work.editor and step.permission == "lecture.edit" else step.holder
