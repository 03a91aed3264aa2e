"""Policies: each condition fails alone with its reason, and every table of policies that is wrong is found."""

import pytest

from chalicelib.access.actor import BOUND_TO_DEPARTMENT, OF_ORGAN_ABOVE, Actor, Identity, Role
from chalicelib.access.conditions import CONDITIONS, Condition, Failure
from chalicelib.access.deciding import Allowed, decide, letters_asked
from chalicelib.access.facts import AskedLetter, CaseFacts, Facts, Letter, Reach, Registered, Training
from chalicelib.access.policies import EXPLAINED, POLICIES, policies_for
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import Permission
from chalicelib.cases.model.access import WHOLE_DIVISION
from tools.policies import faults

PERSON, OTHER = "S001", "S002"
IN_FORCE = Letter(allowed=True, number="阳市监食委〔2025〕演示01号")
EXPIRED = Letter(allowed=False, number=IN_FORCE.number, code="letter_expired", says="授权文书已经到期")
EVERY_LETTER: dict[AskedLetter, Letter] = dict.fromkeys(
    ("accept", "issue_documents", "first_review", "decide", "charge"), IN_FORCE
)
ALL_HOLD = tuple((policy, act) for policy in POLICIES for act in policy.acts)


def somebody(role: Role) -> Actor:
    identity = Identity(kind="person", id_type="resident_id", number="44170219900307801X", name="林示例")
    bound = {"department": "food"} if role in BOUND_TO_DEPARTMENT else {}
    own = {"identity": identity} if role is Role.APPLICANT else {}
    return Actor.model_validate({"sub": f"u-{role}", "role": role, "name": "某人", "region": "441700", **bound, **own})


def reach(role: Role) -> Reach:
    if role is Role.APPLICANT:
        return Reach.OWN
    if role in OF_ORGAN_ABOVE:
        return Reach.SUPERIOR
    return Reach.DIVISION if role in WHOLE_DIVISION else Reach.DEPARTMENT


def good(policy: Policy, role: Role) -> Facts:
    """Facts with which every condition of the policy holds."""
    asked = set(policy.conditions)
    actor = somebody(role)
    staff = Registered(PERSON, frozenset({role.value}), actor.department, "公务员", may_decide=True)
    case = CaseFacts(
        "food",
        on_the_spot=Condition.ON_THE_SPOT in asked,
        transferred=Condition.TRANSFERRED in asked,
        accepted_by=OTHER,
        decided_by=OTHER,
        with_superior=Condition.WITH_SUPERIOR in asked,
        by_government=Condition.TERM_OF_GOVERNMENT in asked,
    )
    letters = {} if Condition.NO_LETTER_TO_ACCEPT in asked else EVERY_LETTER
    seen = Reach.AGENT if Condition.AS_AGENT in asked else reach(role)
    return Facts(actor, seen, None if role is Role.DEPARTMENT_SYSTEM else staff, letters, case)


def broken(condition: Condition, facts: Facts) -> Facts:
    """The same facts, but for this one condition."""
    staff, case = facts.staff, facts.case
    assert case is not None
    if asked := CONDITIONS[condition].letter:
        return facts._replace(letters={**facts.letters, asked: EXPIRED})
    of_case = {
        Condition.NOT_TRANSFERRED: case._replace(transferred=True),
        Condition.TRANSFERRED: case._replace(transferred=False),
        Condition.ON_THE_SPOT: case._replace(on_the_spot=False),
        Condition.PROMISED: case._replace(on_the_spot=True),
        Condition.NOT_COMPLEX: case._replace(complex=True),
        Condition.WITH_DEPARTMENT: case._replace(with_superior=True),
        Condition.WITH_SUPERIOR: case._replace(with_superior=False),
        Condition.TERM_OF_DEPARTMENT: case._replace(by_government=True),
        Condition.TERM_OF_GOVERNMENT: case._replace(by_government=False),
        Condition.DECIDED_HERE: case._replace(decided_above=True),
        Condition.TOLD_HERE: case._replace(decided_above=True),
        Condition.DID_NOT_ACCEPT: case._replace(accepted_by=PERSON),
        Condition.DID_NOT_DECIDE: case._replace(decided_by=PERSON),
    }
    if condition in of_case:
        return facts._replace(case=of_case[condition])
    if CONDITIONS[condition].hides:
        return facts._replace(reach=None)
    if condition is Condition.AT_POINT:
        return facts._replace(offered_here=False)
    if condition is Condition.SEES_CASE:
        return facts._replace(sees_case=False)
    if condition is Condition.NO_LETTER_TO_ACCEPT:
        return facts._replace(letters=EVERY_LETTER)
    return facts._replace(staff=None if condition is Condition.IN_REGISTER or not staff else _other(condition, staff))


def _other(condition: Condition, staff: Registered) -> Registered:
    return {
        Condition.HOLDS_POST: staff._replace(roles=frozenset[str]()),
        Condition.STAFF_TYPE_DECIDES: staff._replace(may_decide=False),
        Condition.TRAINED: staff._replace(training=Training.LAPSED),
    }[condition]


@pytest.mark.parametrize(("policy", "act"), ALL_HOLD, ids=[f"{policy.id}-{act}" for policy, act in ALL_HOLD])
def test_a_policy_lets_through_when_all_its_conditions_hold(policy: Policy, act: str):
    for role in policy.roles:
        allowed = decide(act, good(policy, role))
        assert isinstance(allowed, Allowed)
        assert allowed.warnings == ()
        assert allowed.policy.id == policy.id
        assert allowed.letter == (IN_FORCE.number if policy.letter else None)


ALONE = [(policy, condition) for policy in POLICIES if policy.acts for condition in policy.conditions]


@pytest.mark.parametrize(("policy", "condition"), ALONE, ids=[f"{policy.id}-{name}" for policy, name in ALONE])
def test_each_condition_alone_refuses_with_its_reason(policy: Policy, condition: Condition):
    for role in policy.roles:
        facts = broken(condition, good(policy, role))
        for act in policy.acts:
            if facts.case and any(_all_but_letters(one, facts) for one in policies_for(role, act) if one != policy):
                continue  # another policy lets it through, as that of 承诺件 does where the case is not decided at once
            told = decide(act, facts._replace(training_required=True))
            assert isinstance(told, Failure)
            if CONDITIONS[condition].hides:  # whichever of the hiding ones is told, the answer is the same 404
                assert CONDITIONS[told.condition].hides
                continue
            assert told.condition is condition
            row = CONDITIONS[condition]
            assert told.code == (EXPIRED.code if row.letter else row.code or condition.value)
            assert told.says == (EXPIRED.says if row.letter else row.says)


def _all_but_letters(policy: Policy, facts: Facts) -> bool:
    return all(CONDITIONS[one].holds(facts) for one in policy.conditions)


@pytest.mark.requirement("R51")
def test_a_lack_of_training_warns_and_refuses_where_the_department_says_so():
    (policy,) = (one for one in POLICIES if one.id == "window_accepts_own_by_letter")
    facts = broken(Condition.TRAINED, good(policy, Role.COUNTER_CLERK))
    warned = decide("accept", facts)
    assert isinstance(warned, Allowed)
    assert [one.code for one in warned.warnings] == ["training_missing"]
    refused = decide("accept", facts._replace(training_required=True))
    assert isinstance(refused, Failure)
    assert refused.code == "training_missing"


@pytest.mark.requirement("R1")
@pytest.mark.parametrize("role", [Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER])
def test_nobody_decides_the_case_that_the_same_person_has_accepted(role: Role):
    """Two accounts of one person are one: the register's id counts, not the account."""
    (policy,) = (one for one in policies_for(role, "decide") if Condition.DID_NOT_ACCEPT in one.conditions)
    facts = broken(Condition.DID_NOT_ACCEPT, good(policy, role))
    assert facts.actor.sub != PERSON
    told = decide("decide", facts)
    assert isinstance(told, Failure)
    assert told.code == "same_person_accepted"
    assert facts.case is not None
    at_once = facts._replace(case=facts.case._replace(on_the_spot=True))
    assert isinstance(decide("decide", at_once), Allowed)


@pytest.mark.requirement("R1")
def test_no_role_both_accepts_and_decides_a_promised_case():
    """Whatever the facts, of a 承诺件 no policy lets a role accept that another one lets decide."""
    for role in Role:
        promised = [
            {act for policy in policies_for(role, act) if Condition.ON_THE_SPOT not in policy.conditions}
            for act in ("accept", "decide")
        ]
        assert not (promised[0] and promised[1])


@pytest.mark.requirement("R65")
def test_a_complex_item_is_decided_by_the_leader_and_not_by_the_chief_representative():
    for role, may in ((Role.CHIEF_REPRESENTATIVE, False), (Role.DEPARTMENT_LEADER, True)):
        policy = policies_for(role, "decide")[-1]
        facts = broken(Condition.NOT_COMPLEX, good(policy, role))
        told = decide("decide", facts)
        assert isinstance(told, Allowed if may else Failure)
        if isinstance(told, Failure):
            assert told.code == "complex_needs_leader"


@pytest.mark.requirement("R65")
@pytest.mark.parametrize("on_the_spot", [True, False])
def test_no_letter_lets_a_chief_representative_decide_what_is_complex(on_the_spot: bool):
    """Every policy of the chief representative is asked, whatever they are."""
    facts = good(policies_for(Role.CHIEF_REPRESENTATIVE, "decide")[0], Role.CHIEF_REPRESENTATIVE)
    case = facts.case
    assert case
    simple = case._replace(on_the_spot=on_the_spot)
    assert isinstance(decide("decide", facts._replace(case=simple)), Allowed)
    told = decide("decide", facts._replace(case=simple._replace(complex=True)))
    assert isinstance(told, Failure)
    assert told.code == "complex_needs_leader"


def test_a_role_without_a_policy_is_told_nothing():
    facts = good(policies_for(Role.OFFICER, "answer_task")[0], Role.OFFICER)
    assert decide("decide", facts) is None
    assert decide("no_such_act", facts) is None


def test_only_the_letters_that_a_policy_asks_for_are_looked_up():
    assert letters_asked(policies_for(Role.COUNTER_CLERK, "accept")) == {"accept", "issue_documents"}
    assert letters_asked(policies_for(Role.COUNTER_CLERK, "transfer")) == {"accept", "issue_documents"}
    assert letters_asked(policies_for(Role.CHIEF_REPRESENTATIVE, "decide")) == {"decide"}
    assert letters_asked(policies_for(Role.DEPARTMENT_LEADER, "decide")) == frozenset()


# ------------------------------------------------------------------------------------------------ the check of policies
GOOD = next(policy for policy in POLICIES if policy.id == "window_accepts_own_by_letter")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"says": "in English"}, "no Chinese sentence"),
        ({"basis": ""}, "no basis"),
        ({"basis": "R96"}, "there is no requirement R96"),
        ({"roles": ()}, "nobody may use it"),
        ({"acts": ()}, "allows nothing"),
        ({"roles": ("wizard",)}, "unknown role wizard"),
        ({"acts": ("fly",)}, "unknown act fly"),
        ({"permissions": ("fly",)}, "unknown permission fly"),
        ({"conditions": ("moonlight",)}, "unknown condition moonlight"),
        ({"letter": "decide"}, "has no condition that asks for it"),
        ({"roles": (Role.OFFICER,), "acts": ("deliver",)}, "officer has no permission of deliver"),
        ({"roles": (Role.APPLICANT,)}, "applicant never meets in_division"),
        ({"permissions": (Permission.DECIDE,)}, "has no permission decide"),
        ({"conditions": (Condition.TRANSFERRED, Condition.NOT_TRANSFERRED)}, "can never apply: not_transferred and"),
        ({"conditions": (Condition.IN_DIVISION, Condition.IN_DEPARTMENT)}, "can never apply: in_department and"),
    ],
)
def test_a_wrong_policy_is_found(change: dict, fault: str):
    wrong = GOOD._replace(**change)
    assert any(fault in said for said in faults([*(one for one in POLICIES if one is not GOOD), wrong]))


def test_the_policies_are_right_and_each_one_is_needed():
    assert [*faults(POLICIES)] == []
    for policy in (one for one in POLICIES if one.acts):
        without = [one for one in POLICIES if one is not policy]
        said = [*faults(without)]
        other = [one for one in without if set(one.roles) & set(policy.roles) and set(one.acts) & set(policy.acts)]
        assert said or other, policy.id


def test_an_id_stands_for_one_policy_for_good():
    assert any("two policies of this id" in said for said in faults([*POLICIES, GOOD]))
    former = {"own_case", "new_case", "post_in_division", "post_in_department", "platform"}
    assert former <= EXPLAINED.keys()
