"""`yimen dead-letters`: what lies undone, and putting it back with a bar that shows how far that is."""

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts.replay_dead_letters import ALL, Chosen, replay, require_found
from chalicelib.operations.store import desk
from chalicelib.operations.store.desk import PLACES, Place

STEP = 20  # replayed between two moves of the bar


def run(platform: Platform, console: Console, place: str | None, chosen: Chosen = ALL) -> int:
    """0 when nothing lies there any more, else 1. Raises as `clear`."""
    places = desk.survey(platform)
    if place:
        put_back(platform, console, [found for found in places if place in (found.name, "all")], chosen)
        places = desk.survey(platform)
    show(console, places)
    return 1 if any(found.dead for found in places) else 0


def put_back(platform: Platform, console: Console, places: Sequence[Place], chosen: Chosen) -> None:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        for place in places:
            bar = progress.add_task(f"重放 {PLACES[place.name]}", total=expected(place, chosen))
            replayed = clear(platform, place, chosen, lambda count, bar=bar: progress.advance(bar, count))
            console.print(f"{PLACES[place.name]}：已重放 {replayed} 条")


def expected(place: Place, chosen: Chosen) -> int | None:
    """How many there are to replay; None where not all of a kind have been looked at."""
    if chosen.id:
        return 1
    if chosen.kind is None:
        return place.dead
    return place.kinds.get(chosen.kind, 0) if sum(place.kinds.values()) >= place.dead else None


def clear(platform: Platform, place: Place, chosen: Chosen, advance: Callable[[int], None]) -> int:
    """No more than lay there at first: what fails again meanwhile is left for people to look at. Raises NotFound
    for one letter that is not there, Conflict for one that cannot be seen now.
    """
    replayed, most = 0, 1 if chosen.id else place.dead
    while replayed < most:
        step = replay(platform, place.name, chosen, most=min(STEP, most - replayed))
        require_found(chosen, step)
        if not step.replayed:
            break
        replayed += step.replayed
        advance(step.replayed)
    return replayed


def show(console: Console, places: Sequence[Place]) -> None:
    table = Table("位置", "待处理", "处理中", "死信", "最早", "类型", box=None, header_style="bold")
    for place in places:
        oldest = f"{place.oldest:%Y-%m-%d %H:%M}" if place.oldest else ""
        kinds = "、".join(f"{kind} {count}" for kind, count in place.kinds.items())
        counts = str(place.waiting), str(place.in_flight), str(place.dead)
        table.add_row(f"{PLACES[place.name]} ({place.name})", *counts, oldest, kinds)
    console.print(table)
    for place in places:
        for undone in place.sample:
            about = " ".join(f"{name}={value}" for name, value in undone.ids.items())
            console.print(f"  {place.name}  {undone.id}  {undone.kind}  {about}  {undone.failure or ''}".rstrip())
