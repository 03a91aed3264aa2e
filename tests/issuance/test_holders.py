"""持证主体: certificate, face and decision of each item name one holder, who is not always the applicant."""

import json
from typing import Any

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.face_lines import Known, lines_of_face
from chalicelib.catalogue.model.holders import holder_of
from chalicelib.documents.store import vault
from chalicelib.issuance.acts.compare import certificate_shown
from proofs.kit.applications import FILLED_ON
from proofs.kit.faces import example_face
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from tests.cases.test_every_item import brought_to_the_desk
from tests.catalogue.conftest import DOCUMENT
from tests.issuance.test_term import decide_it

pytestmark = pytest.mark.usefixtures("quick_documents")
ALL_ITEMS = {one["id"]: ItemDocument.model_validate_json(json.dumps(one)) for one in DOCUMENT["items"]}
PERSON = {"kind": "自然人", "name": "林示例", "id_type": "resident_id", "id_number": "44170219900307801X"}
COMPANY = {"kind": "企业法人", "name": "某公司", "uscc": "91441700YM0000411A"}
# Everybody else is the holder of what is applied for. The faces are `result_fields` of the shared forms.json.
OTHERS: dict[str, tuple[str, str]] = {
    "YM-R01": ("company_name", "the company that is founded; the applicant is the shareholders' (items-defects R01)"),
    "YM-P08": ("organisation_name", "the unit that is founded; the applicant is the 举办者 (items-defects P08)"),
    "YM-R02": ("business_name", "the business by its name; without a name its 经营者 (forms.json R02)"),
    "YM-P03": ("institution_name", "the institution that is registered (forms.json P03)"),
    "YM-S07": ("child_name", "the child, where the card is not the applicant's (forms.json S07)"),
    "YM-S08": ("child_name", "the child, where the insured is not the applicant (forms.json S08)"),
    "YM-S13": ("child_name", "the newborn (forms.json S13)"),
    "YM-S14": ("child_name", "the newborn (forms.json S14)"),
}


def filled(item: ItemDocument) -> dict[str, Any]:
    applicant = PERSON if "自然人" in item.service_objects else COMPANY
    given: dict[str, Any] = {"holder_is_applicant": False} if item.id in ("YM-S07", "YM-S08") else {}
    named: dict[str, Any] = {"business_name": "示例早餐店"} if item.id == "YM-R02" else {}
    return {"applicant": applicant, "answers": example_answers(item, applicant, FILLED_ON, **given) | named}


@pytest.mark.requirement("R38")
@pytest.mark.parametrize("code", ALL_ITEMS)
def test_the_holder_of_each_item(code: str):
    item = ALL_ITEMS[code]
    form = filled(item)
    known = Known("Z1", "某局", FILLED_ON, None, None, "")
    lines = lines_of_face(item, form, example_face(item, form, optional=True), known)
    found = holder_of(form, lines)
    if code in OTHERS:
        assert found is not None
        assert found.name == form["answers"][OTHERS[code][0]] != form["applicant"]["name"]
    else:
        assert found is None or found.name == form["applicant"]["name"]
    printed = {line.key: line.value for line in lines}
    assert found is None or found.code in {"", *printed.values()}


@pytest.mark.requirement("R38", "R40")
@pytest.mark.parametrize("code", ["YM-R01", "YM-P08", "YM-R02"])
def test_who_is_founded_holds_the_certificate_and_is_named_in_the_decision(hall: Hall, code: str):
    case_id = brought_to_the_desk(hall, code)
    optional: dict[str, Any] = {"until": "2029-06-30"} if code == "YM-P08" else {}
    decide_it(hall, case_id, {}, **optional)
    hall.carry_out_everything()
    made, face, case = certificate_shown(hall.platform, hall.case(case_id)), hall.face(case_id), hall.case(case_id)
    assert made.holder == (face["name"] or case.applicant_name)
    assert (made.holder_code, made.holder_code_label) == (face["uscc"], "统一社会信用代码")
    decision = next(row.data for row in vault.whole_documents(hall.platform, case_id) if row.kind == "grant_decision")
    told = f'{{"label":"持证主体","value":"{made.holder}"}}'
    assert (told in decision) is (made.holder != case.applicant_name)
    assert face["name"] == "" or made.holder != case.applicant_name
