"""W13: who takes back a member of a joint request is told first what ends with it."""

from datetime import timedelta

import pytest

from chalicelib.cases.api.case_answers import summary
from chalicelib.cases.model import Status
from chalicelib.cases.store.records import own_case_of
from chalicelib.foundation import problems
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

FUND, TAX, BANK = "EXT-公积金单位缴存登记", "EXT-发票票种核定(税务专窗)", "EXT-银行预约开户"


@pytest.fixture
def company(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.SET_UP)
    return hall


def terminations(hall: Hall, *case_ids: str) -> list[str]:
    """The organs of the 终止办理通知书 of these cases."""
    rows = [row for case_id in case_ids for row in hall.rows(case_id, "DOCUMENT#")]
    return [row["organ"] for row in rows if row["kind"] == "termination_notice"]


@pytest.mark.requirement("R80")
def test_w13_the_applicant_is_warned_with_the_names_and_what_follows_ends_alone(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    seals = joint.of_member(hall, request, "YM-R05").id
    before = hall.everything()
    with pytest.raises(problems.Conflict) as warned:
        hall.people.withdraw(seals, hall.caller("company", seals))
    assert (warned.value.code, warned.value.more) == ("others_depend", {"ends": [BANK]})
    assert "“银行预约开户”" in str(warned.value.title)
    assert hall.everything() == before
    told = hall.people.withdraw(seals, hall.caller("company", seals), confirmed=True)
    assert told.facts["status"] == "withdrawn"
    hall.carry_out_everything()
    states = joint.states(hall, request)
    assert states == {
        **{"YM-R01": "granted", "YM-R05": "withdrawn", BANK: "cut"},
        **{"YM-S05": "open", FUND: "external_pending", TAX: "external_pending"},
    }
    assert terminations(hall, seals, request) == ["police", "amr_reg"]
    for node in (FUND, TAX):
        joint.report(hall, request, node)
    joint.decide(hall, request, "YM-S05")
    assert hall.case(request).status is Status.CLOSED
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R80")
def test_w13_the_whole_before_the_first_decision_and_after_it(company: Hall):
    hall = company
    request = joint.accepted(hall, joint.SET_UP)
    hall.people.withdraw(request, hall.caller("company", request))
    hall.carry_out_everything()
    assert set(joint.states(hall, request).values()) == {"withdrawn"}
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    request = joint.accepted(hall, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    hall.people.withdraw(request, hall.caller("company", request))
    hall.carry_out_everything()
    states = joint.states(hall, request)
    assert states.pop("YM-R01") == "granted"
    assert set(states.values()) == {"withdrawn"}


def test_nothing_is_due_of_what_was_withdrawn(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    assert summary(hall.case(request))["due"] is not None
    hall.people.withdraw(request, hall.caller("company", request))
    assert summary(hall.case(request))["due"] is None
    calendar = hall.platform.calendar
    assert own_case_of(hall.case(request)).dues(calendar)["due"] is None


def test_who_withdraws_what_nobody_waits_for_is_not_asked(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    insured = joint.of_member(hall, request, "YM-S05").id
    assert hall.people.withdraw(insured, hall.caller("company", insured)).facts["status"] == "withdrawn"
