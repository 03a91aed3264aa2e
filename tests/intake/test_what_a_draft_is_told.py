"""A draft is told whatever would have it refused at its submission, apart from what is not filled in yet."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.actor import Identity
from chalicelib.intake.model.application import examined
from chalicelib.intake.store.application import draft_findings
from local.demo.application import form
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import COMPANY
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

ON = date(2026, 11, 24)
LIN = {"name": "林示例", "id_number": "44170219900307801X"}
OTHER = {"name": "别的公司（不是我）", "uscc": "91441702MA5YM0015Y"}
NOT_YET = {"missing", "guardian_missing", "birth_date_missing", "union_tag_not_found"}


def identity_of(who: str) -> Identity:
    identity = PERSONAS[who].actor.identity
    assert identity is not None
    return identity


def told(item: Any, filled: dict[str, Any], who: str) -> dict[str, str]:
    found: Any = draft_findings(item, filled, identity_of(who), ON)["errors"]
    return {error["pointer"]: error["code"] for error in found}


def refused(item: Any, filled: dict[str, Any], who: str) -> dict[str, str]:
    _, errors = examined(item, filled, identity_of(who), ON)
    return {error.pointer.removeprefix("/form"): error.code for error in errors}


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("field", ["name", "uscc"])
def test_a_draft_in_the_name_of_another_company_is_told(hall: Hall, field: str):
    other = form()
    other["applicant"][field] = OTHER[field]
    made = hall.people.create_application(hall.caller(COMPANY), "YM-P01", other)
    assert [(error["pointer"], error["code"]) for error in made.facts["errors"]] == [
        (f"/form/applicant/{field}", "applicant_not_account")
    ]
    case_id = made.facts["id"]
    saved = hall.people.save_form(case_id, hall.caller(COMPANY, case_id), other)
    assert [(error["pointer"], error["code"]) for error in saved.facts["errors"]] == [
        (f"/applicant/{field}", "applicant_not_account")
    ]


@pytest.mark.parametrize(
    ("who", "applicant", "found"),
    [
        ("citizen-lin", {"kind": "自然人", **LIN, "name": "别人"}, {"/applicant/name"}),
        ("citizen-lin", {"kind": "自然人", "id_type": "护照"}, {"/applicant/id_type"}),
        ("citizen-lin", {"kind": "企业法人", **OTHER}, {"/applicant/kind"}),
        (COMPANY, {"kind": "自然人", **LIN}, {"/applicant/kind"}),
        ("citizen-lin", {"kind": "自然人", **LIN}, set()),
        ("citizen-lin", {"kind": "自然人", "name": "", "id_type": "", "id_number": "", "id_country": ""}, set()),
        ("citizen-lin", {"kind": "自然人"}, set()),
        (COMPANY, {"kind": "企业法人", "name": "", "uscc": ""}, set()),
    ],
)
def test_only_what_is_filled_in_is_compared_with_the_account(who: str, applicant: dict[str, Any], found: set[str]):
    """Item S09 serves people and companies."""
    said = told(item_document("YM-S09"), {"applicant": applicant, "answers": {}}, who)
    assert said == dict.fromkeys(found, "applicant_not_account")


NAMES = st.sampled_from(["林示例", "林 示例", "别人", "阳江示例餐饮有限公司", "林*例", "", " "])
CARDS = st.sampled_from(["居民身份证", "护照", "港澳台居民居住证", "", "***", 7])
NUMBERS = st.sampled_from(["44170219900307801X", "441702201906010016", "E12345678", "4417**************", ""])
PERSON = {"name": NAMES, "id_type": CARDS, "id_number": NUMBERS, "id_country": st.sampled_from(["CHN", "USA", "", " "])}
GUARDIAN = st.fixed_dictionaries({}, optional=PERSON | {"relationship": st.sampled_from(["父母", "子女", ""])})
APPLICANT = st.fixed_dictionaries(
    {"kind": st.sampled_from(["自然人", "企业法人", "其他组织", "", "***"])},
    optional=PERSON
    | {"uscc": st.sampled_from(["91441702MA5YM00074", "91441702MA5YM0015Y", ""]), "guardian": GUARDIAN | st.none()},
)


@given(applicant=APPLICANT, who=st.sampled_from([COMPANY, "citizen-lin"]), item=st.sampled_from(["YM-S09", "YM-S07"]))
def test_whatever_a_submission_refuses_of_the_form_the_draft_was_told(applicant: dict[str, Any], who: str, item: str):
    filled = {"applicant": applicant, "answers": {}}
    document = item_document(item)
    before, at_last = told(document, filled, who), refused(document, filled, who)
    unsaid = {pointer: code for pointer, code in at_last.items() if code not in NOT_YET and pointer not in before}
    assert not {pointer for pointer in unsaid if _at(filled, pointer)}


def _at(here: Any, pointer: str) -> Any:
    for name in pointer.split("/")[1:]:
        here = here.get(name) if isinstance(here, dict) else None
    return here
