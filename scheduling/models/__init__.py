"""Models of what happens when."""

from scheduling.models.announcement import (
    Announcement,
    ChannelPost,
    Network,
    PostStatus,
    PublishedLink,
    Subscription,
)
from scheduling.models.catalogue import CatalogueEntry
from scheduling.models.feed import CalendarAddress
from scheduling.models.free import FreePeriod
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
from scheduling.models.run import LOOK_AT_ONCE, Run, RunMove

__all__ = [
    "LOOK_AT_ONCE",
    "Announcement",
    "CalendarAddress",
    "CatalogueEntry",
    "ChannelPost",
    "Consent",
    "ConsentText",
    "FreePeriod",
    "JobKind",
    "Milestone",
    "Network",
    "Outcome",
    "PartRead",
    "PostStatus",
    "PublishedLink",
    "Registration",
    "RegistrationException",
    "Run",
    "RunMove",
    "SectionLetter",
    "Standing",
    "Subscription",
    "Sweep",
    "Way",
]
