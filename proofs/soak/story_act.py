"""One act of a random story."""

from typing import NamedTuple

from proofs.soak.certain_acts import Do


class StoryAct(NamedTuple):
    """`act` is the product's name of it. Who does it, from which places, and the event it leaves; a `guarded` act
    carries If-Match.
    """

    act: str
    post: str
    places: frozenset[str]
    event: str | None
    do: Do
    guarded: bool = True


def done(act: str, post: str, places: str, event: str | None, do: Do, *, guarded: bool = True) -> StoryAct:
    return StoryAct(act, post, frozenset(places.split()), event, do, guarded)
