"""Serves the simulator's list of a day, to whoever signs the request; it can do what a real provider does on a bad day.

It listens for itself, as the hall reaches a provider through the guard of addresses.
"""

from collections.abc import Mapping
from typing import Any, cast

from standardwebhooks import Webhook, WebhookVerificationError

from local.payments.simulator import SECRET, Simulator
from local.peers import Peer


def answer(simulator: Simulator, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """The status and the list."""
    try:
        asked = cast("dict[str, Any]", Webhook(SECRET).verify(body, dict(headers)))
    except WebhookVerificationError:
        return 401, {}
    match simulator.lists:
        case "fails":
            return 503, {}
        case "late":
            return 404, {}
        case _:
            return 200, {"id": asked["id"], "day": asked["day"], "payments": simulator.listed(asked["day"])}


class ListServer(Peer):
    """Serves the lists of one simulator."""

    path = "/days"

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self.simulator = simulator

    def answer(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        return answer(self.simulator, body, headers)
