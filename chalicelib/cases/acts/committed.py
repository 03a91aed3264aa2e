"""A grant before results that the applicant has promised (联办承诺先行): the term of each promise begins."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.joint_ref import Committed


class OnCommitment(NamedTuple):
    """The case after the grant, and what its event says."""

    case: Case
    data: Mapping[str, JsonValue]


def granted_on_commitment(begun: Begun, after: Case, *, granted: bool) -> OnCommitment:
    """Each counted from the day of the grant. Nothing begins where no promise runs, or where nothing is granted."""
    made = after.joint.committed if after.joint and granted else ()
    if not made:
        return OnCommitment(after, {})
    today, calendar = begun.caller.at.date(), begun.platform.calendar
    begins = {one.term: counted(today, one.length, one.unit, one.basis, calendar) for one in made}
    told: list[JsonValue] = [
        {"edge": one.edge, "term": one.term, "clock": begins[one.term].model_dump(mode="json")} for one in made
    ]
    with_clocks = after.model_copy(update={"clocks": {**after.clocks, **begins}})
    return OnCommitment(with_clocks, {"commitments": told})


def promised_result(case: Case) -> tuple[str, ...]:
    """The obligations, for the decision that is granted on them."""
    made = case.joint.committed if case.joint else ()
    return tuple(_obligation(one, case.clocks[one.term].due) for one in made if one.term in case.clocks)


def _obligation(made: Committed, day: date) -> str:
    until = f"{day.year}年{day.month}月{day.day}日"
    return f"申请人已签署承诺，应当于{until}前（含当日）取得{made.result}的结果。"
