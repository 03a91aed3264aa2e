"""Bringing a hall to rest: the stream lost for good, the reconciler and the machines alone finish the story."""

from datetime import timedelta

from chalicelib.cases.tasks.where import where
from chalicelib.foundation import outbox
from soak.world import World

TURNS = 40
MINUTE = timedelta(minutes=1)


class NeverAtRest(Exception):
    """Something goes on for ever."""


def bring_to_rest(world: World) -> None:
    """A minute of real time a turn. Raises NeverAtRest; rows that cannot be carried out are no movement."""
    for _ in range(TURNS):
        world.wall.pass_time(MINUTE)
        moved = world.machines.run() + outbox.reconcile(world.platform, where)
        while world.issue_document():
            moved += 1
        if not moved and not world.machines.ready:
            return
    raise NeverAtRest(f"still moving after {TURNS} turns")
