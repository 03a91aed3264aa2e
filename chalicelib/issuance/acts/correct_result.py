"""更正结果: after a true mismatch the organ that decided has the result made anew, as its next version: the department,
or the organ above to which the case was reported.

The version before is superseded: never valid, downloaded by nobody, delivered to nobody. A new version has to say
something else: a misprint on paper is printed and compared again, and needs none. Where the applicant's name
was wrong, it stands wrong in the decision too: a 更正决定书 puts that right, and the decision is kept as it was made.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import CORRECT_RESULT
from chalicelib.cases.model.charged import as_granted, fee_printed
from chalicelib.cases.model.form_changes import (
    IDENTITY,
    PERSONS,
    REPRESENTATIVE,
    applied_on,
    changed_form,
    form_digest,
    require_same_applicant,
    sent_at,
    value_at,
)
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.term import term_of
from chalicelib.cases.store.forms import forms_since_receipt, new_version
from chalicelib.cases.store.tasks import close_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.faces import VALID_FROM, begins_on, check_face, require_in_term
from chalicelib.catalogue.model.validity import Granted, Stated, granted, granted_again
from chalicelib.documents.model.decisions import Corrected, Wrong, decision_correction
from chalicelib.documents.model.kinds import GRANTS
from chalicelib.documents.model.notice import validity_text
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.documents.store.vault import CERTIFICATE, Document
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op
from chalicelib.foundation.writing import same_name
from chalicelib.issuance.acts.compare import AMEND, certificate_of
from chalicelib.issuance.acts.fee_corrected import FeeAgain, fee_again, told_anew
from chalicelib.issuance.acts.make_result import certificate_made
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.store import register

# What the certificate says of its holder, and the person by whom a company is named there.
ON_THE_RESULT = re.compile(r"/applicant/(?:legal_representative/)?(?:name|uscc|id_number|id_type|id_country)")

UNCHANGED = "更正后的结果与现有结果所载内容相同，不是更正；纸质结果印制有误的，重新印制后再次核对即可"


@act
def correct_result(
    platform: Platform,
    caller: Caller,
    case_id: str,
    reason: str,
    fields: Mapping[str, JsonValue],
    *,
    face: Mapping[str, JsonValue] | None = None,
    validity: Stated | None = None,
) -> Receipt:
    """`fields` are what of the form was wrong, with its right content; `face` and `validity` are what the officer
    stated wrongly with the decision. None of them where the result alone was made wrongly, as under a wrong name of
    the organ. 422 `result_unchanged` where the next version would say the same. The decision stands, and so does the
    day by which the result is due; a fee is that of the days that are right.
    """
    with meanwhile(lambda: vault.whole_documents(platform, case_id)) as documents:
        begun = begin(platform, caller, CORRECT_RESULT, case_id, whole=True)
    case, kept = begun.case, documents.result()
    made = next((document for document in kept if document.no == CERTIFICATE), None)
    wrong = certificate_of(made)
    if case.mismatch_at is None or made is None:
        raise problems.Conflict(code="no_mismatch", title="尚未发现结果与电子证照不一致，不需要更正")
    corrected, form, writes, facts = _corrected(begun, fields)
    again, more = _restated(begun, corrected, face or {}, validity)
    after, replaced = _made_again(begun, again.case, wrong)
    head = letterhead(platform, after, begun.item, caller.at, begun.directory)
    told = told_anew(begun, head, after)
    made_anew = certificate_made(head, after, begun.item, form)
    if _says_the_same(wrong, made_anew) and not _changed_numbers(begun, form, fields):
        raise problems.Invalid(code="result_unchanged", title=UNCHANGED, errors=_pointed_at(fields, face, validity))
    return begun.commit(
        told.case,
        both={"fields": [*sorted(fields)], "face": [*sorted(face or {})], "result_version": after.result_version},
        data={"superseded": wrong.identifier, **facts, **more, **again.data, **told.data},
        answer={"number": case.number},
        document=_correction(begun, head, after, kept, reason),
        ops=[*writes, *vault.supersede(made, case.result_version, reason), *replaced, *told.ops],
        effects=told.effects,
        warnings=again.warnings,
    )


def _made_again(begun: Begun, corrected: Case, wrong: CertificateData) -> tuple[Case, list[Op]]:
    """The case whose result is to be made anew, and what ends with the version before: its entry in the register, and
    the task of the organ above, if it has one.
    """
    version, asked = corrected.result_version + 1, corrected.open_task(AMEND)
    after = corrected.moved_to(Status.DECIDED, mismatch_at=None, result_version=version, result_number=wrong.number)
    ended = [register.supersede(wrong.identifier)]
    if asked is None:
        return after, ended
    by, at = begun.caller.actor.sub, begun.caller.at.isoformat()
    return after.without_task(asked.no), [*ended, close_task(begun.case, asked, answered_by=by, answered_at=at)]


def _says_the_same(wrong: CertificateData, made: CertificateData) -> bool:
    """Whether the next version would say what this one says, but for its version."""
    of_version = {"identifier", "salt"}
    return wrong.model_dump(exclude=of_version) == made.model_dump(exclude=of_version)


def _changed_numbers(begun: Begun, form: Mapping[str, Any], fields: Mapping[str, JsonValue]) -> list[str]:
    """The fields with another number of a document. A certificate masks it, and whoever collects it has to have it."""
    old = begun.found.form
    return [at for at in fields if at.rpartition("/")[2] in IDENTITY and value_at(old, at) != value_at(form, at)]


def _pointed_at(
    fields: Mapping[str, JsonValue], face: Mapping[str, JsonValue] | None, validity: Stated | None
) -> list[FieldError]:
    """All that was sent and changes nothing; `/fields` where only a reason was."""
    sent = [*(sent_at(pointer) for pointer in fields), *(f"/face/{key}" for key in face or {})]
    pointers = [*sent, *(["/validity"] if validity else [])] or ["/fields"]
    return [FieldError(pointer, "result_unchanged", UNCHANGED) for pointer in pointers]


def _correction(begun: Begun, head: Letterhead, after: Case, kept: Sequence[Document], reason: str) -> Draft | None:
    """The 更正决定书, if the decision names the applicant otherwise than the form does now, or says another validity.
    The last one that was given out counts: a second correction puts right what the first one wrote.
    """
    decision = next((document for document in kept if document.kind in GRANTS), None)
    decided, before = begun.case.decided_at, begun.case.applicant_name
    if decision is None or decided is None:
        return None
    wrong = list[Wrong]()
    if not same_name(before, after.applicant_name):
        wrong.append(Wrong("申请人的姓名（名称）", before, after.applicant_name))
    was, now = (validity_said(case) for case in (begun.case, after))
    if was != now:
        wrong.append(Wrong("有效期限", was, now))
    if not wrong:
        return None
    if decision.number is None:
        raise problems.Conflict(
            code="document_preparing", title="决定书正在编号制作，请稍后更正", headers={"Retry-After": "2"}
        )
    corrected = Corrected(decision.title, decision.number, decided.date(), wrong)
    return head.draft(
        decision_correction(head.facts, head.formalities, corrected, reason=reason, remedies=head.remedies)
    )


def validity_said(case: Case) -> str:
    """The validity as the decision on this case says it."""
    term = term_of(case)
    return validity_text(term.begins, term.until) or term.words or "不载明"


def require_on_the_result(fields: Mapping[str, JsonValue]) -> None:
    """422 for what the result does not say of its holder: after the decision nothing else of the form is changed."""
    others = [pointer for pointer in fields if not ON_THE_RESULT.fullmatch(pointer)]
    sentence = "更正结果只能更正照面所载的持证主体信息：名称、证件号码、法定代表人（负责人）"
    if others:
        raise problems.Invalid(
            errors=[FieldError(sent_at(pointer), "field_not_on_result", sentence) for pointer in others]
        )


def require_same_materials(item: ServiceItem, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """422 where the right content asks for other materials than those on which was decided, as another age may."""
    before, after = ([(line.no, line.required) for line in lines_of(item, form)] for form in (old, new))
    if before != after:
        raise problems.Invalid(
            code="materials_changed", title="更正后所需的材料与作出决定时不同，不是更正，不能在结果中更正"
        )


def _restated(
    begun: Begun, case: Case, face: Mapping[str, JsonValue], validity: Stated | None
) -> tuple[FeeAgain, dict[str, JsonValue]]:
    """The case with what the officer states anew, judged as on the day of the decision, and what the event keeps."""
    before, item = begun.case, begun.item
    form, decided = begun.found.form, before.decided_at
    if decided is None or (not face and validity is None):
        return FeeAgain(case), {}
    known = fee_printed(before.fee, item, as_granted(before, item, form))
    kept = {key: value for key, value in (before.face or {}).items() if key not in known}
    given = {**kept, **face}
    # Which days are granted decides what the fee is, and that decides what the face says of it.
    stated = None if before.face is None else check_face(item, form, _without(given, known), decided.date(), known)
    if stated is None and face:
        sentence = "本办件的结果没有由决定填写的照面信息"
        raise problems.Invalid(errors=[FieldError(f"/face/{key}", "face_unknown", sentence) for key in face])
    valid = _valid_again(begun, case.validity or Granted(), validity, begins_on(stated or {}, decided.date()))
    again = fee_again(begun, case.model_copy(update={"face": stated, "validity": valid}))
    if stated is not None and known:
        right = fee_printed(again.case.fee, item, as_granted(again.case, item, form))
        stated = check_face(item, form, given, decided.date(), right)
    after = again.case.model_copy(update={"face": stated})
    digests = [form_digest(before, one.face or {}) for one in (before, after)]
    facts: dict[str, JsonValue] = {"face_before": digests[0], "face_after": digests[1]} if face else {}
    term, moved = term_of(after), term_of(after) != term_of(before)
    days: dict[str, JsonValue] = {"valid_from": str(term.begins), "valid_until": str(term.until)}
    return again._replace(case=after), facts | (days if moved and term.until else {})


def _without(given: Mapping[str, JsonValue], known: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    return {key: value for key, value in given.items() if key not in known}


def _valid_again(begun: Begun, kept: Granted, validity: Stated | None, starts: date) -> Granted:
    """The validity with the first day that the face states now; 422 where the two contradict each other."""
    answers, rules = begun.found.form.get("answers", {}), begun.item.validity
    require_in_term({VALID_FROM: str(starts)}, validity.until if validity else kept.until)
    if validity is not None:
        return granted(rules, validity, answers, starts)
    return kept if starts == term_of(begun.case).begins else granted_again(rules, kept, answers, starts)


def _corrected(
    begun: Begun, fields: Mapping[str, JsonValue]
) -> tuple[Case, Mapping[str, Any], list[Op], dict[str, JsonValue]]:
    """The case with its form put right, this form, the writes, and what the event keeps of both forms. Nobody signs for
    it: so the legal representative is not exchanged by it either.
    """
    platform, case, old = begun.platform, begun.case, begun.found.form
    if not fields:
        return case, old, [], {}
    require_on_the_result(fields)
    new = changed_form(begun.item, old, fields, applied_on(case))
    require_same_materials(begun.item, old, new)
    forms = forms_since_receipt(platform.table, case, old, new)
    require_same_applicant(platform.index_keys.reads, case, forms, new, (*PERSONS, REPRESENTATIVE))
    after, writes = new_version(platform, case, begun.item, old, new)
    return after, new, writes, {"before": form_digest(case, old), "after": form_digest(case, new)}
