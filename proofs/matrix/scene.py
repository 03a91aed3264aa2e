"""The world of the matrix: one hall with a case in every state, a county beside it, and everybody in a register."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from chalicelib.access.actor import Actor
from chalicelib.catalogue.store.life import load_life
from chalicelib.directory.store.staff import posts_of, write_member
from chalicelib.directory.store.version import moved
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from local import simple_register
from local.demo.application import PHONE
from local.directories import import_demonstration
from proofs.kit.catalogue import publish_schemes
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.hall import Hall
from proofs.kit.register import items_of, join, letters_on_record
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import ITEMS, Moment, World, forget_everything, new_world
from proofs.matrix import agents, cases, consultations, items, letters, registers
from proofs.matrix.door import Door, opened
from proofs.matrix.people import AUTHOR, COUNTY, FAR, OWN, PEOPLE

LEFT_AT = "2026-11-20T18:00:00+08:00"


class Scene:
    """`things` are the ids of what stands in the world, by name. `moments` are the world at other times: with other
    letters, or with an item further in its life. `under` are the authorisations by which agents ask.
    """

    def __init__(self) -> None:
        self.world: World = new_world(OWN, "hrss", items=ITEMS)
        self.hall = Hall(self.world)
        self.door = Door(self.world, {person.name: person.actor for person in PEOPLE if person.actor})
        self.door.actors[items.AUTHOR] = AUTHOR
        self.things: dict[str, str] = {}
        self.under: dict[str, str] = {}
        self.moments: dict[str, Moment] = {}
        self._now: Moment | None = None

    @property
    def platform(self) -> Platform:
        return self.world.platform

    def go_to(self, name: str) -> None:
        """The world is as it was at this moment; what was read at another one is forgotten."""
        moment = self.moments[name]
        self.world.go_back(moment)
        if moment is not self._now:
            forget_everything()
        self._now = moment

    def remember(self, name: str) -> None:
        self.moments[name] = self.world.moment()

    def slip(self) -> dict[str, str]:
        """What the applicant of a case types to see its progress."""
        return {"query_code": self.things["query_code"], "factor": PHONE[-4:]}

    def filing(self) -> int:
        """The event of the item that the bureau is to file."""
        waiting = self.door.done("supervisor", "GET", "/admin/item-filings", query={"limit": 100})["filings"]
        return next(one["seq"] for one in waiting if one["id"] == items.CODE)

    def etag(self, ids: Mapping[str, str]) -> str:
        """The version of what the path is about, as its reader has seen it."""
        if "case_id" in ids:
            row = self.platform.table.get(keys.meta(ids["case_id"]))
            return self.hall.case(ids["case_id"]).etag if row else '"v1"'
        if "entry_id" in ids:
            return '"v1"'
        return load_life(self.platform.table, self.platform.settings.division, ids["code"]).life.etag


@contextmanager
def prepared() -> Generator[Scene]:
    """Everything is there, and nobody of the columns has asked yet."""
    with only_acts_and_rows():
        scene = Scene()
        with opened(scene.door):
            _people(scene)
            scene.things |= registers.THINGS
            for leader in registers.SIGNERS:
                scene.door.done("admin", "POST", f"/directory/staff/{leader}/move", registers.PROMOTED)
            scene.door.done("admin", "POST", "/directory/seals", registers.SEAL)
            items.put_there(scene.platform)
            cases.put_there(scene.hall, scene.things)
            agents.put_there(scene.hall, scene.things, scene.under)
            consultations.put_there(scene.hall, scene.things)
            scene.things["item"] = items.CODE
            scene.world.pass_time(days=1)
            scene.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
            scene.remember("")
            _at_other_moments(scene)
            scene.go_to("")
            yield scene


def _people(scene: Scene) -> None:
    """Everybody is in the register of the own place; who has left, and who has two posts, stands there so."""
    table = scene.platform.table
    for person in PEOPLE:
        if person.left and person.actor:
            join(scene.platform, person.actor, left_at=LEFT_AT)
        if person.twin_of and person.actor:
            _second_post(scene.platform, person.actor, person.twin_of)
    _second_post(scene.platform, AUTHOR, "K-officer-food")
    for division in (COUNTY, FAR):
        known = [person.actor for person in PEOPLE if person.actor and person.actor.region == division]
        simple_register.enrol(table, division, known, items_of(COUNTY) if division == COUNTY else {})
    letters_on_record(scene.platform)
    import_demonstration(table, scene.platform.settings.division)
    publish_schemes(scene.platform, "YM-J04")


def _second_post(platform: Platform, actor: Actor, person: str) -> None:
    """Another post, with an account of its own, of somebody who is in the register already."""
    division = platform.settings.division
    member = simple_register.member(actor, [], same_person_as=person, rank=registers.PROMOTED["rank"])
    others = [kept.record for kept in posts_of(platform.table, division, person)]
    platform.table.write(*write_member(None, member, others), moved(division))


def _at_other_moments(scene: Scene) -> None:
    for name, change in letters.LETTERS.items():
        scene.go_to("")
        change(scene.hall)
        scene.remember(name)
    for name, play in items.MOMENTS.items():
        scene.go_to("")
        play(scene.door)
        scene.remember(name)
