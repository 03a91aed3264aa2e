"""The hall as a test needs it: people who call, and a case brought as far as the test begins."""

import base64
import hashlib
from itertools import count
from typing import Any

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Task, task_id
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.store.records import load_case, load_events, load_file
from chalicelib.cases.store.tasks import load_task
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item, load, put
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct import Defect, correct
from chalicelib.intake.acts.create_application import create_application
from chalicelib.intake.acts.submit import submit
from chalicelib.issuance.acts.compare import certificate_shown, compare, face_of
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.review.acts.answer_task import ReviewAnswer, answer_task
from chalicelib.review.acts.decide import Outcome, decide
from local.demo.application import REPRESENTATIVE, form
from local.identity_provider.personas import personas
from tests.harness.crank import HandCrank
from tests.harness.memory import remembered
from tests.harness.world import stored_rows

COMPANY, CLERK, OFFICER, CHIEF, ISSUER = "company", "clerk-production", "officer-food", "chief-food", "clerk-issuing"
GRANTED = ReviewAnswer(recommendation="grant", opinion="符合许可条件")
BYTES = b"%PDF-1.7 a material"
PHONE = "13800138000"


_keys = count(1)


class Hall:
    """Acts by personas, each with a key of its own and the case's newest ETag unless told otherwise."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.people = personas(platform.settings.division)
        self.crank = HandCrank(platform)

    # ------------------------------------------------------------------------------------------------------- people
    def caller(self, who: str | Actor, case_id: str | None = None, *, key: str | None = None, **details: Any) -> Caller:
        """`if_match` is the newest ETag of `case_id`, if that is given."""
        actor = who if isinstance(who, Actor) else self.people[who].actor
        key = key or f"key-{next(_keys):08d}"
        seen = {"if_match": self.case(case_id).etag} if case_id else {}
        return Caller(**{"actor": actor, "at": self.platform.now(), "key": key, "digest": "same", **seen, **details})

    # ------------------------------------------------------------------------------------------------ what is there
    def case(self, case_id: str) -> Case:
        case = load_case(self.platform.table, case_id)
        assert case is not None, f"no case {case_id}"
        return case

    def task(self, case_id: str, kind: str = "review") -> Task:
        found = load_task(self.platform.table, case_id, kind)
        assert found is not None, f"no {kind} task of {case_id}"
        return found[1]

    def events(self, case_id: str) -> list[Event]:
        return load_events(self.platform.table, case_id)

    def rows(self, case_id: str, prefix: str = "") -> list[Item]:
        """The rows of the case's partition whose sort key begins with `prefix`."""
        return list(self.platform.table.query_all(keys.case(case_id), prefix=prefix))

    def everything(self) -> list[Item]:
        """The whole table but the catalogue, as the emulator holds it: reading it through the API takes much longer."""
        return [load(row) for row in stored_rows(self.platform)]

    # ----------------------------------------------------------------------------------------------- a case, so far
    def draft(self, item: str = "YM-P01", by: str = COMPANY, filled: dict[str, Any] | None = None) -> str:
        receipt = create_application(self.platform, self.caller(by), item, self.form() if filled is None else filled)
        return receipt.facts["id"]

    def form(self) -> dict[str, Any]:
        """The company's, for YM-P01."""
        return form(self.people[COMPANY].actor.identity)

    def hand_in(self, case_id: str, *lines: str, state: str = "ready", **changes: Any) -> list[str]:
        """Files in this state, as if they had been announced, uploaded and checked; their ids."""
        made = [self._file(line, state, changes) for line in lines]
        for file in made:
            key = keys.material(case_id, file.id)
            self.platform.table.write(put({**key._asdict(), **file.model_dump(mode="json", exclude_none=True)}))
        return [file.id for file in made]

    def _file(self, line: str, state: str, changes: dict[str, Any]) -> MaterialFile:
        digest = base64.b64encode(hashlib.sha256(BYTES).digest()).decode()
        facts = {"line": line, "file_name": f"{line}.pdf", "size": len(BYTES), "sha256": digest}
        given = {"id": f"file{next(_keys):06d}", "content_type": "application/pdf", "state": state}
        return MaterialFile.model_validate({**facts, **given, "requested_at": self.platform.now(), **changes})

    def required_lines(self, case_id: str) -> list[str]:
        found = load_file(self.platform.table, case_id)
        assert found is not None
        return [line.no for line in lines_of(item_of(self.platform, found.case), found.form) if line.required]

    @remembered
    def submitted(self, item: str = "YM-P01", by: str = COMPANY, filled: dict[str, Any] | None = None) -> str:
        case_id = self.draft(item, by, filled)
        self.hand_in(case_id, *self.required_lines(case_id))
        submit(self.platform, self.caller(by, case_id), case_id)
        return case_id

    @remembered
    def correcting(self, *lines: str) -> str:
        case_id = self.submitted()
        self.correct(case_id, *(lines or ("01",)))
        return case_id

    @remembered
    def accepted(self, item: str = "YM-P01", by: str = COMPANY, filled: dict[str, Any] | None = None) -> str:
        """Accepted and its first task open."""
        case_id = self.submitted(item, by, filled)
        accept(self.platform, self.caller(CLERK, case_id), case_id)
        self.crank.turn()
        return case_id

    @remembered
    def reviewed(self, answer: ReviewAnswer = GRANTED) -> str:
        """The department has answered, the decide task is open."""
        case_id = self.accepted()
        self.answer(case_id, answer)
        self.crank.turn()
        return case_id

    @remembered
    def decided(self, outcome: Outcome = "grant") -> str:
        """Decided and not yet carried out: no result is made."""
        case_id = self.reviewed()
        self.decide(case_id, outcome)
        return case_id

    @remembered
    def ready_to_collect(self, outcome: Outcome = "grant") -> str:
        """The result is made, compared if there is a certificate, and every document is there."""
        case_id = self.decided(outcome)
        self.crank.turn()
        if outcome == "grant":
            self.compare(case_id)
            self.crank.turn()
        self.crank.issue_documents()
        return case_id

    @remembered
    def closed(self, outcome: Outcome = "grant") -> str:
        case_id = self.ready_to_collect(outcome)
        self.deliver(case_id)
        self.crank.turn()
        return case_id

    # ------------------------------------------------------------------------------------------- acts, in short form
    def correct(self, case_id: str, *lines: str, **details: Any) -> Receipt:
        defects = [Defect(line=line, defect="缺少签名", remedy="补签后重新提交") for line in lines]
        return correct(self.platform, self.caller(CLERK, case_id, **details), case_id, defects)

    def answer(
        self, case_id: str, answer: ReviewAnswer = GRANTED, by: str | Actor = OFFICER, **details: Any
    ) -> Receipt:
        return answer_task(self.platform, self.caller(by, **details), task_id(case_id, "review"), answer)

    def decide(self, case_id: str, outcome: Outcome = "grant", by: str | Actor = CHIEF, **details: Any) -> Receipt:
        reasons = ["经营场所不符合要求"] if outcome == "refuse" else []
        return decide(self.platform, self.caller(by, case_id, **details), case_id, outcome, reasons)

    def face(self, case_id: str) -> dict[str, str]:
        return face_of(certificate_shown(self.platform, case_id))

    def compare(self, case_id: str, by: str | Actor = ISSUER, paper: dict[str, str] | None = None) -> Receipt:
        return compare(self.platform, self.caller(by, case_id), case_id, paper or self.face(case_id))

    def deliver(self, case_id: str, by: str | Actor = ISSUER, **recipient: Any) -> Receipt:
        shown = {"relation": "legal_representative", **REPRESENTATIVE, "seen": True, "signed": True, **recipient}
        return deliver(self.platform, self.caller(by, case_id), case_id, Recipient.model_validate(shown))


def staff(role: str, department: str | None = None, region: str = "441700") -> Actor:
    """Somebody of another post, department or region than the personas'."""
    named = {"department": department} if department else {}
    return Actor.model_validate(
        {"sub": f"staff:{role}-{department}-{region}", "role": role, "name": "工作人员", "region": region, **named}
    )
