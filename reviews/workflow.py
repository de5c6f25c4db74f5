"""The table of transitions: buttons, refusals, tests and the picture in the README all come from it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from courses.states import EDGES, Edge

REASON, PROTOCOL, PLACEMENT, APPROVAL, TARGET = "reason", "protocol", "placement", "approval", "target"
CHECKLIST = "checklist"


class Transition(NamedTuple):
    """One step. ``permission`` is a key of ``courses.permissions``; ``gate`` the gate of the rules that must hold.

    ``freezes`` says that the working copy becomes a revision; ``needs`` names the
    papers; ``who`` is for the picture.
    """

    name: str
    permission: str
    who: str
    label: Any
    sentence: Any
    gate: str | None = None
    needs: tuple[str, ...] = ()
    freezes: bool = False
    dangerous: bool = False

    @property
    def edge(self) -> Edge:
        return EDGES[self.name]


TRANSITIONS: dict[str, Transition] = {
    step.name: step
    for step in (
        Transition(
            "submit",
            "course.submit",
            "author",
            _("Send to department"),
            _("The course is frozen as a revision and goes to the department's review (cl. 5.1.5)."),
            gate="dept",
            freezes=True,
        ),
        Transition(
            "endorse",
            "course.endorse",
            "department reviewer",
            _("Endorse"),
            _("The department finds the course ready; it goes on to the faculty (cl. 5.1.5)."),
            gate="fac",
            needs=(REASON, CHECKLIST, PROTOCOL),
        ),
        Transition(
            "approve",
            "course.approve",
            "faculty reviewer",
            _("Approve"),
            _("The faculty finds the course ready to be placed (cl. 5.1.5)."),
            gate="fac",
            needs=(REASON, CHECKLIST, PROTOCOL),
        ),
        Transition(
            "publish",
            "course.publish",
            "quality specialist",
            _("Publish"),
            _("The course is placed on the platform and stands in the catalogue (cl. 5.2.1)."),
            gate="place",
            needs=(APPROVAL, PLACEMENT),
        ),
        Transition(
            "return",
            "course.return",
            "reviewer of the stage",
            _("Return with remarks"),
            _("The course goes back to its authors with your reason."),
            needs=(REASON,),
        ),
        Transition(
            "withdraw",
            "course.withdraw",
            "author",
            _("Withdraw"),
            _("The course leaves the review and can be edited again."),
            dangerous=True,
        ),
        Transition(
            "revise",
            "course.revise",
            "author",
            _("Prepare a new version"),
            _("A new round begins; the published revision stays in force until the next one is published."),
        ),
        Transition(
            "correct",
            "course.correct",
            "author",
            _("Publish corrections"),
            _("Corrected words replace those of the published revision without a new review (cl. 5.2.5)."),
            needs=(REASON,),
            freezes=True,
        ),
        Transition(
            "archive",
            "course.archive",
            "quality specialist",
            _("Move to the archive"),
            _("The course leaves the catalogue."),
            dangerous=True,
        ),
        Transition(
            "reopen",
            "course.reopen",
            "quality specialist",
            _("Bring back from the archive"),
            _("The course stands in the catalogue again."),
        ),
        Transition(
            "force",
            "course.force",
            "administrator",
            _("Force a step"),
            _("The state is changed past the rules; the reason is shown on every report."),
            needs=(REASON, TARGET),
            dangerous=True,
        ),
    )
}


def workflow_diagram() -> str:
    """The workflow as a Mermaid state diagram; ``force`` leads from any state to any and is left out."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for step in TRANSITIONS.values():
        if step.edge.target is None:
            continue
        lines += [f"    {source} --> {step.edge.target}: {step.name} ({step.who})" for source in step.edge.sources]
    return "\n".join(lines)
