"""Models of how courses are judged."""

from reviews.models.decision import Decision
from reviews.models.expert import DigestMark, Opinion, ReviewNotice, Verdict
from reviews.models.programme import Programme, ProgrammeState
from reviews.models.remark import Act, Remark, RemarkStep, Resolution, Severity

__all__ = [
    "Act",
    "Decision",
    "DigestMark",
    "Opinion",
    "Programme",
    "ProgrammeState",
    "Remark",
    "RemarkStep",
    "Resolution",
    "ReviewNotice",
    "Severity",
    "Verdict",
]
