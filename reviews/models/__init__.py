"""Models of how courses are judged."""

from reviews.models.batch import BatchState, PaperBatch
from reviews.models.decision import Decision
from reviews.models.expert import DigestMark, Opinion, ReviewNotice, Verdict
from reviews.models.meeting import Meeting, MeetingItem
from reviews.models.placement import AuthorPhoto, PlacementInformation, PlacementPack
from reviews.models.programme import Programme, ProgrammeState
from reviews.models.remark import Act, Remark, RemarkStep, Resolution, Severity
from reviews.models.waiver import Waiver

__all__ = [
    "Act",
    "AuthorPhoto",
    "BatchState",
    "Decision",
    "DigestMark",
    "Meeting",
    "MeetingItem",
    "Opinion",
    "PaperBatch",
    "PlacementInformation",
    "PlacementPack",
    "Programme",
    "ProgrammeState",
    "Remark",
    "RemarkStep",
    "Resolution",
    "ReviewNotice",
    "Severity",
    "Verdict",
    "Waiver",
]
