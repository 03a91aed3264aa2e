"""What has become of the results of a request's members: the members' own cases say it, and nothing keeps it twice."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.model.result_end import ResultEnd
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table


class Granted(NamedTuple):
    node: str
    case_id: str


def result_ends(table: Table, request: str, rows: Mapping[str, Item]) -> dict[str, ResultEnd]:
    """By node, the last end of each result that is valid no more: one call, where something was granted."""
    granted = [
        Granted(row["node"], member_case_id(request, row["node"], row.get("again", 0)))
        for row in rows.values()
        if row["state"] == "granted" and row.get("item")
    ]
    found = table.get_many([keys.meta(one.case_id) for one in granted]) if granted else {}
    ends = {one.node: (found.get(keys.meta(one.case_id)) or {}).get("result_ends") for one in granted}
    return {node: ResultEnd.model_validate(told[-1]) for node, told in ends.items() if told}
