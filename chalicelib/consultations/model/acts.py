"""What may be done with a question or an entry, by whom, from which state, and with which event. Pure."""

from collections.abc import Mapping

from chalicelib.access.policy import Permission
from chalicelib.consultations.model.consultation import OPEN, WITH_DEPARTMENT, ConsultationState
from chalicelib.durable.lawful import LawfulAct

S, P = ConsultationState, Permission

ASK = LawfulAct(
    "open_consultation",
    "提出咨询",
    {P.APPLY: "网上提出咨询，或者请求审批前服务", P.GUIDE: "为到场群众登记咨询"},
    events={"asked": "提出咨询"},
)
ANSWER = LawfulAct(
    "answer_consultation",
    "当场答复",
    {P.GUIDE: "引用知识库当场答复"},
    frozenset({S.AT_DESK}),
    {"answered": "咨询台答复"},
)
FORWARD = LawfulAct(
    "forward_consultation",
    "转交部门",
    {P.GUIDE: "不能当场答复的，转交部门答复"},
    frozenset({S.AT_DESK}),
    {"forwarded": "转交部门"},
)
SEND_BACK = LawfulAct(
    "send_back_consultation",
    "退回咨询台",
    {P.ANSWER_CONSULTATIONS: "不属于本部门职责的，说明理由退回咨询台"},
    WITH_DEPARTMENT,
    {"sent_back": "部门退回咨询台"},
)
APPOINT = LawfulAct(
    "appoint_advice",
    "预约面谈",
    {P.ANSWER_CONSULTATIONS: "为审批前服务预约时间和地点"},
    WITH_DEPARTMENT,
    {"appointed": "部门预约面谈"},
)
REPLY = LawfulAct(
    "reply_to_consultation",
    "部门答复",
    {P.ANSWER_CONSULTATIONS: "答复转交本部门的咨询"},
    WITH_DEPARTMENT,
    {"replied": "部门答复"},
)
TELL = LawfulAct(
    "tell_asker",
    "反馈提问人",
    {P.GUIDE: "把部门的答复反馈给提问人并登记"},
    frozenset({S.ANSWERED}),
    {"told": "已反馈提问人"},
)
WITHDRAW = LawfulAct(
    "withdraw_consultation", "撤回咨询", {P.APPLY: "撤回未答复的咨询"}, OPEN, {"withdrawn": "撤回咨询"}
)
LINK = LawfulAct(
    "link_consultation",
    "关联办件",
    {P.APPLY: "把咨询与后来的办件关联"},
    frozenset({S.ANSWERED, S.TOLD}),
    {"linked": "关联办件"},
)
REPORT_UNANSWERED = LawfulAct("report_unanswered", "逾期未答复", lawful_from=OPEN, events={"unanswered": "逾期未答复"})
CONSULTATION_ACTS = (
    *(ASK, ANSWER, FORWARD, SEND_BACK, APPOINT, REPLY),
    *(TELL, WITHDRAW, LINK, REPORT_UNANSWERED),
)
EVENT_LABELS: Mapping[str, str] = {name: label for act in CONSULTATION_ACTS for name, label in act.events.items()}
