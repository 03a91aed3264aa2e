"""What applicant and window are told of cases of the same holder under way, of the item that is applied for again. It
is never a bar.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.lookup import own_list
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import may_see
from chalicelib.cases.store.duplicates import LOOKED_AT, duplicates_among, duplicates_of
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
    return [{"pointer": "", **_warning(one, "提交")} for one in found]


def told_to_window(platform: Platform, caller: Caller, case: Case) -> list[JsonValue]:
    """The same for the receipt of an application at the window: of the cases that this clerk may see."""
    return [_warning(one, "收件") for one in duplicates_of(platform, case) if may_see(caller.actor, one)]


def _warning(one: Case, act: str) -> dict[str, JsonValue]:
    return {
        "code": "possible_duplicate",
        "message": f"同一事项已有办件{one.number}（{one.status.label}），请核对是否重复申请；不影响{act}",
    }
