"""One intake, many departments, one issuing counter: nothing comes before its turn (preamble of the rules, R1)."""

import pytest

from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.status import Status

# Written from the rules, and not from the table of acts: where each step across the three places may begin.
ORDER = {
    "accept": {Status.SUBMITTED},
    "transfer": {Status.SUBMITTED},
    "correct": {Status.SUBMITTED},
    "reject": {Status.SUBMITTED},
    "deem_accepted": {Status.SUBMITTED},
    "claim_task": {Status.IN_REVIEW},
    "answer_task": {Status.IN_REVIEW},
    "report_upward": {Status.REPORTING},
    "decide_reported": {Status.REPORTED},
    "decide": {Status.DECIDING},
    "make_result": {Status.DECIDED},
    "compare": {Status.COMPARING},
    "correct_result": {Status.COMPARING},
    "deliver": {Status.DELIVERING},
    "archive": {Status.DELIVERED, Status.CONCLUDED},
    "conclude_joint": {Status.IN_PROGRESS},
}
# Where they lead: a decision only after the acceptance, the issue only after the decision.
LEADS = {
    "accept": {Status.IN_REVIEW, Status.DECIDING, Status.IN_PROGRESS},
    "answer_task": {Status.DECIDING, Status.REPORTING},
    "report_upward": {Status.REPORTED},
    "decide_reported": {Status.DECIDED},
    "decide": {Status.DECIDED},
    "make_result": {Status.COMPARING, Status.DELIVERING},
    "compare": {Status.COMPARING, Status.DELIVERING},
    "correct_result": {Status.DECIDED},
    "deliver": {Status.DELIVERED},
    "archive": {Status.CLOSED},
    "conclude_joint": {Status.CONCLUDED},
}


@pytest.mark.requirement("R1")
def test_no_step_comes_before_the_one_on_which_it_rests():
    acts = {act.name: act for act in ACTS}
    assert {name: set(acts[name].lawful_from) for name in ORDER} == ORDER
    assert {name: set(acts[name].leads_to) for name in LEADS} == LEADS


@pytest.mark.requirement("R1")
def test_no_other_act_leads_to_where_a_case_is_accepted_decided_or_issued():
    into = {Status.IN_REVIEW, Status.DECIDING, Status.DECIDED, Status.COMPARING, Status.DELIVERING, Status.DELIVERED}
    others = {act.name for act in ACTS if set(act.leads_to) & into} - LEADS.keys()
    # A member of a joint request begins accepted, as the whole was (行政许可法26(2)).
    # Silence renews a licence (行政许可法50(2)).
    assert others == {"deem_accepted", "open_member", "deem_renewed"}
