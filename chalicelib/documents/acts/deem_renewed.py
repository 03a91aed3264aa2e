"""视为准予延续: the last day of a licence has passed, and nobody has decided on its renewal (行政许可法50(2)).

What an act finds after that day is renewed then and there, whether the alarm of that day has come or not.
"""

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.alarm_days import silence_renews
from chalicelib.cases.model.clock_acts import DEEM_RENEWED
from chalicelib.cases.model.clocks import on_decision
from chalicelib.cases.model.presented import part
from chalicelib.cases.model.renewed_result import RenewedResult
from chalicelib.cases.model.renews import ARTICLE, renewed_face, renewed_term
from chalicelib.cases.model.term import Term, term_of
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_case
from chalicelib.cases.store.renewals import renewing_of
from chalicelib.documents.model.renewals import Renewed, renewal_notice
from chalicelib.documents.store import certificates
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op


class AlreadyRenewed(problems.Conflict):
    """A renewal is as good as a decision: nothing else is decided on the same application."""

    code = "renewed_by_silence"
    title = "原许可有效期届满时未作出决定，已视为准予延续（《行政许可法》第五十条第二款），不能再作出其他决定或者撤回"


def deem_renewed(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first. What was ended before its last day cannot be renewed: the case waits on."""
    begun = begin_overdue(platform, DEEM_RENEWED, alarm, silence_renews)
    if begun is None:
        return
    over = alarms.end_alarm(alarm)
    if renews := _lasting(begun):
        _renew(begun, renews, fired=over)
    else:
        told = {"due": str(silence_renews(begun.case))}
        begun.commit(begun.case, event="renewal_not_deemed", data=told, fired=over)


def require_not_renewed(begun: Begun) -> None:
    """409 for an act after the last day of a licence whose renewal nobody has decided on. It is renewed here and now,
    in a transaction of its own.
    """
    day = silence_renews(begun.case)
    if day is None or begun.caller.at.date() <= day:
        return
    if renews := _lasting(begun):
        _renew(begun.by_platform(DEEM_RENEWED), renews)
        raise AlreadyRenewed


def _lasting(begun: Begun) -> RenewedResult | None:
    """The result, unless a decision has ended it before its last day, or another case renews it."""
    renews, table = begun.case.renews, begun.platform.table
    if renews is None or not certificates.lasts(table, renews.identifier):
        return None
    other = renewing_of(table, renews.case).case
    return renews if other is None or other.id == begun.case.id else None


def _renew(begun: Begun, renews: RenewedResult, *, fired: Op | None = None) -> None:
    after = _granted(begun, renews)
    term = term_of(after)
    if term.until is None:
        raise ValueError("a renewed result has a last day")
    begun.commit(
        after,
        event="renewal_deemed",
        both={"outcome": "grant", "issue_due": str(after.due("issue"))},
        data={**_told(renews, term), "due": str(renews.until)},
        document=_notice(begun, after, renews, term),
        start=names.ISSUANCE,
        cancels="renewed",
        ops=[certificates.renewed_until(renews.identifier, term.begins, term.until, ARTICLE)],
        supervised=["renewed_by_silence"],
        fired=fired,
    )


def _told(renews: RenewedResult, term: Term) -> dict[str, JsonValue]:
    days: dict[str, JsonValue] = {"valid_from": str(term.begins), "valid_until": str(term.until)}
    return {"since": end_of(renews.until).isoformat(), "renews": renews.case, **days}


def _granted(begun: Begun, renews: RenewedResult) -> Case:
    """As of the end of the last day: the days to issue begin there, and so does the new term."""
    case, item, old = begun.case, begun.item, load_case(begun.platform.table, renews.case)
    effective = end_of(renews.until)
    valid = renewed_term(item, part(begun.found.form, "answers"), renews.begins, renews.until)
    clocks = on_decision(case.clocks, effective.date(), begun.platform.calendar, licence=True)
    return case.moved_to(
        Status.DECIDED,
        outcome="grant",
        validity=valid,
        face=renewed_face(old.face) if old else None,
        decided_at=effective,
        renews=renews.model_copy(update={"deemed": True}),
        clocks=clocks,
        open_tasks=(),
    )


def _notice(begun: Begun, after: Case, renews: RenewedResult, term: Term) -> Draft:
    head = letterhead(begun.platform, after, begun.item, begun.caller.at, begun.directory)
    until = term.until or renews.until
    renewed = Renewed(renews.title, renews.number, renews.until, term.begins, until)
    return head.draft(renewal_notice(head.facts, head.formalities, renewed))
