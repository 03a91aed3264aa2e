"""What can be played, handed in by the assembly: a room knows the views and functions of no other room. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from chalicelib.access.policy import Access
from chalicelib.durable.flows import Step
from chalicelib.durable.lawful import LawfulAct

Inside = Any
"""A platform inside the sandbox."""


class Playable(Protocol):
    """A route of the API, as far as a trial uses it: `chalicelib/http/routes.Route`."""

    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def access(self) -> Access: ...
    @property
    def guarded(self) -> bool: ...
    @property
    def summary(self) -> str: ...
    @property
    def body(self) -> Any: ...
    @property
    def query(self) -> Any: ...
    @property
    def act(self) -> LawfulAct | None: ...
    @property
    def view(self) -> Callable[..., Any]: ...


@dataclass(frozen=True)
class Playbook:
    """`routes` are what the editor may do, by name. `steps` are the functions of the state machines, by the step at
    which each is called. `fires` are the acts of alarms. `consumers` are what the queues of documents call.
    """

    routes: Mapping[str, Playable]
    steps: Mapping[str, Callable[[Inside, Step], None]]
    fires: Mapping[str, Callable[[Inside, Any], None]]
    consumers: Mapping[str, Callable[[Inside, str], None]]


_made: list[Callable[[], Playbook]] = []
_playbook: list[Playbook] = []


def use(make: Callable[[], Playbook]) -> None:
    """The assembly says how the playbook is made. It is made when the first trial needs it."""
    _made[:], _playbook[:] = [make], []


def playbook() -> Playbook:
    if not _playbook:
        _playbook.append(_made[0]())
    return _playbook[0]
