"""整改期限届满: what was to be put right is due, and nobody was convened to look at it. The supervisors hear of it.

Nothing is decided by that. The lead, who is asked to convene, looks at what has come, or concludes on the file.
"""

from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model.alarm_days import rectification_ends
from chalicelib.cases.model.session_acts import TELL_RECTIFICATION
from chalicelib.cases.model.supervision import RECTIFICATION_OVER
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.joint.store.sessions import session_of


def tell_rectification(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first."""
    begun = begin_overdue(platform, TELL_RECTIFICATION, alarm, rectification_ends)
    ref, session = (begun.case.unified, session_of(begun.found)) if begun else (None, None)
    if begun is None or ref is None or session is None:
        return
    begun.commit(
        begun.case.model_copy(update={"unified": ref.model_copy(update={"rectify_over": True})}),
        data={"rectify_by": str(ref.rectify_by), "round": session.round},
        fired=alarms.end_alarm(alarm),
        supervised=[RECTIFICATION_OVER],
    )
