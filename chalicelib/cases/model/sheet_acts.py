"""The act by which an applicant confirms what was printed from the form: a row of the table of acts."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import Status

S = Status
CONFIRM_SHEET = CaseAct(
    "confirm_sheet",
    "确认申请表",
    {Permission.APPLY: "确认由填写内容生成的材料"},
    frozenset({S.DRAFT, S.CORRECTING, S.LAPSED}),
)
