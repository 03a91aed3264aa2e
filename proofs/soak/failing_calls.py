"""Calls to AWS that fail: refused before they take effect, or answered by nobody after they have."""

import random

from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from proofs.kit import dynamo
from proofs.kit.dynamo import refusal
from proofs.kit.world import World

WRITES = (*dynamo.WRITES, "StartExecution", "SendTaskSuccess", "SendTaskFailure", "SendMessage", "PutObject")
SERVICE = "http://aws.invalid"


class FailingCalls:
    """Of the next calls `left` go wrong, each one or not as it is drawn; `met` counts all that did."""

    def __init__(self, world: World, choice: random.Random) -> None:
        self.left = 0
        self.met = 0
        self._choice = choice
        world.listen(self.before, self.after)

    def before(self, operation: str) -> None:
        if not self._strikes():
            return
        if operation == "TransactWriteItems" and self._choice.random() < 0.5:
            raise refusal("TransactionCanceledException", "TransactionConflict")
        if self._choice.random() < 0.5:
            raise EndpointConnectionError(endpoint_url=SERVICE)
        raise refusal("ThrottlingException", operation=operation)

    def after(self, operation: str) -> None:
        if operation in WRITES and self._strikes():
            raise ReadTimeoutError(endpoint_url=SERVICE)

    def _strikes(self) -> bool:
        if self.left == 0 or self._choice.random() < 0.5:
            return False
        self.left -= 1
        self.met += 1
        return True
