"""The personas of the local stack are staff of the demonstration's registers."""

import pytest

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.directory.store.authority import register_of
from local.catalogues import catalogue_of
from local.identity_provider.personas import personas
from local.registers import seed_registers
from proofs.kit.world import World

NO_STAFF = (Role.APPLICANT, Role.DEPARTMENT_SYSTEM, *OF_ORGAN_ABOVE)


@pytest.mark.requirement("R59")
@pytest.mark.parametrize("division", ["441700", "441781"])
def test_every_persona_that_works_in_the_hall_is_staff_with_its_role(division: str):
    world = World(division)
    table, now = world.platform.table, world.clock()
    import_catalogue(table, division, catalogue_of(division), now, demonstrations=True)
    seed_registers(table, division, now)
    staff = [one.actor for one in personas(division).values() if one.actor.role not in NO_STAFF]
    assert len(staff) > 50
    for actor in staff:
        found = register_of(table, division, None, subject=actor.sub).holder
        assert found, actor.sub
        assert (actor.role in found.member.roles, found.member.in_post_at(now)) == (True, True), actor.sub
        if actor.department:
            assert found.member.works_for(actor.department), actor.sub
