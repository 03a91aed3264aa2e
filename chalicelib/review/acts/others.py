"""What keeps a decision back because of others: earlier results, other departments, those whom a grant concerns
directly, and who was accepted earlier.
"""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.in_order import OutOfOrder, is_limited, order_faults
from chalicelib.cases.model.interested import Interested, interested_faults
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.model.minutes import held_on
from chalicelib.cases.model.result_end import END_LABELS, NOT_VALID
from chalicelib.cases.model.unified_ref import CONCLUSIONS
from chalicelib.cases.store.in_order import earlier_accepted
from chalicelib.cases.store.records import load_cases
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


def require_others(platform: Platform, case: Case, outcome: Outcome) -> None:
    """409 while others have to come first: results, and the conclusion of several departments."""
    require_prerequisites(case)
    require_concluded(case, outcome)
    if outcome == "grant":
        require_lasting(platform, case)


def require_prerequisites(case: Case) -> None:
    """409 while results are missing on which the decision of this member of a joint request rests (R77). A refusal
    waits for them too: what they will say is not known.
    """
    if case.joint and case.joint.waits_for:
        named = "、".join(case.joint.waits_for)
        raise problems.Conflict(
            code="prerequisite_open",
            title=f"前置事项 {named} 的结果尚未作出，本件审查完毕后等待其结果，暂不能决定",
            more={"waits_for": [*case.joint.waits_for]},
        )


def require_lasting(platform: Platform, case: Case) -> None:
    """409 for the grant of a member that rests on a result of its request which is valid no more (许可法8, 69, 70)."""
    if case.joint is None or not case.joint.brought:
        return
    made = sorted({member_case_id(case.joint.case, one.member, one.again) for one in case.joint.brought.values()})
    found = load_cases(platform.table, made)
    over = [(one, end) for one in found for end in one.result_ends[-1:] if end.state in NOT_VALID]
    if over:
        named = "、".join(f"“{one.item_name}”的结果{END_LABELS[end.state]}" for one, end in over)
        title = f"前置事项{named}，不能据以准予"
        raise problems.Conflict(code="prerequisite_ended", title=title, more={"ended": [one.item for one, _ in over]})


def require_conclusion(case: Case) -> None:
    """409 where several departments examine the case and their conclusion is not drawn (行政许可法26(2))."""
    if case.unified is not None and case.unified.state != "concluded":
        title = "本件由多个部门分别提出意见后统一决定，联合审查尚未作出结论，暂不能提出审查意见或者决定"
        raise problems.Conflict(code="session_not_concluded", title=title)


def require_concluded(case: Case, outcome: Outcome) -> None:
    """409 where that conclusion is not drawn, or is another one."""
    require_conclusion(case)
    if case.unified is None:
        return
    if case.unified.passed is not (outcome == "grant"):
        title = f"联合审查的结论为“{CONCLUSIONS[case.unified.conclusion or 'refuse']}”，决定应当与结论一致"
        raise problems.Conflict(code="session_concluded_otherwise", title=title)


def unheard_of(begun: Begun, said: Interested | None) -> list[FieldError]:
    """What is wrong with how those whom the grant concerns were told and heard (行政许可法36, 47)."""
    case, today = begun.case, begun.caller.at.date()
    if case.parties:  # told and heard on record, which `require_parties_heard` has looked at
        return []
    received = case.received_at.date() if case.received_at else today
    return interested_faults(
        begun.item,
        begun.found.form.get("answers", {}),
        said,
        days=(received, today),
        held=bool(held_on(case.hearings)),
        calendar=begun.platform.calendar,
    )


def before_others(begun: Begun, said: OutOfOrder | None) -> list[FieldError]:
    """With a limited number somebody was accepted earlier, and nothing says why that does not decide (许可法57). Only
    of such an item the list of what is under way is read.
    """
    if said is not None or not is_limited(begun.item):
        return []
    return order_faults(earlier_accepted(begun.platform.table, begun.case))


def conditions_of(begun: Begun) -> tuple[str, ...]:
    """What the consents of other departments ask for, where several have examined the case."""
    if begun.found.session is None:
        return ()
    # Imported when it is needed: few cases are examined by several departments, and schemes take long to import.
    from chalicelib.joint.acts.sessions import conditions_told

    return conditions_told(begun)
