"""报告外部事项办理情况: the system that handles a step of a request tells how it goes, in the order of its numbers.

Nothing but these reports moves such a member (joint.md 5): done is as good as a grant, failed ends what depends on it.
"""

from datetime import timedelta

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.model import Task
from chalicelib.cases.model.joint_acts import REPORT_OUTSIDE
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.model.task import split_task_id
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.tasks import write_task
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.joint.model.member import Member
from chalicelib.joint.model.outside import FINAL, MEANS, OutsideReport, judged
from chalicelib.joint.store.members import member_writes, members_of
from chalicelib.joint.store.organs import Organs

# By how much another system's watch may be ahead of ours, or behind it.
AHEAD = timedelta(minutes=5)


class OutsideEnded(problems.Conflict):
    code = "outside_ended"
    title = "该事项已经报告办成或者未能办成，不能再改；确有错误的，请与牵头部门联系"


@act
def report_outside(platform: Platform, caller: Caller, task_id: str, report: OutsideReport) -> Receipt:
    """A report whose number is not above the last one changes nothing, and says so. 409 for one after the end."""
    case_id = (split_task_id(task_id) or ("",))[0]
    with meanwhile(lambda: load_file(platform.table, case_id) if case_id else None) as file:
        begun, task = begin_task(platform, caller, REPORT_OUTSIDE, task_id)
    found = file.result()
    if found is None or task.outside is None:
        raise no_case()
    if report.at > caller.at + AHEAD:
        message = "办理情况发生的时间不能晚于现在"
        raise problems.Invalid(errors=[FieldError("/at", "report_in_future", message)])
    if report.at < task.opened_at - AHEAD:
        message = f"办理情况发生的时间不能早于转办的时间（{task.opened_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}）"
        raise problems.Invalid(errors=[FieldError("/at", "report_before_task", message)])
    members = members_of(found)
    member = members[task.outside.node]
    match judged(member, report):
        case "old":
            return _unchanged(begun, task, member)
        case "ended":
            raise OutsideEnded
        case "counts":
            return _counted(begun, task, members, report)


def _counted(begun: Begun, task: Task, members: dict[str, Member], report: OutsideReport) -> Receipt:
    case, caller, member = begun.case, begun.caller, members[(task.outside and task.outside.node) or ""]
    state, ends = MEANS[report.state], report.state in FINAL
    known = {"state": state, "reported": report.state, "reported_seq": report.seq, "reported_number": report.number}
    known["reported_reason"] = report.reason
    after = member.model_copy(update={**known, **({"ended_on": caller.at.date()} if ends else {})})
    answered = {"state": "answered", "answered_by": caller.actor.sub, "answered_at": caller.at}
    said = {"number": report.number, "reason": report.reason}
    proofs = {key: blind_index(case.chain_key, "reported", task.id, text) for key, text in said.items() if text}
    return begun.commit(
        case.without_task(task.no) if ends else case,
        data={
            "provider": task.department,
            "seq": report.seq,
            "reported": report.state,
            "reported_at": report.at.isoformat(),
            **proofs,
            "members": {member.node: state} if ends else {},
        },
        both={"task": task.id, "node": member.node},
        answer={"counted": True, "seq": report.seq, "reported": report.state},
        ops=[
            *member_writes(case.id, members, {**members, member.node: after}),
            *([write_task(task, task.model_copy(update=answered))] if ends else []),
        ],
        effects=[has_moved(case.id)] if ends else [],
        document=_why_failed(begun, member, report) if report.state == "failed" else None,
    )


def _why_failed(begun: Begun, member: Member, report: OutsideReport) -> Draft:
    """For the applicant, from the department that leads: the provider is no author of the hall's documents."""
    case, organs = begun.case, Organs(begun.platform, begun.case.division)
    step = case.model_copy(update={"item_name": member.title})
    head = letterhead(begun.platform, step, begun.item, begun.caller.at, begun.directory)
    provider = organs.full_name(member.department)
    said = f"“{case.item_name}”中的这一事项由{provider}办理，该单位报告未能办成：{report.reason}"
    notice = termination_notice(
        head.facts, head.formalities, reason=said, ended_on=head.at.date(), materials_returned=False
    )
    return head.draft(notice)


def _unchanged(begun: Begun, task: Task, member: Member) -> Receipt:
    """What the last report that counted has left."""
    case, caller = begun.case, begun.caller
    facts = {
        **{"id": case.id, "status": case.status.value, "status_label": case.status.label, "at": caller.at.isoformat()},
        **{"task": task.id, "node": member.node, "counted": False},
        **{"seq": member.reported_seq, "reported": member.reported},
    }
    receipt = Receipt(facts, case.etag)
    if written := acts.record(begun.platform, caller, receipt):
        begun.platform.table.write(*written)
    return receipt
