"""How long a term is, day by day: what the hall tells anybody, for a length or for a named term of an item."""

from datetime import date
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, Tag, field_validator

from chalicelib.access.policy import PUBLIC
from chalicelib.cases.model.clock import Clock
from chalicelib.cases.model.renewal import RenewalUnit
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store.life import item_of_time
from chalicelib.clock.calendar import OutsideCalendar
from chalicelib.clock.deadline import AnswerDay, CalendarDate, DeadlineAnswer, DeadlineQuestion, in_calendar
from chalicelib.clock.deadline import answer as answer_deadline
from chalicelib.clock.kinds import KINDS, DeadlineKind, Refusal, refusal_of
from chalicelib.clock.unit import Unit
from chalicelib.directory.model import Regime
from chalicelib.directory.model.promised import HallTerms, hall_terms
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation.problems import FieldError, Invalid, NotFound
from chalicelib.hall.model.item_deadline import Asked, ItemTerm, item_term
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="hall")


class ItemDeadlineQuestion(BaseModel, defer_build=True):
    """某事项的一种法定期限或者承诺期限，依该事项所适用的法律计算。"""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    item: Annotated[str, Field(max_length=20, description="事项编号，如 YM-P01")]
    kind: Annotated[DeadlineKind, Field(description="期限的种类")]
    start: Annotated[
        CalendarDate,
        Field(description="起算事件之日，当日不计入；hearing_notice 填听证之日，renewal 填有效期届满之日，均向前倒算"),
    ]

    _start_known = field_validator("start")(in_calendar)


def _which(body: Any) -> str:
    names = cast("dict[str, Any]", body) if isinstance(body, dict) else {}
    return "of_item" if "item" in names or "kind" in names else "of_length"


class AskedDeadline(RootModel, defer_build=True):  # pyright: ignore[reportMissingTypeArgument] - it would be built now
    model_config = ConfigDict(hide_input_in_errors=True)

    root: Annotated[
        Annotated[DeadlineQuestion, Tag("of_length")] | Annotated[ItemDeadlineQuestion, Tag("of_item")],
        Discriminator(_which),
    ]


class SideAnswer(BaseModel, defer_build=True):
    """承诺期限或者法定期限；length 加 extension 的单位为 unit。"""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    length: int
    extension: int
    unit: Unit
    source: Annotated[str, Field(description="期限长短的依据")]
    due: date
    provisional: bool

    @classmethod
    def of(cls, clock: Clock) -> Self:
        return cls(
            length=clock.length,
            extension=clock.extension,
            unit=clock.unit,
            source=clock.basis,
            due=clock.due,
            provisional=clock.provisional,
        )


class ItemDeadlineAnswer(BaseModel, defer_build=True):
    """某事项的期限。倒算的，due 为法定最晚之日，days 为空。"""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    item: str
    version: int
    kind: DeadlineKind
    name: Annotated[str, Field(description="期限的名称")]
    regime: Annotated[Regime, Field(description="事项所适用的法律制度")]
    starts: Annotated[str, Field(description="start 应是什么之日")]
    length: int
    extension: int
    unit: RenewalUnit
    source: Annotated[str, Field(description="期限长短的依据")]
    article: Annotated[str, Field(description="规定这种期限的条文")]
    note: Annotated[str | None, Field(description="事项自身规定的补充说明")]
    due: Annotated[date, Field(description="届满日，至当日 24:00（东八区）；倒算的为法定最晚之日")]
    provisional: Annotated[bool, Field(description="暂定：其中有尚未公布放假通知、按推算计算的年份")]
    latest: Annotated[date | None, Field(description="倒算的：法定最晚之日，可以是休息日")]
    advised: Annotated[date | None, Field(description="倒算的：建议最晚之日，即最晚之日或者其前的最后一个工作日")]
    promised: Annotated[SideAnswer | None, Field(description="承诺期限，不晚于法定期限")]
    statutory: Annotated[SideAnswer | None, Field(description="法定期限")]
    days: tuple[AnswerDay, ...]


class CountedDeadline(RootModel, defer_build=True):  # pyright: ignore[reportMissingTypeArgument] - it would be built now
    """问事项的，答 ItemDeadlineAnswer；自行给出期限长短的，答 DeadlineAnswer。"""

    model_config = ConfigDict(hide_input_in_errors=True)

    root: ItemDeadlineAnswer | DeadlineAnswer


@api.post("/deadlines", PUBLIC, "计算办理期限", body=AskedDeadline, answer=CountedDeadline, problems=(NotFound,))
def count_deadline(call: Call[AskedDeadline, None]) -> Answer:
    question = call.body.root
    counted = _of_item(call, question) if isinstance(question, ItemDeadlineQuestion) else _of_length(call, question)
    # Dumped with its nulls: a day that does not count has `number: null`, and says so.
    return Answer(counted.model_dump(mode="json"))


def _of_length(call: Call[AskedDeadline, None], question: DeadlineQuestion) -> DeadlineAnswer:
    return answer_deadline(question, call.platform.calendar, _duty(call, question))


def _of_item(call: Call[AskedDeadline, None], question: ItemDeadlineQuestion) -> ItemDeadlineAnswer:
    """Of the version that is in force now. Raises NotFound, and Invalid for a term that the item does not have."""
    platform, now = call.platform, call.platform.now()
    division = platform.settings.division
    item = item_of_time(platform.table, division, question.item, now, now=now, wall=platform.wall())
    directory = directory_lately(platform.table, division, platform.wall())
    here = hall_terms(directory, item.id, item.department, now.date())
    asked = Asked(item, question.kind, question.start, here, platform.settings.supplement_workdays, platform.calendar)
    try:
        term = item_term(asked)
    except OutsideCalendar:
        error = FieldError("/start", "date_outside_calendar", "倒算的日期早于可计算的范围，请填写较晚的日期")
        raise Invalid(errors=[error]) from None
    if isinstance(term, Refusal):
        raise _refused(asked, term)
    return _item_answer(asked, item, term)


def _refused(asked: Asked, refusal: Refusal) -> Invalid:
    if refusal_of(asked.kind, asked.regime):
        error = FieldError("/kind", "term_not_of_regime", f"没有这种期限：{refusal.reason}")
        return Invalid(code="term_not_of_regime", title="本类事项没有这种期限", errors=[error])
    error = FieldError("/kind", "term_not_set", f"没有这种期限：{refusal.reason}")
    return Invalid(code="term_not_set", title="本事项没有这种期限", errors=[error])


def _duty(call: Call[AskedDeadline, None], question: DeadlineQuestion) -> int | None:
    """The weekday on which the department that is asked about is in the hall, where it is not there on the first day.
    Invalid for a department that the hall does not have.
    """
    platform = call.platform
    if question.department is None:
        return None
    record = directory_lately(platform.table, platform.settings.division, platform.wall()).departments.get(
        question.department
    )
    if record is None:
        error = FieldError("/department", "department_unknown", "本地区的大厅没有这个部门，请核对部门标识")
        raise Invalid(code="department_unknown", title="没有这个部门，请核对部门标识", errors=[error])
    return HallTerms(residency=record.residency).duty_on(question.start, platform.calendar)


def _item_answer(asked: Asked, item: ServiceItem, term: ItemTerm) -> ItemDeadlineAnswer:
    row, length, ends = KINDS[asked.kind], term.length, term.ends
    clock, back = (ends, None) if isinstance(ends, Clock) else (None, ends)
    return ItemDeadlineAnswer(
        item=item.id,
        version=item.version,
        kind=asked.kind,
        name=row.label,
        regime=asked.regime,
        starts=row.starts,
        length=length.length,
        extension=length.extension,
        unit=length.unit,
        source=length.source,
        article=asked.article(length),
        note=length.note,
        due=ends.due if isinstance(ends, Clock) else ends.latest,
        provisional=ends.provisional,
        latest=back.latest if back else None,
        advised=back.advised if back else None,
        promised=SideAnswer.of(term.promised) if term.promised else None,
        statutory=SideAnswer.of(term.statutory) if term.statutory else None,
        days=DeadlineAnswer.of(clock.term(asked.calendar)).days if clock else (),
    )
