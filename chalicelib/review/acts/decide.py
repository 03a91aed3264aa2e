"""作出决定: the chief representative grants or refuses, in writing, a refusal with its reasons (行政许可法34, 38)."""

from collections.abc import Sequence
from typing import Literal

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.lookup import task_not_open
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.acts import DECIDE
from chalicelib.cases.model.clocks import on_decision
from chalicelib.cases.model.task import OpenTask
from chalicelib.cases.store.tasks import close_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.documents.model.decisions import grant_decision, refusal_decision
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform

Outcome = Literal["grant", "refuse"]


@act
def decide(platform: Platform, caller: Caller, case_id: str, outcome: Outcome, reasons: Sequence[str]) -> Receipt:
    """Ends the review machine and starts issuance; the ten workdays to deliver begin (行政许可法44)."""
    begun = begin(platform, caller, DECIDE, case_id)
    case, item, task = begun.case, begun.item, opened(begun.case)
    after = case.without_task(task.no).moved_to(
        Status.DECIDED,
        outcome=outcome,
        decided_at=caller.at,
        decision_reasons=tuple(reasons),
        clocks=on_decision(case.clocks, caller.at.date(), platform.calendar),
    )
    answered = {"answered_by": caller.actor.sub, "answered_at": caller.at.isoformat(), "answer": {"outcome": outcome}}
    return begun.commit(
        after,
        both={"outcome": outcome, "issue_due": str(after.due("issue"))},
        data={"task": task_id(case.id, task.no)},
        answer={"provisional": after.provisional},
        document=_notice(letterhead(platform, case, item, caller.at), item, outcome, reasons),
        start=names.ISSUANCE,
        ops=[close_task(case, task, **answered)],
    )


def opened(case: Case) -> OpenTask:
    """The task to decide. It is opened once the case has gone the whole way to this desk; 409 before that."""
    task = case.open_task("decide")
    if task is None:
        raise task_not_open("决定任务尚未到达，请稍后再试")
    return task


def _notice(head: Letterhead, item: ServiceItem, outcome: Outcome, reasons: Sequence[str]) -> Draft:
    facts, formal, deemed = head.facts, head.formalities, head.case.deemed
    accepted_on = (head.case.accepted_at or head.at).date()
    if outcome == "refuse":
        return head.draft(
            refusal_decision(
                facts,
                formal,
                accepted_on=accepted_on,
                deemed=deemed,
                reasons=reasons,
                reviewing_organ=head.reviewing_organ,
            )
        )
    return head.draft(
        grant_decision(
            facts,
            formal,
            accepted_on=accepted_on,
            deemed=deemed,
            content="；".join(reasons) or f"准予{item.name}",
            result=item.result.name,
            validity=item.result.validity,
        )
    )
