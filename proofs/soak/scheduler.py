"""Many actors, one at a time: every call to AWS is a moment at which any other actor may go on instead.

Actors are threads that hand over one baton in an order drawn from a seed, so each order can be played again.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

CHANGE = 0.1  # how often somebody's haste changes


class Baton:
    """Taken by one side when the other has given it; a bare lock, as it changes hands some hundred times a case."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()

    def give(self) -> None:
        self._lock.release()

    def take(self) -> None:
        self._lock.acquire()


@dataclass
class Actor:
    name: str
    do: Callable[[], None]
    turn: Baton = field(default_factory=Baton)
    haste: float = 1.0
    ended: bool = False
    failure: Exception | None = None


class Scheduler:
    """`run` plays all actors to their ends; `pause` is what a call to AWS hears before it takes effect.

    Who pauses draws who goes on, and hands the baton over only when that is somebody else.
    """

    def __init__(self, choice: random.Random) -> None:
        self.actors: list[Actor] = []
        self.steps = 0
        self._choice = choice
        self._all_ended = Baton()
        self._here = threading.local()

    def actor(self, name: str, do: Callable[[], None]) -> None:
        self.actors.append(Actor(name, do, haste=10 ** self._choice.uniform(-2, 0)))

    def run(self) -> None:
        threads = [threading.Thread(target=self._play, args=[actor], daemon=True) for actor in self.actors]
        for thread in threads:
            thread.start()
        if first := self._next():
            first.turn.give()
            self._all_ended.take()
        for thread in threads:
            thread.join()
        for actor in self.actors:
            if actor.failure:
                raise actor.failure

    def pause(self, _: str = "") -> None:
        """Calls of threads that are no actors, as of an act's own helper, pass."""
        actor: Actor | None = getattr(self._here, "actor", None)
        if actor and (chosen := self._next()) and chosen is not actor:
            chosen.turn.give()
            actor.turn.take()

    def _next(self) -> Actor | None:
        """Some hurry and some dawdle, for a while: rare orders need somebody to be overtaken many times."""
        going = [actor for actor in self.actors if not actor.ended]
        if not going:
            return None
        self.steps += 1
        if self._choice.random() < CHANGE:
            self._choice.choice(going).haste = 10 ** self._choice.uniform(-2, 0)
        return self._choice.choices(going, [actor.haste for actor in going])[0]

    def _play(self, actor: Actor) -> None:
        self._here.actor = actor
        actor.turn.take()
        try:
            actor.do()
        except Exception as failure:  # noqa: BLE001 - handed to whoever runs the actors
            actor.failure = failure
        actor.ended = True
        (chosen.turn if (chosen := self._next()) else self._all_ended).give()
