"""The hall to act in: a case brought as far as somebody needs it, and the acts on it in short form."""

from typing import Any

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_events, load_file
from chalicelib.cases.store.tasks import load_task
from chalicelib.catalogue.model.forms import with_derived
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.review.acts.answer_task import ReviewAnswer
from chalicelib.review.acts.decide import Outcome
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.cast import ANSWERS, CHIEF, CLERK, ISSUER, OFFICER
from proofs.kit.clock import Clock
from proofs.kit.machines import Machines
from proofs.kit.remembered import remembered
from proofs.kit.world import World

GRANTED = ANSWERS["grant"]


class Hall:
    """Acts by the people of `world`, each with a key of its own and the case's newest ETag unless told otherwise."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = world.people

    @property
    def platform(self) -> Platform:
        return self.world.platform

    @property
    def machines(self) -> Machines:
        return self.world.machines

    @property
    def clock(self) -> Clock:
        """Legal time."""
        return self.world.clock

    @property
    def wall(self) -> Clock:
        return self.world.wall

    def caller(self, who: str | Actor, case_id: str | None = None, **details: Any) -> Caller:
        return self.people.caller(who, case_id, **details)

    # ------------------------------------------------------------------------------------------------ what is there
    def case(self, case_id: str) -> Case:
        return self.people.case(case_id)

    def task(self, case_id: str, kind: str = "review") -> Task:
        found = load_task(self.platform.table, case_id, kind)
        if found is None:
            raise LookupError(f"no {kind} task of {case_id}")
        return found

    def events(self, case_id: str) -> list[Event]:
        return load_events(self.platform.table, case_id)

    def rows(self, case_id: str, prefix: str = "") -> list[Item]:
        """The rows of the case's partition whose sort key begins with `prefix`; those of documents with their texts."""
        found = self.world.rows(keys.case(case_id), prefix)
        if not prefix.startswith(keys.DOCUMENT):
            return found
        texts = {row["sk"]: row["data"] for row in self.world.rows(keys.case(case_id), keys.DOCUMENT_TEXT)}
        return [row | {"data": texts[keys.document_text(case_id, row["text"]).sk]} for row in found]

    def form_of(self, case_id: str) -> dict[str, Any]:
        found = load_file(self.platform.table, case_id)
        return found.form if found else {}

    def everything(self) -> list[Item]:
        """The whole table but the catalogue."""
        return self.world.everything()

    def required_lines(self, case_id: str) -> list[str]:
        found = load_file(self.platform.table, case_id)
        if found is None:
            raise LookupError(f"no case {case_id}")
        item = item_of(self.platform, found.case)
        form = with_derived(item, found.form, self.platform.now().date())
        return [line.no for line in lines_of(item, form) if line.required]

    # ------------------------------------------------------------------------------------------- what happens by itself
    def pending(self) -> list[Item]:
        return self.world.pending()

    def carry_out_everything(self) -> None:
        """What follows from acts: outbox rows and machines, until nothing moves any more."""
        self.world.carry_out_everything()

    def messages(self, queue: str) -> list[dict[str, Any]]:
        return self.world.messages(queue)

    def issue_documents(self) -> int:
        return self.world.issue_documents()

    def arrives(self, case_id: str, file_id: str, content: bytes = BYTES) -> None:
        """The bytes of an announced file come into the bucket and are checked."""
        self.world.upload(case_id, file_id, content)
        while self.world.work(names.MATERIALS_QUEUE):
            """The next message."""

    # ------------------------------------------------------------------------------------------------ a case, so far
    def draft(self, item: str = "YM-P01", by: str = COMPANY, filled: dict[str, Any] | None = None) -> str:
        return self.people.create_application(self.caller(by), item, filled).facts["id"]

    def hand_in(self, case_id: str, *lines: str, stored: bool = False, **how: Any) -> list[str]:
        """Rows of files that count, without their bytes unless they are `stored`; their ids."""
        return self.people.hand_in(case_id, *lines, stored=stored, **how)

    def form(self) -> dict[str, Any]:
        """The company's, for YM-P01."""
        return self.people.form()

    @remembered
    def submitted(self, item: str = "YM-P01", by: str = COMPANY, filled: dict[str, Any] | None = None) -> str:
        case_id = self.draft(item, by, filled)
        self.hand_in(case_id, *self.required_lines(case_id))
        self.people.submit(case_id, self.caller(by, case_id))
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
        self.people.accept(case_id, self.caller(CLERK, case_id))
        self.carry_out_everything()
        return case_id

    @remembered
    def reviewed(self, answer: ReviewAnswer = GRANTED) -> str:
        """The department has answered, the decide task is open."""
        case_id = self.accepted()
        self.answer(case_id, answer)
        self.carry_out_everything()
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
        self.carry_out_everything()
        if outcome == "grant":
            self.compare(case_id)
            self.carry_out_everything()
        self.issue_documents()
        return case_id

    @remembered
    def closed(self, outcome: Outcome = "grant") -> str:
        case_id = self.ready_to_collect(outcome)
        self.deliver(case_id)
        self.carry_out_everything()
        return case_id

    @remembered
    def walked_in_and_deemed_accepted(self, *papers: str) -> str:
        """Received at the window with papers of these lines and no scan, and accepted by silence."""
        case_id = self.people.receive_walk_in(self.caller(CLERK), papers=papers, scans=()).facts["id"]
        self.wait_in_silence(case_id)
        return case_id

    def wait_in_silence(self, case_id: str) -> None:
        """Nobody tells the applicant anything until the law accepts the application."""
        due = self.case(case_id).due("acceptance")
        if due is None:
            raise LookupError(f"nothing is due of {case_id}")
        self.clock.move_to(end_of(due))
        self.world.sweep()
        self.carry_out_everything()

    # ------------------------------------------------------------------------------------------- acts, in short form
    def bring_papers(self, case_id: str, *lines: str) -> Receipt:
        return self.people.bring_papers(case_id, self.caller(CLERK, case_id), lines)

    def correct(self, case_id: str, *lines: str, **details: Any) -> Receipt:
        return self.people.correct(case_id, self.caller(CLERK, case_id, **details), lines)

    def answer(
        self,
        case_id: str,
        answer: ReviewAnswer = GRANTED,
        by: str | Actor = OFFICER,
        no: str = "review",
        **details: Any,
    ) -> Receipt:
        return self.people.answer_task(case_id, self.caller(by, **details), answer, no)

    def decide(self, case_id: str, outcome: Outcome = "grant", by: str | Actor = CHIEF, **details: Any) -> Receipt:
        return self.people.decide(case_id, self.caller(by, case_id, **details), outcome)

    def face(self, case_id: str) -> dict[str, str]:
        return self.people.face(case_id)

    def compare(self, case_id: str, by: str | Actor = ISSUER, face: dict[str, str] | None = None) -> Receipt:
        return self.people.compare(case_id, self.caller(by, case_id), face)

    def deliver(self, case_id: str, by: str | Actor = ISSUER, **recipient: Any) -> Receipt:
        return self.people.deliver(case_id, self.caller(by, case_id), **recipient)
