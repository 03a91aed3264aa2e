"""提醒补齐容缺材料, and 逾期未补齐: what the end of the term for promised papers brings about, by alarms."""

from chalicelib.cases.acts.filled import filled
from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model.case_alarms import DEFERRAL, REMINDER, alarms_of
from chalicelib.cases.model.deferral_acts import RECORD_DEFAULT, REMIND_PAPERS
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.fill_papers import already_here, told


def remind_papers(platform: Platform, alarm: Alarm) -> None:
    """The reminder stands in the case, where applicant, window and department see it."""
    begun = begin_overdue(platform, REMIND_PAPERS, alarm, lambda case: alarms_of(case).get(REMINDER))
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
    begun = begin_overdue(platform, RECORD_DEFAULT, alarm, lambda case: alarms_of(case).get(DEFERRAL))
    if begun is None:
        return
    came = already_here(begun)
    case = filled(begun.case, came, begun) if came else begun.case
    deferral, due = case.deferral, begun.case.due("deferral")
    if deferral is None or not deferral.open or due is None:
        begun.commit(case, event="papers_found", data=told(case, came), fired=alarms.end_alarm(alarm))
        return
    broken = deferral.defaulted(begun.caller.at, due)
    begun.commit(
        case.model_copy(update={"deferral": broken}),
        event="papers_overdue",
        data={"lines": [*deferral.open], "due": str(due), "barred_until": str(broken.barred_until)},
        fired=alarms.end_alarm(alarm),
    )
