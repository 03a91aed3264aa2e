"""How many drafts an applicant has open: counted in the transactions that make and end a draft, so that it is exact."""

from chalicelib.foundation import keys, problems
from chalicelib.foundation.writes import Op, When, update

MOST_DRAFTS = 100
LABEL = "open drafts"
_ROOM = When("attribute_not_exists(#value) OR #value < :most", {"most": MOST_DRAFTS})


def one_more(applicant_key: str) -> Op:
    """Refused, with the label `LABEL`, when the applicant has as many drafts as one may have."""
    return update(keys.open_drafts(applicant_key), add={"value": 1}, when=_ROOM, label=LABEL)


def one_less(applicant_key: str) -> Op:
    return update(keys.open_drafts(applicant_key), add={"value": -1}, label=LABEL)


def too_many() -> problems.Conflict:
    title = f"您的草稿已有 {MOST_DRAFTS} 件，请先提交或撤回不再需要的草稿"
    return problems.Conflict(code="too_many_drafts", title=title)
