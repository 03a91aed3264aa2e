"""Where faults are let in: a function around each call of a client in memory."""

from collections.abc import Callable

Hook = Callable[[str], None]


def nothing(_: str) -> None:
    """No fault."""
