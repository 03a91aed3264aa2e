"""What changes around the cases of a random story: letters are given, revoked and run out, staff leave and come back,
items are published ahead. Each is known to everybody with the next request.
"""

import random
from datetime import datetime, timedelta

from chalicelib.access.actor import Actor
from chalicelib.catalogue import store as catalogue
from chalicelib.catalogue.store import Ahead
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.model.letters import AcceptLetter, Revocation
from chalicelib.directory.store.authority import load_standing
from chalicelib.directory.store.staff import load_member, write_member
from chalicelib.directory.store.version import moved
from chalicelib.foundation import register_keys
from local.simple_register import staff_id
from proofs.kit.catalogue import item_document
from proofs.kit.register import accept_letter, change_letters, items_of
from proofs.kit.world import World, forget_everything
from proofs.soak.authority import Absence

SECOND = "officer2"  # the post whose people leave and come back: others can go on meanwhile
DAYS_OF_A_LETTER, DAYS_AHEAD = (1, 10, 400), (1, 3, 30)


class Surroundings:
    """`away` has the departments whose second officer has left, `absences` those that are over. `given` counts the
    letters of a department.
    """

    def __init__(self, world: World, choice: random.Random) -> None:
        self.world, self.choice = world, choice
        self.away: dict[str, Absence] = {}
        self.absences: list[Absence] = []
        self.given: dict[str, int] = {}

    def all_absences(self) -> list[Absence]:
        return [*self.absences, *self.away.values()]

    # ---------------------------------------------------------------------------------------------------- letters
    def change_letter(self, department: str) -> None:
        """The letter by which windows accept is revoked; where none is in force, another is given, for a while."""
        platform = self.world.platform
        known = load_standing(platform.table, platform.settings.division, department).record.accept_letters
        now = self.world.clock()  # a moment later than the last act, which was done by the letter as it stood
        if self.world.may_accept(department):
            letters = tuple(self._revoked(one, now) for one in known)
        else:
            letters = (*known, self._another(department, now))
        change_letters(platform, department, accept_letters=letters)

    def _revoked(self, letter: AcceptLetter, now: datetime) -> AcceptLetter:
        if letter.revoked:
            return letter
        by = {"at": now, "by": f"H-{letter.department}", "reason": "部门收回委托"}
        return letter.model_copy(update={"revoked": Revocation.model_validate(by)})

    def _another(self, department: str, now: datetime) -> AcceptLetter:
        number = self.given[department] = self.given.get(department, 1) + 1
        division = self.world.platform.settings.division
        return accept_letter(
            division,
            department,
            items_of(division)[department],
            id=f"LA-{department}-{number}",
            number=f"演示委〔2026〕{department}{number}号",
            signed_on=str(now.date()),
            since=str(now.date()),
            until=str(now.date() + timedelta(days=self.choice.choice(DAYS_OF_A_LETTER))),
        )

    # ------------------------------------------------------------------------------------------------------ staff
    def change_staff(self, department: str) -> None:
        """The second officer of the department leaves, or somebody comes back to the post."""
        if department in self.away:
            self.come_back(department)
            return
        caller = self.world.people.caller("administrator")
        leave_staff(self.world.platform, caller, staff_id(self._second(department)), "调离")
        self.away[department] = Absence(self._second(department).sub, self.world.clock.at)

    def come_back(self, department: str) -> None:
        """To the same post; the register remembers in its log that it was left."""
        self.absences.append(self.away.pop(department)._replace(back=self.world.clock.at))
        platform = self.world.platform
        division = platform.settings.division
        kept = load_member(platform.table, division, staff_id(self._second(department)))
        if kept is None:
            raise LookupError(f"nobody has left {department}")
        again = kept.record.model_copy(update={"left_at": None, "until": None})
        platform.table.write(*write_member(kept, again), moved(division))

    def everybody_comes_back(self) -> None:
        for department in sorted(self.away):
            self.come_back(department)

    def in_post(self, post: str, department: str) -> bool:
        return post != SECOND or department not in self.away

    def _second(self, department: str) -> Actor:
        return self.world.people.personas[f"{SECOND}-{department}"].actor

    # ------------------------------------------------------------------------------------------------------ items
    def publish_ahead(self, item: str) -> None:
        """Another version, which holds from some day on; nothing that a case is counted by is another in it."""
        platform = self.world.platform
        division, now = platform.settings.division, self.world.clock.at
        row = platform.table.get(register_keys.current_item(division, item))
        if row is None or datetime.fromisoformat(row.get("effective_at") or row["published_at"]) > now:
            return  # one that is to come is waited for
        version = row["version"] + 1
        document = item_document(item, division).model_copy(update={"notes": f"第{version}版"})
        ahead = Ahead(now + timedelta(days=self.choice.choice(DAYS_AHEAD)), before=row)
        platform.table.write(*catalogue.publish(division, document, version, now, ahead=ahead))
        forget_everything()
