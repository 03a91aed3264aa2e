"""部门逾期未提出意见: the term is over and departments are silent. The supervisors hear of it; nobody has consented.

The tasks stay open. Only a published rule takes silence for no objection, and never for a licence (行政许可法38).
"""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model.alarm_days import opinions_end
from chalicelib.cases.model.session_acts import TELL_SILENCE
from chalicelib.cases.model.supervision import OPINION_SILENT
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.asking import owing
from chalicelib.joint.model.session import Session, silence_rule, silent
from chalicelib.joint.store.sessions import session_of, unified_of, write_session


def tell_silence(platform: Platform, alarm: Alarm) -> None:
    """That somebody is late is told in any case; where a rule counts silence, that comes after it. Refused when another
    act was first.
    """
    begun = begin_overdue(platform, TELL_SILENCE, alarm, opinions_end)
    session = session_of(begun.found) if begun else None
    if begun is None or session is None or begun.case.unified is None:
        return
    if not begun.case.unified.silence_told:
        if not _tell_late(begun, session, alarm):
            return
        begun = begin_overdue(platform, TELL_SILENCE, alarm, opinions_end)
        session = session_of(begun.found) if begun else None
    if begun and session:
        _count(begun, session, alarm)


def _tell_late(begun: Begun, session: Session, alarm: Alarm) -> bool:
    """Whether a rule is to count the silence. It is not taken against what a department has said before."""
    case, late = begun.case, owing(begun.case)
    told = {
        one.department: one.model_copy(update={"overdue_told": True})
        for one in session.invited
        if one.department in late
    }
    ruled = case.unified is not None and case.unified.silence_counts
    counts = ruled and bool(silent(session))
    known = {"silence_told": True, "silence_counted": ruled and not counts}
    ref = case.unified.model_copy(update=known) if case.unified else None
    begun.commit(
        case.model_copy(update={"unified": ref}),
        event="opinion_overdue",
        data={"due": str(case.due("opinion")), "departments": [*late], "round": session.round},
        fired=None if counts else alarms.end_alarm(alarm),
        supervised=[OPINION_SILENT],
        ops=[write_session(case.id, session, session.inviting(told))],
    )
    return counts


def _count(begun: Begun, session: Session, alarm: Alarm) -> None:
    """By the rule of the scheme in its own version, with the number of its document."""
    case, unified = begun.case, unified_of(begun.platform, begun.case)
    rule = silence_rule(unified.silence_rules, "opinion", licence=begun.item.is_licence)
    ref = case.unified.model_copy(update={"silence_counted": True}) if case.unified else None
    if rule is None:
        raise ValueError("the scheme has no rule on silence")
    late = silent(session)
    deemed = {
        one.department: one.model_copy(update={"deemed": _document(rule)})
        for one in session.invited
        if one.department in late
    }
    begun.commit(
        case.model_copy(update={"unified": ref}),
        event="deemed_no_objection",
        data={"departments": [*late], "rule": _document(rule), "round": session.round},
        fired=alarms.end_alarm(alarm),
        ops=[write_session(case.id, session, session.inviting(deemed))],
    )


def _document(rule: SilenceRule) -> str:
    return rule.basis.document
