"""作出决定: the chief representative grants or refuses, in writing, a refusal with its reasons (行政许可法34, 38).

A grant states how long it is valid where the item leaves that to the decision.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.committed import granted_on_commitment, promised_result
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.lookup import task_not_open
from chalicelib.cases.acts.pledged import OnPledge, granted_on_pledge, require_pledged
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.acts import DECIDE
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.charged import charged_otherwise, fee_printed, for_term
from chalicelib.cases.model.clocks import on_decision
from chalicelib.cases.model.deferral import ARTICLE_32
from chalicelib.cases.model.evidence import evidence, promised_lines
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.cases.model.form_changes import form_digest
from chalicelib.cases.model.guardianship import Guardianship, require_proof
from chalicelib.cases.model.hearing import unheard
from chalicelib.cases.model.in_order import OutOfOrder
from chalicelib.cases.model.interested import RESPONSES, Interested
from chalicelib.cases.model.levels import unproven_shared, unseen
from chalicelib.cases.model.material import NOT_SCANNED, gaps, lines_of
from chalicelib.cases.model.minutes import held_on
from chalicelib.cases.model.parties import answers_of
from chalicelib.cases.model.sharing import not_obtained, still_asked
from chalicelib.cases.model.suspension import require, still_open
from chalicelib.cases.model.task import OpenTask
from chalicelib.cases.model.term import term_of
from chalicelib.cases.store.tasks import close_task
from chalicelib.catalogue.model.face_lines import Known
from chalicelib.catalogue.model.faces import VALID_FROM, begins_on, check_face, require_in_term
from chalicelib.catalogue.model.forms.facts import day_of
from chalicelib.catalogue.model.holders import other_holder
from chalicelib.catalogue.model.validity import Granted, Stated, granted
from chalicelib.documents.acts.deem_renewed import require_not_renewed
from chalicelib.documents.model.decisions import What, grant_decision, refusal_decision, told_and_heard
from chalicelib.documents.model.notice import chinese_date, joined, validity_text
from chalicelib.documents.model.pledges import Obligation, resting_on_pledge, word_of
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.review.acts.others import before_others, conditions_of, require_others, unheard_of
from chalicelib.review.acts.parties import parties_stated, require_parties_heard
from chalicelib.review.acts.refused_false import RefusedFalse, finding_of, forbidding, require_unforbidden


class Proofs(NamedTuple):
    """What a decision rests on besides the files; of a grant the lawful grounds of materials without one, what proves
    the guardianship, if nobody has seen that, how those whom it concerns were told and heard, and why it comes before
    what was accepted earlier, where the number is limited; of a refusal that the application was false, or came while a
    bar held.
    """

    absences: Sequence[Absence] = ()
    guardianship: Guardianship | None = None
    interested: Interested | None = None
    out_of_order: OutOfOrder | None = None
    falsehood: FalseFinding | None = None
    barred: bool = False


@act
def decide(
    platform: Platform,
    caller: Caller,
    case_id: str,
    outcome: Outcome,
    reasons: Sequence[str],
    validity: Stated | None = None,
    *,
    face: Mapping[str, JsonValue] | None = None,
    proofs: Proofs | None = None,
) -> Receipt:
    """Ends the review machine and starts issuance; the days to deliver begin (of a granted licence 行政许可法44).

    `face`: what the officer states of the face of the result (`catalogue/model/faces.py`).
    """
    begun = begin(platform, caller, DECIDE, case_id, whole=True)
    require_not_renewed(begun)
    require(still_open(begun.case, licence=begun.item.is_licence))
    require_others(platform, begun.case, outcome)
    said = Said(outcome, reasons, validity, face or {}, proofs or Proofs())
    return conclude(begun, opened(begun.case), said)


class Said(NamedTuple):
    """A decision as its organ makes it."""

    outcome: Outcome
    reasons: Sequence[str]
    validity: Stated | None
    face: Mapping[str, JsonValue]
    proofs: Proofs


def conclude(begun: Begun, task: OpenTask, said: Said) -> Receipt:
    """The decision of who has decided this case, whether here or above."""
    require(unheard(begun.case, begun.item))
    require_parties_heard(begun)
    said = said._replace(proofs=said.proofs._replace(interested=parties_stated(begun.case, said.proofs.interested)))
    platform, caller, outcome, reasons = begun.platform, begun.caller, said.outcome, said.reasons
    absences, stated, valid = said.proofs.absences, None, None
    if outcome == "grant":
        require_unforbidden(begun)
        begun, stated, valid = _granted(begun, said.validity, said.face, said.proofs)
    case, item = begun.case, begun.item
    after = _decided(begun, outcome, valid).without_task(task.no)
    refused = RefusedFalse.of(begun, after, finding_of(begun, said.proofs.falsehood), forbidding(begun, said.proofs))
    told = {"decision_reasons": tuple(reasons), "absences": tuple(absences), "face": stated}
    told |= {"interested": said.proofs.interested}
    on_pledge = granted_on_pledge(begun, refused.case.model_copy(update=told), granted=outcome == "grant")
    after, committed = granted_on_commitment(begun, on_pledge.case, granted=outcome == "grant")
    on_pledge = on_pledge._replace(case=after)
    return begun.commit(
        after,
        both={"outcome": outcome, "issue_due": str(after.due("issue")), **refused.told},
        data={
            "task": task_id(case.id, task.no),
            **_told(after),
            **_recorded(begun, said.proofs, stated),
            **on_pledge.data,
            **committed,
            **refused.recorded,
        },
        answer={"provisional": after.provisional, **_told(after)},
        document=_notice(
            begun, letterhead(platform, after, item, caller.at, begun.directory), reasons, on_pledge, refused
        ),
        start=names.ISSUANCE,
        ops=[close_task(case, task, **_answered(caller, outcome)), *on_pledge.ops],
    )


def _granted(
    begun: Begun, validity: Stated | None, face: Mapping[str, JsonValue], proofs: Proofs
) -> tuple[Begun, dict[str, JsonValue], Granted]:
    """What is granted; 422 with all that lacks or is wrong. A face that begins on a wrong day leaves the term open."""
    faults, stated, valid = problems.Faults(), dict[str, JsonValue](), Granted()
    with faults:
        _require_none(unheard_of(begun, proofs.interested))
    with faults:
        _require_none(before_others(begun, proofs.out_of_order))
    with faults:
        begun = proven(begun, proofs.absences, proofs.guardianship)
    with faults:
        _require_none(charged_otherwise(begun.case.fee, begun.item, _counted(begun, face, validity)))
    with faults:
        stated = face_of(begun, face, validity)
    if stated or VALID_FROM not in face:
        with faults:
            valid = validity_of(begun, validity, stated)
    faults.settle()
    return begun, stated, valid


def _decided(begun: Begun, outcome: Outcome, valid: Granted | None) -> Case:
    """`valid` is None of a refusal."""
    case, at = begun.case, begun.caller.at
    licence = begun.item.is_licence and valid is not None
    clocks = on_decision(case.clocks, at.date(), begun.platform.calendar, licence=licence)
    return case.moved_to(
        Status.DECIDED, outcome=outcome, validity=valid, decided_at=at, decided_by=begun.person, clocks=clocks
    )


def _answered(caller: Caller, outcome: Outcome) -> dict[str, JsonValue]:
    at = caller.at.isoformat()
    return {"answered_by": caller.actor.sub, "answered_at": at, "answer": {"outcome": outcome}}


def proven(begun: Begun, absences: Sequence[Absence], guardianship: Guardianship | None) -> Begun:
    """The act with what proves the guardianship; 422 where a material or that proof is lacking."""
    faults, title = problems.Faults(), "监护关系尚未查验，不能准予"
    with faults:
        require_proven(begun, absences)
    with faults:
        require_pledged(begun, "不能准予")
    with faults:
        begun = begun.with_proof(require_proof(begun.claimed, guardianship, begun.caller, title))
    faults.settle()
    return begun


def require_proven(begun: Begun, absences: Sequence[Absence]) -> None:
    """A grant needs every required line received, or a lawful ground for its absence; 422 lists the lines without.

    Silence accepts an application (行政许可法32(4)), it proves nothing: what the law asks for is examined all the same
    (34, 38).
    """
    case, lines, faults = begun.case, lines_of(begun.item, begun.found.form), problems.Faults()
    lacking = not_obtained(case.sharing) | still_asked(case.sharing)
    wrong = [
        FieldError(f"/absences/{number}", *fault)
        for number, absence in enumerate(absences)
        if (fault := absence.fault(lines, case.papers, lacking))
    ]
    with faults:
        _require_none(wrong)
    excused = {absence.line for absence in absences} | {*(case.joint.made_here if case.joint else ())}
    asked = [line for line in lines if line.no not in excused]
    missing, _ = gaps(asked, evidence(case, begun.found.files), case.papers)
    with faults:
        _require_none(missing, *_told_of(missing, case))
    with faults:
        uncompared = unseen(case, asked, begun.found.files)
        _require_none(uncompared, code="originals_unseen", title="有材料的原件尚未核对，不能准予")
    with faults:
        unproven = unproven_shared(case, asked, begun.found.files)
        title = "有应当共享取得的材料没有取得，也没有核对原件，不能准予"
        _require_none(unproven, code="shared_unproven", title=title)
    faults.settle()


def _told_of(missing: Sequence[FieldError], case: Case) -> tuple[str, str]:
    """Code and title of these gaps."""
    if {error.pointer.removeprefix("/materials/") for error in missing} & promised_lines(case):
        return "promised_papers_missing", f"承诺补齐的容缺材料尚未收到，不能准予（{ARTICLE_32}）"
    unscanned = all(error.code == NOT_SCANNED for error in missing)
    title = "已收取的纸质材料尚未扫描，请完成扫描后再准予" if unscanned else "必要材料不齐全，不能准予"
    return "materials_missing", title


def _require_none(errors: Sequence[FieldError], code: str | None = None, title: str | None = None) -> None:
    if errors:
        raise problems.Invalid(errors=errors, code=code, title=title)


def opened(case: Case) -> OpenTask:
    """The task to decide. It is opened once the case has gone the whole way to this desk; 409 before that."""
    task = case.open_task("decide")
    if task is None:
        raise task_not_open("决定任务尚未到达，请稍后再试")
    return task


def validity_of(begun: Begun, stated: Stated | None, face: Mapping[str, JsonValue]) -> Granted:
    """The validity from the first day that the face states, else from the day of the decision."""
    answers = begun.found.form.get("answers", {})
    starts = begins_on(face, begun.caller.at.date())
    require_in_term(face, stated.until if stated else None)
    return granted(begun.item.validity, stated, answers, starts)


def face_of(begun: Begun, face: Mapping[str, JsonValue], validity: Stated | None) -> dict[str, JsonValue]:
    """What the officer states of the face; 422 with everything that is wrong or missing."""
    item, counted = begun.item, _counted(begun, face, validity)
    fee = fee_printed(begun.case.fee, item, counted)
    return check_face(item, begun.found.form, face, begun.caller.at.date(), fee)


def _counted(begun: Begun, face: Mapping[str, JsonValue], validity: Stated | None) -> Mapping[str, Any]:
    """The form by which the fee is counted, with the days that are to be granted. A first day that is no day, which
    `face_of` refuses, counts as none.
    """
    begins = day_of(face.get(VALID_FROM)) or begun.caller.at.date()
    return for_term(begun.item, begun.found.form, begins, validity.last_day(begins) if validity else None)


def _recorded(begun: Begun, proofs: Proofs, face: Mapping[str, JsonValue] | None) -> dict[str, JsonValue]:
    """The chain has a keyed digest of the face, which may name people."""
    secret, case_id = begun.case.chain_key, begun.case.id
    excused: list[JsonValue] = [absence.for_the_chain(secret, case_id) for absence in proofs.absences]
    said = {"interested": proofs.interested, "out_of_order": proofs.out_of_order}
    heard: dict[str, JsonValue] = {name: one.for_the_chain(secret, case_id) for name, one in said.items() if one}
    stated: dict[str, JsonValue] = {"face": form_digest(begun.case, face)} if face else {}
    return {**({"absences": excused} if excused else {}), **heard, **stated, **begun.proof_recorded(begun.case)}


def _told(after: Case) -> dict[str, JsonValue]:
    """The term, where it has a last day."""
    term = term_of(after)
    if after.validity is None or term.until is None:
        return {}
    return {"valid_from": str(term.begins), "valid_until": str(term.until)}


def _notice(
    begun: Begun, head: Letterhead, reasons: Sequence[str], on_pledge: OnPledge, refused: RefusedFalse
) -> Draft:
    after = on_pledge.case
    facts, formal, deemed = head.facts, head.formalities, head.case.deemed
    accepted_on, heard = (head.case.accepted_at or head.at).date(), held_on(after.hearings)
    if after.validity is None:
        refusal = refusal_decision(
            facts,
            formal,
            accepted_on=accepted_on,
            deemed=deemed,
            reasons=reasons,
            remedies=head.remedies,
            heard=heard,
        )
        return head.draft(refused.in_words(head, refusal))
    decision = grant_decision(
        facts,
        formal,
        accepted_on=accepted_on,
        deemed=deemed,
        what=_what(begun, head, after, after.validity)._replace(
            also=[*conditions_of(begun), *promised_result(after), *_renewed(after)]
        ),
        content=joined(reasons) if reasons else None,
        remedies=head.remedies,
        heard=heard,
    )
    if after.interested:
        answered = answers_of(after.parties) or RESPONSES[after.interested.response]
        told = (told_and_heard(facts, after.interested.told_on, answered),)
        decision = decision.model_copy(update={"paragraphs": (*decision.paragraphs, *told)})
    left = _left(begun, on_pledge)
    return head.draft(resting_on_pledge(facts, decision, left) if left else decision)


def _left(begun: Begun, on_pledge: OnPledge) -> Obligation | None:
    """What a grant on a commitment leaves to be done."""
    made, pledge, clock = on_pledge.made, on_pledge.case.pledge, on_pledge.case.clocks.get("verification")
    if made is None or pledge is None:
        return None
    due, provisional = (clock.due, clock.provisional) if clock else (None, False)
    return Obligation(word_of(begun.item, made), pledge.made_at.date(), due, provisional)


def _renewed(case: Case) -> tuple[str, ...]:
    """That this is a renewal, and of what (行政许可法50)."""
    old = case.renews
    return (f"本决定准予延续{old.named}，原有效期至{chinese_date(old.until)}",) if old else ()


def _what(begun: Begun, head: Letterhead, after: Case, valid: Granted) -> What:
    """What is granted, as the certificate will say it."""
    item, form, term, issued = begun.item, begun.found.form, term_of(after), head.formalities.issued
    known = Known("", head.facts.organ, issued, term.until, term.words, "", head.place.region_name)
    return What(
        result=item.result.name,
        document=valid.document,
        term=validity_text(term.begins, term.until) or term.words,
        holder=other_holder(item, form, after.face or {}, known),
    )
