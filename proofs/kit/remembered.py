"""A case that many tests begin with is played once; later tests of the process find what playing it left behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from chalicelib.documents.acts import print_document
from proofs.kit.world import Moment, World

P = ParamSpec("P")
Play = Callable[Concatenate[Any, P], str]

_memories: dict[tuple[str, ...], tuple[str, Moment]] = {}


def remembered(play: Play[P]) -> Play[P]:
    """For a play of a hall that a test begins with; one that comes later in a test is played for real."""

    @wraps(play)
    def played(hall: Any, *args: P.args, **kwargs: P.kwargs) -> str:
        world: World = hall.world
        if not world.untouched:
            return play(hall, *args, **kwargs)
        # Whether documents are typeset is the suite's choice, and shows in what is kept.
        division = world.platform.settings.division
        key = (division, print_document.render.__module__, play.__name__, repr(args), repr(kwargs))
        if key not in _memories:
            case_id = play(hall, *args, **kwargs)
            _memories[key] = case_id, world.moment()
            return case_id
        case_id, moment = _memories[key]
        world.go_back(moment)
        return case_id

    return played
