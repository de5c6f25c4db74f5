"""The minutes of a meeting: who was there and how they voted. From them the portal makes an extract (5.1.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from mooc_portal.text import fold


@dataclass(frozen=True)
class Minutes:
    """``present`` of ``members`` were there; the votes are those on the decision as it was taken."""

    chair: str = ""
    secretary: str = ""
    place: str = ""
    present: int | None = None
    members: int | None = None
    votes_for: int | None = None
    against: int | None = None
    abstained: int | None = None
    spoke: str = ""

    @property
    def is_given(self) -> bool:
        """Whether anything was written down; the place alone says nothing."""
        numbers = (self.present, self.members, self.votes_for, self.against, self.abstained)
        words = (self.chair, self.secretary, self.spoke)
        return any(number is not None for number in numbers) or any(word.strip() for word in words)

    def record(self) -> dict:
        """The minutes as a decision keeps them."""
        return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}


def minutes_objections(minutes: Minutes, *, authors: Iterable[str], votes: bool = True) -> list[str]:
    """Everything wrong with the minutes of a decision on a course of ``authors`` (their names).

    ``votes`` is false for those of a whole meeting, which has votes for each of its questions.
    """
    objections = []
    if not minutes.chair.strip():
        objections.append(_("It is missing who chaired the meeting."))
    if not minutes.secretary.strip():
        objections.append(_("It is missing who was the secretary of the meeting."))
    own = list(authors)
    deciders = [name.strip() for name in (minutes.chair, minutes.secretary) if name.strip()]
    if among := [name for name in deciders if any(is_same_person(name, author) for author in own)]:
        sentence = _("An author decides on a course of their own: %(names)s.")
        objections.append(sentence % {"names": ", ".join(dict.fromkeys(among))})
    return objections + _numbers_objections(minutes, votes=votes)


def is_same_person(name: str, other: str) -> bool:
    """Whether two names may be of one person: a full name, or a surname with initials, in any order."""
    few, many = sorted((_words(name), _words(other)), key=len)
    if not any(word in many for word in few if len(word) > 1):
        return False
    return all(any(word == one or (1 in (len(word), len(one)) and word[0] == one[0]) for one in many) for word in few)


def _words(name: str) -> list[str]:
    return fold(name.replace(".", " ")).split()


def _numbers_objections(minutes: Minutes, *, votes: bool) -> list[str]:
    if not minutes.present or not minutes.members:
        return [_("It is missing how many members were present, and of how many.")]
    if minutes.present > minutes.members:
        return [_("More members were present than there are.")]
    if not votes:
        return []
    if minutes.votes_for is None:
        return [_("It is missing how many voted for the decision.")]
    against, abstained = minutes.against or 0, minutes.abstained or 0
    if minutes.votes_for + against + abstained > minutes.present:
        return [_("There are more votes than members who were present.")]
    if minutes.votes_for <= against:
        return [_("The decision has no majority: more have to vote for it than against it.")]
    return []
