"""逾期未上报: the term of the review here is over and nothing has gone upward (行政许可法43). Supervisors hear of it.

The department still has to report: a late report is lawful, and its event says that it is late.
"""

from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model.upward_acts import TELL_LATE_REPORT
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.review.acts.report_upward import LATE


def tell_late_report(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first."""
    begun = begin_overdue(platform, TELL_LATE_REPORT, alarm, lambda case: case.due("lower_review"))
    if begun is None:
        return
    begun.commit(
        begun.case.model_copy(update={"report_late_told": True}),
        data={"due": str(begun.case.due("lower_review")), "department": begun.case.department},
        fired=alarms.end_alarm(alarm),
        supervised=[] if begun.case.report_late_told else [LATE],
    )
