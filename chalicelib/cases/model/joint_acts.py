"""The rows of the table of acts by which a joint request and its members go on (行政许可法26(2)).

The platform does them: what follows for a member depends on the others alone, and on the answers, which the applicant
may change. Only of what an outside system handles that system tells how it goes.
"""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.outside import KIND as OUTSIDE
from chalicelib.cases.model.status import DECIDED_ON, UNDECIDED, Status

S, P = Status, Permission

# A member's case begins accepted, in the chain that follows the grant it has waited for.
OPEN_MEMBER = CaseAct(
    "open_member",
    "成员事项开始办理",
    events={"member_opened": "联合受理，转本部门办理"},
    leads_to=frozenset({S.IN_REVIEW, S.DECIDING}),
)
MEET_PREREQUISITE = CaseAct(
    "meet_prerequisite",
    "前置结果作出",
    lawful_from=UNDECIDED | {S.REPORTED},
    events={"prerequisite_met": "前置事项结果已经作出，可以决定"},
)
# A result that waits for others, as the scheme has it, goes out with them or on its own last day (行政许可法44).
RELEASE_RESULT = CaseAct(
    "release_result",
    "结果可以颁发",
    lawful_from=frozenset({S.DECIDED, S.COMPARING}),
    events={"result_released": "结果不再等待其他事项，可以颁发"},
)
# It is no refusal: nobody has decided on it (joint.md 5).
END_MEMBER = CaseAct(
    "end_member",
    "终止成员事项",
    lawful_from=UNDECIDED | {S.REPORTED},
    events={"member_ended": "联办中终止办理"},
    leads_to=frozenset({S.TERMINATED, S.WITHDRAWN}),  # withdrawn with its request
)
ADVANCE_JOINT = CaseAct(
    "advance_joint",
    "推进联办",
    lawful_from=frozenset({S.IN_PROGRESS, S.WITHDRAWN}),  # what was decided before a withdrawal is told after it
    events={"members_moved": "成员事项有进展"},
)
# Of a member that has never opened the request itself gives the notice.
TELL_CUT = CaseAct(
    "tell_cut",
    "告知成员事项终止",
    lawful_from=frozenset({S.IN_PROGRESS}),
    events={"member_cut": "成员事项因前置未通过终止办理", "member_left": "成员事项因情形变化不再办理"},
)
# While a supplement is awaited there are no members yet: the answers say which there will be.
CHANGE_ANSWERS = CaseAct(
    "change_answers",
    "变更办理情形",
    {P.APPLY: "变更待补正或者已受理联办申请的办理情形", P.RECEIVE: "窗口代为登记办理情形变更"},
    frozenset({S.CORRECTING, S.LAPSED, S.IN_PROGRESS}),
    {"answers_changed": "申请人变更办理情形，成员事项重新确定"},
    guarded=True,
)
# Its result is there already: seen at the window, or made by this platform (joint.md 7).
CONFIRM_HELD = CaseAct(
    "confirm_held",
    "核对已持有的结果",
    {P.RECEIVE: "核对申请人已经持有的结果，该成员事项不再办理"},
    frozenset({S.IN_PROGRESS}),
    {"member_held": "核对申请人已经持有的结果，该成员事项不再办理"},
    guarded=True,
)
# Its own acceptance: the day on which its papers are complete (joint.md 5.4).
ACCEPT_JOINED = CaseAct(
    "accept_joined",
    "补充受理成员事项",
    lawful_from=frozenset({S.IN_PROGRESS}),
    events={"member_joined": "新增成员事项的材料齐全，补充受理"},
)
TELL_CHANGE = CaseAct(
    "tell_change",
    "告知情形变更",
    lawful_from=UNDECIDED | DECIDED_ON | {S.REPORTED},
    events={"material_change": "联办申请的情形已经变更，涉及本件所依据的内容"},
)
# Also after the grant, and after the case is closed: the permit stays as it is, its department hears of it.
SETTLE_COMMITMENT = CaseAct(
    "settle_commitment",
    "承诺的前置结果有结论",
    lawful_from=UNDECIDED | DECIDED_ON | {S.REPORTED},
    events={
        "commitment_fulfilled": "承诺的前置结果已经取得，承诺履行完毕",
        "commitment_lost": "承诺的前置结果不能取得，由本部门依法处理；准予的决定不因此自动失效",
    },
)
TAKE_PAPERS = CaseAct(
    "take_papers",
    "收到联办材料",
    lawful_from=UNDECIDED | {S.REPORTED},
    events={"papers_taken": "联办申请收到的材料归入本件"},
)
OPEN_OUTSIDE = CaseAct(
    "open_outside",
    "转外部系统办理",
    lawful_from=frozenset({S.IN_PROGRESS}),
    events={"external_opened": "成员事项转外部系统办理"},
)
# What is optional may still be under way when the request ends.
REPORT_OUTSIDE = CaseAct(
    "report_outside",
    "报告外部事项办理情况",
    {P.REPORT_OUTSIDE: "报告联办中由本单位系统办理的事项的办理情况"},
    frozenset({S.IN_PROGRESS, S.CONCLUDED, S.CLOSED}),
    {"external_reported": "外部系统报告办理情况"},
    on_tasks=frozenset({OUTSIDE}),
    again=True,
)
# Of a member of a joint request: it is decided anew, in a further case (行政复议法64, 行政诉讼法70).
ANNUL_REFUSAL = CaseAct(
    "annul_refusal",
    "登记不予决定被撤销",
    {P.DECIDE: "登记本部门的不予决定经复议、诉讼被撤销，成员事项恢复办理"},
    frozenset({S.DELIVERING, S.DELIVERED, S.CLOSED}),
    {"refusal_annulled": "不予的决定被撤销，成员事项恢复办理"},
    guarded=True,
)
# No new term of the whole begins: each member has its own (joint.md 5.10).
REINSTATE_MEMBER = CaseAct(
    "reinstate_member",
    "恢复成员事项",
    lawful_from=frozenset({S.IN_PROGRESS, S.CONCLUDED, S.CLOSED}),
    events={"member_reinstated": "不予的决定被撤销，成员事项恢复办理"},
    leads_to=frozenset({S.IN_PROGRESS}),
)
CONCLUDE_JOINT = CaseAct(
    "conclude_joint",
    "联办办结",
    lawful_from=frozenset({S.IN_PROGRESS}),
    events={"joint_concluded": "各部门均已办毕，联办办结"},
    needed=lambda case: case.is_request,
    leads_to=frozenset({S.CONCLUDED}),
)
JOINT_ACTS = (
    *(OPEN_MEMBER, OPEN_OUTSIDE, REPORT_OUTSIDE, MEET_PREREQUISITE, RELEASE_RESULT, END_MEMBER, ADVANCE_JOINT),
    *(TELL_CUT, CHANGE_ANSWERS, CONFIRM_HELD, ACCEPT_JOINED, TELL_CHANGE, SETTLE_COMMITMENT, TAKE_PAPERS),
    *(ANNUL_REFUSAL, REINSTATE_MEMBER),
    CONCLUDE_JOINT,
)
