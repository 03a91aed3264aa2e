"""当场更正: the clerk puts a field of the form right, and the applicant signs for it there (行政许可法32(1)(3))."""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import asked_of, named_letter, with_letter
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import CORRECT_FORM
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.form_changes import applied_on, changed_form, form_digest, require_same_applicant, unchanged
from chalicelib.cases.model.guardianship import guardian_of
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.presented import Window
from chalicelib.cases.store.forms import forms_since_receipt, new_version
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import require_in_time
from chalicelib.intake.acts.ask_shared import ask_after_change
from chalicelib.intake.model.completeness import newly_required
from chalicelib.intake.model.signing import Signing, require_right_person, require_right_signer, seen_at_window
from chalicelib.intake.store.sheets import made_anew, sheet_row, with_sheets


@act
def correct_form(
    platform: Platform, caller: Caller, case_id: str, fields: Mapping[str, JsonValue], signing: Signing
) -> Receipt:
    """The form as it was stays under its version. The five workdays go on: nothing is awaited. What was printed from
    the form is printed anew, and the signature confirms that too.
    """
    with named_letter(platform, signing) as letter:
        begun = begin(platform, caller, CORRECT_FORM, case_id, whole=True)
    require_in_time(begun)
    case, old, window = begun.case, begun.found.form, Window(caller.at.date(), caller.actor.name)
    powers = asked_of(platform, case, begun.claim, "supplement", caller.at.date())
    signing = with_letter(platform, caller, signing, letter, powers, "/presented_by")
    new = changed_form(begun.item, old, fields, applied_on(case))
    forms = forms_since_receipt(platform.table, case, old, new)
    if signing.relation == "guardian" and not guardian_of(old):
        require_right_person(signing, begun.claim, window)
    require_right_signer(signing, begun.claim, forms, new, window)
    begun = begun.naming(letter()).with_proof(signing.newly_proven(case.guardianship, caller))
    case = begun.case
    require_same_applicant(platform.index_keys.reads, case, forms, new)
    if same := unchanged(old, new, fields, "这一栏与原来相同，没有可以更正的内容"):
        raise problems.Invalid(errors=same)
    case, writes = new_version(platform, case, begun.item, old, new)
    sheets = made_anew(platform, caller, case, begun.item, new)
    case = with_sheets(case, sheets, caller)
    after = case.moved_to(case.status, required_since_notice=required_since(begun, case, new))
    asked = ask_after_change(begun, after, new, after.papers)
    digests_told: dict[str, JsonValue] = {"before": form_digest(case, old), "after": form_digest(case, new)}
    told = {**digests_told, **seen_at_window(signing, case), **begun.proof_recorded(case), **asked.data}
    return begun.commit(
        asked.case,
        both={"fields": [*sorted(fields)], "form_version": after.form_version},
        data={"files": digests(sheets), **told},
        effects=asked.effects,
        answer={"number": case.number},
        ops=[*writes, *(sheet_row(case, sheet) for sheet in sheets)],
    )


def required_since(begun: Begun, case: Case, new: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines that a changed form has made required since the last notice."""
    if not case.corrections:
        return case.required_since_notice
    since = newly_required(lines_of(begun.item, begun.found.form), lines_of(begun.item, new))
    return tuple(sorted({*case.required_since_notice, *since}))
