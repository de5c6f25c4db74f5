"""The numbers of one version of the regulation, as one frozen object."""

from __future__ import annotations

from typing import Annotated

import msgspec
from django.utils.translation import gettext_lazy as _

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Range = tuple[Count, Count]


class LimitsError(ValueError):
    """The stored limits cannot be used; ``str()`` says which and why."""


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Defaults are those of the first version. Ranges are inclusive; units are in the names.

    The fields from ``extra_weeks_max`` on are settings of the university: no clause gives their number.
    """

    additional_weeks: Range = (2, 3)
    higher_weeks: Range = (6, 9)
    weekly_hours: Range = (8, 12)
    credit_weeks: Count = 15
    credit_hours_per_week: Count = 3
    sections_typical: Range = (5, 8)
    sections_max: Count = 15
    section_days: Count = 7
    lectures: Range = (6, 10)
    lecture_seconds: Range = (600, 900)
    section_video_min: Range = (40, 50)
    announcement_chars: Range = (400, 600)
    window_days_max: Count = 14
    integrity_share: Annotated[int, msgspec.Meta(ge=0, le=100)] = 50
    filming_days: Count = 7
    editing_days: Count = 14
    upload_days: Count = 7
    registration_close_days: Count = 21
    launch_notice_days: Count = 42
    arrive_minutes: Count = 30
    extra_weeks_max: Count = 1
    soon_days: Count = 42
    min_variants: Count = 30
    answer_days: Count = 3
    materials_days_before: Count = 1
    launch_notice_grace: Count = 3
    academic_hour_min: Count = 50
    lecture_tolerance_s: Count = 0

    @classmethod
    def from_json(cls, values: dict) -> Limits:
        """Read stored limits; those left out are the first version's.

        Raises:
            LimitsError: for an unknown name, a wrong type, or a range that ends before it begins.
        """
        try:
            limits = msgspec.convert(values, cls)
        except msgspec.ValidationError as error:
            raise LimitsError(_("The limits cannot be read: %(reason)s.") % {"reason": error}) from None
        for name in limits.__struct_fields__:
            value = getattr(limits, name)
            if isinstance(value, tuple) and value[0] > value[1]:
                raise LimitsError(_("The range ends before it begins: %(name)s.") % {"name": name})
        return limits

    def in_words(self) -> dict[str, str]:
        """The limits as sentences name them: 6–10; a lecture in minutes, a pair of required and desired apart."""
        words = {name: _shown(getattr(self, name)) for name in self.__struct_fields__}
        words["lecture_minutes"] = "–".join(f"{seconds / 60:g}" for seconds in self.lecture_seconds)
        words["video_required"], words["video_desired"] = map(str, self.section_video_min)
        words["announcement_wish"], words["announcement_most"] = map(str, self.announcement_chars)
        return words

    def to_json(self) -> dict:
        """The limits as stored: plain numbers and pairs."""
        return msgspec.to_builtins(self)


def _shown(value: int | tuple[int, int]) -> str:
    return "–".join(map(str, value)) if isinstance(value, tuple) else str(value)


FIRST_LIMITS = Limits()
_names = Limits.__struct_fields__
TEXT_LIMITS = _names[: _names.index("extra_weeks_max")]
SETTING_LIMITS = _names[_names.index("extra_weeks_max") :]

LIMIT_TITLES = {
    "additional_weeks": _("duration of additional education, weeks"),
    "higher_weeks": _("duration of higher and additional professional education, weeks"),
    "weekly_hours": _("academic hours a week"),
    "credit_weeks": _("duration of a university course, weeks"),
    "credit_hours_per_week": _("hours a week for one RK credit"),
    "sections_typical": _("sections on average"),
    "sections_max": _("sections at most"),
    "section_days": _("length of a section, days"),
    "lectures": _("video lectures in a section"),
    "lecture_seconds": _("length of a video lecture, seconds"),
    "section_video_min": _("video in a section: required and desired minutes"),
    "announcement_chars": _("announcement of a section, characters"),
    "window_days_max": _("a section stays open at most, days"),
    "integrity_share": _("share of the grade with academic integrity secured, %"),
    "filming_days": _("filming, days"),
    "editing_days": _("editing, days"),
    "upload_days": _("upload, days"),
    "registration_close_days": _("registration closes after the start, days"),
    "launch_notice_days": _("launch message before the start, days"),
    "arrive_minutes": _("arrival before the recording, minutes"),
    "extra_weeks_max": _("weeks beyond the sections at most"),
    "soon_days": _("a course starts “soon”, days"),
    "min_variants": _("distinct variants of a parameterised item at least"),
    "answer_days": _("questions are answered within, working days"),
    "materials_days_before": _("lecture materials before the recording, days"),
    "launch_notice_grace": _("tolerance of the launch message, days"),
    "academic_hour_min": _("academic hour, minutes"),
    "lecture_tolerance_s": _("tolerance of a lecture's length, seconds"),
}
