"""Plays every act of staff twice with one key, and lets its actor leave in between: the second time tells nothing."""

from collections.abc import Iterator, Sequence

from chalicelib.access.actor import Actor, Role
from chalicelib.directory.acts.in_post import NO_STAFF
from chalicelib.directory.acts.leave_staff import leave_staff
from local.simple_register import staff_id
from proofs.kit.register import join
from proofs.matrix.outcomes import DONE, LEFT
from proofs.matrix.people import PEOPLE, Person
from proofs.matrix.play import Cell, Player, Request
from proofs.matrix.row import Row
from proofs.matrix.scene import Scene

REPEATED = {"Idempotency-Key": "matrix-repeated"}


def after_leaving(scene: Scene, rows: Sequence[Row]) -> Iterator[Cell]:
    """A cell for each act that somebody of the register may do, asked once more by who has left since."""
    player = Player(scene)
    for row in rows:
        person = _who_does(row)
        if person is None or person.actor is None or not scene.door.routes[row.route].acts:
            continue
        scene.go_to(row.at)
        request = Request(scene, row)
        first = request.by(person, headers=REPEATED)
        if first.status >= 300:
            yield Cell(row, person, DONE, player.sign(row, first), "before anybody has left")
            continue
        _leaves(scene, person.actor)
        again = request.by(person, headers=REPEATED)
        fault = f"refused, and yet {'、'.join(again.writes)}" if again.writes else ""
        yield Cell(row, person, LEFT, player.sign(row, again), fault)


def _who_does(row: Row) -> Person | None:
    told = row.expected()
    staff = (one for one in PEOPLE if one.actor and one.actor.role not in NO_STAFF)
    return next((one for one in staff if told[one.name] == DONE and not one.twin_of), None)


def _leaves(scene: Scene, actor: Actor) -> None:
    """The administration of the actor's region takes the actor out of the register. The last administrator could not
    leave, so another one comes first.
    """
    hall = scene.hall
    if actor.role is Role.ADMINISTRATOR:
        join(hall.platform, actor.model_copy(update={"sub": "persona:who-stays"}))
    administrator = hall.caller("administrator").actor.model_copy(update={"region": actor.region})
    leave_staff(hall.platform, hall.caller(administrator), staff_id(actor), "调离")
