"""How many drafts an account has open for an applicant: counted in the transactions that make and end a
draft, so that it is exact.
"""

from collections.abc import Sequence

from chalicelib.cases.model import Case
from chalicelib.foundation import keys, problems
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, When, update

MOST_DRAFTS = 100
LABEL = "open drafts"


def one_more(table: Table, applicant_keys: Sequence[str], account: str) -> Op:
    """Refused, with the label `LABEL`, when this account has as many drafts for the applicant as one may have. Others
    who type the same number take no place of it, and learn nothing of how many there are. Drafts that are counted
    under an index key that is being replaced take their places too; they become fewer, never more.
    """
    now, *before = applicant_keys
    rows = [table.get(keys.open_drafts(key, account)) for key in before]
    most = MOST_DRAFTS - sum(row["value"] for row in rows if row)
    room = When("(attribute_not_exists(#value) AND :most > :none) OR #value < :most", {"most": most, "none": 0})
    return update(keys.open_drafts(now, account), add={"value": 1}, when=room, label=LABEL)


def one_less(case: Case) -> Op:
    return update(counter_of(case), add={"value": -1}, label=LABEL)


def counter_of(case: Case) -> Key:
    """Where this draft is counted."""
    return keys.open_drafts(case.applicant_key, case.account)


def too_many() -> problems.Conflict:
    title = f"您的草稿已有 {MOST_DRAFTS} 件，请先提交或撤回不再需要的草稿"
    return problems.Conflict(code="too_many_drafts", title=title)
