"""The acts on a name that no font has: rows of the table of acts. Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import UNDECIDED, Status

S, P = Status, Permission

# A letter that no font has stops a document until somebody acts; it was shown to nobody.
HOLD_DOCUMENT = CaseAct(
    "hold_document",
    "暂不印制文书",
    lawful_from=frozenset(S) - {S.DRAFT},
    events={"document_held": "文书有字库未收的字，暂未印制，待更正写法"},
)
CORRECT_WRITING = CaseAct(
    "correct_writing",
    "更正姓名写法",
    {P.DECIDE: "更正无法印制的姓名写法"},
    frozenset({S.COMPARING, S.DELIVERING, S.DELIVERED, S.CLOSED}) | UNDECIDED,
    {"writing_corrected": "更正姓名写法，重新印制文书"},
    guarded=True,
)
CORRECT_WRITING_AT_WINDOW = CaseAct(
    "correct_writing_at_window",
    "窗口更正姓名写法",
    {P.RECEIVE: "窗口更正无法印制的姓名写法"},
    frozenset({S.SUBMITTED, S.CORRECTING, S.LAPSED, S.REJECTED, S.WITHDRAWN}),
    {"writing_corrected": "更正姓名写法，重新印制文书"},
    guarded=True,
)
