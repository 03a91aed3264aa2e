"""恢复成员事项: a refusal was annulled, and what had ended because of it goes on (joint.md 5.10). Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.joint.model.member import Member, Members
from chalicelib.joint.model.progress import progress
from chalicelib.joint.model.request import Request, moved


class Reinstated(NamedTuple):
    """All members; `anew` are those whose refusals were annulled, `revived` those that had ended because of these."""

    members: dict[str, Member]
    anew: tuple[str, ...]
    revived: tuple[str, ...]


def annulled_in(members: Members, cases: Mapping[str, Case]) -> dict[str, date]:
    """The refused members whose refusals were annulled, each with the day from which its terms are counted."""
    refused = {name: cases[name].annulled for name, one in members.items() if one.state == "refused" and name in cases}
    return {name: annulled.served_on for name, annulled in refused.items() if annulled}


def reinstated(
    request: Request, members: Members, since: Mapping[str, date], accepted: date, today: date
) -> Reinstated:
    """`since` are those of `annulled_in`. Whoever was cut for another reason stays so, as does who has been granted."""
    situation = request.situation
    anew = {name: _again(request, members[name], day) for name, day in since.items()}
    could = {
        name: _again(request, one, today)
        for name, one in members.items()
        if one.state == "cut" and name in situation.active
    }
    after = progress(situation, {**members, **could, **anew}, signed=request.signed, incomplete=_lacking(could))
    revived = {name: one for name, one in could.items() if after.states[name] != "cut"}
    fresh = {**members, **revived, **anew}
    made = progress(situation, fresh, signed=request.signed, incomplete=_lacking(fresh))
    known = moved(fresh, made.states, (today, accepted), situation, request.signed)
    return Reinstated(known, tuple(anew), tuple(revived))


def _lacking(members: Members) -> set[str]:
    return {name for name, one in members.items() if one.incomplete}


def _again(request: Request, member: Member, since: date) -> Member:
    """As it begins; a further case of it is opened. What an outside system has told before does not count again."""
    kept = member.model_dump(include={"asked_at", "joined_at", "reported_seq"})
    return request.fresh(member.node).model_copy(
        update={**kept, "again": member.again + 1 if member.opened_on else member.again, "reinstated_on": since}
    )
