"""The rows of the table of acts by which several departments give opinions on one case (行政许可法26(2), first way)."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.unified_ref import OPINION

S, P = Status, Permission

EXAMINED_IN = frozenset({S.IN_REVIEW, S.DECIDING})

# A meeting or a visit is appointed; where nobody was asked for an opinion yet, or after a rectification, all are.
CONVENE_SESSION = CaseAct(
    "convene_session",
    "召集联合审查",
    {P.LEAD_SESSION: "召集联合审图、联合验收"},
    EXAMINED_IN,
    {"session_convened": "召集联合审查"},
    guarded=True,
)
# Only its own department changes an opinion, until the conclusion is drawn.
GIVE_OPINION = CaseAct(
    "give_opinion",
    "提出部门意见",
    {P.GIVE_OPINION: "提出或者修改本部门的审查意见"},
    EXAMINED_IN,
    {"opinion_given": "部门提出审查意见", "opinion_changed": "部门修改审查意见"},
    on_tasks=frozenset({OPINION}),
    again=True,
)
# By the lead, with a reason, and never past the term of the law.
EXTEND_OPINIONS = CaseAct(
    "extend_opinions",
    "延长部门意见期限",
    {P.LEAD_SESSION: "延长各部门提出意见的内部期限"},
    EXAMINED_IN,
    {"inner_deadline_set": "延长部门提出意见的期限"},
    guarded=True,
)
RECORD_SESSION = CaseAct(
    "record_session",
    "登记联合审查记录",
    {P.LEAD_SESSION: "登记会议或者现场的时间、地点、到场人员和情况"},
    EXAMINED_IN,
    {"session_held": "召开会议或者现场查验"},
    guarded=True,
)
COORDINATE_SESSION = CaseAct(
    "coordinate_session",
    "协调部门意见",
    {P.LEAD_SESSION: "协调不一致的部门意见，由各部门确认或者修改"},
    EXAMINED_IN,
    {"session_coordinated": "协调部门意见"},
    guarded=True,
)
CONCLUDE_SESSION = CaseAct(
    "conclude_session",
    "作出联合审查结论",
    {P.LEAD_SESSION: "根据各部门意见作出结论"},
    EXAMINED_IN,
    {"session_concluded": "联合审查作出结论", "rectification_noticed": "告知整改"},
    guarded=True,
)
# Silence is no consent, unless a published rule says so; the task stays open in either case.
TELL_SILENCE = CaseAct(
    "tell_silence",
    "部门逾期未提出意见",
    lawful_from=EXAMINED_IN,
    events={"opinion_overdue": "部门逾期未提出审查意见", "deemed_no_objection": "依已公布的规则，逾期视为没有异议"},
)
# Nobody has convened anew: the lead does so now, or concludes on the file as it is.
TELL_RECTIFICATION = CaseAct(
    "tell_rectification",
    "整改期限届满",
    lawful_from=EXAMINED_IN,
    events={"session_rectification_over": "联合审查的整改期限届满，尚未再审"},
)
SESSION_ACTS = (
    CONVENE_SESSION,
    GIVE_OPINION,
    EXTEND_OPINIONS,
    RECORD_SESSION,
    COORDINATE_SESSION,
    CONCLUDE_SESSION,
    TELL_SILENCE,
    TELL_RECTIFICATION,
)
