"""取消事项: an administrator ends an item. From that time nobody can apply for it; older cases go on (R42).

It is for what cannot wait, such as a court's order. The ordinary way is `propose_item_change`, with two people, the
office of law and 编办.
"""

from datetime import datetime

from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.acts.told_consequences import consequences_told, in_event, in_receipt
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.life_acts import END_ITEM
from chalicelib.catalogue.model.settling import settled, too_far
from chalicelib.catalogue.store import end, unknown_item
from chalicelib.catalogue.store.life import LIFE_LABEL, Published, announce, notify_bureau
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.table import Refused

MEANWHILE = "该事项刚刚发布了新版本，请核对后重新取消"


@act
def end_item(platform: Platform, caller: Caller, code: str, ends_at: datetime | None = None) -> Receipt:
    """`ends_at` is a legal time, a minute from now unless given: by then every process has read it. 422 for the past:
    what was applied for then was applied for rightly. NotFound where there is no such item. 409 for an end that would
    be later than the one there is: only a new version, with all its steps, opens an item again.
    """
    if ends_at and ends_at < caller.at:
        raise Invalid(errors=[FieldError("/ends_at", "ends_in_the_past", "取消时间不能早于现在")])
    if ends_at and too_far(ends_at, caller.at):
        raise Invalid(errors=[FieldError("/ends_at", "ends_too_far", "取消时间最迟为两年以内")])
    ends = settled(ends_at, caller.at)
    begun = begin_life(platform, caller, END_ITEM, code)
    item = begun.rows.newest
    if item is None or item.withdrawn_at:
        raise unknown_item()
    _require_earlier(item, ends)
    reason = f"原定取消时间 {item.ended_at:%Y-%m-%d %H:%M:%S}，由管理员提前" if item.ended_at else "管理员取消"
    others = consequences_told(platform, item, "end", (), caller.at)
    told = Published("end", code, item.name, item.department, item.version, caller.at, ends, reason=reason)
    told = told._replace(consequences=others)
    try:
        return begun.commit(
            data={"version": item.version, "ended_at": ends.isoformat(), **in_event(others)},
            answer={"version": item.version, "ended_at": ends.isoformat(), **in_receipt(others)},
            ops=[
                *end(item, ends),
                announce(begun.division, told),
                notify_bureau(begun.division, told, begun.next_seq, caller.actor.sub),
            ],
        )
    except Refused as refusal:
        if acts.RECORD in refusal.labels or LIFE_LABEL in refusal.labels:
            raise
        raise Conflict(code="item_published_meanwhile", title=MEANWHILE) from None


def _require_earlier(item: ServiceItem, ends: datetime) -> None:
    if item.ended_at and ends >= item.ended_at:
        title = f"该事项已定于 {item.ended_at:%Y-%m-%d %H:%M:%S} 取消，只能提前；恢复办理须起草并发布新版本"
        raise Conflict(code="item_end_not_earlier", title=title)
