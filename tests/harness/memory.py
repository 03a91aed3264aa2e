"""A case that many tests begin with is played once; later tests of the suite find what playing it left behind."""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec

from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts import make_result
from tests.harness.world import Clock, queued, stored_partitions, stored_rows

P = ParamSpec("P")


class Memory(NamedTuple):
    """Everything a play leaves: rows, messages, executions, both clocks, and the case it was about."""

    case_id: str
    rows: dict[Any, dict[Any, Any]]
    messages: dict[str, list[Any]]
    machines: dict[str, Any]
    clocks: tuple[Any, Any]


_memories: dict[tuple[Any, ...], Memory] = {}


def remembered(play: Callable[Concatenate[Any, P], str]) -> Callable[Concatenate[Any, P], str]:
    """For a play that a test begins with; one that comes later in a test is played for real."""

    @wraps(play)
    def played(hall: Any, *args: P.args, **kwargs: P.kwargs) -> str:
        platform: Platform = hall.platform
        if stored_rows(platform) or not clean(platform):
            return play(hall, *args, **kwargs)
        # Typesetting or not is the suite's choice, and shows in what is kept.
        key = (platform.settings.stage, make_result.render.__module__, play.__name__, repr(args), repr(kwargs))
        if key not in _memories:
            case_id = play(hall, *args, **kwargs)
            _memories[key] = keep(platform, case_id)
            return case_id
        return recall(platform, _memories[key])

    return played


def clean(platform: Platform) -> bool:
    """Nothing has been moved by hand yet."""
    return all(isinstance(clock, Clock) and clock.untouched for clock in (platform.now, platform.wall))


def keep(platform: Platform, case_id: str) -> Memory:
    held = {name: value for name, value in vars(platform.sfn).items() if name != "_call"}
    clocks = (vars(platform.now).copy(), vars(platform.wall).copy())
    rows = {key: rows for key, rows in stored_partitions(platform).items() if rows}
    return Memory(case_id, deepcopy(rows), deepcopy(queued(platform)), deepcopy(held), clocks)


def recall(platform: Platform, memory: Memory) -> str:
    stored_partitions(platform).update(deepcopy(memory.rows))
    for name, messages in deepcopy(memory.messages).items():
        queued(platform)[name].extend(messages)
    vars(platform.sfn).update(deepcopy(memory.machines))
    for clock, state in zip((platform.now, platform.wall), memory.clocks, strict=True):
        vars(clock).update(state)
    return memory.case_id
