"""The systems of the departments at the other end of a callback: each accepts what comes, or is down for a while."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.exchange.model import Registration
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import Reply, Unreachable

NEXT_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"  # noqa: S105 - of nobody
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of nobody
TAKEN = 202
BUSY = 503
UNKNOWN_SIGNATURE = 401


@dataclass
class Departments:
    """Stands where the wire does. `down` are the hosts that accept nothing, `taken` the `webhook-id`s of the calls that
    were accepted, `refused` counts the others.
    """

    down: set[str] = field(default_factory=set[str])
    taken: list[str] = field(default_factory=list[str])
    refused: int = 0

    def copy(self) -> "Departments":
        return Departments(set(self.down), list(self.taken), self.refused)

    def __call__(self, target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: ARG002
        """A system that is down is silent, says that it is busy, and does not know the signature, by turns."""
        if target.host not in self.down:
            self.taken.append(headers["webhook-id"])
            return Reply(TAKEN)
        self.refused += 1
        if self.refused % 3 == 1:
            raise Unreachable("timeout")
        return Reply(BUSY if self.refused % 3 == 2 else UNKNOWN_SIGNATURE)

    def goes_down(self, department: str) -> None:
        self.down.add(host(department))

    def comes_back(self, department: str) -> None:
        self.down.discard(host(department))


def host(department: str) -> str:
    return f"{department}.example.gov.cn"


def address(department: str) -> str:
    return f"https://{host(department)}/yimen"


def registration(department: str, secret: str = SECRET) -> Registration:
    return Registration.model_validate({"url": address(department), "secret": secret})
