"""A grant before a result that the applicant has promised (联办承诺先行): the term of the promise begins."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.how_far import COMMITTED


class OnCommitment(NamedTuple):
    """The case after the grant, and what its event says."""

    case: Case
    data: Mapping[str, JsonValue]


def granted_on_commitment(begun: Begun, after: Case, *, granted: bool) -> OnCommitment:
    """Counted from the day of the grant. Nothing begins where no promise runs, or where nothing is granted."""
    made = after.joint.committed if after.joint else None
    if made is None or not granted:
        return OnCommitment(after, {})
    clock = counted(begun.caller.at.date(), made.length, made.unit, made.basis, begun.platform.calendar)
    told: dict[str, JsonValue] = {"edge": made.edge, "clock": clock.model_dump(mode="json")}
    with_clock = after.model_copy(update={"clocks": {**after.clocks, COMMITTED: clock}})
    return OnCommitment(with_clock, {"commitment": told})


def promised_result(case: Case) -> tuple[str, ...]:
    """The obligation, for the decision that is granted on it."""
    made, clock = case.joint.committed if case.joint else None, case.clocks.get(COMMITTED)
    if made is None or clock is None:
        return ()
    day = clock.due
    until = f"{day.year}年{day.month}月{day.day}日"
    return (f"申请人已签署承诺，应当于{until}前（含当日）取得{made.result}的结果。",)
