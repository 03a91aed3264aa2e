"""Where faults are let in: a function around each call of a client in memory."""

from collections.abc import Callable

Hook = Callable[[str], None]
# The calls that write, and that another transaction can conflict with.
WRITES = ("TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem")


def nothing(_: str) -> None:
    """No fault."""
