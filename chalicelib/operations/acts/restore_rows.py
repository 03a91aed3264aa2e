"""Rows of a restored table are brought back into the table of the stack, as they are: nothing is decrypted.

DynamoDB restores only into a new table. A row that the table has is never overwritten: the condition of the write holds
that, also when somebody writes at the same time.
"""

from collections.abc import Sequence

from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.writes import Op
from chalicelib.operations.model.restoring import Fate, Stored, case_of, equal, fate, key_of

AT_ONCE = 100  # keys that DynamoDB reads in one call


def fates(platform: Platform, restored: Table, rows: Sequence[Stored]) -> list[Fate]:
    """What becomes of each of these rows of the restored table. Nothing is changed."""
    cases = {meta for row in rows if (meta := case_of(row))}
    now = _read(platform.table, [*map(key_of, rows), *cases])
    # Only the cases that are there now can have moved.
    then = {key_of(row): row for row in rows} | _read(restored, [meta for meta in cases if meta in now])
    wall = platform.wall()
    found = list[Fate]()
    for row in rows:
        meta = case_of(row)
        case_then, case_now = (then.get(meta), now.get(meta)) if meta else (None, None)
        found.append(fate(row, now.get(key_of(row)), case_then=case_then, case_now=case_now, wall=wall))
    return found


def bring_back(platform: Platform, row: Stored) -> Fate:
    """Write a row that the table does not have. It is kept when it is there meanwhile."""
    only_new = {"ConditionExpression": "attribute_not_exists(#pk)", "ExpressionAttributeNames": {"#pk": "pk"}}
    try:
        platform.table.write(Op("Put", {"Item": dict(row), **only_new}, "row"))
    except Refused:
        # Also after an answer that was lost: then it is the row that was written.
        there = platform.table.stored_many([key_of(row)]).get(key_of(row))
        return "brought" if there is not None and equal(there, row) else "kept"
    return "brought"


def _read(table: Table, wanted: Sequence[Key]) -> dict[Key, Stored]:
    keys, found = [*dict.fromkeys(wanted)], dict[Key, Stored]()
    for start in range(0, len(keys), AT_ONCE):
        found |= table.stored_many(keys[start : start + AT_ONCE])
    return found
