"""What has to be done before an item, through all items: for who looks for a circle before it is published."""

import json
from collections.abc import Sequence

from chalicelib.catalogue.model.publishing import codes_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table

LARGEST_BATCH = 100


def prerequisites_before(table: Table, division: str, codes: Sequence[str]) -> dict[str, list[str]]:
    """The prerequisites of these items, of those that they name, and so on: one read for each step of the way."""
    found, wanted = dict[str, list[str]](), list(dict.fromkeys(codes))
    while wanted:
        batch, wanted = wanted[:LARGEST_BATCH], wanted[LARGEST_BATCH:]
        keys = {register_keys.current_item(division, code): code for code in batch}
        rows = table.get_many([*keys])
        found |= {code: list[str]() for code in batch}
        for key, row in rows.items():
            found[keys[key]] = list(json.loads(row["document"]).get("prerequisites", ()))
        named = [code for one in batch for code in codes_of(found[one])]
        wanted += [code for code in dict.fromkeys(named) if code not in found and code not in wanted]
    return found
