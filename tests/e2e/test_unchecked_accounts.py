"""实名等级 2 through the whole stack: a stranger with a person's name and number, and the person."""

import pytest

from tests.e2e.hall import Hall
from tests.e2e.people import CARD, RECOGNITION, form

PERSON, STRANGER = "citizen-lin", "citizen-lin-unchecked"
FOUND, GONE, TOO_LOW = 200, 404, 403


@pytest.mark.requirement("R14", "R91")
def test_a_stranger_with_name_and_number_finds_nothing_and_is_shut_out_of_what_the_person_goes_on_with(
    hall: Hall,
) -> None:
    mine, made = hall.draft(RECOGNITION, PERSON), hall.draft(RECOGNITION, STRANGER)
    received = hall.walk_in(CARD)["id"]
    for case_id in (mine, received):
        for path in ("", "/materials", "/documents", "/access", "/export"):
            assert hall.ask(STRANGER, "GET", f"/applications/{case_id}{path}").status_code == GONE, path
        assert hall.ask(PERSON, "GET", f"/applications/{case_id}").status_code == FOUND
    listed = hall.client.get(STRANGER, "/applications?limit=100").json()
    assert listed["only_of_this_account"]
    assert made in [one["id"] for one in listed["applications"]]
    assert not {mine, received} & {one["id"] for one in listed["applications"]}
    for path in ("/me/export", "/me/consents", "/authorisations/given", "/authorisations/received"):
        refused = hall.ask(STRANGER, "GET", path)
        assert (refused.status_code, refused.json()["code"]) == (TOO_LOW, "identity_level_too_low")

    assert hall.client.get(PERSON, f"/applications/{made}").json()["of_unchecked_account"]
    hall.do(PERSON, "PUT", f"/applications/{made}/form", form(RECOGNITION))
    assert hall.ask(STRANGER, "GET", f"/applications/{made}").status_code == GONE
    assert hall.do(PERSON, "POST", f"/applications/{made}/withdraw", {}).json()["status"] == "withdrawn"
