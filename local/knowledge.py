"""The knowledge base of the local stack, published by the editors of its departments. ILLUSTRATIVE."""

from datetime import date
from typing import Any

from chalicelib.catalogue.store import in_force
from chalicelib.consultations.acts.publish_knowledge import NewEntry, publish_knowledge
from chalicelib.directory.store.departments import has_department
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from local.catalogues import DATA, read
from local.identity_provider.personas import department_posts

ENTRIES = DATA / "knowledge.json"
STARTS = date(2018, 11, 1)


def seed_knowledge(platform: Platform) -> None:
    """The entries of the departments that this stack has, about the items that it has."""
    division = platform.settings.division
    for number, one in enumerate(read(ENTRIES)["entries"], 1):
        known = in_force(platform.table, division, one["items"], platform.now())
        if has_department(platform.table, division, one["department"]) and len(known) == len(one["items"]):
            _publish(platform, number, one)


def _publish(platform: Platform, number: int, one: dict[str, Any]) -> None:
    editor = next(post for post in department_posts(one["department"], "") if post.id.startswith("editor-"))
    actor = editor.actor.model_copy(update={"region": platform.settings.division})
    caller = Caller(actor, platform.now(), key=f"demonstration-{number}", digest="demonstration")
    content = {name: value for name, value in one.items() if name != "department"}
    publish_knowledge(platform, caller, NewEntry.model_validate({**content, "starts": STARTS}))
