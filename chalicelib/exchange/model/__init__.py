"""Callbacks as data: where a department's system listens, what is sent, how each delivery went, when to try again."""

from chalicelib.exchange.model.delivery import (
    ATTEMPTS_KEPT,
    PAUSES,
    TRIES,
    WHY_NO_ANSWER,
    Attempt,
    Delivery,
    DeliveryReason,
    State,
    pause,
)
from chalicelib.exchange.model.events import (
    About,
    about,
    delivery_of,
    happened_at,
    message_id,
    read_word,
    task_event,
    word_of,
    written,
)
from chalicelib.exchange.model.registration import (
    LONGEST_OVERLAP_HOURS,
    OVERLAP_HOURS,
    Endpoint,
    Registration,
    usable_secret,
)

__all__ = [
    "ATTEMPTS_KEPT",
    "LONGEST_OVERLAP_HOURS",
    "OVERLAP_HOURS",
    "PAUSES",
    "TRIES",
    "WHY_NO_ANSWER",
    "About",
    "Attempt",
    "Delivery",
    "DeliveryReason",
    "Endpoint",
    "Registration",
    "State",
    "about",
    "delivery_of",
    "happened_at",
    "message_id",
    "pause",
    "read_word",
    "task_event",
    "usable_secret",
    "word_of",
    "written",
]
