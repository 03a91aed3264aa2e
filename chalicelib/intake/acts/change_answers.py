"""变更办理情形: answers of an accepted joint request that decide which members there are (joint.md 5.4).

A member that joins has an acceptance of its own, one that leaves ends with a notice, and what was granted stays. The
joint clock goes on.
"""

from collections.abc import Mapping
from dataclasses import replace

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import Reading, asked_of, named_letter, with_letter
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.form_changes import applied_on, form_digest
from chalicelib.cases.model.joint_acts import CHANGE_ANSWERS
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.model.presented import Window
from chalicelib.cases.store.forms import new_version
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.ask_shared import ask_after_change
from chalicelib.intake.model.changing import differing, reanswered
from chalicelib.intake.model.signing import Signing, require_right_person, seen_at_window
from chalicelib.intake.store.sheets import made_anew, sheet_row, with_sheets


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
    seen = who_signs(begun, signing, letter)
    begun, old = begun.naming(letter()), begun.found.form
    new = reanswered(begun.item, old, deciding(begun), answers, applied_on(begun.case))
    case, writes = new_version(platform, begun.case, begun.item, old, new)
    sheets = made_anew(platform, caller, case, begun.item, new)
    case = with_sheets(case, sheets, caller)
    asked = ask_after_change(begun, case.moved_to(case.status), new, case.papers)
    names, files = differing(old, new), (*begun.found.files, *sheets)
    made = changed_members(begun, replace(begun.found, case=asked.case, form=new, files=files), answers, names)
    told: dict[str, JsonValue] = {"before": form_digest(case, old), "after": form_digest(case, new)}
    return begun.commit(
        asked.case,
        both={"variables": [*sorted(names)], "form_version": case.form_version},
        data={"files": digests(sheets), **told, **seen, **asked.data, **made.told},
        answer={"number": case.number, **made.answer},
        effects=[*asked.effects, has_moved(case_id)],
        ops=[*writes, *made.ops, *(sheet_row(case, sheet) for sheet in sheets)],
    )


def who_signs(begun: Begun, signing: Signing | None, letter: Reading) -> Mapping[str, JsonValue]:
    """What the clerk has seen of the person who signs; 422 unless it is the right one. Nothing of who acts online."""
    if signing is None:
        return {}
    at = begun.caller.at.date()
    powers = asked_of(begun.platform, begun.case, begun.claim, "supplement", at)
    signing = with_letter(begun.platform, begun.caller, signing, letter, powers, "/presented_by")
    require_right_person(signing, begun.claim, Window(at, begun.caller.actor.name))
    return seen_at_window(signing, begun.case)
