"""Publishing refuses with every reason at once, and asks for a law where one channel alone is open (R9, R10, G12)."""

from typing import Any

import pytest

from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.api.life_views import proposal_answer
from chalicelib.foundation.problems import Conflict, Invalid
from proofs.kit.catalogue import item_document, keep_departments, publish
from tests.catalogue.office import CODE, EDITOR, Office

LAW = {"channel": "企业投资项目核准和备案管理条例6"}


def everything_wrong(office: Office) -> dict[str, Any]:
    """One draft with a fault of every kind. Its lines: 0 no basis, 1 a basis that is no law, 2 a condition that cannot
    be read, 3 a proof, 4 a service of an intermediary.
    """
    document = office.document()
    line: dict[str, Any] = {**document["materials"][0], "necessity": "必要"}
    materials = [
        {**line, "name": "甲", "legal_basis": None},
        {**line, "name": "乙", "legal_basis": "本局办事指南"},
        {**line, "name": "丙", "necessity": "非必要(情形)", "condition": "floor_area<5m"},
        {**line, "name": "信用证明"},
        {**line, "name": "评价报告", "source": "intermediary"},
    ]
    return {
        "materials": materials,
        "statutory_limit": {**document["statutory_limit"], "source": "惯例", "value": 5},
        "promised_limit": {**document["promised_limit"], "value": 10},
        "fee": {"charge": True, "basis": "惯例"},
        "remedies": None,
        "special_procedures": [{"type": "委托评估", "stops_clock": True, "basis": "惯例"}],
        "prerequisites": ["YM-X99", "YM-S03"],
        "grounds": {"prerequisites": [{"item": "YM-S03", "basis": "惯例"}]},
        "category_code": "77",
        "handling_type_code_local": 9,
        "handling_modes_GBT39046_A5": [1],
        "implementing_code_SYNTHETIC": "11441700YM000027833440104939001",
    }


WANTED = {
    ("/materials/0/legal_basis", "legal_basis_missing"),
    ("/materials/1/legal_basis", "legal_basis_not_law"),
    ("/materials/2/condition", "condition_malformed"),
    ("/materials/3/name", "proof_not_listed"),
    ("/materials/4/source", "intermediary_not_listed"),
    ("/statutory_limit/source", "limit_basis_missing"),
    ("/promised_limit/value", "promised_over_statutory"),
    ("/fee/basis", "fee_basis_missing"),
    ("/fee/name", "fee_name_missing"),
    ("/fee/standard", "fee_standard_missing"),
    ("/remedies", "remedies_missing"),
    ("/special_procedures/0/basis", "procedure_basis_missing"),
    ("/prerequisites/0", "item_unknown"),
    ("/prerequisites/0", "edge_basis_missing"),
    ("/grounds/prerequisites/0/basis", "edge_basis_missing"),
    ("/category_code", "category_unknown"),
    ("/handling_type_code_local", "handling_type_code"),
    ("/handling_modes_GBT39046_A5", "channel_basis_missing"),
    ("/implementing_code_SYNTHETIC", "implementing_code_parts"),
}


@pytest.mark.requirement("R9")
@pytest.mark.requirement("R10")
def test_every_kind_of_fault_is_told_in_one_answer(office: Office):
    office.draft(**everything_wrong(office))
    with pytest.raises(Invalid) as refused:
        office.approve()
    assert refused.value.code == "item_not_publishable"
    told = {(error.pointer.removeprefix("/document"), error.code) for error in refused.value.errors}
    assert told >= WANTED
    answer, _ = proposal_answer(office.platform, office.by(EDITOR).actor, CODE)
    assert {(one.pointer.removeprefix("/document"), one.code) for one in answer.refusals} == told
    assert all(one.message for one in answer.refusals)


@pytest.mark.requirement("R48")
def test_a_draft_names_its_own_organ_as_the_directory_does(office: Office):
    """As an import is asked: else people would read another organ, and cases be numbered with another's code."""
    keep_departments(office.platform)
    other = item_document("YM-I14").implementing_code  # of the urban administration, and in use there
    publish(office.platform, "YM-I14")
    own = office.document()
    code = other[:18] + f"{own['exercise_level']}{own['basic_code_SYNTHETIC']}"
    office.draft(implementing_code_SYNTHETIC=code, dept_name_now="公安部")
    with pytest.raises(Invalid) as refused:
        office.approve()
    assert {(error.pointer, error.code) for error in refused.value.errors} == {
        ("/document/implementing_code_SYNTHETIC", "implementing_code_organ"),
        ("/document/dept_name_now", "department_name_differs"),
    }


@pytest.mark.requirement("R48")
def test_no_two_items_have_one_implementing_code(office: Office):
    taken = item_document("YM-I01")  # of the same department
    publish(office.platform, "YM-I01")
    codes = {"implementing_code_SYNTHETIC": taken.implementing_code, "basic_code_SYNTHETIC": taken.basic_code}
    office.draft(**codes)
    with pytest.raises(Invalid) as refused:
        office.approve()
    told = [(error.pointer, error.code) for error in refused.value.errors]
    assert told == [("/document/implementing_code_SYNTHETIC", "implementing_code_repeated")]


@pytest.mark.requirement("R10")
def test_a_condition_that_names_no_field_is_refused(office: Office):
    """Where every condition can be read, each has to name a field of the form."""
    line = {**office.document()["materials"][0], "necessity": "非必要(情形)", "condition": "moon_is_full==true"}
    office.draft(materials=[*office.document()["materials"], {**line, "name": "月相证书"}])
    with pytest.raises(Invalid) as refused:
        office.approve()
    told = {error.code: error.message for error in refused.value.errors}
    assert set(told) == {"field_unknown"}
    assert "moon_is_full" in told["field_unknown"]


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    ("modes", "grounds", "refused"),
    [
        ([1, 2], None, False),
        ([1, 3], None, False),
        ([1], None, True),
        ([2], None, True),
        ([2, 3], None, True),
        ([1], {"channel": "便于管理"}, True),
        ([1], LAW, False),
        ([2], LAW, False),
    ],
)
def test_one_channel_only_needs_a_law(office: Office, modes: list[int], grounds: Any, *, refused: bool):
    office.draft(handling_modes_GBT39046_A5=modes, **({"grounds": grounds} if grounds else {}))
    if not refused:
        office.approve()
        return
    with pytest.raises(Invalid) as refusal:
        office.approve()
    assert [error.code for error in refusal.value.errors] == ["channel_basis_missing"]


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(("kind", "successors"), [("merge", ["YM-S03"]), ("split", ["YM-S03", "YM-P01"])])
def test_a_successor_that_ended_meanwhile_stops_the_publication(office: Office, kind: str, successors: list[str]):
    """Else people would be told to apply for something that is not there."""
    office.propose(kind, successors=successors)
    office.approve()
    office.review()
    office.consent()
    end_item(office.platform, office.world.people.caller("administrator"), "YM-S03")
    with pytest.raises(Invalid) as refused:
        office.publish()
    assert refused.value.code == "successors_ended"
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/successors/0", "item_unknown")]
    assert office.item().ended_at is None


@pytest.mark.requirement("R42")
@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("suspend", {}),
        ("cancel", {}),
        ("devolve", {"to_divisions": ["441781"]}),
        ("split", {"successors": ["YM-S03", "YM-P01"]}),
        ("merge", {"successors": ["YM-S03"]}),
    ],
)
def test_what_takes_something_away_passes_the_office_of_law_and_then_the_office_of_institutions(
    office: Office, kind: str, facts: dict[str, Any]
):
    office.propose(kind, **facts)
    office.approve()
    for step, code in ((office.consent, "item_law_review_missing"), (office.publish, "item_act_out_of_order")):
        with pytest.raises(Conflict) as refused:
            step()
        assert refused.value.code == code
    office.review()
    with pytest.raises(Conflict):
        office.publish()
    office.consent()
    office.publish()
