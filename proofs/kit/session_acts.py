"""Acts of a joint session: who takes part says what, and the lead convenes, records, coordinates and concludes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.cases.model import Case, task_id
from chalicelib.cases.store.records import load_file
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.joint.acts.conclude_session import ConclusionDrawn, conclude_session
from chalicelib.joint.acts.convene_session import Appointment, convene_session
from chalicelib.joint.acts.coordinate_session import Coordination, coordinate_session
from chalicelib.joint.acts.extend_opinions import OpinionsExtended, extend_opinions
from chalicelib.joint.acts.give_opinion import OpinionGiven, give_opinion
from chalicelib.joint.acts.record_session import SessionRecord, record_session
from chalicelib.joint.model.session import Session
from chalicelib.joint.store.sessions import session_of

SAID: Mapping[str, Any] = {"opinion": "pass", "reason": "符合规定。", "standard": "演示标准第一条"}
PLACE = "项目现场会议室"
MINUTES = "会议逐项核对了不一致的意见。"
# Two of each department, as the law asks for on site.
NAMES = ("张三", "李四")


def meeting(*departments: str, at: datetime) -> dict[str, Any]:
    """What the lead tells of a meeting at which opinions were coordinated."""
    return {
        "at": at.isoformat(),
        "attending": [{"department": one, "officers": NAMES} for one in departments],
        "minutes": MINUTES,
    }


class SessionActs:
    """`platform` and `case` are the cast's own."""

    platform: Platform

    def case(self, case_id: str) -> Case:
        raise NotImplementedError("the cast reads its cases")

    def session(self, case_id: str) -> Session:
        found = load_file(self.platform.table, case_id)
        session = session_of(found) if found else None
        if session is None:
            raise LookupError(f"nobody was convened for {case_id}")
        return session

    def convene_session(self, case_id: str, caller: Caller, days: int = 7) -> Receipt:
        """On the first workday after so many days."""
        at = datetime.combine(self._workday(caller, days), time(9), SHANGHAI)
        return convene_session(self.platform, caller, case_id, Appointment(at=at, place=PLACE))

    def give_opinion(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """In the task of the caller's own department; that it consents, unless something else is told."""
        invited = self.session(case_id).invitation(caller.actor.department or "")
        no = invited.task if invited else "opinion"
        return give_opinion(self.platform, caller, task_id(case_id, no), OpinionGiven.model_validate({**SAID, **said}))

    def extend_opinions(self, case_id: str, caller: Caller, workdays: int = 1) -> Receipt:
        longer = OpinionsExtended(workdays=workdays, reason="图纸修改较多。")
        return extend_opinions(self.platform, caller, case_id, longer)

    def record_session(
        self, case_id: str, caller: Caller, absent: tuple[str, ...] = (), *, changes: bool = False
    ) -> Receipt:
        """Everybody was there, two of each, unless told otherwise."""
        invited = [one.department for one in self.session(case_id).invited if one.department not in absent]
        record = {
            "at": caller.at,
            "place": PLACE,
            "attending": [{"department": one, "officers": NAMES} for one in invited],
            "findings": "逐项查验，情况属实。",
            "changes": changes,
        }
        return record_session(self.platform, caller, case_id, SessionRecord.model_validate(record))

    def coordinate_session(self, case_id: str, caller: Caller) -> Receipt:
        met = meeting(*(one.department for one in self.session(case_id).invited), at=caller.at)
        return coordinate_session(self.platform, caller, case_id, Coordination.model_validate(met))

    def conclude_session(self, case_id: str, caller: Caller, conclusion: str = "pass") -> Receipt:
        """Of what has to be put right, within a few days."""
        drawn: dict[str, Any] = {"conclusion": conclusion, "reason": "根据各部门的意见。"}
        if conclusion == "rectify":
            drawn["rectify_by"] = self._workday(caller, 3)
        return conclude_session(self.platform, caller, case_id, ConclusionDrawn.model_validate(drawn))

    def _workday(self, caller: Caller, days: int) -> date:
        """The first one after so many days."""
        day = caller.at.date() + timedelta(days=days)
        while not self.platform.calendar.day(day).workday:
            day += timedelta(days=1)
        return day
