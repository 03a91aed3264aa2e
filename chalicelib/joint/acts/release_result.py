"""结果可以颁发: the result of a granted member waits no more: the others are decided, or its own last day has come.

Until then it is made, and has its number, and nobody has compared it: so it can neither be downloaded nor handed over.
"""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_alarms import HELD_BACK, alarms_of
from chalicelib.cases.model.joint_acts import RELEASE_RESULT
from chalicelib.cases.store.records import load_file
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import check, equals


def release_result(platform: Platform, request: Case, case_id: str) -> None:
    """As the members of `request` stand. Raises Refused when either case has moved meanwhile."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in RELEASE_RESULT.lawful_from:
        return
    if found.case.joint is None or not found.case.joint.held_back:
        return
    begun = begin_platform(platform, RELEASE_RESULT, found)
    as_read = check(keys.meta(request.id), equals(seq=request.seq), label="request")
    begun.commit(_released(begun), data={"because": "nothing_awaited"}, ops=[as_read])


def release_on_own_day(platform: Platform, alarm: Alarm) -> None:
    """The day before its own last one is over: the others are not waited for."""
    begun = begin_overdue(platform, RELEASE_RESULT, alarm, lambda case: alarms_of(case).get(HELD_BACK))
    if begun is not None:
        due = str(begun.case.due("issue"))
        begun.commit(_released(begun), data={"because": "own_last_day", "due": due}, fired=alarms.end_alarm(alarm))


def _released(begun: Begun) -> Case:
    ref = begun.case.joint
    return begun.case.model_copy(update={"joint": ref.model_copy(update={"held_back": False}) if ref else None})
