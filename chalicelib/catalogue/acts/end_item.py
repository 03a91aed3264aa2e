"""取消事项: an administrator ends an item. From that time nobody can apply for it; older cases go on (R42)."""

from datetime import datetime

from chalicelib.catalogue import store
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.table import Refused

MEANWHILE = "该事项刚刚发布了新版本，请核对后重新取消"


@act
def end_item(platform: Platform, caller: Caller, code: str, ends_at: datetime | None = None) -> Receipt:
    """`ends_at` is a legal time, now unless given; a second call moves it. 422 for the past: what was applied for then
    was applied for rightly. NotFound where there is no such item. Importing the item again publishes a new version,
    with which it is open again.
    """
    ends = ends_at or caller.at
    if ends < caller.at:
        error = FieldError("/ends_at", "ends_in_the_past", "取消时间不能早于现在")
        raise Invalid(errors=[error])
    item = store.load_item(platform.table, platform.settings.division, code)
    receipt = Receipt({"id": item.id, "version": item.version, "ended_at": ends.isoformat()})
    try:
        platform.table.write(*store.end(item, ends), *acts.record(platform, caller, receipt))
    except Refused as refusal:
        if acts.RECORD in refusal.labels:
            raise
        raise Conflict(code="item_published_meanwhile", title=MEANWHILE) from None
    return receipt
