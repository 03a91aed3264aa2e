"""The department's side of a callback: takes everything, unless it is down, and remembers under which id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.exchange.guard import Target
from chalicelib.exchange.wire import Reply


@dataclass
class Peer:
    """`told`: the `webhook-id` of every callback, in order."""

    told: list[str] = field(default_factory=list[str])
    down: bool = False

    def __call__(self, target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: ARG002
        self.told.append(headers["webhook-id"])
        return Reply(503 if self.down else 202)


def public_address(host: str, port: int) -> list[str]:  # noqa: ARG001 - the resolver's signature
    return ["8.8.8.8"]
