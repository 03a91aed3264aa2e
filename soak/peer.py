"""The systems of the departments at the other end of a callback: up, or down for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.exchange.model import Registration
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import Reply, Unreachable

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of nobody
TOLD = 202
BUSY = 503


@dataclass
class Peer:
    """Stands where the wire does. `down` are the hosts that do not take anything, `told` the `webhook-id`s taken.

    Shared with the fault runs.
    """

    down: set[str] = field(default_factory=set[str])
    told: list[str] = field(default_factory=list[str])
    refused: int = 0

    def copy(self) -> "Peer":
        return Peer(set(self.down), list(self.told), self.refused)

    def __call__(self, target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: ARG002
        """A system that is down says so or says nothing, by turns."""
        if target.host not in self.down:
            self.told.append(headers["webhook-id"])
            return Reply(TOLD)
        self.refused += 1
        if self.refused % 2:
            raise Unreachable("timeout")
        return Reply(BUSY)


def host(department: str) -> str:
    return f"{department}.example.gov.cn"


def registration(department: str) -> Registration:
    return Registration.model_validate({"url": f"https://{host(department)}/yimen", "secret": SECRET})


def public_address(host: str, port: int) -> list[str]:  # noqa: ARG001 - the resolver's signature
    return ["8.8.8.8"]


def no_jitter() -> float:
    return 0.5
