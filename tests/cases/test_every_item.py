"""Every item of the demonstration catalogue: what can be begun is played to its end by the personas of its department,
what cannot be handled cannot be begun.
"""

from typing import Any

import pytest

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Status
from chalicelib.cases.model.guardianship import Guardianship, guarded_in
from chalicelib.cases.model.hearing import unheard
from chalicelib.cases.model.material import lines_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.face_lines import FaceLine
from chalicelib.catalogue.model.faces import faces_of
from chalicelib.catalogue.model.forms import with_derived
from chalicelib.catalogue.model.upward import superior_of
from chalicelib.catalogue.model.validity import Stated
from chalicelib.documents.store import vault
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.create_application import HANDLED, KINDS
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.issuance.acts.compare import certificate_shown
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.issuance.model.paper import differing
from chalicelib.review.acts.decide import decide
from local.catalogues import CITY_DIVISION, catalogue_of
from local.demo.application import PHONE, REPRESENTATIVE
from local.simple_register import power_letter
from proofs.kit.applications import CITIZEN, COMPANY, FILLED_ON, LIN, announced, paper
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import item_document, publish
from proofs.kit.fees import pay
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from proofs.kit.register import change_letters
from proofs.kit.world import ITEMS as IN_EVERY_WORLD
from tests.cases.editors_notes import answers, documents, notes_in

ITEMS = [item["id"] for item in catalogue_of(CITY_DIVISION)["items"]]
# Decided by an organ above; `tests/review/test_reporting_upward.py` plays these.
UPWARD = [code for code in ITEMS if superior_of(item_document(code))]
HANDLED_HERE = [code for code in ITEMS if item_document(code).handling_type in HANDLED and code not in UPWARD]

# Of one's own, and without a reason that is sensitive.
PLAIN: dict[str, Any] = {"holder_is_applicant": True, "category": "other"}


def applicant_of(item: ItemDocument) -> str:
    return CITIZEN if set(KINDS["person"]) & set(item.service_objects) else COMPANY


def filled_in(hall: Hall, item: ItemDocument) -> dict[str, Any]:
    """What the applicant is asked, with every yes or no as no."""
    if applicant_of(item) == CITIZEN:
        applicant = {"kind": "自然人", **LIN, "phone": PHONE}
    else:
        kind = next(kind for kind in KINDS["company"] if kind in item.service_objects)
        applicant = {**hall.people.form()["applicant"], "kind": kind}
    on, asked = hall.platform.now().date(), {field.key for field in item.fields}
    plain = {name: value for name, value in PLAIN.items() if name in asked}
    answers = example_answers(item, applicant, on, **plain)
    no = {field.key: False for field in item.fields if field.type == "boolean" and field.key in answers}
    given: dict[str, Any] = no | plain
    return with_derived(item, {"applicant": applicant, "answers": example_answers(item, applicant, on, **given)}, on)


def recipient_of(item: ItemDocument) -> Recipient:
    person = {"relation": "applicant", **LIN}
    representative = {"relation": "legal_representative", **REPRESENTATIVE}
    taker = person if applicant_of(item) == CITIZEN else representative
    return Recipient.model_validate({**taker, "seen": True, "signed": True})


def publish_unless_there(hall: Hall, code: str) -> None:
    if code not in IN_EVERY_WORLD:
        publish(hall.platform, code)


def grant(hall: Hall, case_id: str) -> None:
    """Where the law leaves the validity to the decision, the decision states it; a hearing it demands is held."""
    chief = hall.people.decider(case_id)
    if unheard(hall.case(case_id), item_of(hall.platform, hall.case(case_id))):
        hall.people.suspend(case_id, hall.caller(chief, case_id), "hearing", 7)
        hall.people.resume(case_id, hall.caller(chief, case_id), "hearing")
    try:
        hall.decide(case_id, by=chief)
    except Invalid as missing:
        if missing.code != "validity_missing":
            raise
        face = hall.people.stated_face(case_id)
        decide(hall.platform, hall.caller(chief, case_id), case_id, "grant", [], Stated(years=5), face=face)


def begin_online(hall: Hall, who: str, code: str, form: dict[str, Any]) -> str:
    case_id: str = hall.people.create_application(hall.caller(who), code, form).facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(who, case_id))
    return case_id


def begin_at_the_window(hall: Hall, item: ItemDocument, form: dict[str, Any]) -> str:
    """With every paper that is required, and its scan."""
    person = recipient_of(item).model_dump(include={"relation", "name", "id_type", "id_number", "seen"})
    required = [line.no for line in lines_of(item, form) if line.required]
    handed_in = {"papers": [paper(line) for line in required], "scans": [announced(line) for line in required]}
    walk_in = WalkIn.model_validate({"item": item.id, "form": form, "presented_by": person, **handed_in})
    case_id: str = receive_walk_in(hall.platform, hall.caller(CLERK), walk_in).facts["id"]
    for row in hall.rows(case_id, keys.MATERIAL):
        hall.arrives(case_id, row["id"])
    return case_id


def test_there_are_58_items_and_56_are_handled():
    assert (len(ITEMS), len(HANDLED_HERE), len(UPWARD)) == (58, 53, 3)


def brought_to_the_desk(hall: Hall, code: str) -> str:
    """A case of this item that waits for its decision."""
    publish_unless_there(hall, code)
    item, people = item_document(code), hall.people
    who, form = applicant_of(item), filled_in(hall, item)
    case_id = begin_online(hall, who, code, form) if item.online else begin_at_the_window(hall, item, form)
    people.accept(case_id, hall.caller(CLERK, case_id), proof_for(item, form))
    hall.carry_out_everything()
    if hall.case(case_id).open_task("review"):
        officer = people.at_post("officer", case_id)
        people.claim_task(case_id, hall.caller(officer))
        hall.answer(case_id, by=officer)
        hall.carry_out_everything()
    return case_id


def proof_for(item: ItemDocument, form: dict[str, Any]) -> Guardianship | None:
    """What the clerk has seen, where the applicant acts for a child."""
    guarded = guarded_in(item, form, FILLED_ON)
    return Guardianship.model_validate({"proof": "出生医学证明", "seen": True}) if guarded else None


def changed(line: FaceLine) -> str:
    """What a paper says that is wrong in this line."""
    return "2031年3月3日" if line.kind in ("date", "until") else f"{line.value}9"


def every_line_is_held_against_the_paper(hall: Hall, case_id: str, item: ItemDocument) -> None:
    """The certificate shows the face of the item, and whatever is changed in one line of the paper is found (R38)."""
    certificate = certificate_shown(hall.platform, hall.case(case_id))
    lines, right = certificate.face, hall.face(case_id)
    of_item = [(face.key, face.title) for face in faces_of(item, filled_in(hall, item))]
    assert (len(of_item) < len(item.result_fields)) is (item.id == "YM-P11")  # another document than the licence
    assert [(line.key, line.label) for line in lines if line.key != "validity"] == of_item
    assert differing(right, lines, certificate) == []
    for line in lines:
        assert differing(right | {line.key: changed(line)}, lines, certificate) == [line]
    wrong = lines[len(item.name) % len(lines)]
    found = hall.compare(case_id, face=right | {wrong.key: changed(wrong)}).facts
    assert (found["mismatches"], found["mismatch_labels"]) == ([wrong.key], [wrong.label])


@pytest.mark.requirement("R38")
@pytest.mark.parametrize("code", HANDLED_HERE)
def test_what_can_be_begun_can_be_ended(hall: Hall, code: str):
    case_id, item = brought_to_the_desk(hall, code), item_document(code)
    grant(hall, case_id)
    hall.carry_out_everything()
    pay_what_is_due(hall, case_id, item)
    every_line_is_held_against_the_paper(hall, case_id, item)
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    deliver(hall.platform, hall.caller(ISSUER, case_id), case_id, recipient_of(item))
    hall.carry_out_everything()
    case = hall.case(case_id)
    assert (case.status, case.open_tasks, case.department) == (Status.CLOSED, (), item.department)
    assert notes_in([answers(hall, case_id), documents(hall, case_id)]) == []


def pay_what_is_due(hall: Hall, case_id: str, item: ItemDocument) -> None:
    """The result of an item with such a fee is given out once it is paid (R70)."""
    if item.fee.due is None:
        return
    letter = power_letter(hall.platform.settings.division, item.department, [item.id], powers=[1, 2, 3, 4, 5, 6])
    change_letters(hall.platform, item.department, power_letters=(letter,))
    hall.people.order_fee(case_id, hall.caller(f"chief-{item.department}", case_id))
    fee = hall.case(case_id).fee
    assert fee
    pay(hall.platform, case_id, fen=fee.fen)
    hall.carry_out_everything()


@pytest.mark.parametrize(
    ("code", "we", "seal", "title", "kind"),
    [
        ("YM-S10", "本单位", "业务专用章", "不予办理通知书", "refusal_decision"),
        ("YM-S03", "本机关", "行政审批专用章", "不予认定工伤决定书", "refusal_decision"),
        ("YM-I01", "本机关", "行政审批专用章", "不予备案通知书", "filing_refusal"),
    ],
)
def test_a_refusal_is_written_by_who_it_is_and_called_what_it_is(
    hall: Hall, code: str, we: str, seal: str, title: str, kind: str
):
    """A power company is no organ and has no seal of approval; 工伤认定 is no licence, a filing no decision."""
    case_id = brought_to_the_desk(hall, code)
    hall.decide(case_id, "refuse", by=hall.people.decider(case_id))
    hall.carry_out_everything()
    papers = {row.kind: row.data for row in vault.whole_documents(hall.platform, case_id)}
    assert f'"title":"{title}"' in papers[kind]
    assert f"{we}已于" in papers[kind]
    assert title in papers["collection_notice"]
    assert {kind for kind, text in papers.items() if seal not in text} == set()


@pytest.mark.parametrize("code", sorted(set(ITEMS) - {*HANDLED_HERE, *UPWARD}))
def test_what_cannot_be_handled_cannot_be_begun(hall: Hall, code: str):
    publish_unless_there(hall, code)
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        hall.people.create_application(hall.caller(applicant_of(item_document(code))), code, {})
    assert refused.value.code == "handling_type_unsupported"
    assert hall.everything() == before
