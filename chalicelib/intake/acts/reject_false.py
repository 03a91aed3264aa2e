"""不予受理 as the application conceals or is false (行政许可法78). The department finds that, never a window (R26)."""

from chalicelib.cases.acts.barred import member_items
from chalicelib.cases.acts.false_found import found_false, told_of
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.adverse_acts import REJECT_FALSE
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.documents.model.adverse import false_non_acceptance, found_of
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.drafts import document_no, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.model.asking import named_advice, silent_matters, without_question
from chalicelib.intake.model.silence import lateness, overdue_matters


@act
def reject_false(platform: Platform, caller: Caller, case_id: str, finding: FalseFinding) -> Receipt:
    """Only within the five workdays: what silence has accepted is refused by a decision. A joint request is refused
    whole by its lead, as it is accepted whole; it bars the items of the members that were named.
    """
    begun = begin(platform, caller, REJECT_FALSE, case_id, whole=True)
    require_in_time(begun)
    case, today = begun.case, caller.at.date()
    barring = found_false(begun, finding, document_no(case.seq + 1, DocumentKind.NON_ACCEPTANCE_DECISION))
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    names = {code: one.name for code, one in member_items(platform, case, begun.item, begun.found.form).items()}
    found = found_of(finding, barring.falsehood, barring.warned, barring.facts, names)
    ended = without_question(case).moved_to(Status.REJECTED, ended_at=caller.at, falsehood=barring.falsehood)
    return begun.commit(
        ended,
        both=told_of(barring),
        data={
            "ground": finding.ground,
            "false_finding": barring.for_the_chain(case.chain_key, case.id),
            **lateness(case, today, platform.calendar),
            **named_advice(case),
        },
        cancels="settled",
        supervised=[*overdue_matters(case, today, platform.calendar), *silent_matters(case, today)],
        answer={"number": case.number},
        document=head.draft(false_non_acceptance(head.facts, head.formalities, found, head.remedies)),
    )
