"""The rows of the table of acts by which those whom a grant concerns are told and heard (行政许可法36, 47). Pure."""

from chalicelib.access.policy import Permission
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.status import UNDECIDED

TELL_PARTY = CaseAct(
    "tell_party",
    "告知利害关系人",
    {Permission.DECIDE: "书面告知利害关系人有关事项以及陈述、申辩和要求听证的权利"},
    UNDECIDED,
    {"party_told": "书面告知利害关系人；申请人、利害关系人自被告知之日起五日内可以陈述、申辩和要求听证"},
    guarded=True,
)
SERVE_PARTY = CaseAct(
    "serve_party",
    "登记告知书送达",
    {Permission.DECIDE: "登记利害关系人告知书的送达"},
    UNDECIDED,
    {"party_served": "利害关系人告知书已经送达"},
    guarded=True,
)
HEAR_PARTY = CaseAct(
    "hear_party",
    "登记利害关系人的意见",
    {Permission.DECIDE: "登记利害关系人的陈述、申辩、听证要求或者书面放弃"},
    UNDECIDED,
    {"party_heard": "登记利害关系人的意见"},
    guarded=True,
)
PARTY_ACTS = (TELL_PARTY, SERVE_PARTY, HEAR_PARTY)
