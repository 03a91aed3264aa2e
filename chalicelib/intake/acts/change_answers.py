"""变更办理情形: answers of a joint request that decide which members there are (joint.md 5.4, 7).

While a supplement is awaited they decide which there will be. Once the request is accepted, a member that joins has an
acceptance of its own, one that leaves ends with a notice, and what was granted stays. The joint clock goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import Reading, asked_of, named_letter, with_letter
from chalicelib.cases.model import Case
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.form_changes import applied_on, form_digest
from chalicelib.cases.model.joint_acts import CHANGE_ANSWERS
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.model.presented import Window
from chalicelib.cases.store.forms import new_version
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.ask_shared import ask_after_change
from chalicelib.intake.acts.correct_form import required_since
from chalicelib.intake.model.changing import differing, reanswered
from chalicelib.intake.model.completeness import lacking_lines
from chalicelib.intake.model.signing import Signing, require_right_person, seen_at_window
from chalicelib.intake.store.sheets import made_anew, sheet_row, with_sheets

if TYPE_CHECKING:
    from chalicelib.joint.acts.changed_answers import ChangedMembers


@act
def change_answers(
    platform: Platform, caller: Caller, case_id: str, answers: Mapping[str, JsonValue], signing: Signing | None = None
) -> Receipt:
    """`answers`: those that change, and what the form first asks because of them. The form as it was stays under its
    version. `signing`: who has signed for it at the window.
    """
    # Imported when it is needed, as for the acceptance: schemes take long to import.
    from chalicelib.joint.acts.changed_answers import changed_members, deciding

    with named_letter(platform, signing) as letter:
        begun = begin(platform, caller, CHANGE_ANSWERS, case_id, whole=True)
    if begun.item.request_of is None:
        raise problems.Conflict(code="not_a_request", title="本件不是联办申请；申请表有误的，在补正时更正")
    seen = who_signs(begun, signing, letter)
    begun, old = begun.naming(letter()), begun.found.form
    new = reanswered(begun.item, old, deciding(begun), answers, applied_on(begun.case))
    case, writes = new_version(platform, begun.case, begun.item, old, new)
    sheets = made_anew(platform, caller, case, begun.item, new)
    case = with_sheets(case, sheets, caller)
    if not begun.found.members:
        case = case.model_copy(update={"required_since_notice": required_since(begun, case, new)})
    asked = ask_after_change(begun, case.moved_to(case.status), new, case.papers)
    names, files = differing(old, new), (*begun.found.files, *sheets)
    made = (
        changed_members(begun, replace(begun.found, case=asked.case, form=new, files=files), answers, names)
        if begun.found.members
        else _before_acceptance(begun, asked.case, new, files)
    )
    told: dict[str, JsonValue] = {"before": form_digest(case, old), "after": form_digest(case, new)}
    return begun.commit(
        asked.case,
        both={"variables": [*sorted(names)], "form_version": case.form_version},
        data={"files": digests(sheets), **told, **seen, **asked.data, **made.told},
        answer={"number": case.number, **made.answer},
        effects=[*asked.effects, *([has_moved(case_id)] if begun.found.members else [])],
        ops=[*writes, *made.ops, *(sheet_row(case, sheet) for sheet in sheets)],
    )


def _before_acceptance(
    begun: Begun, case: Case, new: Mapping[str, Any], files: Sequence[MaterialFile]
) -> "ChangedMembers":
    """Of a request whose supplement is awaited: nobody has joined or left yet, and what is first required now is handed
    in with the supplement.
    """
    from chalicelib.joint.acts.changed_answers import ChangedMembers

    asked = [
        line for line in lacking_lines(case, lines_of(begun.item, new), files) if line.no in case.required_since_notice
    ]
    return ChangedMembers({}, {"joined": [], "left": [], "lacking": [line.no for line in asked]}, [])


def who_signs(begun: Begun, signing: Signing | None, letter: Reading) -> Mapping[str, JsonValue]:
    """What the clerk has seen of the person who signs; 422 unless it is the right one. Nothing of who acts online."""
    if signing is None:
        return {}
    at = begun.caller.at.date()
    powers = asked_of(begun.platform, begun.case, begun.claim, "supplement", at)
    signing = with_letter(begun.platform, begun.caller, signing, letter, powers, "/presented_by")
    require_right_person(signing, begun.claim, Window(at, begun.caller.actor.name))
    return seen_at_window(signing, begun.case)
