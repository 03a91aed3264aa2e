"""What the registers refuse, and that the demonstration's own records pass."""

from typing import Any

import pytest

from chalicelib.directory.model.letters import AcceptLetter, PowerLetter
from chalicelib.directory.model.rules import Known, letter_findings, seal_findings, staff_findings
from chalicelib.directory.model.seals import Seal
from chalicelib.foundation.problems import FieldError
from tests.directory.registers import accept_letter, demonstration, member, power_letter, register, seals

CHIEF = member(id="S901", roles=["chief_representative"], chief=True, rank="正科级", post="审批科科长")
LEADER = member(id="H-900", roles=["department_leader"], rank="正处级", post="局长")
SEAL = Seal.model_validate(
    {
        "id": "SEAL-900",
        "region": "441700",
        "department": "food",
        "inscription": "示范市市场监督管理局行政审批专用章",
        "custodian": "S901",
        "from": "2025-01-01",
    }
)
DEPUTY = member(id="S902", roles=["chief_representative"], deputy_of="S901", rank="副科级")
KNOWN = Known({one.id: one for one in (CHIEF, LEADER, DEPUTY, member())}, [SEAL])
REGIONS = "441700", "441704", "441781"


def codes(found: list[FieldError]) -> dict[str, str]:
    return {one.pointer: one.code for one in found}


# ------------------------------------------------------------------------------------------------- the demonstration
@pytest.mark.parametrize("region", REGIONS)
def test_every_record_of_the_demonstration_is_accepted(region: str):
    known = register(region)
    for one in known.staff.values():
        chiefs = [other for other in known.staff.values() if other.chief and other.unit == one.unit]
        assert staff_findings(one, chiefs=chiefs) == [], one.id
    for letter in (*known.accept_letters, *known.power_letters):
        assert letter_findings(letter, Known(known.staff, seals(region))) == [], letter.id
    for seal in seals(region):
        others = [one for one in seals(region) if one.department == seal.department]
        assert seal_findings(seal, others, known.staff.get(seal.custodian or "")) == [], seal.id


@pytest.mark.requirement("R71")
def test_a_second_active_seal_is_refused():
    second = Seal.model_validate(
        {
            "id": "SEAL-food-9",
            "region": "441700",
            "department": "food",
            "inscription": "阳江市市场监督管理局行政审批专用章(9)",
            "state": "active",
            "custodian": "S013",
            "from": "2026-11-26",
        }
    )
    food = [one for one in seals() if one.department == "food"]
    assert codes(seal_findings(second, food, register().staff["S013"])) == {"/state": "second_active_seal"}


@pytest.mark.requirement("R44")
def test_a_clerk_of_the_centre_on_a_labour_contract_gets_no_deciding_role():
    clerk = register().staff["S078"].model_copy(update={"roles": ("chief_representative",)})
    found = codes(staff_findings(clerk))
    assert found["/staff_type"] == "decider_staff_type"
    assert found["/unit"] == "role_needs_department"


@pytest.mark.requirement("R64")
def test_a_chief_representative_below_the_rank_needs_a_note():
    low = CHIEF.model_copy(update={"rank": "科员级", "unit": register().staff["S020"].unit})
    assert codes(staff_findings(low)) == {"/rank": "rank_below_limit"}
    assert staff_findings(low.model_copy(update={"note": "单位授权，已报备"})) == []
    county = CHIEF.model_copy(update={"rank": "副科级", "region": "441781"})
    assert staff_findings(county) == []
    assert codes(staff_findings(CHIEF.model_copy(update={"rank": "副科级"}))) == {"/rank": "rank_below_limit"}


@pytest.mark.requirement("R72")
def test_a_letter_signed_below_the_rank_of_the_head_is_refused():
    data = next(one for one in demonstration()["letters_power"] if one["department"] == "housing")
    contact = member(
        id="C-housing", unit={"kind": "department", "id": "housing"}, roles=[], post="联络员", rank="科员级"
    )
    letter = PowerLetter.model_validate(data | {"signed_by": "C-housing", "signer_rank": "科员级"})
    known = Known({**register().staff, "C-housing": contact}, seals())
    assert codes(letter_findings(letter, known)) == {"/signed_by": "signer_rank"}


@pytest.mark.requirement("R57")
def test_a_letter_with_reversed_dates_is_refused():
    data = next(one for one in demonstration()["letters_accept"] if one["department"] == "housing")
    letter = AcceptLetter.model_validate(data | {"from": "2026-12-31", "to": "2026-01-01"})
    assert codes(letter_findings(letter, Known(register().staff, seals()))) == {"/to": "term_reversed"}


# ----------------------------------------------------------------------------------------------------------- staff
@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"to": "2025-12-31"}, "/to", "term_reversed"),
        ({"competences": [{"item": "YM-P01", "trained_on": "2026-02-01", "until": "2026-01-01"}]},
         "/competences/0/until", "term_reversed"),
        ({"roles": ["applicant"]}, "/roles", "role_not_of_staff"),
        ({"roles": ["department_system"]}, "/roles", "role_not_of_staff"),
        ({"roles": ["officer", "counter_clerk"]}, "/roles", "separation_of_duties"),
        ({"roles": ["officer", "issuing_clerk"]}, "/roles", "separation_of_duties"),
        ({"roles": ["counter_clerk", "issuing_clerk"]}, "/roles", "separation_of_duties"),
        ({"windows": ["W-01"]}, "/windows", "decider_at_window"),
        ({"unit": {"kind": "centre", "id": "centre"}}, "/unit", "role_needs_department"),
        ({"roles": ["chief_representative"], "staff_type": "事业"}, "/staff_type", "decider_staff_type"),
        ({"chief": True}, "/chief", "chief_without_role"),
        ({"deputy_of": "S777"}, "/deputy_of", "deputy_of_nobody"),
    ],
)  # fmt: skip
def test_what_a_record_of_staff_is_refused_for(changes: dict[str, Any], pointer: str, code: str):
    assert codes(staff_findings(member(**changes), at="/staff/3"))[f"/staff/3{pointer}"] == code


@pytest.mark.requirement("R44")
@pytest.mark.parametrize("changes", [{"staff_type": "事业", "note": "参公管理"}, {"staff_type": "公务员"}])
def test_who_may_have_a_deciding_post(changes: dict[str, Any]):
    assert staff_findings(member(roles=["department_leader"], **changes)) == []


@pytest.mark.requirement("R64")
def test_a_department_has_one_chief_representative_at_a_time_and_deputies():
    second = CHIEF.model_copy(update={"id": "S903"})
    assert codes(staff_findings(second, chiefs=[CHIEF])) == {"/chief": "second_chief"}
    later = member(id="S903", roles=["chief_representative"], chief=True, rank="正科级", **{"from": "2026-07-01"})
    ended = member(id="S901", roles=["chief_representative"], chief=True, rank="正科级", to="2026-06-30")
    assert staff_findings(later, chiefs=[ended]) == []
    assert staff_findings(DEPUTY, chiefs=[CHIEF]) == []
    officer = member(id="S903", roles=["officer"], deputy_of="S901")
    assert codes(staff_findings(officer, chiefs=[CHIEF])) == {"/deputy_of": "deputy_without_role"}


@pytest.mark.requirement("R1")
def test_one_person_does_not_accept_and_decide_also_with_two_posts():
    at_window = member(id="S910", roles=["counter_clerk"], same_person_as="S900")
    assert codes(staff_findings(at_window, posts=[member()])) == {"/same_person_as": "separation_of_duties"}
    former = member(to="2026-01-31")
    later = at_window.model_copy(update={"since": NEXT_MONTH})
    assert staff_findings(later, posts=[former]) == []


NEXT_MONTH = member(**{"from": "2026-02-01"}).since


# ---------------------------------------------------------------------------------------------------------- letters
@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"signed_by": "S777"}, "/signed_by", "signer_unknown"),
        ({"signed_by": "S901"}, "/signed_by", "signer_rank"),
        ({"signer_rank": "正厅级"}, "/signer_rank", "signer_rank_differs"),
        ({"department": "si"}, "/signed_by", "signer_of_other_department"),
        ({"sealed_with": "SEAL-1"}, "/sealed_with", "seal_unknown"),
        ({"signed_on": "2024-12-31"}, "/sealed_with", "seal_not_in_use"),
        ({"grantee": "centre-441781"}, "/grantee", "grantee_not_centre"),
        ({"accepted_by": "S901"}, "/accepted_by", "accepted_by_unknown"),
        ({"items": [{"item": "YM-P01"}, {"item": "YM-P01"}]}, "/items/1/item", "item_repeated"),
        ({"filing": {"number": "备1号", "filed_on": "2025-12-31"}}, "/filing/filed_on", "filed_before_signed"),
    ],
)
def test_what_an_accept_letter_is_refused_for(changes: dict[str, Any], pointer: str, code: str):
    assert letter_findings(accept_letter(), KNOWN) == []
    assert codes(letter_findings(accept_letter(**changes), KNOWN, at="/x"))[f"/x{pointer}"] == code


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"grantee": "S777"}, "/grantee", "holder_not_of_department"),
        ({"grantee": "S900"}, "/grantee", "holder_not_of_department"),
        ({"grantee": "S902"}, "/grantee", "grantee_not_chief"),
        ({"deputy": "S901"}, "/deputy", "deputy_of_another"),
        ({"items": [{"item": "YM-P01", "complexity": "complex", "power": 2, "decides": "chief_representative"}]},
         "/items/0/decides", "complex_item_decides"),
    ],
)  # fmt: skip
def test_what_a_power_letter_is_refused_for(changes: dict[str, Any], pointer: str, code: str):
    assert letter_findings(power_letter(deputy="S902"), KNOWN) == []
    assert codes(letter_findings(power_letter(**changes), KNOWN))[pointer] == code


@pytest.mark.requirement("R44")
def test_a_power_letter_goes_to_nobody_on_a_labour_contract():
    known = KNOWN._replace(staff={**KNOWN.staff, "S901": CHIEF.model_copy(update={"staff_type": "合同"})})
    assert codes(letter_findings(power_letter(), known)) == {"/grantee": "decider_staff_type"}


def test_an_accept_letter_names_a_centre_and_nobody_else():
    with pytest.raises(ValueError, match="委托书的受托单位只能是政务服务中心"):
        accept_letter(grantee="food")


# ------------------------------------------------------------------------------------------------------------- seals
@pytest.mark.requirement("R71")
def test_a_seal_may_follow_another_and_is_kept_in_its_department():
    old = SEAL.model_copy(update={"id": "SEAL-1", "until": SEAL.since})
    later = Seal.model_validate(SEAL.model_dump(by_alias=True) | {"from": "2025-01-02"})
    assert seal_findings(later, [old], CHIEF) == []
    assert codes(seal_findings(SEAL, [old], CHIEF)) == {"/state": "second_active_seal"}
    assert codes(seal_findings(SEAL, [], register().staff["S001"])) == {"/custodian": "custodian_of_other_department"}
    assert codes(seal_findings(SEAL.model_copy(update={"custodian": None}), [], None)) == {
        "/custodian": "custodian_missing"
    }
