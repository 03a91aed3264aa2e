"""The acts of 告知承诺 (优化营商环境条例40, 国办发〔2020〕42号): rows of the table of acts. Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import DECIDED_ON, UNDECIDED, Status

S, P = Status, Permission

# Online it is part of the submission or the supplement. What silence has accepted is still to be signed for.
PLEDGE = CaseAct(
    "pledge",
    "作出告知承诺",
    {P.RECEIVE: "登记申请人签署的告知承诺书"},
    frozenset({S.SUBMITTED, S.CORRECTING, S.LAPSED}) | UNDECIDED,
    {"pledged": "申请人书面作出告知承诺"},
    guarded=True,
)
VERIFY = CaseAct(
    "verify",
    "核查承诺",
    {P.VERIFY: "核查告知承诺的承诺内容"},
    DECIDED_ON,
    {
        "pledge_kept": "核查：承诺内容属实",
        "pledge_unmet": "核查：与承诺不符，责令限期整改",
        "pledge_broken": "核查：承诺不实或者逾期未整改，记入信用记录",
    },
    guarded=True,
)
REPAIR_CREDIT = CaseAct(
    "repair_credit",
    "信用修复",
    {P.DECIDE: "登记告知承诺失信的信用修复"},
    DECIDED_ON,
    {"credit_repaired": "信用修复，可以再次采用告知承诺方式"},
    guarded=True,
)
REMIND_VERIFICATION = CaseAct(
    "remind_verification",
    "提醒核查承诺",
    lawful_from=DECIDED_ON,
    events={"verification_reminded": "承诺核查或者整改期限将满，提醒"},
)
PLEDGE_ACTS = (VERIFY, REPAIR_CREDIT, REMIND_VERIFICATION)
