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
from scheduling.models.pipeline import Cut, CutNote, LectureStep, LectureWork, Stage
from scheduling.models.production import Deadline, Making, WorkItem, WorkPlan
from scheduling.models.proposal import ProposalState, ProposedSession, ScheduleProposal
from scheduling.models.reading import PartRead
from scheduling.models.registration import (
    Consent,
    ConsentText,
    Registration,
    RegistrationException,
    Standing,
    Way,
)
from scheduling.models.release import PlanRelease, StudioFeed, ToldSlot
from scheduling.models.run import LOOK_AT_ONCE, Run, RunMove
from scheduling.models.studio import (
    Absence,
    Aid,
    BookedThing,
    Booking,
    BookingState,
    Closure,
    Studio,
    StudioWorker,
    Work,
)

__all__ = [
    "LOOK_AT_ONCE",
    "Absence",
    "Aid",
    "Announcement",
    "BookedThing",
    "Booking",
    "BookingState",
    "CalendarAddress",
    "CatalogueEntry",
    "ChannelPost",
    "Closure",
    "Consent",
    "ConsentText",
    "Cut",
    "CutNote",
    "Deadline",
    "FreePeriod",
    "JobKind",
    "LectureStep",
    "LectureWork",
    "Making",
    "Milestone",
    "Network",
    "Outcome",
    "PartRead",
    "PlanRelease",
    "PostStatus",
    "ProposalState",
    "ProposedSession",
    "PublishedLink",
    "Registration",
    "RegistrationException",
    "Run",
    "RunMove",
    "ScheduleProposal",
    "SectionLetter",
    "Stage",
    "Standing",
    "Studio",
    "StudioFeed",
    "StudioWorker",
    "Subscription",
    "Sweep",
    "ToldSlot",
    "Way",
    "Work",
    "WorkItem",
    "WorkPlan",
]
