"""The table of permissions: who may do what, what is kept apart, and who sees whose."""

import pytest

from chalicelib.access.actor import BOUND_TO_DEPARTMENT, Actor, Identity, Role, applicant_key
from chalicelib.access.policy import GRANTS, STAGES, Permission, owns, require, same_department, same_region
from chalicelib.foundation.problems import Forbidden

SECRET = b"a secret of enough bytes for tests"


def actor(role: Role = Role.COUNTER_CLERK, **facts) -> Actor:
    bound = {"department": "food"} if role in BOUND_TO_DEPARTMENT else {}
    return Actor.model_validate({"sub": "u", "role": role, "name": "某人", "region": "441700"} | bound | facts)


def applicant(number: str = "44170219900307801X") -> Actor:
    identity = Identity(kind="person", id_type="resident_id", number=number, name="林示例")
    return actor(Role.APPLICANT, identity=identity)


@pytest.mark.requirement("R1")
@pytest.mark.parametrize("role", Role)
def test_no_role_works_in_two_of_acceptance_decision_and_issue(role):
    assert sum(bool(GRANTS[role] & stage) for stage in STAGES) <= 1


@pytest.mark.requirement("R1")
@pytest.mark.parametrize(
    ("one", "other"),
    [(Permission.ACCEPT, Permission.DECIDE), (Permission.DECIDE, Permission.COMPARE)],
)
def test_no_role_both_accepts_and_decides_nor_decides_and_compares(one, other):
    assert [role for role in Role if {one, other} <= GRANTS[role]] == []


def test_a_department_system_can_neither_receive_nor_accept():
    assert not GRANTS[Role.DEPARTMENT_SYSTEM] & {Permission.RECEIVE, Permission.ACCEPT}


def test_every_role_has_its_row_and_every_permission_somebody_who_holds_it():
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Permission)


def test_every_permission_is_described_in_chinese():
    descriptions = [permission.description for permission in Permission]
    assert all(any("一" <= letter <= "鿿" for letter in description) for description in descriptions)
    assert len(set(descriptions)) == len(descriptions)


EXPECTED = {
    Role.APPLICANT: "apply",
    Role.COUNTER_CLERK: "accept ask_authority read_cases read_manuals receive",
    Role.ISSUING_CLERK: "ask_authority compare deliver read_cases read_manuals",
    Role.OFFICER: (
        "accept_transferred answer_consultations ask_authority give_opinion read_cases read_consultations "
        "read_manuals read_seal_uses read_tasks review take_over verify"
    ),
    Role.CHIEF_REPRESENTATIVE: (
        "accept_transferred answer_consultations ask_authority decide end_result give_opinion lead_session read_cases "
        "read_consultations read_manuals read_seal_uses read_tasks reassign verify"
    ),
    Role.SUPERVISOR: (
        "ask_authority file_items file_letters read_cases read_directory "
        "read_consultations read_items read_manuals read_numbers read_payment_days read_registers "
        "read_seal_uses supervise"
    ),
    Role.ADMINISTRATOR: (
        "administer ask_authority keep_staff manage_directory read_directory read_items read_manuals "
        "read_numbers read_payment_days read_registers"
    ),
    Role.DEPARTMENT_SYSTEM: (
        "ask_authority give_opinion manage_callbacks read_cases read_manuals read_tasks report_outside report_window "
        "review"
    ),
    Role.DEPARTMENT_LEADER: (
        "approve_items ask_authority decide end_result extend read_cases read_items "
        "read_manuals read_registers read_seal_uses read_tasks sign_letters try_items verify"
    ),
    Role.GOVERNMENT_LEADER: "ask_authority extend read_cases read_manuals",
    Role.CENTRE_MANAGER: (
        "ask_authority keep_staff manage_hall read_cases read_directory read_manuals read_registers report_window"
    ),
    Role.AUDITOR: "ask_authority audit read_manuals read_seal_uses",
    Role.ITEM_EDITOR: "edit_items keep_knowledge read_items read_manuals try_items",
    Role.ITEM_APPROVER: "consent_items read_items read_manuals",
    Role.LEGAL_REVIEWER: "read_items read_manuals review_law",
    Role.GUIDE: "guide read_consultations read_manuals",
    Role.SUPERIOR_ORGAN: "read_tasks decide_reported end_result manage_callbacks",
    Role.SUPERIOR_LEADER: "read_tasks extend_reported",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_require_lets_through_exactly_what_the_table_grants(role, permission):
    someone = applicant() if role is Role.APPLICANT else actor(role)
    if permission in EXPECTED[role].split():
        require(someone, permission)
        return
    with pytest.raises(Forbidden) as caught:
        require(someone, permission)
    assert caught.value.code == "permission_missing"
    assert permission.description in caught.value.title


@pytest.mark.parametrize(
    "role",
    [
        Role.OFFICER,
        Role.CHIEF_REPRESENTATIVE,
        Role.DEPARTMENT_SYSTEM,
        Role.DEPARTMENT_LEADER,
        Role.ITEM_EDITOR,
    ],
)
def test_department_people_must_name_their_department(role):
    with pytest.raises(ValueError, match="acts for a department"):
        actor(role, department=None)


def test_an_applicant_owns_the_cases_of_the_own_identity_and_no_others():
    mine = applicant()
    assert mine.identity is not None
    key = applicant_key(mine.identity, SECRET)
    assert owns(mine, key, [SECRET])
    assert not owns(applicant("441702199506120021"), key, [SECRET])
    assert not owns(mine, key, [SECRET + b"!"])
    assert not owns(mine, "", [SECRET])
    assert not owns(actor(), key, [SECRET])


def test_a_department_is_the_own_one_or_not():
    assert same_department(actor(Role.OFFICER), "food")
    assert not same_department(actor(Role.OFFICER), "hrss")
    assert not same_department(actor(), "food")


@pytest.mark.parametrize(
    ("role", "mine", "theirs", "seen"),
    [
        (Role.COUNTER_CLERK, "441700", "441700", True),
        (Role.COUNTER_CLERK, "441700", "441700000000", True),
        (Role.COUNTER_CLERK, "441700", "441702", False),
        (Role.COUNTER_CLERK, "441702", "441700", False),
        (Role.SUPERVISOR, "441700", "441700", True),
        (Role.SUPERVISOR, "441700", "441702", True),
        (Role.SUPERVISOR, "441700000000", "441702", True),
        (Role.SUPERVISOR, "441700", "441702001000", True),
        (Role.SUPERVISOR, "441700", "441802", False),
        (Role.SUPERVISOR, "441702", "441700", False),
        (Role.SUPERVISOR, "441702", "441704", False),
        (Role.SUPERVISOR, "440000", "441704", True),
        (Role.SUPERVISOR, "441702001000", "441702001005", True),
        (Role.SUPERVISOR, "441702001000", "441702002005", False),
    ],
)
def test_staff_work_in_their_region_and_supervisors_see_the_levels_below(role, mine, theirs, seen):
    assert same_region(actor(role, region=mine), theirs) is seen
