"""What the cast does besides the ordinary way of a case: clocks that stop, fees, shared papers and originals."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, task_id
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.levels import COMPARED, use_of
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.outside import KIND as OUTSIDE
from chalicelib.cases.model.pledge import chosen
from chalicelib.cases.model.suspension import asking
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.answer_precheck import answer_precheck
from chalicelib.intake.acts.ask_precheck import ask_precheck
from chalicelib.intake.acts.check_originals import check_originals
from chalicelib.intake.acts.confirm_sheet import confirm_sheet
from chalicelib.intake.acts.fill_papers import fill_papers
from chalicelib.intake.acts.pledge import pledge
from chalicelib.intake.acts.promise_papers import promise_papers
from chalicelib.intake.acts.query_sharing import query_sharing
from chalicelib.intake.acts.receive_walk_in import Paper
from chalicelib.intake.acts.transfer import transfer
from chalicelib.intake.acts.withdraw_precheck import withdraw_precheck
from chalicelib.intake.model.prechecking import PrecheckAnswer
from chalicelib.intake.model.signing import Signing
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.order_fee import Quantities, order_fee
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.joint.acts.report_outside import report_outside
from chalicelib.joint.model.outside import OutsideReport
from chalicelib.review.acts.decide import Outcome, Proofs, Said
from chalicelib.review.acts.decide_reported import decide_reported
from chalicelib.review.acts.extend import ExtensionAsked, extend
from chalicelib.review.acts.repair_credit import repair_credit
from chalicelib.review.acts.report_upward import ReportAsked, report_upward
from chalicelib.review.acts.resume import Ending, MinutesTaken, resume
from chalicelib.review.acts.return_report import ReturnAsked, return_report
from chalicelib.review.acts.suspend import AskedKind, Suspension, suspend
from chalicelib.review.acts.verify import PledgeVerified, verify
from local.identity_provider.personas import Persona
from proofs.kit.applications import application_of, paper
from proofs.kit.hearings import MINUTES, TOLD
from proofs.kit.sheets import printed_sheet

LICENSING = "《中华人民共和国行政许可法》"
NEEDED_BY = {"hearing": "第四十六条", "tender": "第五十三条", "inspection_test": "第五十五条第一款"}
PRECHECKED = {
    "comments": [{"line": "01", "finding": "amend", "comment": "请加盖公章"}],
    "summary": "其余没有发现问题。",
}
WINDOW = "window"
OF_A_DEPARTMENT = ("officer", "officer2", "system", "chief", "leader")


class FurtherActs:
    """Acts of the cast; `platform` and `case` are the cast's own."""

    platform: Platform
    personas: Mapping[str, Persona]
    _shown: dict[str | None, list[str]]
    _ordinary: set[str]

    def case(self, case_id: str) -> Case:
        raise NotImplementedError("the cast reads its cases")

    def stated_face(self, case_id: str) -> dict[str, JsonValue]:
        raise NotImplementedError("the cast knows the faces")

    def at_post(self, post: str, case_id: str) -> str:
        """The persona at this post; of a department's posts the one of the case's own department, and of the windows
        that of its item.
        """
        if post == WINDOW:
            theme = self.case(case_id).theme
            return next(who for who, persona in self.personas.items() if theme in persona.actor.windows)
        return f"{post}-{self.case(case_id).department}" if post in OF_A_DEPARTMENT else post

    def suspend(
        self, case_id: str, caller: Caller, kind: AskedKind = "inspection_test", days: int | None = 5, **planned: Any
    ) -> Receipt:
        named = [*asking(item_of(self.platform, self.case(case_id)), kind), (LICENSING, NEEDED_BY["hearing"])]
        law, article = (LICENSING, NEEDED_BY[kind]) if kind in NEEDED_BY else named[0]
        basis = f"{law}{article or '第一条'}"
        told = TOLD if kind == "hearing" else {}
        asked = {"kind": kind, "planned_days": days, "basis": basis, "reason": "依法需要进行该程序", **told, **planned}
        return suspend(self.platform, caller, case_id, Suspension.model_validate(asked))

    def resume(
        self, case_id: str, caller: Caller, kind: SpecialKind = "inspection_test", ended_on: date | None = None
    ) -> Receipt:
        ending = Ending(MinutesTaken.model_validate(MINUTES)) if kind == "hearing" else Ending()
        return resume(self.platform, caller, case_id, kind, ended_on, ending)

    def extend(self, case_id: str, caller: Caller, days: int | None = None) -> Receipt:
        """That of a joint request is approved in a paper of the government."""
        approval = "阳府批〔2026〕7号" if self.case(case_id).is_request else None
        asked = ExtensionAsked(days=days, reason="情况复杂，不能在期限内作出决定", approval=approval)
        return extend(self.platform, caller, case_id, asked)

    def confirm_sheet(self, case_id: str, caller: Caller, line: str = "01") -> Receipt:
        """What was printed from the form as it is now."""
        return confirm_sheet(self.platform, caller, case_id, printed_sheet(self.platform, self.personas, case_id, line))

    def order_fee(self, case_id: str, caller: Caller) -> Receipt:
        """By the form; what was annulled is ordered anew with one unit more of each rate."""
        case = self.case(case_id)
        if case.fee is None or not case.fee.annulled:
            return order_fee(self.platform, caller, case_id)
        more = {line.name: Decimal(len(case.fee.orders) + 1) for line in case.fee.lines}
        return order_fee(self.platform, caller, case_id, Quantities(more, "measured"))

    def annul_fee(self, case_id: str, caller: Caller) -> Receipt:
        return annul_fee(self.platform, caller, case_id, "wrong_quantity")

    def refund_fee(self, case_id: str, caller: Caller) -> Receipt:
        """The first payment that is owed back; the first of all where nothing is, which is refused."""
        fee = self.case(case_id).fee
        owed = fee.owed_back or fee.payments if fee else ()
        first = owed[0] if owed else None
        return refund_fee(
            self.platform, caller, case_id, first.no if first else "SIM0", (first and first.why) or "by_decision"
        )

    def report_upward(self, case_id: str, caller: Caller, outcome: Outcome = "grant") -> Receipt:
        again = len(self.case(case_id).returns)
        says = "材料齐全，符合法定条件，同意上报。" + f"第{again}次退回所指的情况已经补充。" * bool(again)
        opinion = {"recommendation": outcome, "opinion": says}
        return report_upward(self.platform, caller, case_id, ReportAsked.model_validate(opinion))

    def return_report(self, case_id: str, caller: Caller, **asked: Any) -> Receipt:
        """That the opinion does not say enough, unless something else is told."""
        said = asked or {"reason": "opinion_incomplete", "text": "初审意见没有说明经营场所的核查情况。"}
        return return_report(self.platform, caller, case_id, ReturnAsked.model_validate(said))

    def decide_reported(self, case_id: str, caller: Caller, outcome: Outcome = "grant") -> Receipt:
        reasons = ["不符合法定条件"] if outcome == "refuse" else []
        face = self.stated_face(case_id) if outcome == "grant" else {}
        return decide_reported(self.platform, caller, case_id, Said(outcome, reasons, None, face, Proofs()))

    def compared_lines(self, case_id: str) -> set[str]:
        """The lines whose originals have to be shown."""
        listed = checklist(item_of(self.platform, self.case(case_id)), {})
        return {line.no for line in listed if line.kind in COMPARED}

    def awaiting_original(self, case_id: str) -> list[str]:
        """The files that were received and whose originals nobody has seen."""
        found = load_file(self.platform.table, case_id)
        if found is None:
            return []
        lines = {line.no: line for line in lines_of(item_of(self.platform, found.case), found.form)}
        files = evidence(found.case, found.files)
        return [one.id for one in files if use_of(lines[one.line], one).checked]

    def check_originals(self, case_id: str, caller: Caller, *files: str) -> Receipt:
        """Of these files, or of all that wait for it. Asked again, it names the same files."""
        shown = self._shown.setdefault(caller.key, [*(files or self.awaiting_original(case_id))])
        return check_originals(self.platform, caller, case_id, shown or ["none"])

    def query_sharing(self, case_id: str, caller: Caller) -> Receipt:
        return query_sharing(self.platform, caller, case_id)

    def promise_papers(self, case_id: str, caller: Caller, lines: Sequence[str] = ("04",)) -> Receipt:
        signing = Signing.model_validate(application_of(self.case(case_id).item).recipient)
        return promise_papers(self.platform, caller, case_id, lines, signing)

    def transfer(self, case_id: str, caller: Caller) -> Receipt:
        return transfer(self.platform, caller, case_id)

    def commitment(self, case_id: str) -> str | None:
        """The digest of the text to which the form commits; None where it goes the ordinary way."""
        made = None if case_id in self._ordinary else self._chosen(case_id)
        return made.digest if made else None

    def new_fields(self, case_id: str) -> dict[str, JsonValue]:
        """Another telephone for every field of the notice. Who has chosen to give the own word stays with it."""
        case, kept = self.case(case_id), self.choice(case_id)
        return {one: f"13900139{len(case.corrections):03d}" for one in case.noticed_fields if one != kept}

    def word(self, case_id: str, caller: Caller) -> str | None:
        """What is committed to online; at the window it is signed for."""
        return self.commitment(case_id) if caller.actor.identity else None

    def choice(self, case_id: str) -> str | None:
        """The field of the form by which the commitment is chosen, where it is."""
        made = self._chosen(case_id)
        return made.choice if made else None

    def _chosen(self, case_id: str) -> Commitment | None:
        found = load_file(self.platform.table, case_id)
        return chosen(item_of(self.platform, found.case), found.form) if found else None

    def pledge(self, case_id: str, caller: Caller) -> Receipt:
        signing = Signing.model_validate(application_of(self.case(case_id).item).recipient)
        return pledge(self.platform, caller, case_id, signing)

    def verify(self, case_id: str, caller: Caller, outcome: str = "kept", **more: Any) -> Receipt:
        rectify = {"rectify": {"length": 10}} if outcome == "unmet" else {}
        said = {"outcome": outcome, "findings": "现场核查，与承诺逐项核对。", **rectify, **more}
        return verify(self.platform, caller, case_id, PledgeVerified.model_validate(said))

    def repair_credit(self, case_id: str, caller: Caller) -> Receipt:
        return repair_credit(self.platform, caller, case_id, "信修〔2026〕1号")

    def fill_papers(self, case_id: str, caller: Caller) -> Receipt:
        """What was uploaded, as the applicant hands it in."""
        return fill_papers(self.platform, caller, case_id)

    def take_promised_papers(self, case_id: str, caller: Caller, lines: Sequence[str] = ("04",)) -> Receipt:
        papers = [Paper.model_validate(paper(line)) for line in lines]
        return fill_papers(self.platform, caller, case_id, papers)

    def report_outside(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """Of the first step of a joint request that an outside system handles."""
        told = {"seq": 1, "state": "done", "at": self.platform.now()} | said
        return report_outside(self.platform, caller, task_id(case_id, OUTSIDE), OutsideReport.model_validate(told))

    def ask_precheck(self, case_id: str, caller: Caller) -> Receipt:
        return ask_precheck(self.platform, caller, case_id)

    def withdraw_precheck(self, case_id: str, caller: Caller) -> Receipt:
        return withdraw_precheck(self.platform, caller, case_id)

    def answer_precheck(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        answer = PrecheckAnswer.model_validate_json(json.dumps(said or PRECHECKED))
        return answer_precheck(self.platform, caller, case_id, answer)
