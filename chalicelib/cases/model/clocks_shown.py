"""The clocks of a case as people read them: from when, how long, what stopped them, each day with its reason. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.cases.model.clock import CLOCKS, Clock, ClockKind
from chalicelib.cases.model.clock_history import History, Rules, above_shown, clocks_as_of, running
from chalicelib.cases.model.clocks import DECISION_CLOCKS
from chalicelib.cases.model.late import Signal, colour
from chalicelib.cases.model.renewal import RenewalShown
from chalicelib.cases.model.stops import Extended, Stop, stopped_until, unsupported_until
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.clock import Unit, used_and_left
from chalicelib.clock.deadline import AnswerDay, DeadlineAnswer
from chalicelib.clock.explained import PAUSED
from chalicelib.clock.term import Term
from chalicelib.durable.audit import Event

ClockState = Literal["running", "paused", "ended"]
UNSUPPORTED = ";特别程序超过书面告知的时间,没有依据中止,照常计入(《行政许可法》第四十五条)"
ARTICLE_42 = "(《行政许可法》第四十二条)"


class _Shown(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)


class StopShown(_Shown):
    """一次特别程序；`from` 当日仍计入期限，自次日起至 `counted_until` 当日不计入。"""

    kind: SpecialKind
    kind_label: Annotated[str, Field(description="特别程序的中文名称")]
    basis: Annotated[str, Field(description="不计入期限的依据")]
    needed_by: Annotated[str, Field(description="要求进行该程序的条文")]
    started: Annotated[date, Field(description="开始之日")]
    until: Annotated[date, Field(description="书面告知的最后一日")]
    ended: Annotated[date | None, Field(description="实际结束之日；仍在进行的为 null")]
    last: Annotated[date, Field(description="不计入期限的最后一日：实际结束之日，不晚于告知的最后一日")]
    overrun: Annotated[bool, Field(description="超过告知的时间仍未结束，期限已经继续计算")]
    unsupported_until: Annotated[
        date | None,
        Field(description="没有依据的中止：自告知的最后一日之次日至此日没有书面告知，照常计入期限；没有的为 null"),
    ]
    document: Annotated[str, Field(description="特别程序告知书在办件中的编号")]


class ExtensionShown(_Shown):
    """期限的一次延长。"""

    length: int
    unit: Unit
    basis: Annotated[str, Field(description="延长的依据")]
    at: AwareDatetime
    before: Annotated[date, Field(description="延长前的届满日")]
    document: Annotated[str, Field(description="告知延长的文书在办件中的编号")]
    approval: Annotated[str | None, Field(description="批准延长联办期限的文件文号；其他办件为 null")] = None


class ClockShown(_Shown):
    """一个期限；`used`、`left`、`overdue` 以 `unit` 为单位，为所问之日或者期限终止之日的。"""

    kind: ClockKind
    label: Annotated[str, Field(description="期限的中文名称")]
    started: Annotated[date, Field(description="起算之日，当日不计入")]
    length: Annotated[int, Field(description="期限长短，不含延长")]
    unit: Unit
    source: Annotated[str, Field(description="期限的依据")]
    pauses: Annotated[list[StopShown], Field(description="不计入本期限的特别程序")]
    extension: ExtensionShown | None
    due: Annotated[date, Field(description="届满日，至当日 24:00（东八区）")]
    provisional: Annotated[bool, Field(description="暂定：其中有放假通知尚未公布的日子")]
    used: int
    left: int
    overdue: int
    state: Annotated[ClockState, Field(description="running 计算中，paused 中止，ended 已终止")]
    ended_on: Annotated[date | None, Field(description="期限终止之日")]
    ended_by: Annotated[str | None, Field(description="使期限终止的事件种类")]
    paused_until: Annotated[date | None, Field(description="中止至何日（告知的最后一日）")]
    stands_still: Annotated[
        str | None,
        Field(description="案卷退回补报期间，上级机关的期限不计算的原因；届满日按今天再次上报计算。没有退回的为 null"),
    ] = None
    signal: Annotated[
        Signal | None, Field(description="yellow 超过承诺期限，red 超过法定期限或者送达期限；没有超过的为 null")
    ]
    days: Annotated[list[AnswerDay], Field(description="自起算之日至届满日，逐日是否计入及其理由")]


class UndatedTerm(_Shown):
    """应当办理而没有届满日的事项及其原因。"""

    kind: ClockKind
    label: Annotated[str, Field(description="期限的中文名称")]
    why: Annotated[str, Field(description="没有届满日的原因")]


class ClocksShown(_Shown):
    """一个办件在某一时刻的全部期限，由其事件推算。"""

    id: str
    at: Annotated[AwareDatetime, Field(description="所问的时刻")]
    signal: Annotated[Signal | None, Field(description="全部期限中最严重的：red 先于 yellow")]
    clocks: list[ClockShown]
    renewal: Annotated[
        RenewalShown | None,
        Field(description="延续申请；结果没有有效期届满日的、作出决定时最后一日已过的、规定不能换算为日子的为 null"),
    ] = None
    undated: Annotated[list[UndatedTerm], Field(description="应当办理而没有规定期限的事项；没有的为空")] = []


ELSEWHERE = "案卷在另一级机关期间不计入(《行政许可法》第三十五条、第四十三条)"


def clocks_shown(case_id: str, events: Sequence[Event], at: datetime, rules: Rules) -> ClocksShown:
    history = clocks_as_of(events, at, rules)
    counted = {**running(history, rules.calendars.at(at)), **above_shown(history, at, rules.calendars)}
    clocks = [_shown(kind, counted[kind], history, at, rules) for kind in CLOCKS if kind in counted]
    signals = {clock.signal for clock in clocks}
    worst: Signal | None = "red" if "red" in signals else "yellow" if "yellow" in signals else None
    undated = [UndatedTerm(kind=kind, label=CLOCKS[kind].label, why=why) for kind, why in history.undated.items()]
    return ClocksShown(id=case_id, at=at, signal=worst, clocks=clocks, undated=undated)


def _shown(kind: ClockKind, clock: Clock, history: History, at: datetime, rules: Rules) -> ClockShown:
    """What has ended stays as it was counted then: days off that are loaded later do not reach it."""
    over, by = history.ended.get(kind, (None, None))
    ended, today, calendar = over.date() if over else None, at.date(), rules.calendars.at(over or at)
    term = clock.term(calendar)
    used = used_and_left(term, ended or today, calendar)
    stops = _stops_of(kind, history.stops)
    paused = None if ended else stopped_until(stops, today)
    stands = ELSEWHERE if kind == "superior" and history.above and not ended else None
    extended = history.extended if kind in ("statutory", "superior") else None
    return ClockShown(
        kind=kind,
        label=CLOCKS[kind].label,
        started=clock.started,
        length=clock.length,
        unit=clock.unit,
        source=clock.basis,
        pauses=[stop_shown(one, stops, today) for one in stops],
        extension=_extension(extended, clock.unit) if extended else None,
        due=term.due,
        provisional=term.provisional,
        used=used.used,
        left=used.left,
        overdue=used.overdue,
        state="ended" if ended else "paused" if paused or stands else "running",
        ended_on=ended,
        ended_by=by,
        paused_until=paused,
        stands_still=stands,
        # A term is over at the end of its last day, also where only days of rest have passed since.
        signal=colour(kind, clock) if (ended or today) > term.due else None,
        days=list(_days(term, history, stops, extended, today)),
    )


def _stops_of(kind: ClockKind, stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """Those of the organ whose clock it is."""
    mine = kind == "superior" or kind in DECISION_CLOCKS
    return tuple(one for one in stops if mine and one.above is (kind == "superior"))


def stop_shown(stop: Stop, stops: Sequence[Stop], today: date) -> StopShown:
    unsupported = unsupported_until(stop, stops, today)
    return StopShown(
        kind=stop.kind,
        kind_label=SPECIALS[stop.kind],
        basis=stop.basis,
        needed_by=stop.needed_by,
        started=stop.started,
        until=stop.until,
        ended=stop.ended,
        last=stop.last,
        overrun=unsupported is not None,
        unsupported_until=unsupported,
        document=stop.document,
    )


def _unsupported_on(day: date, stop: Stop, stops: Sequence[Stop], today: date) -> bool:
    until = unsupported_until(stop, stops, today)
    return until is not None and stop.until < day <= until


def _extension(extended: Extended, unit: Unit) -> ExtensionShown:
    facts = extended.model_dump(include={"length", "basis", "at", "before", "document", "approval"})
    return ExtensionShown(**facts, unit=unit)


def _days(
    term: Term, history: History, stops: Sequence[Stop], extended: Extended | None, today: date
) -> Iterator[AnswerDay]:
    """The days with the articles of this case: the item's own law may take out what 行政许可法45 does not name. What
    was reported upward and came back has days of the other organ, which are no special procedure.
    """
    for day in DeadlineAnswer.of(term).days:
        reason = day.reason
        stop = next((one for one in stops if one.started < day.date <= one.last), None)
        if stop is not None:
            reason = reason.replace(PAUSED[term.unit], f"{SPECIALS[stop.kind]}期间不计入({stop.basis})")
        elif not day.counted:
            reason = reason.replace(PAUSED[term.unit], ELSEWHERE if history.returns else PAUSED[term.unit])
        elif any(_unsupported_on(day.date, one, stops, today) for one in stops):
            reason += UNSUPPORTED
        if extended is not None:
            reason = reason.replace(ARTICLE_42, f"({extended.basis})")
        yield day.model_copy(update={"reason": reason})
