"""When the model lets a fee be ordered, annulled or refunded. The items of random stories charge nothing."""

import json
from collections.abc import Iterator

from chalicelib.cases.model.task import TO_REFUND
from chalicelib.foundation import register_keys
from proofs.soak.seen import Seen

ORDERED_IN = "in_review deciding comparing delivering"
REFUNDED_IN = "correcting lapsed in_review deciding decided comparing delivering delivered closed rejected withdrawn"


def to_be_ordered(seen: Seen) -> bool:
    """Whether the item charges a fee of which there is no order yet; what is refused costs nothing."""
    return charges(seen) and not is_ordered(seen) and seen.case.outcome != "refuse"


def charges(seen: Seen) -> bool:
    """By the version of its item that the case has, read past the API."""
    place = register_keys.item_version(seen.case.division, seen.case.item, seen.case.item_version)
    (row,) = seen.world.rows(place.pk, place.sk)
    return json.loads(row["document"])["fee"]["charge"] is True


def is_ordered(seen: Seen) -> bool:
    """Whether there is an order that was not annulled."""
    return seen.case.fee is not None and seen.case.fee.annulled is None


def owed_back(seen: Seen) -> bool:
    return seen.case.fee is not None and bool(seen.case.fee.owed_back)


def task_of_refund(seen: Seen) -> Iterator[str]:
    """What is owed back is one task, and nothing else is."""
    asked = [task.kind for task in seen.case.open_tasks].count(TO_REFUND)
    if asked != owed_back(seen):
        yield f"{asked} tasks of a refund, money is owed back: {owed_back(seen)}"
