"""A joint request is erased after its members: they show its papers."""

from chalicelib.operations.acts.retention.erase import erase
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall


def test_papers_stay_as_long_as_a_member_is_kept(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall)
    hall.people.withdraw(request, hall.caller("company", request))
    hall.carry_out_everything()
    member = joint.of_member(hall, request, "YM-R01")
    hall.clock.pass_time(days=365 * 60)
    assert not erase(hall.platform, request)
    assert erase(hall.platform, member.id)
    assert erase(hall.platform, request)


def test_rows_of_members_say_nothing_of_the_answers(hall: Hall):
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall)
    allowed = {"pk", "sk", "node", "item", "item_version", "department", "state", "opened_on", "title"}
    assert all(set(row) <= allowed for row in hall.rows(request, "MEMBER#"))
