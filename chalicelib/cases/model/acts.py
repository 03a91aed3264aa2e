"""The one table of what may be done on a case: by whom, from where, with which event, and what a closed case needs.

Status checks, the timeline, the permissions of routes and their documentation, docs/acts.md and the coverage of random
stories follow from it. Anything that is not here is out of order (R1: no decision before transfer, no issue before
decision).
"""

from collections.abc import Mapping

from chalicelib.access.policy import Permission
from chalicelib.cases.model.adverse_acts import AFTER_RESULT, FOREWARN, LIFT_BAR, REJECT_FALSE
from chalicelib.cases.model.case_act import CaseAct, single
from chalicelib.cases.model.clock_acts import DEEM_RENEWED, EXTEND, RESUME, SUSPEND, TELL_LATE, TELL_OVERRUN
from chalicelib.cases.model.deferral_acts import FILL_PAPERS, PROMISE_PAPERS, RECORD_DEFAULT, REMIND_PAPERS
from chalicelib.cases.model.fee_acts import ANNUL_FEE, ORDER_FEE, RECORD_PAYMENT, REFUND_FEE, TELL_BILL
from chalicelib.cases.model.identity_acts import CHECK_IDENTITY
from chalicelib.cases.model.joint_acts import JOINT_ACTS
from chalicelib.cases.model.level_acts import CHECK_ORIGINALS
from chalicelib.cases.model.party_acts import PARTY_ACTS
from chalicelib.cases.model.pledge_acts import PLEDGE, PLEDGE_ACTS
from chalicelib.cases.model.precheck_acts import ANSWER_PRECHECK, ASK_PRECHECK, WITHDRAW_PRECHECK
from chalicelib.cases.model.retention_acts import ERASE, EXPIRE_DRAFT, HOLD, LIFT_HOLD
from chalicelib.cases.model.session_acts import SESSION_ACTS
from chalicelib.cases.model.sharing_acts import FETCH_SHARED, QUERY_SHARING, TAKES_FILES
from chalicelib.cases.model.sheet_acts import CONFIRM_SHEET
from chalicelib.cases.model.status import UNDECIDED, Status
from chalicelib.cases.model.task_acts import (
    ANSWER_TASK,
    CLAIM_TASK,
    OPEN_TASK,
    REASSIGN_TASK,
    RELEASE_TASK,
    TAKE_OVER_TASK,
)
from chalicelib.cases.model.upward_acts import UPWARD_ACTS
from chalicelib.cases.model.writing_acts import CORRECT_WRITING, CORRECT_WRITING_AT_WINDOW, HOLD_DOCUMENT

S, P = Status, Permission

# Papers of a case accepted by silence are still to be scanned, and what a joint request gets its members get.
SCANNED_IN = frozenset({S.SUBMITTED, S.CORRECTING, S.LAPSED, S.IN_PROGRESS}) | UNDECIDED

# The applicant gathers files, which are handed in together.
GATHERED_IN = frozenset({S.DRAFT, S.CORRECTING, S.LAPSED})
# Later only what data sharing has not given, what was promised, and what the organ above could not read.
MATERIAL_IN = GATHERED_IN | TAKES_FILES
# Some clock of the case runs; of a closed one that of a commitment which is still to be verified.
RUNNING = frozenset(S) - {S.REJECTED, S.WITHDRAWN, S.TERMINATED, S.CONCLUDED, S.DRAFT, S.LAPSED}

CREATE_APPLICATION = CaseAct("create_application", "新建申请", {P.APPLY: "新建申请"}, leads_to=frozenset({S.DRAFT}))
RECEIVE_WALK_IN = CaseAct(
    "receive_walk_in",
    "窗口收件",
    {P.RECEIVE: "窗口收件"},
    events={"received": "窗口收件"},
    needed=lambda case: case.channel == "counter" and case.joint is None,
    leads_to=frozenset({S.SUBMITTED}),
)
SAVE_FORM = CaseAct("save_form", "保存表单", {P.APPLY: "保存表单"}, frozenset({S.DRAFT}), guarded=True)
ADD_MATERIAL = CaseAct("add_material", "登记材料", {P.APPLY: "登记材料并取得上传地址"}, MATERIAL_IN)
ADD_SCAN = CaseAct("add_scan", "登记扫描件", {P.RECEIVE: "登记扫描件并取得上传地址"}, SCANNED_IN)
REMOVE_MATERIAL = CaseAct("remove_material", "删除文件", {P.APPLY: "删除尚未提交的文件"}, GATHERED_IN | UNDECIDED)
CHECK_MATERIAL = CaseAct(
    "check_material",
    "校验文件",
    lawful_from=frozenset({S.DRAFT}) | SCANNED_IN,
    # A file of the applicant has its event when it is submitted; a scan of the window, and what the applicant adds to a
    # received case, when it has passed the check.
    events={"scan_received": "扫描件校验通过，归入办件", "material_received": "申请人提交的材料校验通过，归入办件"},
)
SUBMIT = CaseAct(
    "submit",
    "提交申请",
    {P.APPLY: "提交申请"},
    frozenset({S.DRAFT}),
    {"submitted": "网上申报，收件"},
    guarded=True,
    needed=lambda case: case.channel != "counter" and case.joint is None,
    leads_to=frozenset({S.SUBMITTED}),
)
ACCEPT = CaseAct(
    "accept",
    "受理",
    {P.ACCEPT: "受理", P.ACCEPT_TRANSFERRED: "部门受理窗口移送的办件"},
    frozenset({S.SUBMITTED}),
    # Past the fifth workday it is silence that has accepted, and the act only finds it (行政许可法32(4)).
    {"accepted": "受理", "deemed_accepted": "逾期未告知，视为受理"},
    guarded=True,
    needed=lambda case: case.joint is None,
    # Silence accepts as well as a window does (行政许可法32(4)).
    or_events=frozenset({"deemed_accepted"}),
    leads_to=frozenset({S.IN_REVIEW, S.DECIDING, S.IN_PROGRESS}),
)
# Without a letter of the department the window only receives: the department accepts itself (R33). No clock stops.
TRANSFER = CaseAct(
    "transfer",
    "移送部门受理",
    {P.RECEIVE: "没有受理委托书的，移送部门受理"},
    frozenset({S.SUBMITTED}),
    {"transferred": "收件转送：窗口收件，移送部门受理"},
    guarded=True,
)
# 符合受理清单或经部门确认材料无误的予以受理 (规则二(二)); the five workdays run on.
ASK_DEPARTMENT = CaseAct(
    "ask_department",
    "征询部门意见",
    {P.ACCEPT: "受理前征询部门意见"},
    frozenset({S.SUBMITTED}),
    {"department_asked": "窗口征询部门意见"},
    guarded=True,
)
CONFIRM_MATERIALS = CaseAct(
    "confirm_materials",
    "答复窗口征询",
    {P.REVIEW: "答复窗口的征询"},
    frozenset({S.SUBMITTED}),
    {"materials_confirmed": "部门答复征询"},
    on_tasks=frozenset({"confirm"}),
)
REPORT_SILENCE = CaseAct(
    "report_silence",
    "部门逾期未答复",
    lawful_from=frozenset({S.SUBMITTED}),
    events={"confirmation_overdue": "征询期限届满，部门未答复"},
)
DEEM_ACCEPTED = CaseAct(
    "deem_accepted",
    "视为受理",
    lawful_from=frozenset({S.SUBMITTED}),
    events={"deemed_accepted": "逾期未告知，视为受理", "acceptance_overdue": "逾期未受理"},
    leads_to=frozenset({S.SUBMITTED, S.IN_REVIEW, S.DECIDING, S.IN_PROGRESS}),
)
CORRECT = CaseAct(
    "correct",
    "一次性告知补正",
    {P.ACCEPT: "一次性告知补正", P.ACCEPT_TRANSFERRED: "部门对窗口移送的办件一次性告知补正"},
    frozenset({S.SUBMITTED}),
    {"correction_noticed": "一次性告知补正"},
    guarded=True,
    leads_to=frozenset({S.CORRECTING}),
)
SUPPLEMENT = CaseAct(
    "supplement",
    "补正",
    {P.APPLY: "补正材料", P.RECEIVE: "窗口代收补正材料"},
    frozenset({S.CORRECTING, S.LAPSED}),
    {"supplemented": "补正材料，重新收件"},
    guarded=True,
    leads_to=frozenset({S.SUBMITTED}),
)
# 可以当场更正的错误，应当允许申请人当场更正 (行政许可法32(1)(3)).
CORRECT_FORM = CaseAct(
    "correct_form",
    "当场更正申请表",
    {P.RECEIVE: "窗口当场更正申请表"},
    frozenset({S.SUBMITTED}),
    {"form_corrected": "当场更正申请表"},
    guarded=True,
)
LAPSE = CaseAct(
    "lapse",
    "逾期未补正",
    lawful_from=frozenset({S.CORRECTING}),
    events={"supplement_overdue": "补正期限届满，逾期未补正"},
    leads_to=frozenset({S.LAPSED}),
)
REJECT = CaseAct(
    "reject",
    "不予受理",
    {P.ACCEPT: "不予受理", P.ACCEPT_TRANSFERRED: "部门对窗口移送的办件不予受理"},
    frozenset({S.SUBMITTED}),
    {"rejected": "不予受理"},
    guarded=True,
    leads_to=frozenset({S.REJECTED}),
)
WITHDRAW = CaseAct(
    "withdraw",
    "撤回申请",
    {P.APPLY: "撤回申请", P.RECEIVE: "窗口代为登记撤回"},
    frozenset({S.DRAFT, S.SUBMITTED, S.CORRECTING, S.LAPSED, S.REPORTED, S.IN_PROGRESS}) | UNDECIDED,
    {"withdrawn": "申请人撤回"},
    guarded=True,
    leads_to=frozenset({S.WITHDRAWN}),
)
DECIDE = CaseAct(
    "decide",
    "作出决定",
    {P.DECIDE: "作出决定"},
    frozenset({S.DECIDING}),
    {"decided": "作出决定"},
    guarded=True,
    needed=single,
    # Silence renews as well as an organ does (行政许可法50(2)).
    or_events=frozenset({"renewal_deemed"}),
    leads_to=frozenset({S.DECIDED}),
)
MAKE_RESULT = CaseAct(
    "make_result",
    "制作结果",
    lawful_from=frozenset({S.DECIDED}),
    events={"result_made": "制作结果"},
    needed=single,
    leads_to=frozenset({S.COMPARING, S.DELIVERING}),
)
COMPARE = CaseAct(
    "compare",
    "核对",
    {P.COMPARE: "核对结果与电子证照"},
    frozenset({S.COMPARING}),
    {"compared": "核对一致", "mismatch_found": "核对不一致，待更正"},
    guarded=True,
    needed=lambda case: case.outcome == "grant",
    leads_to=frozenset({S.COMPARING, S.DELIVERING}),
)
# After a true mismatch the organ that decided has the result made anew; what was made before is never valid.
CORRECT_RESULT = CaseAct(
    "correct_result",
    "更正结果",
    {P.DECIDE: "更正办理结果", P.DECIDE_REPORTED: "更正本机关决定的下级报送办件的结果"},
    frozenset({S.COMPARING}),
    {"result_corrected": "更正结果，重新制作"},
    guarded=True,
    leads_to=frozenset({S.DECIDED}),
)
DELIVER = CaseAct(
    "deliver",
    "送达",
    {P.DELIVER: "送达"},
    frozenset({S.DELIVERING}),
    {"delivered": "送达"},
    guarded=True,
    needed=single,
    leads_to=frozenset({S.DELIVERED}),
)
RECOUNT = CaseAct(
    "recount", "重新计算期限", lawful_from=RUNNING, events={"dues_recounted": "放假安排变化，重新计算期限"}
)
ARCHIVE = CaseAct(
    "archive",
    "归档",
    lawful_from=frozenset({S.DELIVERED, S.CONCLUDED}),
    events={"archived": "归档办结"},
    leads_to=frozenset({S.CLOSED}),
)
ACTS: tuple[CaseAct, ...] = (
    CREATE_APPLICATION,
    SAVE_FORM,
    ADD_MATERIAL,
    CONFIRM_SHEET,
    REMOVE_MATERIAL,
    CHECK_MATERIAL,
    FETCH_SHARED,
    QUERY_SHARING,
    *(CHECK_ORIGINALS, CHECK_IDENTITY, ASK_PRECHECK, ANSWER_PRECHECK, WITHDRAW_PRECHECK),
    SUBMIT,
    RECEIVE_WALK_IN,
    ADD_SCAN,
    CORRECT,
    CORRECT_FORM,
    SUPPLEMENT,
    LAPSE,
    *(REJECT, FOREWARN, REJECT_FALSE, LIFT_BAR),
    ASK_DEPARTMENT,
    CONFIRM_MATERIALS,
    REPORT_SILENCE,
    TRANSFER,
    *(PROMISE_PAPERS, PLEDGE),
    ACCEPT,
    DEEM_ACCEPTED,
    WITHDRAW,
    RECOUNT,
    OPEN_TASK,
    CLAIM_TASK,
    RELEASE_TASK,
    TAKE_OVER_TASK,
    REASSIGN_TASK,
    ANSWER_TASK,
    *(SUSPEND, RESUME, TELL_OVERRUN, TELL_LATE, EXTEND, DEEM_RENEWED),
    *UPWARD_ACTS,
    *JOINT_ACTS,
    *SESSION_ACTS,
    *PARTY_ACTS,
    *(FILL_PAPERS, REMIND_PAPERS, RECORD_DEFAULT),
    *(ORDER_FEE, ANNUL_FEE, RECORD_PAYMENT, REFUND_FEE, TELL_BILL),
    DECIDE,
    MAKE_RESULT,
    COMPARE,
    CORRECT_RESULT,
    HOLD_DOCUMENT,
    CORRECT_WRITING_AT_WINDOW,
    CORRECT_WRITING,
    DELIVER,
    ARCHIVE,
    *AFTER_RESULT,
    *PLEDGE_ACTS,
    EXPIRE_DRAFT,
    HOLD,
    LIFT_HOLD,
    ERASE,
)
EVENT_LABELS: Mapping[str, str] = {event: label for act in ACTS for event, label in act.events.items()}
