"""What the parts of the local stack tell whoever watches it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class Answered(NamedTuple):
    """A request and how it was answered. `path` has ids only, see `shown_path`. `persona`: who holds the token."""

    method: str
    path: str
    status: int
    ms: float
    persona: str | None = None
    code: str | None = None
    request_id: str = ""


class Watch(Protocol):
    def request(self, answered: Answered) -> None:
        """A request was answered. Called in the thread of the request, before its answer is sent."""
        ...

    def changes(self, records: Sequence[Mapping[str, Any]]) -> None:
        """These rows of the table were written, as a DynamoDB stream tells it. Called before any function has them."""
        ...
