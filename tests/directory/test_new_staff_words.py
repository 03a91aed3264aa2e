"""What the API's document says of a post that is taken into the register."""

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.directory.api.staff_changes import ROLE_WORDS, NewStaff
from chalicelib.directory.model.staff import LEVELS
from tools.openapi import published


def test_every_value_of_a_post_is_named():
    schema = published()["components"]["schemas"]["NewStaff"]["properties"]
    assert set(schema) == set(NewStaff.model_fields)
    assert [name for name, field in schema.items() if "description" not in field and "$ref" not in field] == []
    assert all(level in schema["rank"]["description"] for level in LEVELS)
    assert all(word in schema["staff_type"]["description"] for word in ("公务员", "事业", "合同"))
    assert all(f"{role} " in schema["roles"]["description"] for role in ROLE_WORDS)


def test_the_roles_are_those_that_staff_can_have():
    assert set(ROLE_WORDS) == {role.value for role in Role} - {"applicant", "department_system", *OF_ORGAN_ABOVE}
