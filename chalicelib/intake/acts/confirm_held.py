"""核对已持有的结果: the applicant has the result of a member already; the window has seen it, or this platform made it.

The member is handled no more, and what waits for it goes on (joint.md 7). What its result would have told the others is
filled in now, and the paper itself is a material of the request, as for who has said so from the beginning.
"""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import named_letter
from chalicelib.cases.model.file_digests import digests
from chalicelib.cases.model.form_changes import applied_on, form_digest
from chalicelib.cases.model.joint_acts import CONFIRM_HELD
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.store.forms import new_version
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.bodies import Part
from chalicelib.intake.acts.ask_shared import ask_after_change
from chalicelib.intake.acts.change_answers import who_signs
from chalicelib.intake.model.changing import differing, reanswered
from chalicelib.intake.model.signing import Signing
from chalicelib.intake.store.sheets import made_anew, sheet_row, with_sheets
from chalicelib.joint.model.member import Held

Line = Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]


class ResultHeld(Part):
    """已经持有的结果：本平台作出的写明其办件；窗口核对原件的，写明编号、机关和日期。"""

    source: Annotated[Literal["store", "paper"], Field(description="store 本平台作出；paper 窗口核对纸质原件")]
    case_id: Annotated[str | None, Field(max_length=40, description="本平台作出的，其办件标识")] = None
    number: Annotated[Line | None, Field(description="原件上的编号")] = None
    organ: Annotated[Line | None, Field(description="原件上的发证机关")] = None
    issued_on: Annotated[date | None, Field(description="原件上的发证日期")] = None
    valid_until: Annotated[date | None, Field(description="原件上的有效期届满日；没有载明的为 null")] = None

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        shown = (self.number, self.organ, self.issued_on)
        if self.source == "store" and (self.case_id is None or any((*shown, self.valid_until))):
            raise PydanticCustomError("held_case", "本平台作出的，只写明其办件标识")
        if self.source == "paper" and (self.case_id is not None or not all(shown)):
            raise PydanticCustomError("held_paper", "窗口核对原件的，应写明编号、发证机关和发证日期")
        return self


NewlyAsked = TypeAliasType(
    "NewlyAsked",
    Annotated[
        dict[Annotated[str, Field(max_length=64)], JsonValue],
        Field(max_length=99, description="该结果本应告知其他事项、因此才需要填写的栏目，以栏目名为键"),
    ],
)


class HeldAtWindow(Part):
    """申请人出示的结果，因此才需要填写的栏目，以及到场签名确认的人。"""

    result: ResultHeld
    answers: NewlyAsked = Field(default_factory=dict[str, JsonValue])
    presented_by: Signing


@act
def confirm_held(platform: Platform, caller: Caller, case_id: str, node: str, shown: HeldAtWindow) -> Receipt:
    """422 for a result that is not valid today, and for answers that the form does not first ask because of it."""
    # Imported when it is needed, as for the acceptance: schemes take long to import.
    from chalicelib.joint.acts.confirmed_held import held_members, question_of, result_of

    with named_letter(platform, shown.presented_by) as letter:
        begun = begin(platform, caller, CONFIRM_HELD, case_id, whole=True)
    seen = who_signs(begun, shown.presented_by, letter)
    begun, old = begun.naming(letter()), begun.found.form
    question = question_of(begun, node)
    own = shown.result.case_id
    held = result_of(begun, node, own) if own else _shown(shown.result, caller.at.date())
    changed = {**shown.answers, question: True}
    new = reanswered(begun.item, old, [question], changed, applied_on(begun.case))
    case, writes = new_version(platform, begun.case, begun.item, old, new)
    sheets = made_anew(platform, caller, case, begun.item, new)
    case = with_sheets(case, sheets, caller)
    asked = ask_after_change(begun, case.moved_to(case.status), new, case.papers)
    files = (*begun.found.files, *sheets)
    found = replace(begun.found, case=asked.case, form=new, files=files)
    made = held_members(begun, found, node, held, differing(old, new))
    told: dict[str, JsonValue] = {"before": form_digest(case, old), "after": form_digest(case, new)}
    return begun.commit(
        asked.case,
        both={"form_version": case.form_version},
        data={"files": digests(sheets), **told, **seen, **asked.data, **made.told, **_proven(begun, held)},
        answer={"number": case.number, **made.answer},
        effects=[*asked.effects, has_moved(case_id)],
        ops=[*writes, *made.ops, *(sheet_row(case, sheet) for sheet in sheets)],
    )


def _shown(result: ResultHeld, today: date) -> Held:
    issued, until = result.issued_on or today, result.valid_until
    errors = list[FieldError]()
    if issued > today:
        errors.append(FieldError("/result/issued_on", "held_in_future", "不能晚于今日"))
    if until and until < today:
        errors.append(FieldError("/result/valid_until", "held_over", f"有效期已于{until}届满，不能代替办理"))
    if until and until < issued:
        errors.append(FieldError("/result/valid_until", "held_term", "不能早于发证日期"))
    if errors:
        raise problems.Invalid(errors=errors)
    return Held(
        source="paper", number=result.number or "", organ=result.organ, issued_on=result.issued_on, valid_until=until
    )


def _proven(begun: Begun, held: Held) -> dict[str, JsonValue]:
    """For the event: what was seen, so that a number that somebody names can be compared with it."""
    key = begun.case.chain_key
    days = {"issued_on": held.issued_on, "valid_until": held.valid_until}
    return {
        "result": held.of or blind_index(key, "held", begun.case.id, held.number, held.organ or ""),
        **{name: str(day) for name, day in days.items() if day},
    }
