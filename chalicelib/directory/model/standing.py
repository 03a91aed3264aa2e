"""All that decides who may act for one department, in one record: its letters, its seals, its chief representatives.

It is kept small, because it is read before acts: without the words of letters that no rule reads, and without letters
that ended more than a year ago.
"""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from pydantic import Field

from chalicelib.directory.model.letters import AcceptLetter, Letter, PowerLetter
from chalicelib.directory.model.seals import Seal, seal_at
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.terms import Record

L = TypeVar("L", bound=Letter)

# So long a letter that has ended still explains a refusal.
REMEMBERED = timedelta(days=400)
NO_WORDS: dict[str, Any] = {"legal_basis": None, "scan": None, "note": None, "published_on": None}


class Standing(Record):
    """What a department's rights rest on."""

    accept_letters: tuple[AcceptLetter, ...] = ()
    power_letters: tuple[PowerLetter, ...] = ()
    seals: tuple[Seal, ...] = ()
    chiefs: tuple[StaffMember, ...] = Field(default=(), description="without their names")

    def seal_at(self, at: datetime) -> Seal | None:
        return seal_at(self.seals, at)

    def with_letter(self, letter: Letter, today: date) -> "Standing":
        """The record with this letter, new or changed."""
        if isinstance(letter, AcceptLetter):
            own = letter.model_copy(update={**NO_WORDS, **NO_DUTIES, "items": _bare(letter)})
            return self.model_copy(update={"accept_letters": _among(self.accept_letters, own, today)})
        if isinstance(letter, PowerLetter):
            kept = letter.model_copy(update=NO_WORDS)
            return self.model_copy(update={"power_letters": _among(self.power_letters, kept, today)})
        raise TypeError(f"no letter of authority: {type(letter)}")

    def with_seal(self, seal: Seal) -> "Standing":
        others = [one for one in self.seals if one.id != seal.id]
        return self.model_copy(update={"seals": (*others, seal)})

    def with_chief(self, member: StaffMember) -> "Standing":
        """The record with this chief representative; without, when the member is none any more."""
        others = [one for one in self.chiefs if one.id != member.id]
        added = [nameless(member)] if member.chief else []
        return self.model_copy(update={"chiefs": (*others, *added)})


NO_DUTIES: dict[str, Any] = {"seal_arrangement": None, "department_duties": None, "centre_duties": None}


def nameless(member: StaffMember) -> StaffMember:
    """A member as the rules need one: the post stands where the name was, and there is no telephone."""
    return member.model_copy(update={"name": member.post, "phone": None})


def _bare(letter: AcceptLetter) -> tuple[Any, ...]:
    return tuple(one.model_copy(update={"name": None}) for one in letter.items)


def _among(letters: tuple[L, ...], own: L, today: date) -> tuple[L, ...]:
    others = [one for one in letters if one.id != own.id and not _forgotten(one, today)]
    return (*others, own)


def _forgotten(letter: Letter, today: date) -> bool:
    end = min(letter.until, letter.revoked.at.date()) if letter.revoked else letter.until
    return end + REMEMBERED < today
