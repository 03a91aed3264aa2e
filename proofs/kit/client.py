"""What every client in memory has: a function that is called before each call of AWS and one after it."""

from collections.abc import Callable
from typing import TypeVar

from proofs.kit.dynamo import Hook, nothing
from proofs.kit.refusals import Exceptions

T = TypeVar("T")


class Client:
    """`before` is called with the operation's name ahead of each call, `after` when the call has taken effect; what
    either raises is what the caller sees.
    """

    exceptions = Exceptions

    def __init__(self) -> None:
        self.before: Hook = nothing
        self.after: Hook = nothing

    def called(self, operation: str, play: Callable[[], T]) -> T:
        self.before(operation)
        answer = play()
        self.after(operation)
        return answer
