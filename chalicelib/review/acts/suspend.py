"""中止计时: a special procedure takes its time out of the term, once the applicant was told in writing how long that is
(行政许可法45).

What was not told counts: the clocks run on after the last told day by themselves, whether the procedure has ended or
not.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, StringConstraints, model_validator

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.examiners import has_examined
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import ClockKind
from chalicelib.cases.model.clock_acts import SUSPEND
from chalicelib.cases.model.clocks import DECISION_CLOCKS, clock_of_law
from chalicelib.cases.model.clocks_above import is_above, stopped
from chalicelib.cases.model.hearing import CHAIR_EXAMINED, Request, hearing_faults, untold, with_hearing
from chalicelib.cases.model.how_far import runs
from chalicelib.cases.model.inspection import without_inspection
from chalicelib.cases.model.minutes import as_told
from chalicelib.cases.model.presented import part
from chalicelib.cases.model.stops import Stop, open_kinds
from chalicelib.cases.model.suspension import Ground, Refused, ground_for, refused_now, require, unfounded, workdays_of
from chalicelib.cases.model.task import TO_DECIDE
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.deadline import CalendarDate
from chalicelib.documents.model.clock_notices import Procedure, special_procedure_notice
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.drafts import Draft, Letterhead, document_no, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import A_NAME, NO_DIGITS, ONE_LINE, PARAGRAPHS, Shape, wrong_field
from chalicelib.http.bodies import Part

MOST_DAYS = 250  # in words; how many of them is the item's matter
AskedKind = Literal[
    "hearing",
    "expert_review",
    "inspection_test",
    "tender",
    "exam",
    "interested_party",
    "quantity_limit",
    "public_notice",
    "consultation",
    "assessment",
    "government_approval",
    "awaiting_conclusion",
    "site_visit",
    "collective_discussion",
]
# The article that asks for the procedure in this case. It has room for laws and articles and for nothing about people.
CITED = (
    r"《[一-龥（）()〔〕·、]{2,60}》第[零〇一二三四五六七八九十百]{1,7}条(第[一二三四五六七八九十]{1,3}[款项目]){0,3}"
)
Reason = Annotated[
    str,
    StringConstraints(min_length=2, max_length=1000, strip_whitespace=True),
    PARAGRAPHS,
    Field(description="理由，写入告知书；事件链中只有文书的摘要"),
]

Chair = Annotated[
    str,
    StringConstraints(min_length=2, max_length=50, strip_whitespace=True),
    A_NAME,
    NO_DIGITS,
    Field(description="听证主持人的姓名，应为审查本件的工作人员以外的人员（行政许可法48(1)3）"),
]
Place = Annotated[
    str,
    StringConstraints(min_length=2, max_length=200, strip_whitespace=True),
    ONE_LINE,
    Field(description="听证：举行听证的时间、地点，写入告知书"),
]


class Suspension(Part):
    """How long the procedure takes: `planned_days` workdays from tomorrow, or until the end of `planned_until`; one of
    both. `basis` is the article that asks for the procedure. A hearing says who chairs it and where it is held; one
    that somebody has asked for says when that was.
    """

    kind: Annotated[AskedKind, Field(description="特别程序的种类；依法不停止计时的也可以填写，答复说明依据")]
    planned_days: Annotated[int | None, Field(ge=1, le=MOST_DAYS, description="计划需要的工作日数")] = None
    planned_until: Annotated[CalendarDate | None, Field(description="计划结束的日期，当日不计入")] = None
    basis: Annotated[
        str,
        StringConstraints(max_length=100),
        Shape(CITED, "basis_format", "应为法律、法规的名称和条文，如“《娱乐场所管理条例》第十条”"),
        Field(description="要求进行该程序的法律、法规条文，如“《娱乐场所管理条例》第十条”"),
    ]
    reason: Reason
    requested_on: Annotated[
        CalendarDate | None, Field(description="听证：申请人、利害关系人提出听证申请之日；不是依申请举行的不填")
    ] = None
    right_told_on: Annotated[CalendarDate | None, Field(description="听证：告知申请人、利害关系人听证权利之日")] = None

    chair: Chair | None = None
    place: Place | None = None

    @property
    def request(self) -> Request:
        return Request(self.requested_on, self.right_told_on)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.planned_days is None) is (self.planned_until is None):
            raise wrong_field(
                "planned_days",
                "planned_time",
                "请填写计划需要的工作日数（planned_days）或者计划结束的日期（planned_until），二者选一",
            )
        given = [name for name in ("requested_on", "right_told_on", "chair", "place") if getattr(self, name)]
        if self.kind != "hearing" and given:
            raise wrong_field(given[0], "not_a_hearing", "只有听证填写提出听证申请、告知听证权利之日，以及主持人和地点")
        return self


@act
def suspend(platform: Platform, caller: Caller, case_id: str, asked: Suspension) -> Receipt:
    """The written notice is a document of the act. The case stays where it is; its tasks get their new due days in the
    same transaction. Another notice of the same kind, while the first is open, tells more time.
    """
    begun = begin(platform, caller, SUSPEND, case_id, whole=True)
    stop, total = _stop(begun, asked, _grounded(begun, asked))
    after = _stopped(begun, stop, asked)
    return begun.commit(
        after,
        both={
            "kind": stop.kind,
            "kind_label": SPECIALS[stop.kind],
            "until": str(stop.until),
            "total_workdays": total,
            **dues_told(after),
        },
        data={"basis": stop.basis, "needed_by": stop.needed_by, **_request_told(asked), **told_above(after)},
        answer={"provisional": after.provisional},
        document=_notice(begun, after, stop, total, asked),
    )


def dues_told(after: Case) -> dict[str, JsonValue]:
    """The due days of the decision, for the receipt and the event; None for a term that has ended, as those of the
    review here have while the organ above has the case.
    """
    dues: dict[ClockKind, date | None] = {
        kind: after.due(kind) for kind in DECISION_CLOCKS if kind != "lower_review" or kind in after.clocks
    }
    if is_above(after):
        dues["superior"] = after.due("superior")
    return {f"{kind}_due": str(due) if due and runs(after, kind) else None for kind, due in dues.items()}


def told_above(case: Case) -> dict[str, JsonValue]:
    """For the event of what the organ above does to its own term."""
    return {"above": True} if is_above(case) else {}


def _grounded(begun: Begun, asked: Suspension) -> Ground:
    """What no law ever stops for this item comes before what today is too late for."""
    ground = ground_for(begun.item, asked.kind, part(begun.found.form, "answers"))
    if isinstance(ground, Refused):
        raise problems.Invalid(errors=[FieldError("/kind", ground.code, ground.says)])
    require(refused_now(begun.case, begun.caller.at.date(), licence=begun.item.is_licence))
    return ground


def _stop(begun: Begun, asked: Suspension, ground: Ground) -> tuple[Stop, int]:
    """The procedure, and the workdays that all of its kind take out of the term with it."""
    case, today, calendar = begun.case, begun.caller.at.date(), begun.platform.calendar
    until = asked.planned_until or calendar.workday_after(today, asked.planned_days or 0)
    kind = _stopping(asked.kind)
    number = document_no(case.seq + 1, DocumentKind.SPECIAL_PROCEDURE_NOTICE)
    told = {"kind": kind, "basis": ground.basis, "needed_by": asked.basis, "document": number}
    stop = Stop.model_validate({**told, "started": today, "until": until, "above": is_above(case)})
    total = workdays_of([*case.stops, stop], kind, calendar) if until > today else 0
    pointer = "/planned_days" if asked.planned_days else "/planned_until"
    wrong = [(pointer, _too_short(case, stop, calendar) or _too_long(ground, stop, total, calendar))]
    wrong.append(("/basis", unfounded(begun.item, kind, asked.basis)))
    wrong += _hearing_faults(begun, asked, until, pointer)
    if errors := [FieldError(where, fault.code, fault.says) for where, fault in wrong if fault]:
        raise problems.Invalid(errors=errors)
    return stop, total


def _hearing_faults(begun: Begun, asked: Suspension, until: date, pointer: str) -> list[tuple[str, Refused | None]]:
    """Where the day of a licence's hearing, or of the request for it, is not as the law has it (行政许可法47, 48)."""
    if asked.kind != "hearing" or not begun.item.is_licence:
        return []
    today, calendar = begun.caller.at.date(), begun.platform.calendar
    faults = hearing_faults(begun.case, asked.basis, until, asked.request, today, calendar)
    wrong: list[tuple[str, Refused | None]]
    wrong = [(pointer if field == "until" else f"/{field}", fault) for field, fault in faults.items()]
    wrong += [(f"/{field}", fault) for field, fault in untold(begun.case, asked.chair, asked.place).items()]
    if asked.chair and has_examined(begun.platform, begun.case, asked.chair):
        wrong.append(("/chair", CHAIR_EXAMINED))
    return wrong


def _request_told(asked: Suspension) -> dict[str, JsonValue]:
    days = {"requested_on": asked.requested_on, "right_told_on": asked.right_told_on}
    return {name: str(day) for name, day in days.items() if day}


def _too_short(case: Case, stop: Stop, calendar: WorkCalendar) -> Refused | None:
    """It ends after today, takes a workday, and ends later than the applicant has been told before: two notices must
    not contradict.
    """
    if stop.until <= stop.started:
        return Refused("procedure_over", "计划结束的日期应当在今天之后")
    if not calendar.workdays_between(stop.started, stop.until):
        return Refused("procedure_without_workday", "计划的时间内没有工作日，没有可以不计入期限的时间")
    told = max((one.until for one in case.stops if one.kind == stop.kind and one.ended is None), default=None)
    if told and stop.until <= told:
        says = f"已经书面告知至{told}，另行告知的日期应当更晚；提前结束的，请恢复计时"
        return Refused("procedure_told_longer", says)
    return None


def _too_long(ground: Ground, stop: Stop, total: int, calendar: WorkCalendar) -> Refused | None:
    long = calendar.workdays_between(stop.started, stop.until) if ground.each else total
    if long <= ground.most:
        return None
    how = "每次告知的时间" if ground.each else "的时间合计"
    says = f"{SPECIALS[stop.kind]}{how}不得超过{ground.most}个工作日（{ground.set_by}），按此计划为{long}个工作日"
    return Refused("procedure_too_long", says)


def _stopping(kind: AskedKind) -> SpecialKind:
    return next(known for known in SPECIALS if known == kind)


def _stopped(begun: Begun, stop: Stop, asked: Suspension) -> Case:
    case, calendar = begun.case, begun.platform.calendar
    stops = (*case.stops, stop)
    clocks = stopped(case, without_inspection(case.clocks, "suspended", kind=stop.kind), stops, calendar)
    clocks = with_hearing(clocks, stop.kind, asked.requested_on, calendar)
    told = as_told(case.hearings, asked.chair, asked.place) if stop.kind == "hearing" else case.hearings
    return case.model_copy(update={"stops": stops, "clocks": clocks, "hearings": told})


def letterhead_now(begun: Begun) -> Letterhead:
    """That of the organ which has the case: the one above speaks for itself."""
    above = is_above(begun.case)
    return letterhead(begun.platform, begun.case, begun.item, begun.caller.at, begun.directory, above=above)


def _notice(begun: Begun, after: Case, stop: Stop, total: int, asked: Suspension) -> Draft:
    head = letterhead_now(begun)
    law = "superior" if is_above(after) else clock_of_law(after.clocks, TO_DECIDE)
    clock = after.clocks.get(law) or after.clocks.get("promised")
    hearing = after.hearings[-1] if stop.kind == "hearing" else None
    told = Procedure(
        label=SPECIALS[stop.kind],
        basis=stop.basis,
        needed_by=stop.needed_by,
        reason=asked.reason,
        begins=stop.started,
        until=stop.until,
        workdays=begun.platform.calendar.workdays_between(stop.started, stop.until),
        total=total,
        due=clock.due if clock else None,
        provisional=bool(clock and clock.provisional),
        again=stop.kind in open_kinds(begun.case.stops),
        requested=asked.requested_on,
        chair=hearing.chair if hearing else "",
        place=hearing.place if hearing else "",
    )
    return head.draft(special_procedure_notice(head.facts, head.formalities, told))
