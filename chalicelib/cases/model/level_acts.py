"""The act by which a window raises the level of what was uploaded: a row of the table of acts. Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import UNDECIDED, Status

S = Status

# A case accepted by silence still needs it before a grant, whoever grants it: the applicant comes to the window here.
CHECK_ORIGINALS = CaseAct(
    "check_originals",
    "核对原件",
    {Permission.RECEIVE: "窗口将上传的材料与原件核对"},
    frozenset({S.SUBMITTED, S.REPORTED}) | UNDECIDED,
    {"originals_checked": "窗口核对原件，与上传的材料一致"},
    guarded=True,
)
