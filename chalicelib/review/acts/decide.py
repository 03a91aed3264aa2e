"""作出决定: the chief representative grants or refuses, in writing, a refusal with its reasons (行政许可法34, 38)."""

from collections.abc import Sequence
from typing import Literal

from chalicelib.cases.acts.gate import Begun, begin
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.acts import DECIDE
from chalicelib.cases.model.clocks import on_decision
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.material import gaps, lines_of
from chalicelib.cases.model.task import OpenTask
from chalicelib.cases.store.tasks import close_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.documents.model.decisions import grant_decision, refusal_decision
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError

Outcome = Literal["grant", "refuse"]


@act
def decide(
    platform: Platform,
    caller: Caller,
    case_id: str,
    outcome: Outcome,
    reasons: Sequence[str],
    absences: Sequence[Absence] = (),
) -> Receipt:
    """Ends the review machine and starts issuance; the ten workdays to deliver begin (行政许可法44).

    `absences` say, for a grant, on what lawful ground a required material has no file.
    """
    begun = begin(platform, caller, DECIDE, case_id, whole=True)
    case, item, task = begun.case, begun.item, opened(begun.case)
    if outcome == "grant":
        require_proven(begun, absences)
    after = case.without_task(task.no).moved_to(
        Status.DECIDED,
        outcome=outcome,
        decided_at=caller.at,
        decision_reasons=tuple(reasons),
        absences=tuple(absences),
        clocks=on_decision(case.clocks, caller.at.date(), platform.calendar),
    )
    answered = {"answered_by": caller.actor.sub, "answered_at": caller.at.isoformat(), "answer": {"outcome": outcome}}
    return begun.commit(
        after,
        both={"outcome": outcome, "issue_due": str(after.due("issue"))},
        data={
            "task": task_id(case.id, task.no),
            **({"absences": [absence.for_the_chain() for absence in absences]} if absences else {}),
        },
        answer={"provisional": after.provisional},
        document=_notice(letterhead(platform, case, item), item, outcome, reasons),
        start=names.ISSUANCE,
        ops=[close_task(case, task, **answered)],
    )


def require_proven(begun: Begun, absences: Sequence[Absence]) -> None:
    """A grant needs every required line received, or a lawful ground for its absence; 422 lists the lines without.

    Silence accepts an application (行政许可法32(4)), it proves nothing: what the law asks for is examined all the same
    (34, 38).
    """
    case, lines = begun.case, lines_of(begun.item, begun.found.form)
    errors = [
        FieldError(f"/absences/{number}", *fault)
        for number, absence in enumerate(absences)
        if (fault := absence.fault(lines, case.papers))
    ]
    if errors:
        raise problems.Invalid(errors=errors)
    excused = {absence.line for absence in absences}
    missing, _ = gaps((line for line in lines if line.no not in excused), evidence(case, begun.found.files))
    if missing:
        raise problems.Invalid(code="materials_missing", title="必要材料不齐全，不能作出准予许可的决定", errors=missing)


def opened(case: Case) -> OpenTask:
    """The task to decide. It is opened once the case has gone the whole way to this desk; 409 before that."""
    task = case.open_task("decide")
    if task is None:
        raise problems.Conflict(
            code="task_not_open", title="决定任务尚未到达，请稍后再试", headers={"Retry-After": "2"}
        )
    return task


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
