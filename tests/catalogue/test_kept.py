"""What is made of an item is made once, and never shown of another item or another version."""

from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.model.forms import form_of
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.catalogue.store import load_item
from proofs.kit.world import new_world


def test_the_form_of_a_version_is_made_once():
    world = new_world()
    item = load_item(world.platform.table, "441700", "YM-P01")
    assert form_of(item) is form_of(item)
    assert form_of(load_item(world.platform.table, "441700", "YM-S05")) is not form_of(item)


def test_another_object_of_the_same_version_is_looked_at_anew():
    """A test or an import may change a copy: the version number alone says nothing then."""
    world = new_world()
    item = load_item(world.platform.table, "441700", "YM-P01")
    changed = item.model_copy(update={"name": "食品经营许可变更"})
    assert item_answer(item, demonstration=False).name == item.name
    assert item_answer(changed, demonstration=False).name == "食品经营许可变更"
    assert item_answer(item, demonstration=False).name == item.name


def test_whether_it_is_a_demonstration_is_no_part_of_what_is_kept():
    world = new_world()
    item = load_item(world.platform.table, "441700", "YM-P01")
    assert item_answer(item, demonstration=True).demonstration
    assert item_answer(item, demonstration=False).demonstration is None


def test_what_fails_is_tried_again():
    world = new_world()
    item = load_item(world.platform.table, "441700", "YM-P01")
    answers = iter([ValueError("not yet"), "made"])

    @once_per_item
    def make(_: object) -> str:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return str(answer)

    try:
        make(item)
    except ValueError:
        assert make(item) == "made"
    assert make(item) == "made"
