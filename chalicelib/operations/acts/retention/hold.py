"""暂缓销毁: nothing of a case is erased while somebody needs it, as for a lawsuit or an audit, and the end of that."""

from chalicelib.cases.acts.gate import begin_platform, require_kept
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.order import require_lawful
from chalicelib.cases.model.retention_acts import HOLD, LIFT_HOLD
from chalicelib.cases.store.records import CaseFile, load_case
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused


def hold(platform: Platform, case_id: str, reason: str) -> None:
    """The reason stands in the case, encrypted; the event says only that it happened. 409 where it holds already."""
    case = _read(platform, case_id, HOLD)
    if case.held_at:
        raise problems.Conflict(code="case_held", title="该办件已经暂缓销毁")
    _commit(platform, HOLD, case, case.model_copy(update={"held_at": platform.now(), "hold_reason": reason}))


def lift_hold(platform: Platform, case_id: str) -> None:
    case = _read(platform, case_id, LIFT_HOLD)
    if not case.held_at:
        raise problems.Conflict(code="case_not_held", title="该办件没有暂缓销毁")
    _commit(platform, LIFT_HOLD, case, case.model_copy(update={"held_at": None, "hold_reason": ""}))


def _read(platform: Platform, case_id: str, act: CaseAct) -> Case:
    case = load_case(platform.table, case_id)
    if case is None:
        raise no_case()
    require_lawful(act, case.status)
    require_kept(case)
    return case


def _commit(platform: Platform, act: CaseAct, case: Case, after: Case) -> None:
    begun = begin_platform(platform, act, CaseFile(case))
    changes = {"held_at": after.held_at, "hold_reason": after.hold_reason}
    try:
        begun.commit(begun.case.model_copy(update=changes))
    except Refused:
        raise problems.Conflict(code="case_moved", title="办件刚刚有变化，请重新执行") from None
