"""What becomes of a row of a restored table: it is brought back only where nothing of now is lost by it. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from chalicelib.foundation import keys
from chalicelib.foundation.attributes import load
from chalicelib.foundation.keys import Key

Stored = Mapping[str, Any]
"""A row in DynamoDB's own writing. What is encrypted in it is not looked at."""
Fate = Literal["absent", "brought", "same", "kept", "moved", "expired"]
FATES: Mapping[Fate, str] = {
    "absent": "表中没有，待恢复",
    "brought": "已恢复",
    "same": "表中已有，相同",
    "kept": "表中的不同，保留表中的",
    "moved": "所属办件在备份之后有变化，保留表中的",
    "expired": "备份中已过保存期，不恢复",
}


def key_of(row: Stored) -> Key:
    return Key(row["pk"]["S"], row["sk"]["S"])


def case_of(row: Stored) -> Key | None:
    """The key of the case to which this row belongs, in its partition or elsewhere; None for any other row."""
    key = key_of(row)
    if keys.is_of_case(key):
        return Key(key.pk, keys.META)
    # The applicant's list has the case under `id`; an id of anything else names no case.
    named = row.get("case_id", row.get("id", {})).get("S")
    return keys.meta(named) if named else None


def equal(one: Stored, other: Stored) -> bool:
    """DynamoDB may write a set in any order."""
    return load(one) == load(other)


def fate(
    row: Stored, there: Stored | None, *, case_then: Stored | None, case_now: Stored | None, wall: datetime
) -> Fate:
    """`there` is the row with the same key in the table. `case_then` and `case_now` are the row of its case in the
    restored table and in the table; both None for a row of no case.

    Any difference between the two says that somebody has acted on the case since the backup, or that it was erased. A
    row that is missing now may have been deleted by that, so it does not come back.
    """
    if there is not None:
        return "same" if equal(there, row) else "kept"
    if int(row.get("ttl", {}).get("N", "0")) and int(row["ttl"]["N"]) <= wall.timestamp():
        return "expired"
    if case_now is not None and (case_then is None or not equal(case_now, case_then)):
        return "moved"
    return "absent"
