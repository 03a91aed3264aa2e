"""恢复效力: a decision that had ended a result was itself annulled, so that the result is as if it had not been. Pure.

Only the first end counts: a cancellation that followed rests on it (行政许可法70(4)), and goes with it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from chalicelib.cases.model.falsehood import Falsehood
from chalicelib.cases.model.result_end import END_LABELS, ResultEnd
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError

AnnulledEnd = Literal["revoked", "withdrawn", "cancelled", "revoked_as_penalty"]


def require_ended(ends: Sequence[ResultEnd], found: Falsehood | None) -> ResultEnd:
    """What had ended it. 409 where nothing has, or a finding has to be lifted, which gives the result back."""
    if not ends:
        raise problems.Conflict(code="nothing_to_restore", title="本件的证照没有被终止效力，不需要恢复")
    if rests_on(ends, found):
        title = "该撤销决定同时认定以欺骗、贿赂等不正当手段取得；请办理解除申请限制，证照同时恢复效力"
        raise problems.Conflict(code="finding_to_lift", title=title)
    return ends[0]


def rests_on(ends: Sequence[ResultEnd], found: Falsehood | None) -> bool:
    """Whether the result was revoked by the decision that found this, and which nobody has annulled."""
    if found is None or found.lifted is not None:
        return False
    return any((end.state, end.ground) == ("revoked", found.ground) for end in ends)


def restoring_faults(
    first: ResultEnd, annulled: AnnulledEnd, decided_on: date, today: date, granted_on: date | None
) -> list[FieldError]:
    """What was annulled is what has ended it, after that, and not in the future. When a decision from elsewhere was
    taken is not known here: after the grant.
    """
    if first.state != annulled:
        words = f"使该证照失效的是“{END_LABELS[first.state]}”（{first.day}），被撤销的应当是这一决定"
        return [FieldError("/annulled", "annulled_other", words)]
    earliest = first.day if first.document else granted_on or first.day
    if not earliest <= decided_on <= today:
        return [FieldError("/decided_on", "annulled_day", f"应在{earliest}至今天之间")]
    return []
