"""A joint request with false papers is not accepted (行政许可法78): its lead tells it, hears the answer, refuses."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound
from proofs.kit import joint
from proofs.kit.adverse_acts import INTENDED
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

LEAD, FOOD, SIGN = "chief-food", "YM-P01", "YM-I14"
BARRED = date(2027, 11, 24)


@pytest.fixture
def request_id(hall: Hall) -> str:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return joint.requested(hall)


def forewarn(hall: Hall, case_id: str, *members: str, by: str = LEAD, **said: Any) -> Receipt:
    return hall.people.forewarn(case_id, hall.caller(by, case_id), **{**INTENDED, **said, "members": members})


def reject(hall: Hall, case_id: str, by: str = LEAD) -> Receipt:
    made = hall.people.reject_false(case_id, hall.caller(by, case_id))
    hall.carry_out_everything()
    return made


def paper(hall: Hall, case_id: str, kind: str) -> str:
    return next(row["data"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == kind)


@pytest.mark.requirement("R26")
@pytest.mark.law("1.10")
def test_after_its_notice_the_lead_refuses_to_accept_the_request_and_the_named_items_are_barred(
    hall: Hall, request_id: str
):
    forewarn(hall, request_id, FOOD, SIGN)
    told = paper(hall, request_id, "forewarning")
    for said in ("“食品经营许可(餐饮服务)新办”", "不予受理", "给予你单位警告", "一年内"):
        assert said in told
    receipt = reject(hall, request_id)
    assert (receipt.facts["status"], receipt.facts["falsehood"]) == ("rejected", "false_materials")
    assert (receipt.facts["barred_until"], receipt.facts["barred_items"]) == (str(BARRED), [FOOD])
    decision = paper(hall, request_id, "non_acceptance_decision")
    for said in ("房屋租赁合同系伪造", "第七十八条", "至2027年11月24日", "不得再次申请“食品经营许可(餐饮服务)新办”"):
        assert said in decision
    assert "不得再次申请“开办餐饮店" not in decision
    assert hall.case(request_id).open_tasks == ()


@pytest.mark.requirement("R26")
@pytest.mark.law("1.10")
def test_the_bar_holds_for_the_item_alone_and_in_a_request_and_for_no_other(hall: Hall, request_id: str):
    forewarn(hall, request_id, FOOD)
    reject(hall, request_id)
    single = hall.draft(FOOD)
    hall.hand_in(single, *hall.required_lines(single))
    with pytest.raises(Conflict) as barred:
        hall.people.submit(single, hall.caller("company", single))
    assert barred.value.code == "application_barred"
    assert [(one["item"], one["until"]) for one in barred.value.more["bars"]] == [(FOOD, str(BARRED))]
    with pytest.raises(Conflict) as again:
        joint.requested(hall)
    assert again.value.code == "application_barred"


def test_a_bar_that_was_lifted_bars_nobody(hall: Hall, request_id: str):
    forewarn(hall, request_id, FOOD)
    reject(hall, request_id)
    hall.people.lift_bar(request_id, hall.caller(LEAD, request_id))
    told = paper(hall, request_id, "bar_lifted_notice")
    assert "可以申请“食品经营许可(餐饮服务)新办”" in told
    assert "可以申请“开办餐饮店" not in told
    hall.carry_out_everything()
    assert hall.case(joint.requested(hall)).status is Status.SUBMITTED


def test_the_finding_names_items_of_the_request_that_are_licences(hall: Hall, request_id: str):
    for members, code in (((), "members_unnamed"), (("YM-R02",), "member_unknown"), (("YM-S05",), "not_a_licence")):
        with pytest.raises(Invalid) as wrong:
            forewarn(hall, request_id, *members)
        assert [one.code for one in wrong.value.errors] == [code]
    single = hall.submitted()
    with pytest.raises(Invalid) as unsuited:
        forewarn(hall, single, FOOD, by="chief-food")
    assert [one.code for one in unsuited.value.errors] == ["members_unsuited"]


def test_nothing_is_found_that_was_not_told_and_by_nobody_but_the_lead(hall: Hall, request_id: str):
    with pytest.raises(Invalid) as untold:
        reject(hall, request_id)
    assert [one.code for one in untold.value.errors] == ["not_forewarned"]
    for who in (CLERK, "chief-urban"):
        with pytest.raises((Forbidden, NotFound)):
            forewarn(hall, request_id, FOOD, by=who)


def test_once_it_is_accepted_each_member_is_handled_in_its_own_case(hall: Hall, request_id: str):
    forewarn(hall, request_id, FOOD)
    told = hall.people.accept(request_id, hall.caller(CLERK, request_id)).facts
    assert [one["code"] for one in told["warnings"]] == ["falsehood_forewarned"]
    hall.carry_out_everything()
    with pytest.raises(Conflict) as late:
        forewarn(hall, request_id, FOOD)
    assert late.value.code == "act_out_of_order"
