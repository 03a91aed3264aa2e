"""作出决定: the chief representative grants or refuses, in writing, a refusal with its reasons (行政许可法34, 38)."""

from collections.abc import Sequence
from typing import Literal

from chalicelib.cases.acts.lookup import item_of, no_case, seen_task
from chalicelib.cases.model import Case, Status, Task, require_lawful, task_id
from chalicelib.cases.model.access import may_see
from chalicelib.cases.model.clocks import on_decision
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.records import load_case, write_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.documents.model.decisions import grant_decision, refusal_decision
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable import workflow
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import ResumeMachine, StartMachine
from chalicelib.durable.flows import END
from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform

Outcome = Literal["grant", "refuse"]


@act
def decide(platform: Platform, caller: Caller, case_id: str, outcome: Outcome, reasons: Sequence[str]) -> Receipt:
    """Ends the review machine and starts issuance; the ten workdays to deliver begin (行政许可法44)."""
    case, task = _decide_task(platform, caller, case_id)
    caller.expect(case.etag)
    item = item_of(platform, case)
    after = case.moved(
        Status.DECIDED,
        outcome=outcome,
        decided_at=caller.at,
        decision_reasons=tuple(reasons),
        clock=on_decision(case.clock, caller.at.date(), platform.calendar),
        open_task=None,
    )
    notice = _notice(letterhead(platform, case, item), item, outcome, reasons)
    made = {"outcome": outcome, "document": notice.no, "issue_due": str(after.clock.issue_due)}
    answered = task.model_copy(
        update={
            "state": "answered",
            "answered_by": caller.actor.sub,
            "answered_at": caller.at,
            "answer": {"outcome": outcome},
        }
    )
    return commit(
        platform,
        caller,
        Change(
            case,
            after,
            "decided",
            data={**made, "task": task.id},
            answer={**made, "provisional": after.clock.provisional},
            ops=[write_task(task, answered), workflow.begin(case.id, names.ISSUANCE), notice.op],
            effects=[
                ResumeMachine(machine=names.REVIEW),
                StartMachine(machine=names.ISSUANCE, at=after.stands_at(names.ISSUANCE) or END),
                notice.effect,
            ],
        ),
    )


def _decide_task(platform: Platform, caller: Caller, case_id: str) -> tuple[Case, Task]:
    """The decide task must have been opened: the case has gone the whole way to this desk."""
    try:
        case, task = seen_task(platform, caller, task_id(case_id, "decide"))
    except problems.NotFound:
        case = load_case(platform.table, case_id)
        if case is None or not may_see(caller.actor, case):
            raise no_case() from None
        require_lawful("decide", case.status)
        raise problems.Conflict(
            code="task_not_open", title="决定任务尚未到达，请稍后再试", headers={"Retry-After": "2"}
        ) from None
    require_lawful("decide", case.status)
    return case, task


def _notice(head: Letterhead, item: ServiceItem, outcome: Outcome, reasons: Sequence[str]) -> Draft:
    facts, formal, accepted_on = head.facts, head.formalities, (head.case.accepted_at or head.at).date()
    if outcome == "refuse":
        organ = head.reviewing_organ
        return head.draft(
            refusal_decision(facts, formal, accepted_on=accepted_on, reasons=reasons, reviewing_organ=organ)
        )
    return head.draft(
        grant_decision(
            facts,
            formal,
            accepted_on=accepted_on,
            content="；".join(reasons) or f"准予{item.name}",
            result=item.result.name,
            validity=item.result.validity,
        )
    )
