"""听证: the terms of a hearing that is a special procedure of a case (行政许可法47, 48). Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, ClockKind, counted
from chalicelib.cases.model.clocks import Clocks
from chalicelib.cases.model.minutes import held_on
from chalicelib.cases.model.suspension import LICENSING_LAW, ON_THE_MINUTES, Refused
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import law_name
from chalicelib.clock.backwards import count_back
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.kinds import KINDS, KindOfTerm

KIND = "hearing"
TO_ASK, TO_HOLD, TO_TELL = KINDS["hearing_request"], KINDS["hearing_organise"], KINDS["hearing_notice"]
ON_REQUEST = "第四十七条"
ON_THE_CHAIR = f"{LICENSING_LAW}第四十八条第一款第三项"
CHAIR_EXAMINED = Refused(
    "chair_has_examined", f"听证主持人应当是审查本件的工作人员以外的人员，此人已经参加本件的审查（{ON_THE_CHAIR}）"
)


class Request(NamedTuple):
    """When the applicant, or somebody whose interests it is about, has asked for the hearing, and when that right was
    told; None where nobody had to ask (46) or nobody knows.
    """

    asked: date | None = None
    told: date | None = None


def with_hearing(clocks: Clocks, kind: str, asked: date | None, calendar: WorkCalendar) -> Clocks:
    """Twenty workdays from the request to hold it. A later notice of the same hearing begins no new term."""
    if kind != KIND or asked is None or "hearing" in clocks:
        return clocks
    return {**clocks, "hearing": counted(asked, TO_HOLD.length or 0, TO_HOLD.unit, TO_HOLD.article, calendar)}


def without_hearing(clocks: Clocks, kind: str) -> Mapping[ClockKind, Clock]:
    """The hearing is over."""
    return {name: clock for name, clock in clocks.items() if kind != KIND or name != "hearing"}


def hearing_faults(
    case: Case, needed_by: str, until: date, request: Request, today: date, calendar: WorkCalendar
) -> Mapping[str, Refused]:
    """What is wrong with the terms of this hearing of a licence: field -> why."""
    faults = {
        "requested_on": _request_fault(case, needed_by, request, today, calendar),
        "until": _day_fault(case, until, request, today, calendar),
    }
    return {field: fault for field, fault in faults.items() if fault}


def untold(case: Case, chair: str | None, place: str | None) -> Mapping[str, Refused]:
    """What the first notice of a licence's hearing tells besides its day: field -> why."""
    if _is_on(case):
        return {}
    faults = dict[str, Refused]()
    if not chair:
        faults["chair"] = Refused("hearing_chair_missing", f"请填写听证主持人（{ON_THE_CHAIR}）")
    if not place:
        faults["place"] = Refused("hearing_place_missing", f"请填写举行听证的时间、地点（{TO_TELL.article}）")
    return faults


def unheard(case: Case, item: ItemDocument) -> Refused | None:
    """Why nobody decides yet: the law asks for a hearing of this licence, and there are no minutes of one."""
    owed = any(one.kind == KIND and one.mandatory and one.when == "always" for one in item.special)
    if not (item.is_licence and owed) or held_on(case.hearings):
        return None
    return Refused("hearing_not_held", f"本事项应当举行听证，没有听证笔录不得作出决定（{ON_THE_MINUTES}）")


def _is_on(case: Case) -> bool:
    return any(stop.kind == KIND and stop.ended is None for stop in case.stops)


def _request_fault(case: Case, needed_by: str, request: Request, today: date, calendar: WorkCalendar) -> Refused | None:
    law, _, article = needed_by.partition("》")
    if request.asked is None:
        if law_name(law) == LICENSING_LAW and article.startswith(ON_REQUEST):
            says = f"依申请举行听证的，请填写申请人、利害关系人提出听证申请的日期（{TO_HOLD.article}）"
            return Refused("hearing_request_missing", says)
        return None
    if request.asked > today or (case.accepted_at and request.asked < case.accepted_at.date()):
        return Refused("hearing_request_day", "提出听证申请的日期应在受理之日至今天之间")
    if request.told is None:
        return None
    if request.told > request.asked:
        return Refused("hearing_request_day", "提出听证申请的日期不得早于被告知听证权利之日")
    last = _counted(TO_ASK, request.told, calendar)
    if request.asked > last:
        says = f"应在被告知听证权利之日起五日内提出，最后一日为{last}（{TO_ASK.article}）"
        return Refused("hearing_request_late", says)
    return None


def _day_fault(case: Case, until: date, request: Request, today: date, calendar: WorkCalendar) -> Refused | None:
    """It is told seven days before, and held within twenty of the request. Where the twenty are over, or less than
    seven are left of them, it is held as soon as it may be. A later notice of a hearing that is on tells its end only.
    """
    if _is_on(case):
        return None
    earliest = calendar.workday_after(today, TO_TELL.length or 0)
    if count_back(until, TO_TELL.length or 0, TO_TELL.unit, calendar).latest < today:
        says = f"应当于举行听证的七日前通知时间、地点，今天通知的，最早于{earliest}举行（{TO_TELL.article}）"
        return Refused("hearing_notice_short", says)
    if request.asked is None:
        return None
    last = max(_counted(TO_HOLD, request.asked, calendar), earliest)
    if until > last:
        return Refused("hearing_too_late", f"应当在提出听证申请之日起二十日内组织，最晚于{last}（{TO_HOLD.article}）")
    return None


def _counted(term: KindOfTerm, started: date, calendar: WorkCalendar) -> date:
    return counted(started, term.length or 0, term.unit, term.article, calendar).due


def asked_on(data: Mapping[str, Any]) -> date | None:
    """The day of the request, as the event of the notice tells it."""
    told = data.get("requested_on")
    return date.fromisoformat(told) if told else None
