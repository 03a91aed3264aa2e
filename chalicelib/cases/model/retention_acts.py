"""The rows of the table of acts that `bin/yimen retention` does, and never people of the hall. Pure."""

from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import ENDED, Status

EXPIRE_DRAFT = CaseAct(
    "expire_draft",
    "草稿到期",
    lawful_from=frozenset({Status.DRAFT}),
    events={"draft_expired": "草稿长期未提交，已删除"},
    leads_to=frozenset({Status.WITHDRAWN}),
    command="retention",
)
HOLD = CaseAct(
    "hold",
    "暂缓销毁",
    lawful_from=frozenset(Status) - {Status.DRAFT},
    events={"held": "暂缓销毁"},
    command="retention",
)
LIFT_HOLD = CaseAct(
    "lift_hold",
    "解除暂缓销毁",
    lawful_from=HOLD.lawful_from,
    events={"hold_lifted": "解除暂缓销毁"},
    command="retention",
)
ERASE = CaseAct(
    "erase",
    "到期销毁",
    lawful_from=ENDED,
    events={"erased": "保管期限届满，个人信息已销毁"},
    command="retention",
)
