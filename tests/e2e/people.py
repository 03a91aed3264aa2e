"""Who applies for what. All invented."""

from datetime import date
from typing import Any

from local.demo.application import CARD_ANSWERS, RECOGNITION_ANSWERS, REGISTRATION_ANSWERS, REPRESENTATIVE
from local.demo.application import form as company_form
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers

CANARY = {"name": "金丝雀", "id_number": "441702199001010011", "phone": "13912345678"}
LIN = {"name": "林示例", "id_number": "44170219900307801X", "phone": "13800138001"}
BEFORE = date(2026, 11, 23)  # nothing that the examples say of the licence depends on the day
HUANG = {"name": "黄示例", "id_number": "441702199506120021", "phone": "13800138002"}

# A permit of the food department, a recognition of hrss (both 承诺件), two registrations of si (即办件), a licence that
# is reviewed here and decided by an organ of the province (上报件), and one granted on the applicant's word (告知承诺).
PERMIT, RECOGNITION, REGISTRATION, CARD, FISHING = "YM-P01", "YM-S06", "YM-S05", "YM-S07", "YM-P17"
VENUE = "YM-I16"
DEPARTMENT = {PERMIT: "food", RECOGNITION: "hrss", REGISTRATION: "si", CARD: "si", FISHING: "ocean", VENUE: "fire"}
SUPERIOR = "superior-gd_agriculture"
LINES = {PERMIT: ("01", "02", "03", "04", "05", "06"), RECOGNITION: ("01", "02", "03"), REGISTRATION: ("01", "02")}
LINES |= {CARD: ("01",), FISHING: ("01",), VENUE: ("01", "04", "05")}


def form(item: str, person: dict[str, str] = LIN) -> dict[str, Any]:
    match item:
        case "YM-P01":
            return company_form()
        case "YM-S05":
            return {**company_form(), "answers": REGISTRATION_ANSWERS}
        case "YM-I16":
            company = company_form()
            return company | {"answers": example_answers(item_document(item), company["applicant"], BEFORE)}
        case "YM-S06":
            return {"applicant": {"kind": "自然人", **person}, "answers": RECOGNITION_ANSWERS}
        case "YM-P17":
            applicant = {"kind": "自然人", **person}
            return {"applicant": applicant, "answers": example_answers(item_document(item), applicant, BEFORE)}
        case _:
            return {"applicant": {"kind": "自然人", **person}, "answers": CARD_ANSWERS}


def presented(item: str, person: dict[str, str] = LIN) -> dict[str, Any]:
    """The person standing at the window, or taking the result home."""
    if item in (PERMIT, REGISTRATION, VENUE):
        return {"relation": "legal_representative", **REPRESENTATIVE, "seen": True}
    return {"relation": "applicant", "name": person["name"], "id_number": person["id_number"], "seen": True}
