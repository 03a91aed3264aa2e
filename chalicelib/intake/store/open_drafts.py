"""How many drafts an applicant has open: counted in the transactions that make and end a draft, so that it is exact."""

from collections.abc import Sequence

from chalicelib.foundation import keys, problems
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, When, update

MOST_DRAFTS = 100
LABEL = "open drafts"


def one_more(table: Table, applicant_keys: Sequence[str]) -> Op:
    """Refused, with the label `LABEL`, when the applicant has as many drafts as one may have. Drafts that are counted
    under an index key that is being replaced take their places too; they become fewer, never more.
    """
    now, *before = applicant_keys
    rows = [table.get(keys.open_drafts(key)) for key in before]
    most = MOST_DRAFTS - sum(row["value"] for row in rows if row)
    room = When("(attribute_not_exists(#value) AND :most > :none) OR #value < :most", {"most": most, "none": 0})
    return update(keys.open_drafts(now), add={"value": 1}, when=room, label=LABEL)


def one_less(applicant_key: str) -> Op:
    return update(keys.open_drafts(applicant_key), add={"value": -1}, label=LABEL)


def too_many() -> problems.Conflict:
    title = f"您的草稿已有 {MOST_DRAFTS} 件，请先提交或撤回不再需要的草稿"
    return problems.Conflict(code="too_many_drafts", title=title)
