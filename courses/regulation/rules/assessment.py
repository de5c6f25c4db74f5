"""Rules about tasks, outcomes, weights and academic integrity."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from courses.document.types import Group, Task
from courses.regulation.facts import Facts
from courses.regulation.finding import BLOCK, CHECK, INFO, Finding, Rule, percent

FAULTS = {
    "stem": _("the stem is empty"),
    "options": _("at least two options are needed"),
    "one_right": _("exactly one option must be right"),
    "any_right": _("at least one option must be right"),
    "pairs": _("at least two pairs are needed"),
    "steps": _("at least two steps are needed"),
    "formula": _("the answer is no arithmetic formula over the parameters"),
    "accepted": _("an accepted answer is needed"),
    "format": _("the name of the format is missing"),
    "grading": _("how it is graded is missing"),
}
DEMANDING_LEVELS = frozenset(("apply", "analyse", "evaluate", "create"))
CHOICE_KINDS = frozenset(("single", "multiple", "match", "order"))


class FaultList:
    """The faults of an item, put into the reader's language when the sentence is read."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(str(FAULTS[fault]) for fault in self.faults)


def test_template(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for path, faults in facts.bad_items:
        yield rule.finding(
            BLOCK,
            path,
            list(faults),
            None,
            _("The test item is incomplete: %(faults)s (cl. 4.6)."),
            faults=FaultList(faults),
        )


def outcomes_covered(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for i, outcome in enumerate(facts.document.outcomes):
        if outcome.code not in facts.assessed:
            yield rule.finding(
                BLOCK,
                f"/outcomes/{i}",
                0,
                1,
                _("Learning outcome not assessed: “%(outcome)s” (cl. 4.7)."),
                outcome=f"{outcome.code} {outcome.text}".strip(),
            )


def task_fits_outcome(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    fitting = {code for task in facts.tasks if not _only_choice(task) for code in task.outcomes}
    for i, outcome in enumerate(facts.document.outcomes):
        if outcome.level in DEMANDING_LEVELS and outcome.code in facts.assessed and outcome.code not in fitting:
            yield rule.finding(
                CHECK,
                f"/outcomes/{i}",
                None,
                None,
                _("The outcome %(code)s is assessed by tests of choice alone. Does that fit its level? (cl. 4.7)"),
                code=outcome.code,
            )


def _only_choice(task: Task) -> bool:
    return task.kind == "test" and all(item.kind in CHOICE_KINDS for item in task.items)


def weights_100(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    if facts.weights != 10_000:
        yield rule.finding(
            BLOCK,
            "",
            percent(facts.weights),
            "100",
            _("Sum of task weights, %%: %(n)s. Required: 100 (cl. 4.8)."),
            n=Share(facts.weights),
        )


class Share:
    """A share in hundredths of a per cent, with the decimal sign of the reader's language."""

    def __init__(self, hundredths: int) -> None:
        self.hundredths = hundredths

    def __str__(self) -> str:
        from courses.regulation.finding import shown

        return shown(self.hundredths / 100)


def integrity_50(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    needed = facts.limits.integrity_share
    if facts.integrity < needed * 100:
        yield rule.finding(
            BLOCK,
            "",
            percent(facts.integrity),
            f"≥ {needed}",
            _("Share of tasks with academic integrity secured, %%: %(n)s. Required: at least %(limit)s (cl. 4.8)."),
            n=Share(facts.integrity),
            limit=needed,
        )


def task_parameterised(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    needed = facts.limits.min_variants
    for path, task, fewest in facts.unfit_parameterised:
        yield rule.finding(
            BLOCK,
            path,
            fewest,
            needed,
            _(
                "Distinct variants in an item of the parameterised task “%(task)s”: %(n)s. "
                "Required: at least %(limit)s in every item, with an answer formula (cl. 4.8)."
            ),
            task=task.title,
            n=fewest,
            limit=needed,
        )


def task_open_matching(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for path, task in facts.unfit_open:
        yield rule.finding(
            BLOCK,
            path,
            False,
            True,
            _("The open task “%(task)s” has no full-match check (cl. 4.8)."),
            task=task.title,
        )


def group_project(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    if not facts.group_projects:
        yield rule.finding(INFO, "", 0, None, _("Courses usually have a group project (cl. 4.10)."))


GROUP_PARTS = {
    "team": _("size of a team"),
    "discussion_days": _("days of discussion"),
    "peer_reviews": _("reviews by each learner"),
    "criteria": _("criteria of peer assessment"),
}


class MissingParts(FaultList):
    def __str__(self) -> str:
        return "; ".join(str(GROUP_PARTS[fault]) for fault in self.faults)


def missing_group_parts(group: Group | None) -> tuple[str, ...]:
    """What a group project still lacks (4.10); a team's largest size under its smallest counts as lacking."""
    group = group or Group()
    sized = group.team_min is not None and group.team_max is not None and group.team_min <= group.team_max
    given = {
        "team": sized,
        "discussion_days": group.discussion_days is not None,
        "peer_reviews": group.peer_reviews is not None,
        "criteria": any(criterion.strip() for criterion in group.criteria),
    }
    return tuple(name for name, present in given.items() if not present)


def group_project_flow(rule: Rule, facts: Facts, gate: str) -> Iterator[Finding]:
    for path, task in facts.group_projects:
        missing = missing_group_parts(task.group)
        if missing:
            yield rule.finding(
                BLOCK,
                path,
                list(missing),
                None,
                _("The group project “%(task)s” lacks: %(missing)s (cl. 4.10)."),
                task=task.title,
                missing=MissingParts(missing),
            )


RULES = (
    Rule(
        "test-template",
        ("4.6",),
        BLOCK,
        ("dept",),
        _("Every test item has all required fields of the approved template."),
        test_template,
    ),
    Rule(
        "outcomes-covered",
        ("4.7",),
        BLOCK,
        ("dept",),
        _("Every learning outcome is assessed by a graded task."),
        outcomes_covered,
    ),
    Rule(
        "task-fits-outcome",
        ("4.7",),
        CHECK,
        ("edit",),
        _("The type of a task fits the outcome it assesses."),
        task_fits_outcome,
    ),
    Rule(
        "weights-100",
        ("4.8",),
        BLOCK,
        ("dept", "sched"),
        _("The weights of the graded tasks make up exactly 100 %."),
        weights_100,
    ),
    Rule(
        "integrity-50",
        ("4.8",),
        BLOCK,
        ("dept", "sched"),
        _("Share of the final grade in tasks with academic integrity secured, %%: at least %(integrity_share)s."),
        integrity_50,
    ),
    Rule(
        "task-parameterised",
        ("4.8",),
        BLOCK,
        ("edit", "dept"),
        _("A parameterised task gives each learner a condition of their own in every item."),
        task_parameterised,
    ),
    Rule(
        "task-open-matching",
        ("4.8",),
        BLOCK,
        ("dept",),
        _("Answers to an open task are checked for a full match."),
        task_open_matching,
    ),
    Rule("group-project", ("4.10",), INFO, ("edit",), _("A group project is often foreseen."), group_project),
    Rule(
        "group-project-flow",
        ("4.10",),
        BLOCK,
        ("dept", "sched"),
        _("A group project says team size, discussion, peer assessment and its criteria."),
        group_project_flow,
    ),
)
