"""提醒补齐容缺材料, and 逾期未补齐: what the end of the term for promised papers brings about, by alarms."""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.clocks import DEFERRAL, REMINDER, alarms_of
from chalicelib.cases.model.deferral_acts import RECORD_DEFAULT, REMIND_PAPERS
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.fill_papers import already_here, filled, told


def remind_papers(platform: Platform, alarm: Alarm) -> None:
    """The reminder stands in the case, where applicant, window and department see it."""
    begun = _due(platform, REMIND_PAPERS, REMINDER, alarm)
    deferral = begun.case.deferral if begun else None
    if begun is None or deferral is None:
        return
    begun.commit(
        begun.case.model_copy(update={"deferral": deferral.model_copy(update={"reminded_at": begun.caller.at})}),
        data={"lines": [*deferral.open], "due": str(begun.case.due("deferral"))},
        fired=alarms.end_alarm(alarm),
    )


def record_default(platform: Platform, alarm: Alarm) -> None:
    """The default is recorded, and bars the applicant from the next time. Nothing is refused by that: the department
    decides on what there is (广东省优化营商环境条例32).
    """
    begun = _due(platform, RECORD_DEFAULT, DEFERRAL, alarm)
    if begun is None:
        return
    came = already_here(begun)
    case = filled(begun.case, came, begun) if came else begun.case
    deferral = case.deferral
    if deferral is None or not deferral.open:
        begun.commit(case, event="papers_found", data=told(case, came), fired=alarms.end_alarm(alarm))
        return
    broken = deferral.defaulted(begun.caller.at)
    begun.commit(
        case.model_copy(update={"deferral": broken}),
        event="papers_overdue",
        data={"lines": [*deferral.open], "due": str(case.due("deferral")), "barred_until": str(broken.barred_until)},
        fired=alarms.end_alarm(alarm),
    )


def _due(platform: Platform, act: CaseAct, name: str, alarm: Alarm) -> Begun | None:
    """The act, once its day is over by the calendar in force now; the alarm is ended or moved otherwise."""
    begun = begin_alarm(platform, act, alarm.owner)
    day = alarms_of(begun.case).get(name) if begun else None
    if begun is None or day is None:
        platform.table.write(alarms.end_alarm(alarm))
        return None
    now = begun.caller.at
    if now.date() <= day:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(day), now))
        return None
    return begun
