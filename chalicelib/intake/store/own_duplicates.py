"""What an applicant is told of own cases under way, of the item that is being applied for again. It is never a bar."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.lookup import own_list
from chalicelib.cases.model import Case
from chalicelib.cases.store.duplicates import LOOKED_AT, duplicates_among
from chalicelib.cases.store.forms import with_ward
from chalicelib.cases.store.records import OwnCase
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform


def own_cases_of(platform: Platform, caller: Caller) -> Sequence[OwnCase]:
    """What the caller finds in the own list, or in the principal's: nothing else is ever told of."""
    return own_list(platform, caller, limit=LOOKED_AT, after=None)[0]


def warned(
    platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any], own: Iterable[OwnCase]
) -> list[JsonValue]:
    """A warning for each case that may be the same matter, for the receipt of a draft."""
    found = duplicates_among(platform, with_ward(platform, case, item, form), own)
    return [
        {
            "pointer": "",
            "code": "possible_duplicate",
            "message": f"同一事项已有办件{one.number}（{one.status.label}），请核对是否重复申请；不影响提交",
        }
        for one in found
    ]
