"""What people of the proofs apply for, with its form, its materials and who takes the result. SYNTHETIC: invented."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from chalicelib.access.actor import Identity
from chalicelib.cases.model.material import lines_of
from local.demo.application import ANSWERS, PHONE, REPRESENTATIVE, form
from local.demo.application import announced as told_of
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers

# A PDF of one empty page.
BYTES = (
    b"%PDF-1.7\n"
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \n"
    b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n"
)
# Nothing that these forms say depends on the day.
FILLED_ON = date(2026, 11, 23)
COMPANY, CITIZEN = "company", "citizen-lin"
LIN = {"name": "林示例", "id_number": "44170219900307801X"}


class Application(NamedTuple):
    """Whose it is, which department decides, what is asked beside who applies, the lines that have to be handed in, who
    comes in person and as what.
    """

    item: str
    who: str
    department: str
    answers: dict[str, Any]
    lines: tuple[str, ...]
    person: dict[str, str]
    relation: str

    @property
    def form(self) -> dict[str, Any]:
        """The whole form, filled in by the city's persona."""
        return self.filled_in(None)

    def filled_in(self, identity: Identity | None) -> dict[str, Any]:
        """By the company of this identity; a citizen is the same everywhere."""
        if self.who == CITIZEN:
            return {"applicant": {"kind": "自然人", **LIN, "phone": PHONE}, "answers": self.answers}
        return {**form(identity), "answers": self.answers}

    @property
    def phone(self) -> str:
        """The field of the form with the applicant's telephone."""
        return "/applicant/phone" if self.who == CITIZEN else "/applicant/contact/phone"

    @property
    def presented_by(self) -> dict[str, Any]:
        """The person at the window, whose card was seen."""
        return {"relation": self.relation, **self.person, "seen": True}

    @property
    def recipient(self) -> dict[str, Any]:
        return {**self.presented_by, "signed": True}

    @property
    def papers(self) -> list[dict[str, Any]]:
        return [paper(line) for line in self.lines]

    @property
    def scans(self) -> list[dict[str, Any]]:
        return [announced(line) for line in self.lines]

    @property
    def walk_in(self) -> dict[str, Any]:
        """With every paper, whose scans are announced."""
        facts = {"item": self.item, "form": self.form, "presented_by": self.presented_by}
        return {**facts, "papers": self.papers, "scans": self.scans}


def paper(line: str) -> dict[str, Any]:
    """A copy that the clerk has compared with the original."""
    return {"line": line, "form": "复印件", "pages": 1, "matches_original": True}


def announced(line: str, content: bytes = BYTES) -> dict[str, Any]:
    """What the API is told of a file before it is uploaded."""
    return told_of(line, content)


def _of_company(item: str, department: str, lines: str, **given: Any) -> Application:
    answers = example_answers(item_document(item), form()["applicant"], FILLED_ON, **given)
    asked = tuple(lines.split())
    return Application(item, COMPANY, department, answers, asked, REPRESENTATIVE, relation="legal_representative")


def _of_citizen(item: str, department: str, lines: str, **answers: Any) -> Application:
    filled = example_answers(item_document(item), {"kind": "自然人", **LIN}, FILLED_ON, **answers)
    return Application(item, CITIZEN, department, filled, tuple(lines.split()), LIN, relation="applicant")


# A name with a private character that no font has, and how it is written once its holder has agreed.
RARE_LETTER = "\ue000"
RARE_NAME, PLAIN_NAME = f"{RARE_LETTER}示例餐饮有限公司", "䶮示例餐饮有限公司"


def rare(form: dict[str, Any]) -> dict[str, Any]:
    """The same form of an applicant whose name cannot be printed."""
    return {**form, "applicant": {**form["applicant"], "name": RARE_NAME}}


def another_writing(signed_on: str) -> dict[str, Any]:
    """The body of the request that corrects the writing of the rare name."""
    consent = {"signed_on": signed_on, "reference": "窗口卷宗第1卷"}
    return {"name": RARE_NAME, "writing": PLAIN_NAME, "source": "public_code_point", "consent": consent}


# A licence and an administrative service that is none, a registration on the spot; the same again for a citizen.
PERMIT = _of_company("YM-P01", "food", "01 03 04 06", **ANSWERS)
SERVICE = _of_company("YM-S03", "hrss", "01 02 03", third_party_conclusion=False)
REGISTRATION = _of_company("YM-S05", "si", "01")
RECOGNITION = _of_citizen("YM-S06", "hrss", "01", category="other")
# Reviewed here and decided by an organ of the province.
AGENCY = _of_company("YM-P12", "tour", "01 03 04 05")
# On the way of the commitment (告知承诺).
VENUE = _of_company("YM-I16", "fire", "01 04 05", commitment_route=True)
CARD = _of_citizen("YM-S07", "si", "", holder_is_applicant=True)
# The same card for a child under sixteen, whose parent applies: the form asks who that is.
OF_A_CHILD = {**CARD.answers, "guardian_relation": "mother"}
# What the form of the food licence asks of who sells by machines.
MACHINES = [{"place": "示例市示例区示例广场", "device": "A001"}]
APPLICATIONS: Mapping[str, Application] = {
    one.item: one for one in (PERMIT, SERVICE, REGISTRATION, RECOGNITION, CARD, AGENCY, VENUE)
}


@cache
def application_of(code: str) -> Application:
    """For any item: one of those above, or one that is filled in with the examples of the catalogue."""
    if code in APPLICATIONS:
        return APPLICATIONS[code]
    item = item_document(code)
    if "自然人" in item.service_objects:
        bare = _of_citizen(code, item.department, "")
    else:
        bare = _of_company(code, item.department, "")
    return bare._replace(lines=tuple(line.no for line in lines_of(item, bare.form) if line.required))
