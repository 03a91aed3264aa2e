"""受理: the written acceptance that starts the decision clock, on the department's behalf (行政许可法32(5), 42)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import JsonValue

from chalicelib.cases.acts.barred import require_unbarred
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.pledged import require_pledged
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import ACCEPT, DEEM_ACCEPTED
from chalicelib.cases.model.agents import who_handed_in
from chalicelib.cases.model.clock import ClockKind
from chalicelib.cases.model.clocks import Clocks, clock_of_law, on_acceptance, on_deferral
from chalicelib.cases.model.deferral import Deferral
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.guardianship import Guardianship, require_proof
from chalicelib.cases.model.heard import falsehood_warning
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.model.levels import unseen
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.presented import part
from chalicelib.cases.model.renews import with_expiry
from chalicelib.cases.model.shared_lacking import shared_lacking, shared_warning
from chalicelib.cases.model.task import TO_DECIDE
from chalicelib.cases.store.projects import project_rows
from chalicelib.catalogue.model.checklists import words_of
from chalicelib.catalogue.model.limits import promised_under
from chalicelib.catalogue.model.promises import limit_here
from chalicelib.catalogue.model.upward import superior_of
from chalicelib.clock import Deemed
from chalicelib.directory.model.promised import HallTerms, own_promise_told
from chalicelib.directory.store.directories import load_directory
from chalicelib.documents.model.deferrals import Promise, deferral_notice
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.model.receipt import Acceptance, acceptance_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.intake.acts.results_missing import results_missing, told_missing, warned_missing
from chalicelib.intake.acts.told_lines import gaps_told
from chalicelib.intake.model.application import ScansChecking, require_materials
from chalicelib.intake.model.asking import named_advice, question_warning, silent_matters, without_question
from chalicelib.intake.model.completeness import lacking_lines, waited_for
from chalicelib.intake.model.representing import agent_faults, who_applied
from chalicelib.intake.model.silence import accepted_by_silence, lateness, overdue_matters
from chalicelib.intake.store.application import gaps_of

if TYPE_CHECKING:
    from chalicelib.joint.acts.accepted import Accepted
    from chalicelib.joint.acts.examined import Examined
    from chalicelib.joint.model.earlier_stages import Lacking

UNIT_WORDS = {"workday": "个工作日", "day": "日"}


class AlreadyAccepted(problems.Conflict):
    """Silence has accepted the application before this act was asked for."""

    code = "accepted_by_silence"
    title = "已超过五个工作日未一次性告知，依法自收到申请材料之日起即为受理，不能再告知补正或者不予受理"


@act
def accept(platform: Platform, caller: Caller, case_id: str, guardianship: Guardianship | None = None) -> Receipt:
    """An item decided on the spot (即办件) goes straight to the decision, any other to its department's review.

    Past the fifth workday the window no longer accepts a licence: silence has, from its receipt, with whatever papers
    there are. The answer is that acceptance. Papers that were taken at the counter count before they are scanned
    (行政许可法32(1)(5)): scanning is the hall's work (R28), and a grant waits for it.

    `guardianship` is what proves it, where a guardian acts and nobody has seen that before.
    """
    begun = begin(platform, caller, ACCEPT, case_id, whole=True)
    if deemed := silence(begun):
        return accept_from(begun, received_at(begun), silence=deemed.reason)
    _require_letters(begun)
    found = begun.found
    if begun.case.channel == "counter":  # online it was asked at the submission
        require_unbarred(platform, begun.case, begun.item, found.form, caller.at.date())
    lines = waited_for(begun.case, lines_of(begun.item, found.form), found.files)
    missing, checking = gaps_of(platform, found, lines)
    require_materials(*gaps_told(begun, missing, checking), ScansChecking)
    require_originals(begun)
    require_pledged(begun, "不能受理")
    _require_agent(begun)
    proof = require_proof(begun.claimed, guardianship, caller, "监护关系尚未查验，不能受理")
    return accept_from(begun.with_proof(proof), caller.at)


def require_originals(begun: Begun) -> None:
    """422 naming the lines whose originals nobody has seen (国办函〔2016〕108号; R27). After a notice only what it has
    asked for may still be asked for.
    """
    case, lines = begun.case, lines_of(begun.item, begun.found.form)
    told = {*case.noticed_lines, *case.required_since_notice}
    asked = [line for line in lines if line.no in told] if case.corrections else lines
    if errors := unseen(case, asked, begun.found.files):
        raise problems.Invalid(code="originals_unseen", title="有材料的原件尚未核对，不能受理", errors=errors)


def _require_agent(begun: Begun) -> None:
    """422 where the form, as it is by now, answers that somebody is entrusted, and no agent has acted."""
    on_record = who_handed_in(begun.case.agents) is not None
    if errors := agent_faults(begun.item, begun.found.form, begun.caller.at.date(), on_record=on_record):
        pointed = [error._replace(pointer=f"/form{error.pointer}") for error in errors]
        raise problems.Invalid(code="agent_missing", title="没有代理人的授权，不能受理", errors=pointed)


def silence(begun: Begun) -> Deemed | None:
    """The acceptance that silence had brought about when this act was asked for, if it has."""
    return accepted_by_silence(begun.case, begun.item, begun.caller.at.date(), begun.platform.calendar)


def require_in_time(begun: Begun) -> None:
    """Past the fifth workday a licence is accepted, so that it can be neither corrected nor rejected (行政许可法32(4)).

    The acceptance is committed here and now, in a transaction of its own; then the act is refused (409).
    """
    if deemed := silence(begun):
        accept_from(begun.by_platform(DEEM_ACCEPTED), received_at(begun), silence=deemed.reason)
        raise AlreadyAccepted


def received_at(begun: Begun) -> datetime:
    return begun.case.received_at or begun.caller.at


def accept_from(begun: Begun, since: datetime, *, silence: str | None = None, fired: Op | None = None) -> Receipt:
    """Commit the acceptance, with effect from `since` (day 0 of the clock).

    `silence` says why it came about without an act of the window, `fired` ends the alarm that found that out.
    """
    here = begun.hall_terms((begun.case.received_at or since).date())
    after, today = _accepted(begun, since, here, deemed=silence is not None), begun.caller.at.date()
    joint, several = _joint(begun, since), _several(begun, after)
    after = several.case if several else after
    matters = ["accepted_by_silence"] if silence else overdue_matters(begun.case, today, begun.platform.calendar)
    unshared = shared_lacking(begun.case, lines_of(begun.item, begun.found.form), begun.found.files)
    missing = _missing(begun)
    return begun.commit(
        after,
        event=DEEM_ACCEPTED.event if silence else ACCEPT.event,
        data={
            **({} if silence else lateness(begun.case, today, begun.platform.calendar)),
            "clocks": {kind: clock.model_dump(mode="json") for kind, clock in after.clocks.items()},
            "department": after.department,
            **named_advice(begun.case),
            **({"own_promise": own_promise_told(here.own)} if here.own else {}),
            **begun.proof_recorded(after),
            **_deferred(after),
            **(joint.told if joint else several.told if several else {}),
            **({"unshared": [line.no for line in unshared]} if unshared else {}),
            **told_missing(missing),
            **({"reason": silence, "since": since.isoformat()} if silence else {}),
        },
        answer={**_dues(after), **({"deemed": True} if silence else {})},
        document=_notice(begun, after, here, joint, several.sentence(begun) if several else None),
        start=names.JOINT if joint else names.REVIEW,
        asked=several.tasks if several else (),
        ops=[*joint.ops(after.id), *project_rows(after, begun.found.form)] if joint else several.ops if several else [],
        effects=[has_moved(after.id)] if joint else [],
        fired=fired,
        cancels="settled",
        supervised=[*matters, *silent_matters(begun.case, today)],
        warnings=[*_warned(begun.case), *(shared_warning(after, one) for one in unshared), *warned_missing(missing)],
    )


def _missing(begun: Begun) -> "Sequence[Lacking]":
    """The results of earlier stages that are neither there nor on paper."""
    on_paper = {*begun.case.papers, *(file.line for file in evidence(begun.case, begun.found.files))}
    return results_missing(begun, begun.case, begun.found.form, on_paper)


def _warned(case: Case) -> list[tuple[str, str]]:
    """Who accepts is told what the departments have still to say, and what they intend."""
    return [*question_warning(case), *falsehood_warning(case.forewarned)]


def _dues(after: Case) -> dict[str, JsonValue]:
    """For the answer: the number, and every last day that is known by now."""
    kinds: tuple[ClockKind, ...] = ("promised", "statutory", "lower_review", "deferral")
    dues: dict[str, JsonValue] = {f"{kind}_due": _iso(after.due(kind)) for kind in kinds}
    return {"number": after.number, **dues, "provisional": after.provisional}


def _require_letters(begun: Begun) -> None:
    """Of a joint request the letter of the department that leads does not speak for the others."""
    if begun.case.is_request:
        # As for the members: few applications are joint requests.
        from chalicelib.joint.acts.member_letters import require_member_letters

        require_member_letters(begun)


def _joint(begun: Begun, since: datetime) -> "Accepted | None":
    """The members of a joint request, which its acceptance makes."""
    if not begun.case.is_request:
        return None
    # Imported when it is needed: few applications are joint requests, and schemes take long to import.
    from chalicelib.joint.acts.accepted import accepted

    return accepted(begun, since.date())


def _several(begun: Begun, after: Case) -> "Examined | None":
    """The departments that examine a unified item, which its acceptance asks."""
    if after.unified is None:
        return None
    from chalicelib.joint.acts.examined import examined_alone

    return examined_alone(begun, after)


def _accepted(begun: Begun, since: datetime, here: HallTerms, *, deemed: bool) -> Case:
    case, received = without_question(begun.case), (begun.case.received_at or since).date()
    clocks = on_acceptance(
        case.clocks,
        begun.item,
        part(begun.found.form, "answers"),
        received=received,
        accepted=since.date(),
        calendar=begun.platform.calendar,
        here=here,
    )
    clocks = with_expiry(clocks, case, begun.item, begun.platform.calendar)
    status = Status.DECIDING if case.handling == "即办件" else Status.IN_REVIEW
    status = Status.IN_PROGRESS if case.is_request else status
    deferral = _still_promised(begun, since)
    return case.moved_to(
        status,
        accepted_at=since,
        accepted_by=None if deemed else begun.person,
        deemed=deemed,
        deferral=deferral,
        clocks=_with_deferral(begun, clocks, deferral, since),
        upward=superior_of(begun.item),
    )


def _with_deferral(begun: Begun, clocks: Clocks, deferral: Deferral | None, since: datetime) -> Clocks:
    """Of a joint request each member's case has the term for its own papers, from the day on which it begins."""
    if begun.case.is_request:
        return clocks
    return on_deferral(clocks, deferral, since.date(), begun.platform.calendar)


def _deferred(after: Case) -> dict[str, JsonValue]:
    """For the event: which papers follow, and of a joint request which its members wait for."""
    if after.deferral is None:
        return {}
    return {"promised" if after.is_request else "deferred": [*after.deferral.open]}


def _still_promised(begun: Begun, since: datetime) -> Deferral | None:
    """What was promised and has not come before the acceptance (容缺受理)."""
    case, found = begun.case, begun.found
    if case.deferral is None:
        return None
    lacking = {line.no for line in lacking_lines(case, lines_of(begun.item, found.form), found.files)}
    return case.deferral.with_filled([no for no in case.deferral.open if no not in lacking], since)


def _notice(begun: Begun, after: Case, here: HallTerms, joint: "Accepted | None", together: str | None) -> Draft:
    head = letterhead(begun.platform, after, begun.item, begun.caller.at, begun.directory)
    if agent := who_applied(after, begun.found.form):
        head = head.naming(agent.name, operator=agent.operator)
    if joint is not None:
        return joint.notice(begun, after, head)
    promised, statutory = after.clocks.get("promised"), after.clocks.get(clock_of_law(after.clocks, TO_DECIDE))
    limit = limit_here(begun.item, here.own)
    promise = promised_under(limit, part(begun.found.form, "answers"), words_of(begun.item))
    acceptance = Acceptance(
        accepted_on=(after.accepted_at or head.at).date(),
        due=promised.due if promised else None,
        limit=f"{promised.length}{UNIT_WORDS[promised.unit]}" if promised and promised.length else None,
        on_the_spot=after.handling == "即办件",
        condition=promise.condition if promise else None,
        statutory_due=statutory.due if statutory else None,
        provisional=bool(promised and promised.provisional),
        statutory_provisional=bool(statutory and statutory.provisional),
        deemed=after.deemed,
        supplemented=bool(after.corrections),
        off_duty=promised is not None and promised.duty is not None and promised.due > promised.started,
        law_first=promised is not None and promised.due < promised.full_term(begun.platform.calendar).due,
        above=_above(begun.platform, after),
        together=together,
    )
    notice = acceptance_notice(head.facts, head.formalities, acceptance, query_code=after.query_code or "")
    return head.draft(_deferring(begun, after, notice))


def _above(platform: Platform, case: Case) -> str | None:
    """The name of the organ to which the case goes from here."""
    if case.upward is None:
        return None
    body = load_directory(platform.table, case.division).bodies.get(case.upward)
    return body.name if body else "上级机关"


def _deferring(begun: Begun, after: Case, notice: NoticeData) -> NoticeData:
    """The notice with the papers that follow, if any were promised."""
    clock, deferral = after.clocks.get("deferral"), after.deferral
    if clock is None or deferral is None:
        return notice
    names = {line.no: line.name for line in lines_of(begun.item, begun.found.form)}
    told = Promise([names[no] for no in deferral.open], deferral.workdays, deferral.bar_months, deferral.basis)
    return deferral_notice(notice, told, clock.due, provisional=clock.provisional)


def _iso(day: object) -> str | None:
    return str(day) if day else None
