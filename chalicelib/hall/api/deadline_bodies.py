"""The two questions for a term, and what is answered: a length that the caller gives, or a named term of an item."""

from datetime import date
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, Tag, field_validator

from chalicelib.cases.model.clock import Clock
from chalicelib.catalogue.model import ServiceItem
from chalicelib.clock.deadline import AnswerDay, CalendarDate, DeadlineAnswer, DeadlineQuestion, in_calendar
from chalicelib.clock.kinds import KINDS, DeadlineKind
from chalicelib.clock.unit import Unit
from chalicelib.directory.model import Regime
from chalicelib.hall.model.item_deadline import Asked, ItemTerm


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


class AskedDeadline(
    RootModel[
        Annotated[
            Annotated[DeadlineQuestion, Tag("of_length")] | Annotated[ItemDeadlineQuestion, Tag("of_item")],
            Discriminator(_which),
        ]
    ],
    defer_build=True,
):
    """两种问法：给出 item、kind 和 start，或者自行给出期限的长短。"""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


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
    unit: Unit
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


class CountedDeadline(RootModel[ItemDeadlineAnswer | DeadlineAnswer], defer_build=True):
    """问事项的，答 ItemDeadlineAnswer；自行给出期限长短的，答 DeadlineAnswer。"""


def item_answer(asked: Asked, item: ServiceItem, term: ItemTerm) -> ItemDeadlineAnswer:
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
        article=row.article,
        note=length.note,
        due=ends.due if isinstance(ends, Clock) else ends.latest,
        provisional=ends.provisional,
        latest=back.latest if back else None,
        advised=back.advised if back else None,
        promised=SideAnswer.of(term.promised) if term.promised else None,
        statutory=SideAnswer.of(term.statutory) if term.statutory else None,
        days=DeadlineAnswer.of(clock.term(asked.calendar)).days if clock else (),
    )
