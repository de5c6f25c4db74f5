"""Models of what happens when."""

from scheduling.models.catalogue import CatalogueEntry
from scheduling.models.milestone import JobKind, Milestone, Outcome, SectionLetter, Sweep
from scheduling.models.reading import PartRead
from scheduling.models.registration import (
    Consent,
    ConsentText,
    Registration,
    RegistrationException,
    Standing,
    Way,
)
from scheduling.models.run import LOOK_AT_ONCE, Run

__all__ = [
    "LOOK_AT_ONCE",
    "CatalogueEntry",
    "Consent",
    "ConsentText",
    "JobKind",
    "Milestone",
    "Outcome",
    "PartRead",
    "Registration",
    "RegistrationException",
    "Run",
    "SectionLetter",
    "Standing",
    "Sweep",
    "Way",
]
