"""The acts by which an example case gets where it is to stand, each over HTTP and by the persona whose job it is."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from chalicelib.access.actor import Identity
from local.demo import application
from local.demo.application import COMPANY, PHONE, REPRESENTATIVE, announced, form, pdf
from local.demo.client import PATIENCE, Client, Unexpected
from local.demo.faces import granting
from local.demo.story import organs_have_answered

ISSUER, ADMINISTRATOR, SUPERIOR = "clerk-issuing", "administrator", "superior-gd_culture_tourism"
OPINION = {"recommendation": "grant", "opinion": "经审查，符合许可条件。（演示）"}
DEPARTMENTS: Mapping[str, str] = {
    "YM-P01": "food",
    "YM-P12": "tour",
    "YM-S05": "si",
    "YM-S06": "hrss",
    "YM-S07": "si",
}
ANSWERS: Mapping[str, dict[str, Any]] = {
    "YM-P01": application.ANSWERS,
    "YM-P12": application.AGENCY_ANSWERS,
    "YM-S05": application.REGISTRATION_ANSWERS,
    "YM-S06": application.RECOGNITION_ANSWERS,
    "YM-S07": application.CARD_ANSWERS,
}


@dataclass
class Example:
    """A case. It has no number and no query code before it is submitted. `factor` is what `/progress` asks for."""

    item: str
    owner: str
    id: str = ""
    item_name: str = ""
    number: str = ""
    query_code: str = ""
    factor: str = ""
    status: str = ""
    etag: str = ""
    next: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def department(self) -> str:
        return DEPARTMENTS[self.item]

    @property
    def clerk(self) -> str:
        return "clerk-social" if self.item.startswith("YM-S") else "clerk-production"

    @property
    def application(self) -> str:
        return f"/applications/{self.id}"

    @property
    def case(self) -> str:
        return f"/cases/{self.id}"


class Cast:
    """Does the acts on `client`."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._lock = Lock()

    @cached_property
    def people(self) -> Mapping[str, Identity]:
        known = self.client.get(None, "/local/personas").json()["personas"]
        return {one["id"]: Identity(**one["identity"]) for one in known if "identity" in one}

    def paper(self) -> bytes:
        """One file for all materials: typesetting it is half of the work."""
        with self._lock:
            return self._paper

    @cached_property
    def _paper(self) -> bytes:
        return pdf("演示材料")

    # ------------------------------------------------------------------------------------------------- the applicant
    def begin(self, example: Example) -> None:
        person = self.people[example.owner]
        draft = self.client.act(example.owner, "POST", "/applications", {"item": example.item})
        example.id, example.factor = draft.json()["id"], person.number[-4:]
        saved = self.client.act(
            example.owner,
            "PUT",
            f"{example.application}/form",
            filled(example, person),
            etag=draft.headers["ETag"],
        )
        example.etag = saved.headers["ETag"]

    def submit(self, example: Example) -> None:
        self.begin(example)
        for line in self.client.get(example.owner, f"{example.application}/materials").json()["materials"]:
            if line["required"]:
                self._hand_in(example, line["no"])
        submitted = self.client.act(example.owner, "POST", f"{example.application}/submit", etag=example.etag)
        receipt = submitted.json()
        example.number, example.query_code = receipt["number"], receipt["query_code"]
        self.client.wait_until(example.owner, f"{example.application}/materials", organs_have_answered)

    def _hand_in(self, example: Example, line: str) -> None:
        paper = self.paper()
        asked = self.client.act(example.owner, "POST", f"{example.application}/materials", announced(line, paper))
        self.client.upload(asked.json()["upload"], paper, "application/pdf")

    def withdraw(self, example: Example) -> None:
        self._act(example, example.owner, f"{example.application}/withdraw", {"reason": "改期办理"})

    # ------------------------------------------------------------------------------------------------- the windows
    def accept(self, example: Example) -> None:
        self._act(example, example.clerk, f"{example.case}/accept")

    def show_originals(self, example: Example) -> None:
        """The applicant has come with them, and the clerk has compared every file."""
        known = self.client.get(example.owner, f"{example.application}/materials").json()["materials"]
        files = [file["id"] for line in known for file in line["files"] if file["original"] == "awaited"]
        shown = {"files": files, "matches_original": True}
        self._act(example, example.clerk, f"{example.case}/originals", shown)

    def correct(self, example: Example) -> None:
        defect = {"line": "01", "defect": "扫描件不清晰，无法辨认", "remedy": "重新扫描原件后上传"}
        self._act(example, example.clerk, f"{example.case}/correct", {"defects": [defect]})

    def reject(self, example: Example) -> None:
        reason = "经审查，申请事项依法不需要取得行政许可"
        self._act(example, example.clerk, f"{example.case}/reject", {"ground": "no_permit_needed", "reason": reason})

    def compare(self, example: Example) -> None:
        shown = self.client.get(ISSUER, f"{example.case}/certificate?purpose=issue").json()
        face = {line["key"]: line["value"] for line in shown["face"]}
        self._act(example, ISSUER, f"{example.case}/compare", {"face": face})

    def deliver(self, example: Example) -> None:
        self._act(example, ISSUER, f"{example.case}/deliver", {"recipient": self.recipient(example)})

    def recipient(self, example: Example) -> dict[str, Any]:
        person = self.people[example.owner]
        if example.owner == COMPANY:
            return {"relation": "legal_representative", **REPRESENTATIVE, "seen": True, "signed": True}
        named = {"name": person.name, "id_number": person.number}
        return {"relation": "applicant", **named, "seen": True, "signed": True}

    # ------------------------------------------------------------------------------------------------- the department
    def grant(self, example: Example) -> None:
        self.reaches(example, "deciding")
        self._act(example, f"chief-{example.department}", f"{example.case}/decide", granting(example.item))
        self.reaches(example, "comparing")

    def review(self, example: Example) -> None:
        """First, here: an organ above decides."""
        officer, chief = f"officer-{example.department}", f"chief-{example.department}"
        self._until(lambda: example.id in self.client.get(officer, "/tasks").text, example)
        self.client.act(officer, "POST", f"/tasks/{example.id}.review/answer", OPINION)
        self._until(lambda: example.id in self.client.get(chief, "/tasks").text, example)

    def report(self, example: Example) -> None:
        self._act(example, f"chief-{example.department}", f"{example.case}/report", OPINION)
        self._until(lambda: example.id in self.client.get(SUPERIOR, "/tasks").text, example)

    def notified(self, example: Example) -> None:
        """Wait until the department's system has the callback: from then on it may answer by itself again."""
        self._until(lambda: f"{example.id}.review" in str(self._system(example)["received"]), example)

    def _system(self, example: Example) -> Mapping[str, Any]:
        systems = self.client.get(None, "/local/departments").json()["departments"]
        return next(system for system in systems if system["department"] == example.department)

    def given_up(self, example: Example) -> None:
        """Wait until the refused callback lies at the desk of dead letters."""
        desk = "/admin/dead-letters"
        self._until(lambda: example.id in self.client.get(ADMINISTRATOR, desk).text, example)

    # ------------------------------------------------------------------------------------------------- waiting
    def reaches(self, example: Example, status: str) -> None:
        self._until(lambda: self.look(example) == status, example)

    def look(self, example: Example) -> str:
        found = self.client.get(example.owner, example.application)
        example.etag, known = found.headers["ETag"], found.json()
        example.status, example.item_name = known["status"], known["item_name"]
        return example.status

    def _act(self, example: Example, persona: str, path: str, body: Any = None) -> None:
        self.look(example)
        case, _, what = path.rpartition("/")
        self.client.step(persona, case, what, body)

    def _until(self, good: Any, example: Example) -> None:
        late = time.monotonic() + PATIENCE
        while not good():
            if time.monotonic() > late:
                raise Unexpected(f"{example.item} {example.id}: {PATIENCE:.0f} 秒内没有等到，停在 {example.status}")
            time.sleep(0.1)


def filled(example: Example, person: Identity) -> dict[str, Any]:
    if example.owner == COMPANY:
        return {**form(person), "answers": ANSWERS[example.item]}
    applicant = {"kind": "自然人", "name": person.name, "id_number": person.number, "phone": PHONE}
    return {"applicant": applicant, "answers": ANSWERS[example.item]}
