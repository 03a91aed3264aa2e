"""Answers queries for certificates: checks the signature, and gives a sample, or what it was told to do instead.

SYNTHETIC: it knows nobody, and has a one-page sample for everybody.
"""

import base64
import time
from collections.abc import Mapping
from typing import Any, Literal, cast, get_args

from standardwebhooks import Webhook, WebhookVerificationError

from local.peers import Peer

Behaviour = Literal["found", "no_record", "refused", "expired", "broken", "other_holder", "slow", "fails"]
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)
ISSUER = "阳江市政务服务数据管理局（演示）"
EXPIRED_ON = "2020-01-01"
SOMEBODY_ELSE = "91441702MA0000000X"  # SYNTHETIC
SAMPLE = (
    b"%PDF-1.7\n"
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \n"
    b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n"
)


class SharingPeer(Peer):
    """`behaviour` has what it does with a kind of certificate, by its name;
    `otherwise` is what it does with all others. `queries` keeps what it was asked. `slow_seconds` is how long it waits
    before a slow answer.
    """

    path, most_bytes = "/query", 64 * 1024

    def __init__(self, secret: str, slow_seconds: float = 30.0) -> None:
        super().__init__()
        self.behaviour: dict[str, Behaviour] = {}
        self.otherwise: Behaviour = "found"
        self.queries: list[dict[str, Any]] = []
        self.slow_seconds = slow_seconds
        self._webhook = Webhook(secret)

    def answer(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        try:
            query = cast("dict[str, Any]", self._webhook.verify(body, dict(headers)))
        except WebhookVerificationError:
            return 401, {}
        self.queries.append(query)
        does = self.behaviour.get(query["certificate"], self.otherwise)
        match does:
            case "fails":
                return 503, {}
            case "no_record" | "refused":
                return 200, {"id": query["id"], "result": does}
            case "slow":
                time.sleep(self.slow_seconds)
            case _:
                pass
        return 200, {"id": query["id"], "result": "found", "record": record(does, query["holder_number"])}


def record(does: Behaviour, number: str) -> dict[str, Any]:
    """`number` is that of the holder who was asked for."""
    holder = number if does != "other_holder" else SOMEBODY_ELSE
    content = SAMPLE if does != "broken" else b"no document at all"
    expires = {"valid_until": EXPIRED_ON} if does == "expired" else {}
    encoded = base64.b64encode(content).decode()
    return {
        "issuer": ISSUER,
        "holder_number": holder,
        "content_type": "application/pdf",
        "content": encoded,
        **expires,
    }
