"""How a member stands by its own case. Pure."""

from collections.abc import Mapping

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.alarm_days import rectify_over
from chalicelib.cases.model.status import EXAMINED_BY
from chalicelib.catalogue.model.schemes.readiness import LOST, RUNNING, MemberState
from chalicelib.joint.model.member import Member, Members


def observed(members: Members, cases: Mapping[str, Case]) -> dict[str, Member]:
    """The members with what their cases say. One without a case stands as the request itself says."""
    return {name: _observed(one, cases[name]) if name in cases else one for name, one in members.items()}


def with_decided(members: Members, cases: Mapping[str, Case]) -> dict[str, Member]:
    """The members, those too that are granted and whose result is still being made."""
    granted = {name for name, case in cases.items() if case.outcome == "grant"}
    return {
        name: one.model_copy(update={"state": "granted"}) if name in granted else one for name, one in members.items()
    }


def being_made(cases: Mapping[str, Case]) -> bool:
    """Whether a member is granted and its result not there yet. Its department may have decided just before it heard
    that the member had ended: it stays granted, and the request concludes with that.
    """
    return any(case.outcome == "grant" and case.status is Status.DECIDED for case in cases.values())


def _observed(member: Member, case: Case) -> Member:
    state, days = state_of(case, member.state), {}
    if state in ("granted", "refused", "withdrawn") and state != member.state:
        ended = case.decided_at or case.ended_at
        days = {"ended_on": ended.date() if ended else None}
    known = {
        "case_id": case.id,
        "reviewed": case.status in EXAMINED_BY,
        "state": state,
        "rectify_by": case.rectify_by,
        "rectify_over": rectify_over(case),
    }
    return member.model_copy(update={**known, **days})


def state_of(case: Case, now: MemberState) -> MemberState:
    """A grant counts once its result is made: what comes next needs its number."""
    if case.outcome == "refuse":
        return "refused"
    if case.status is Status.WITHDRAWN:
        return "withdrawn"
    if case.outcome == "grant" and case.status is not Status.DECIDED:
        return "granted"
    # What the request has ended stays ended, also while the case is only about to be.
    return now if now in RUNNING or now in LOST or now == "held" else "open"
