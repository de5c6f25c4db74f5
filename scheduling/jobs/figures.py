"""How many registered in a run, and how."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from scheduling.models import Registration, Run, Standing


@dataclass(frozen=True)
class Figures:
    """Registrations of a run by where they stand now."""

    registered: int
    waiting: int
    left: int


def figures_of(run: Run) -> Figures:
    """One query."""
    counted = Registration.objects.filter(run=run).aggregate(
        **{standing.value: Count("pk", filter=Q(standing=standing)) for standing in Standing}
    )
    return Figures(**counted)
