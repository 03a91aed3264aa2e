"""The local stack begins with a knowledge base: each entry can be cited, and names its source."""

from chalicelib.consultations.model.entry import Entry
from chalicelib.consultations.store import knowledge
from local.catalogues import read
from local.knowledge import ENTRIES, seed_knowledge
from proofs.kit.catalogue import keep_departments
from proofs.kit.world import new_world


def published(items: tuple[str, ...] = ()) -> list[Entry]:
    world = new_world(items=items) if items else new_world()
    keep_departments(world.platform)
    seed_knowledge(world.platform)
    found, more = knowledge.search(
        world.platform.table, world.platform.settings.division, lambda _: True, limit=100, after=None
    )
    assert more is None
    current, today = knowledge.versions_now(world.platform, found), world.platform.now().date()
    assert {entry.state_on(today, current) for entry in found} == {"valid"}
    return found


def test_every_entry_is_published_by_its_department():
    wanted = read(ENTRIES)["entries"]
    found = published()
    assert {(one.department, one.question) for one in found} == {(one["department"], one["question"]) for one in wanted}
    assert all(one.source for one in found)


def test_an_entry_about_an_item_that_is_not_here_is_left_out():
    found = published(items=("YM-S07",))
    assert found
    assert all(not one.items for one in found)
