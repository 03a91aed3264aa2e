"""Who acts, and every act: each by its persona, with a key of its own and the newest ETag."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, task_id
from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.evidence import evidence, removable
from chalicelib.cases.model.form_changes import value_at
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.cases.model.material import GONE, MaterialFile, lines_of
from chalicelib.cases.model.presented import Represented
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.records import load_case, load_file
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import put, update
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.ask_department import ask_department
from chalicelib.intake.acts.check_identity import check_identity
from chalicelib.intake.acts.confirm_materials import confirm_materials
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.create_application import create_application
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.reject import reject
from chalicelib.intake.acts.remove_material import remove_material
from chalicelib.intake.acts.save_form import save_form
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.model.asking import Confirmation, Question
from chalicelib.intake.model.notices import Defect, supplemented_files
from chalicelib.intake.model.signing import Signing
from chalicelib.review.acts.answer_task import ReviewAnswer, answer_task
from chalicelib.review.acts.claim_task import claim_task
from chalicelib.review.acts.decide import Outcome, Proofs, decide
from chalicelib.review.acts.reassign_task import Reassignment, reassign_task
from chalicelib.review.acts.release_task import release_task
from chalicelib.review.acts.take_over_task import take_over_task
from local.identity_provider.personas import personas
from proofs.kit.adverse_acts import AdverseActs
from proofs.kit.applications import BYTES, PERMIT, announced, application_of, paper, rare
from proofs.kit.catalogue import item_document
from proofs.kit.departments import SECRET, registration
from proofs.kit.faces import asked_face
from proofs.kit.further_acts import WINDOW, FurtherActs
from proofs.kit.interested import told
from proofs.kit.issuing_acts import IssuingActs
from proofs.kit.joint_acts import JointActs
from proofs.kit.session_acts import SessionActs

CLERK, ISSUER, STRANGER = "clerk-production", "clerk-issuing", "citizen-lin"
OFFICER, SECOND, SYSTEM, CHIEF = "officer-food", "officer2-food", "system-food", "chief-food"
LEADER = "leader-food"
HANDOVER = "经办人因病请假"
QUESTION_ASKED = {"reason": "completeness", "text": "清单没有写明这种情形是否需要提交，请部门确认。"}
CONFIRMED = {"advice": "conforms", "opinion": "材料齐全，符合法定形式。"}
NEW_PHONE, OLD_PHONE = "13900139000", "13900139009"
OPINIONS: Mapping[Outcome, str] = {"grant": "符合许可条件", "refuse": "经营场所不符合要求"}
ANSWERS: Mapping[Outcome, ReviewAnswer] = {
    outcome: ReviewAnswer(recommendation=outcome, opinion=opinion) for outcome, opinion in OPINIONS.items()
}


class Numbers:
    """1, 2, 3 ... in each world, so that a story has the same ids whenever it is told."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


class Cast(AdverseActs, FurtherActs, IssuingActs, JointActs, SessionActs):
    """Acts on `platform`. A caller that is used twice makes the same request twice."""

    def __init__(self, platform: Platform, numbers: Numbers) -> None:
        self.platform = platform
        self.personas = personas(platform.settings.division)
        self._numbers = numbers
        self._typed, self._corrections = {}, {}
        self._shown = {}
        self._ordinary = set()

    def caller(self, who: str | Actor, case_id: str | None = None, **details: Any) -> Caller:
        """`if_match` is the newest ETag of `case_id`, if that is given; `details` replace any part of the caller. The
        clerk sits at the window of this case.
        """
        seen = self.case(case_id).etag if case_id else None
        if who == CLERK and case_id:
            who = self.at_post(WINDOW, case_id)
        actor = who if isinstance(who, Actor) else self.personas[who].actor
        key = f"key-{self._numbers.next():08d}"
        made = Caller(actor=actor, at=self.platform.now(), key=key, digest="same", if_match=seen)
        return replace(made, **details)

    def case(self, case_id: str) -> Case:
        case = load_case(self.platform.table, case_id)
        if case is None:
            raise LookupError(f"no case {case_id}")
        return case

    def decider(self, case_id: str) -> str:
        """Who decides on the case: the leader of the department where its item is complex (R65)."""
        case = self.case(case_id)
        complexity = item_of(self.platform, case).complexity
        post = "leader" if complexity and complexity.level == "complex" else "chief"
        return f"{post}-{case.department}"

    # ---------------------------------------------------------------------------------------------- the applicant
    def create_application(
        self, caller: Caller, item: str = PERMIT.item, form: dict[str, Any] | None = None, renews: str | None = None
    ) -> Receipt:
        filled = self.form(item) if form is None else form
        made = create_application(self.platform, caller, item, filled, renews=renews)
        if item_document(item).commitment is None:  # nothing has to be read to know that
            self._ordinary.add(made.facts["id"])
        return made

    def save_form(self, case_id: str, caller: Caller, form: dict[str, Any] | None = None) -> Receipt:
        return save_form(self.platform, caller, case_id, form or self.form(self.case(case_id).item))

    def form(self, item: str = PERMIT.item) -> dict[str, Any]:
        """The item's whole form, as who applies for it fills it in."""
        wanted = application_of(item)
        return wanted.filled_in(self.personas[wanted.who].actor.identity)

    def add_material(self, case_id: str, caller: Caller, line: str = "01") -> Receipt:
        return add_material(self.platform, caller, case_id, new_file(line))

    def hand_in(
        self, case_id: str, *lines: str, state: str = "ready", stored: bool = True, seen: bool = True, **changes: Any
    ) -> list[str]:
        """The ids of files in this state, as if they had been announced, uploaded and checked; `stored`: their bytes
        are in the bucket, too; `seen`: a clerk has seen the originals of those that need it.
        """
        wanted = self.compared_lines(case_id) if seen and state == "ready" else set[str]()
        raised = {"level": "B", "raised_by": self.personas[CLERK].actor.sub, "raised_at": self.platform.now()}
        return [
            self._file(case_id, line, state, stored=stored, changes={**(raised if line in wanted else {}), **changes})
            for line in lines
        ]

    def _file(self, case_id: str, line: str, state: str, *, stored: bool, changes: Mapping[str, Any]) -> str:
        file_id, bucket = f"file{self._numbers.next():06d}", self.platform.settings.materials_bucket
        facts = {**announced(line), "id": file_id, "state": state, "requested_at": self.platform.now(), **changes}
        if stored:
            kept = self.platform.s3.put_object(Bucket=bucket, Key=object_key(case_id, file_id), Body=BYTES)
            facts["s3_version"] = kept["VersionId"]
        file = MaterialFile.model_validate(facts)
        row = {**keys.material(case_id, file.id)._asdict(), **file.model_dump(mode="json", exclude_none=True)}
        counted = [] if file.state in GONE else [update(keys.meta(case_id), add={"files": 1})]
        self.platform.table.write(put(row), *counted)
        return file_id

    def remove_material(self, case_id: str, caller: Caller, file_id: str | None = None) -> Receipt:
        """This file, or the first that may be removed."""
        found = load_file(self.platform.table, case_id)
        own = [file.id for file in found.files if removable(found.case, file)] if found else []
        return remove_material(self.platform, caller, case_id, file_id or next(iter(own), "none"))

    def submit(self, case_id: str, caller: Caller, noticed: Sequence[str] = ()) -> Receipt:
        return submit(self.platform, caller, case_id, commitment=self.commitment(case_id), noticed=noticed)

    def supplement(self, case_id: str, caller: Caller) -> Receipt:
        """With another telephone for every field of the form that the notice names, and online with the chosen word."""
        word = self.word(case_id, caller)
        return supplement(self.platform, caller, case_id, self.new_fields(case_id), commitment=word)

    def bring_papers(self, case_id: str, caller: Caller, lines: Sequence[str] = ()) -> Receipt:
        """The window takes papers of these lines, or of every line of the notice, and its fields, for which somebody
        signs.
        """
        case, fields = self.case(case_id), self.new_fields(case_id)
        brought = [paper(line) for line in lines or (case.noticed_lines if case.corrections else ("01",))]
        person = {"presented_by": application_of(case.item).recipient} if fields else {}
        papers = PaperSupplement.model_validate({"papers": brought, **person})
        return supplement(self.platform, caller, case_id, fields, papers)

    def withdraw(
        self, case_id: str, caller: Caller, reason: str = "改变经营计划", *, confirmed: bool = False
    ) -> Receipt:
        return withdraw(self.platform, caller, case_id, reason, confirmed=confirmed)

    # ------------------------------------------------------------------------------------------------- the window
    def withdraw_at_window(self, case_id: str, caller: Caller, **person: Any) -> Receipt:
        """By who applied, or by who is told in `person`."""
        signing = Signing.model_validate(application_of(self.case(case_id).item).recipient | person)
        return withdraw(self.platform, caller, case_id, "改变经营计划", signing)

    def check_identity(self, case_id: str, caller: Caller, **person: Any) -> Receipt:
        """Who applies comes to the window with the card, or who is told in `person`."""
        shown = application_of(self.case(case_id).item).presented_by | person
        return check_identity(self.platform, caller, case_id, Represented.model_validate(shown))

    def receive_walk_in(
        self,
        caller: Caller,
        item: str = PERMIT.item,
        *,
        papers: Sequence[str] | None = None,
        scans: Sequence[str] | None = None,
        rare_name: bool = False,
    ) -> Receipt:
        """The applicant comes in person, with every paper, whose scans are announced, or those of these lines."""
        walk_in = application_of(item).walk_in | {"form": rare(self.form(item)) if rare_name else self.form(item)}
        if papers is not None:
            walk_in["papers"] = [paper(line) for line in papers]
        if scans is not None:
            walk_in["scans"] = [announced(line) for line in scans]
        return receive_walk_in(self.platform, caller, WalkIn.model_validate(walk_in))

    def accept(self, case_id: str, caller: Caller, guardianship: Guardianship | None = None) -> Receipt:
        return accept(self.platform, caller, case_id, guardianship)

    def ask_department(self, case_id: str, caller: Caller) -> Receipt:
        return ask_department(self.platform, caller, case_id, Question.model_validate(QUESTION_ASKED))

    def confirm_materials(self, case_id: str, caller: Caller, **answer: Any) -> Receipt:
        """The newest question; that the papers conform, unless another answer is told."""
        asked = self.case(case_id).tasks_opened.get("confirm", 1)
        no = "confirm" if asked == 1 else f"confirm-{asked}"
        said = Confirmation.model_validate(answer or CONFIRMED)
        return confirm_materials(self.platform, caller, task_id(case_id, no), said)

    def forget(self) -> None:
        """As in another world, whose cases and keys may be called the same."""
        self._ordinary.clear()
        self._typed.clear()
        self._corrections.clear()

    def correct(self, case_id: str, caller: Caller, lines: Sequence[str] = ()) -> Receipt:
        """With the first required line as the defect, or the telephone where there is none, if none is told."""
        wanted = application_of(self.case(case_id).item)
        lines = lines or wanted.lines[:1] or (wanted.phone,)
        return correct(self.platform, caller, case_id, [self.defect(case_id, line) for line in lines])

    def defect(self, case_id: str, line: str) -> Defect:
        """What is wrong with the line, or with the field of the form that a pointer names. In a later notice it is
        another sentence, and of a line the newest file that the supplement brought.
        """
        found = load_file(self.platform.table, case_id)
        if found is None or not found.case.corrections:
            return defect(line)
        said = f"第{len(found.case.corrections)}次补正的内容模糊不清"
        if line.startswith("/"):
            value: Any = value_at(found.form, line)
            return Defect(field=line, defect=said, remedy="改正后提交", value=value)
        brought = [file for file in supplemented_files(found.case, found.files) if file.line == line]
        newest = max(brought, key=lambda file: file.requested_at, default=None)
        return Defect(line=line, defect=said, remedy="重新扫描后提交", file=newest.id if newest else None)

    def correct_form(self, case_id: str, caller: Caller, **person: Any) -> Receipt:
        """The applicant has another telephone than the form says."""
        wanted = application_of(self.case(case_id).item)
        found = load_file(self.platform.table, case_id)
        same = found is not None and value_at(found.form, wanted.phone) == NEW_PHONE
        signing = Signing.model_validate(wanted.recipient | person)
        return correct_form(self.platform, caller, case_id, {wanted.phone: OLD_PHONE if same else NEW_PHONE}, signing)

    def reject(self, case_id: str, caller: Caller) -> Receipt:
        return reject(self.platform, caller, case_id, "not_this_organ", "不属于本机关职权", "阳江市公安局")

    # --------------------------------------------------------------------------------------------- the department
    def register_endpoint(self, department: str, caller: Caller, secret: str = SECRET) -> Receipt:
        return register_endpoint(self.platform, caller, registration(department, secret))

    def claim_task(self, case_id: str, caller: Caller) -> Receipt:
        return claim_task(self.platform, caller, task_id(case_id, "review"))

    def release_task(self, case_id: str, caller: Caller) -> Receipt:
        return release_task(self.platform, caller, task_id(case_id, "review"))

    def take_over_task(self, case_id: str, caller: Caller) -> Receipt:
        return take_over_task(self.platform, caller, task_id(case_id, "review"), HANDOVER)

    def reassign_task(self, case_id: str, caller: Caller, officer: str | None = OFFICER) -> Receipt:
        """To the officer of this persona, or back to the whole department."""
        subject = self.personas[officer].actor.sub if officer else None
        wanted = Reassignment(officer=subject, reason=HANDOVER)
        return reassign_task(self.platform, caller, task_id(case_id, "review"), wanted)

    def answer_task(
        self, case_id: str, caller: Caller, answer: ReviewAnswer = ANSWERS["grant"], no: str = "review"
    ) -> Receipt:
        return answer_task(self.platform, caller, task_id(case_id, no), answer)

    def decide(self, case_id: str, caller: Caller, outcome: Outcome = "grant") -> Receipt:
        reasons = [OPINIONS[outcome]] if outcome == "refuse" else []
        face = self.stated_face(case_id) if outcome == "grant" else {}
        proofs = told(self.platform, case_id) if outcome == "grant" else None
        return decide(self.platform, caller, case_id, outcome, reasons, face=face, proofs=proofs)

    def stated_face(self, case_id: str) -> dict[str, JsonValue]:
        """What the officer has to state of the face of the result."""
        found = load_file(self.platform.table, case_id)
        return asked_face(found.case.fee, item_of(self.platform, found.case), found.form) if found else {}

    def grant_on_paper(self, case_id: str, caller: Caller) -> Receipt:
        """The department has examined the papers that were never scanned."""
        found = load_file(self.platform.table, case_id)
        if found is None:
            raise LookupError(f"no case {case_id}")
        have = {file.line for file in evidence(found.case, found.files)}
        lines = lines_of(item_of(self.platform, found.case), found.form)
        unscanned = [line.no for line in lines if line.required and line.no not in have]
        seen = [Absence(line=line, ground="on_paper", reference="窗口卷宗第1卷") for line in unscanned]
        return decide(self.platform, caller, case_id, "grant", [], face=self.stated_face(case_id), proofs=Proofs(seen))


def new_file(line: str) -> NewFile:
    return NewFile.model_validate(announced(line))


def defect(target: str) -> Defect:
    """Of a line of the list, or of a field of the form by its pointer."""
    named = {"field" if target.startswith("/") else "line": target}
    return Defect(**named, defect="缺少签名", remedy="补签后重新提交")


def staff(role: str, department: str | None = None, region: str = "441700") -> Actor:
    """Somebody of another post, department or region than the personas'."""
    named = {"department": department} if department else {}
    return Actor.model_validate(
        {"sub": f"staff:{role}-{department}-{region}", "role": role, "name": "工作人员", "region": region, **named}
    )
