"""Models of what happens when."""

from scheduling.models.catalogue import CatalogueEntry
from scheduling.models.registration import Consent, ConsentText, Registration, Standing, Way
from scheduling.models.run import Run

__all__ = ["CatalogueEntry", "Consent", "ConsentText", "Registration", "Run", "Standing", "Way"]
