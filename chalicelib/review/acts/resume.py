"""恢复计时: a special procedure has really ended; the clocks run on from the next day (行政许可法45)."""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.examiners import has_examined
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock_acts import RESUME
from chalicelib.cases.model.clocks_above import stopped
from chalicelib.cases.model.hearing import CHAIR_EXAMINED, KIND, without_hearing
from chalicelib.cases.model.minutes import Minutes, as_ended
from chalicelib.cases.model.stops import ended_on, open_kinds
from chalicelib.cases.model.suspension import ON_THE_MINUTES
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS
from chalicelib.http.bodies import Part
from chalicelib.review.acts.suspend import Chair, Reason, dues_told, told_above


class MinutesTaken(Part):
    """听证笔录, which those who came have confirmed and signed (行政许可法48(1)5)."""

    chair: Chair
    attended: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE], ...],
        Field(min_length=1, max_length=50, description="听证参加人：姓名和身份，一人一项"),
    ]
    argued: Annotated[
        str,
        StringConstraints(min_length=2, max_length=3000, strip_whitespace=True),
        PARAGRAPHS,
        Field(description="审查人员提供的证据、理由，申请人、利害关系人提出的证据和申辩、质证的情况"),
    ]
    signed: Annotated[Literal[True], Field(description="笔录已交听证参加人确认无误，并由其签字或者盖章")]


class Ending(NamedTuple):
    """How a hearing has ended: with its minutes, or why it was not held."""

    minutes: MinutesTaken | None = None
    not_held: Reason | None = None


NOT_A_HEARING = Ending()


@act
def resume(
    platform: Platform,
    caller: Caller,
    case_id: str,
    kind: SpecialKind,
    really_ended: date | None = None,
    ending: Ending = NOT_A_HEARING,
) -> Receipt:
    """Ends every open notice of this kind on the day of its real end, today unless another one is told: who writes it
    down late wins no days by that. Days after the told one counted already: nobody has told of these days.
    """
    begun = begin(platform, caller, RESUME, case_id)
    case, today = begun.case, caller.at.date()
    if kind not in open_kinds(case.stops):
        title = f"本件没有正在进行的{SPECIALS[kind]}，不需要恢复计时"
        raise problems.Conflict(code="procedure_not_open", title=title)
    day = really_ended or today
    _require_between(case, kind, day, today)
    minutes = _minutes(begun, kind, day, ending)
    stops = ended_on(case.stops, kind, day)
    clocks = stopped(case, without_hearing(case.clocks, kind), stops, platform.calendar)
    heard = as_ended(case.hearings, minutes, ending.not_held) if kind == KIND else case.hearings
    after = case.model_copy(update={"stops": stops, "clocks": clocks, "hearings": heard})
    return begun.commit(
        after,
        both={"kind": kind, "kind_label": SPECIALS[kind], "ended": str(day), **dues_told(after)},
        data={**told_above(after), **_recorded(case, minutes)},
        answer={"provisional": after.provisional},
    )


def _minutes(begun: Begun, kind: SpecialKind, day: date, ending: Ending) -> Minutes | None:
    """The minutes of a hearing; 422 where a licence's hearing ends without them, or somebody chaired who may not."""
    taken, case, licence = ending.minutes, begun.case, begun.item.is_licence
    error = None
    if kind != KIND and (taken or ending.not_held):
        error = FieldError("/minutes" if taken else "/not_held", "not_a_hearing", "只有听证有笔录")
    elif taken and ending.not_held:
        error = FieldError("/not_held", "hearing_was_held", "已有听证笔录的，不填写没有举行的原因")
    elif kind == KIND and licence and not (taken or ending.not_held):
        says = f"请填写听证笔录，行政机关应当根据听证笔录作出决定（{ON_THE_MINUTES}）；没有举行的，填写原因"
        error = FieldError("/minutes", "minutes_missing", says)
    elif taken and licence and has_examined(begun.platform, case, taken.chair):
        error = FieldError("/minutes/chair", CHAIR_EXAMINED.code, CHAIR_EXAMINED.says)
    if error:
        raise problems.Invalid(errors=[error])
    if taken is None:
        return None
    return Minutes(held_on=day, chair=taken.chair, attended=taken.attended, argued=taken.argued)


def _recorded(case: Case, minutes: Minutes | None) -> dict[str, JsonValue]:
    return minutes.for_the_chain(case.chain_key, case.id) if minutes else {}


def _require_between(case: Case, kind: SpecialKind, day: date, today: date) -> None:
    """422 unless the day lies between the last notice of this kind and today."""
    noticed = max(one.started for one in case.stops if one.kind == kind and one.ended is None)
    if day > today:
        says = "特别程序实际结束之日不得在今天之后"
        raise problems.Invalid(errors=[FieldError("/ended_on", "procedure_not_over", says)])
    if day < noticed:
        says = f"特别程序实际结束之日不得早于最近一次书面告知之日（{noticed}）"
        raise problems.Invalid(errors=[FieldError("/ended_on", "procedure_ended_before", says)])
