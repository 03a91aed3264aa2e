"""How a member of a joint request stands."""

from typing import Literal

MemberState = Literal[
    "not_applicable",
    "held",
    "waiting",
    "awaiting_materials",
    "open",
    "ready_to_decide",
    "granted",
    "refused",
    "cut",
    "withdrawn",
    "left",
    "external_pending",
    "external_done",
    "external_failed",
]
