"""The acts on the tasks of a department: rows of the table of acts."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct, single
from chalicelib.cases.model.status import UNDECIDED, Status

S, P = Status, Permission

# Each kind of task says in its own words that it was opened.
OPEN_TASK = CaseAct("open_task", "分派任务", lawful_from=UNDECIDED | {S.REPORTED}, events={"task_opened": "分派任务"})


CLAIM_TASK = CaseAct(
    "claim_task", "认领任务", {P.REVIEW: "认领任务"}, frozenset({S.IN_REVIEW}), on_tasks=frozenset({"review"})
)


RELEASE_TASK = CaseAct(
    "release_task",
    "退回任务",
    {P.REVIEW: "退回已认领的任务"},
    frozenset({S.IN_REVIEW}),
    {"task_released": "任务退回，待认领"},
    on_tasks=frozenset({"review"}),
)


TAKE_OVER_TASK = CaseAct(
    "take_over_task",
    "接办任务",
    {P.TAKE_OVER: "说明理由，接办他人认领的任务"},
    frozenset({S.IN_REVIEW}),
    {"task_taken_over": "任务由他人接办"},
    on_tasks=frozenset({"review"}),
    of_others=True,
)


REASSIGN_TASK = CaseAct(
    "reassign_task",
    "改派任务",
    {P.REASSIGN: "说明理由，改派审查任务"},
    frozenset({S.IN_REVIEW}),
    {"task_reassigned": "首席代表改派任务"},
    on_tasks=frozenset({"review"}),
    of_others=True,
)


ANSWER_TASK = CaseAct(
    "answer_task",
    "答复审查任务",
    {P.REVIEW: "答复审查任务"},
    frozenset({S.IN_REVIEW}),
    # Of what an organ above decides it is the preliminary review (行政许可法43).
    {"reviewed": "部门审查", "first_reviewed": "部门初审"},
    on_tasks=frozenset({"review"}),
    needed=lambda case: single(case) and case.handling != "即办件",
    # What silence renews nobody may have reviewed (行政许可法50(2)).
    or_events=frozenset({"first_reviewed", "renewal_deemed"}),
    leads_to=frozenset({S.DECIDING, S.REPORTING}),
)
