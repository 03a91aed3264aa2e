"""利害关系人: those whom the application concerns directly, told by a numbered notice (行政许可法36, 47). Pure.

The days to state one's case and to ask for a hearing run for each of them from the service of the notice. Until they
are over, or the party has waived both, nothing is decided. The applicant has the same right, and is told of it with the
first of them: nothing is decided within those days either.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.interested import RESPONSES, TO_ASK, Interested, Response
from chalicelib.cases.model.record import Record
from chalicelib.clock.calendar import WorkCalendar

MOST = 50
# Without an answer, silence is what the end of the days makes of it.
Answered = Literal["heard", "waived"]
# What some of several have answered.
SOME: Mapping[Response, str] = {**RESPONSES, "waived": "已书面放弃陈述、申辩和听证"}
ARTICLES = "《行政许可法》第三十六条、第四十七条"


class Party(Record):
    """One of them. `document` is the notice, `until` the last day to answer it, as it was counted at the service.
    `service` is the 送达回证.
    """

    no: int
    name: str = Field(repr=False)
    address: str = Field(repr=False)
    document: str
    told_at: AwareDatetime
    served_on: date | None = None
    until: date | None = None
    service: str | None = None
    response: Answered | None = None
    hearing_asked: Annotated[bool, Field(description="this party has asked for a hearing")] = False

    def last_day(self, calendar: WorkCalendar) -> date | None:
        """The last day to answer, by the calendar in force now; None before the service."""
        return None if self.served_on is None else _last_to_ask(self.served_on, calendar)

    def awaited(self, today: date, calendar: WorkCalendar) -> date | None:
        """Until when it may still answer, if it may. What was heard may be followed by a request for a hearing."""
        last = self.last_day(calendar)
        return last if last and today <= last and self.response != "waived" else None


def _last_to_ask(told: date, calendar: WorkCalendar) -> date:
    return counted(told, TO_ASK.length or 0, TO_ASK.unit, TO_ASK.article, calendar).due


def applicants_last_day(parties: Sequence[Party], calendar: WorkCalendar) -> date | None:
    """The last day on which the applicant may ask for a hearing: 听证权利告知书 is made with the first notice."""
    return _last_to_ask(parties[0].told_at.date(), calendar) if parties else None


def holds_back(parties: Sequence[Party], today: date, calendar: WorkCalendar, *, held: bool) -> tuple[str, str] | None:
    """Why nothing may be decided yet: code and sentence. `held`: there are minutes of a hearing."""
    unserved = [one.document for one in parties if one.served_on is None and one.response != "waived"]
    if unserved:
        named = "、".join(unserved)
        return "party_unserved", f"利害关系人告知书（{named}）尚未送达，不能作出决定（{ARTICLES}）"
    if any(one.hearing_asked for one in parties) and not held:
        title = f"利害关系人要求听证，没有听证笔录不得作出决定（{TO_ASK.article}、第四十八条）"
        return "party_hearing_open", title
    own = applicants_last_day(parties, calendar)
    awaited = [*(one.awaited(today, calendar) for one in parties), own if own and today <= own else None]
    last = max((day for day in awaited if day), default=None)
    if last is None:
        return None
    title = f"申请人、利害关系人陈述、申辩和要求听证的期限至{last}（含当日），期满以前不能作出决定（{ARTICLES}）"
    return "party_awaited", title


def as_stated(parties: Sequence[Party]) -> Interested | None:
    """What the decision says of them, once none of them is awaited."""
    if not parties:
        return None
    responses = {one.response for one in parties}
    said: Response = "heard" if "heard" in responses else "waived" if responses == {"waived"} else "silent"
    return Interested(
        told_on=max(one.served_on or one.told_at.date() for one in parties),
        response=said,
        hearing_asked=any(one.hearing_asked for one in parties),
        reference="、".join(one.document for one in parties)[:100],
    )


def answers_of(parties: Sequence[Party]) -> str | None:
    """What each of several has answered, in numbers; None where all of them have done the same."""
    said = Counter[Response](one.response or "silent" for one in parties)
    return "，".join(f"{said[one]}名{SOME[one]}" for one in SOME if said[one]) if len(said) > 1 else None
