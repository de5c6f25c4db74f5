"""Versions of the regulation: preparing one, putting it in force, withdrawing the other (8.1-8.3)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Clause, Regulation, Revision, Template
from courses.models.regulation import RegulationStatus
from courses.permissions import PERMISSIONS
from courses.readers import FIRST_VERSION
from courses.regulation.clauses import CLAUSES
from courses.regulation.limits import FIRST_LIMITS, Limits
from courses.regulation.templates import TEMPLATES

ANY_VERSION = object()
LANGUAGES = ("kk", "ru", "en")


class RegulationRefused(Exception):
    """A version cannot be put in force, changed or copied; ``reasons`` are whole sentences."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = list(reasons)


def activation_objections(regulation: Regulation, *, at: datetime) -> list[str]:
    """Everything that keeps ``regulation`` from being put in force; empty when nothing does."""
    reasons = []
    if regulation.status != RegulationStatus.DRAFT:
        reasons.append(_("Only a version that is being prepared can be put in force (cl. 8.3)."))
    reasons += _paper_objections(regulation, timezone.localdate(at))
    try:
        Limits.from_json(regulation.limits)
    except ValueError as error:
        reasons.append(str(error))
    return reasons


def _paper_objections(regulation: Regulation, today) -> list[str]:
    reasons = []
    if not regulation.council_number or regulation.council_date is None:
        reasons.append(_("The number and date of the Academic Council's decision are missing (cl. 8.1)."))
    if not regulation.approval_number or regulation.approval_date is None:
        reasons.append(_("The number and date of the Rector's approval are missing (cl. 8.1)."))
    if regulation.council_date and regulation.council_date > today:
        reasons.append(_("The Academic Council's decision is dated in the future."))
    if regulation.approval_date and regulation.approval_date > today:
        reasons.append(_("The Rector's approval is dated in the future."))
    if regulation.council_date and regulation.approval_date and regulation.approval_date < regulation.council_date:
        reasons.append(_("The Rector's approval is dated before the Academic Council's decision (cl. 8.1)."))
    return reasons


def activation_warnings(regulation: Regulation) -> list[str]:
    """What should be there and does not keep the version from being put in force."""
    warnings = []
    if not regulation.basis.strip():
        warnings.append(_("The legal basis of the changes is not named (cl. 8.2)."))
    if not regulation.file:
        warnings.append(_("The official text is not attached."))
    return warnings


def activate_regulation(
    regulation: Regulation, *, by, at: datetime, replacing: str | object | None = ANY_VERSION
) -> Regulation:
    """Put ``regulation`` in force and withdraw the version in force until now, in one transaction (8.3).

    ``replacing`` names the version that the person saw in force (None: none); when
    another one is in force by now, the person is told instead of obeyed.

    Raises:
        RegulationRefused: with every reason.
    """
    refusal = PERMISSIONS["regulation.manage"].refusal(by, regulation, at)
    if refusal is not None:
        raise RegulationRefused(str(refusal))
    try:
        with transaction.atomic():
            return _activate(regulation.pk, by=by, at=at, replacing=replacing)
    except IntegrityError as error:
        raise RegulationRefused(_overtaken()) from error


def _activate(pk: int, *, by, at: datetime, replacing) -> Regulation:
    # All versions are locked in one order: whoever comes second waits and then sees what the first one did.
    versions = {row.pk: row for row in Regulation.objects.select_for_update().order_by("pk")}
    chosen = versions[pk]
    current = next((row for row in versions.values() if row.status == RegulationStatus.IN_FORCE), None)
    if replacing is not ANY_VERSION and replacing != (current.version if current else None):
        raise RegulationRefused(_overtaken())
    reasons = activation_objections(chosen, at=at)
    if reasons:
        raise RegulationRefused(*reasons)
    if current is not None:
        current.status, current.withdrawn_at = RegulationStatus.WITHDRAWN, at
        current.save(update_fields=["status", "withdrawn_at"])
        _log(current, by, f"withdrawn: replaced by {chosen.version}")
    chosen.status, chosen.in_force_from = RegulationStatus.IN_FORCE, at
    chosen.save(update_fields=["status", "in_force_from"])
    _log(chosen, by, "put in force")
    return chosen


def _overtaken() -> str:
    return _("Another version was put in force in the meantime. Look at the versions again.")


def _log(regulation: Regulation, by, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [regulation], CHANGE, message, single_object=True)


CHANGE_REFUSALS = {
    RegulationStatus.IN_FORCE: gettext_lazy("A version in force is not changed: copy it and put the copy in force."),
    RegulationStatus.WITHDRAWN: gettext_lazy("A withdrawn version is not changed: copy it."),
}
USED_REFUSAL = gettext_lazy("Revisions of courses were checked against this version: copy it to change it.")


def change_refusal(regulation: Regulation) -> str | None:
    """Why limits, clauses and templates of this version are read-only; None while they are not."""
    if regulation.status != RegulationStatus.DRAFT:
        return CHANGE_REFUSALS[regulation.status]
    if Revision.objects.filter(regulation=regulation).exists():
        return USED_REFUSAL
    return None


def copy_regulation(regulation: Regulation, *, version: str, by, at: datetime) -> Regulation:
    """Make a draft ``version`` with the limits, clauses and templates of ``regulation``.

    Decision, approval, legal basis and the official file belong to one version and are not copied.

    Raises:
        RegulationRefused: when the person may not, or the name is taken.
    """
    refusal = PERMISSIONS["regulation.manage"].refusal(by, regulation, at)
    if refusal is not None:
        raise RegulationRefused(str(refusal))
    with transaction.atomic():
        if Regulation.objects.filter(version=version).exists():
            raise RegulationRefused(_("There is a version of this name already."))
        copy = Regulation.objects.create(version=version, title=regulation.title, limits=regulation.limits)
        for model, rows in ((Clause, regulation.clauses.all()), (Template, regulation.templates.all())):
            model.objects.bulk_create(_copied(row, copy) for row in rows)
        _log(copy, by, f"copied from {regulation.version}")
    return copy


def _copied(row, regulation: Regulation):
    row.pk, row.regulation, row._state.adding = None, regulation, True
    return row


def create_first_regulation(*, at: datetime) -> Regulation:
    """The built-in first version as rows: made once, given back when it is there already.

    It stays in preparation, because only the university knows the decision and
    the approval that put it in force (8.1); until then it is what courses are
    checked against.
    """
    with transaction.atomic():
        regulation, created = Regulation.objects.get_or_create(
            version=FIRST_VERSION,
            defaults={"title": FIRST_TITLE, "limits": FIRST_LIMITS.to_json()},
        )
        if created:
            Clause.objects.bulk_create(_first_clauses(regulation))
            Template.objects.bulk_create(_first_templates(regulation))
    return regulation


FIRST_TITLE = "Жаппай ашық онлайн курстар туралы ереже"


def _first_clauses(regulation: Regulation):
    for position, (number, texts) in enumerate(CLAUSES.items()):
        yield Clause(
            regulation=regulation,
            number=number,
            position=position,
            **{f"text_{language}": texts[language] for language in LANGUAGES},
        )


def _first_templates(regulation: Regulation):
    for template in TEMPLATES:
        names = {f"name_{language}": name for language, name in zip(LANGUAGES, template.names, strict=True)}
        texts = {f"text_{language}": text for language, text in zip(LANGUAGES, template.texts, strict=True)}
        yield Template(regulation=regulation, code=template.code, clause=template.clause, **names, **texts)
