"""The rows of members, and what a request is made of."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.store.records import CaseFile, load_cases
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.schemes.regional import in_region
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, put
from chalicelib.joint.model.member import Member
from chalicelib.joint.model.progress import withdrawn_whole
from chalicelib.joint.model.request import Request


def request_of(platform: Platform, found: CaseFile, item: ServiceItem) -> Request:
    """The request with the scheme in its own version, which a process keeps, as its region offered it on the day of the
    receipt. ValueError for what is no request.
    """
    made_of = item.request_of
    if made_of is None:
        raise ValueError("this item is no stage of a scheme")
    case = found.case
    published = load_scheme(
        platform.table,
        case.division,
        made_of.scheme,
        made_of.version,
        day=platform.now().date(),
        wall=platform.wall(),
    )
    rules = directory_lately(platform.table, case.division, platform.wall()).rules_on(
        (case.first_received_at or platform.now()).date()
    )
    return Request(in_region(published.scheme, rules.region if rules else None), made_of, found.form)


def members_of(found: CaseFile) -> dict[str, Member]:
    return {name: Member.model_validate(row) for name, row in found.members.items()}


def member_writes(case_id: str, before: Mapping[str, Member], after: Mapping[str, Member]) -> list[Op]:
    """The rows that have changed. They are written with their request, whose condition holds for them too. What a
    member's own case says of itself is read there and not kept twice.
    """
    return [
        _row(case_id, one) for name, one in after.items() if name not in before or _kept(before[name]) != _kept(one)
    ]


def _kept(member: Member) -> dict[str, Any]:
    return member.model_dump(mode="json", exclude={"case_id", "reviewed"}, exclude_none=True, exclude_defaults=True)


def withdrawn_members(found: CaseFile, today: date) -> tuple[dict[str, JsonValue], list[Op]]:
    """Whoever is undecided ends with its request, and what was granted stays: for the event, and the rows."""
    before = members_of(found)
    after = withdrawn_whole({name: one.state for name, one in before.items()})
    gone = {
        name: one.model_copy(update={"state": after[name], "ended_on": today})
        for name, one in before.items()
        if one.state != after[name]
    }
    return {"members": {name: one.state for name, one in gone.items()}}, member_writes(found.case.id, before, gone)


def _row(case_id: str, member: Member) -> Op:
    return put({**keys.member(case_id, member.node)._asdict(), **_kept(member)})


def case_of(request: str, member: Member) -> str:
    """The id of the member's present case."""
    return member_case_id(request, member.node, member.again)


def member_cases(platform: Platform, case_id: str, members: Iterable[Member]) -> dict[str, Case]:
    """The cases of the members that have one, in one read."""
    wanted = {case_of(case_id, one): one.node for one in members if one.opened_on and one.item}
    found = load_cases(platform.table, list(wanted)) if wanted else []
    return {wanted[case.id]: case for case in found}
