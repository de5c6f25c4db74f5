"""Models of what happens when."""

from scheduling.models.catalogue import CatalogueEntry
from scheduling.models.registration import (
    Consent,
    ConsentText,
    Registration,
    RegistrationException,
    Standing,
    Way,
)
from scheduling.models.run import Run

__all__ = [
    "CatalogueEntry",
    "Consent",
    "ConsentText",
    "Registration",
    "RegistrationException",
    "Run",
    "Standing",
    "Way",
]
