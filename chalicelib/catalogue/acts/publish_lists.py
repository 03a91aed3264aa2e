"""公布清单: the lists of proofs (证明事项清单) and of intermediary services (中介服务事项清单) are published anew.

They have versions. What was published under an older one stays; the next publication of an item is held against the
newest. The same lists again are no new version: the answer is the version in force.
"""

from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.access import policy
from chalicelib.catalogue.model.grounds import ServiceLists
from chalicelib.catalogue.model.service_lists import EntryChange, entry_changes, read_lists, require_sound
from chalicelib.catalogue.store.lists import keep_lists, load_lists
from chalicelib.directory.store import list_departments
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.writes import Op


@act
def publish_lists(platform: Platform, caller: Caller, lists: ServiceLists) -> Receipt:
    division = platform.settings.division
    require_sound(lists, caller.at.date(), _departments(platform.table, division))
    policy.require_region(caller.actor, division)
    kept = load_lists(platform.table, division)
    if kept and kept.lists == lists:
        receipt = Receipt({"version": kept.version, "at": kept.at.isoformat()})
        if remembered := acts.record(platform, caller, receipt):
            platform.table.write(*remembered)
        return receipt
    version = kept.version + 1 if kept else 1
    receipt = Receipt({"version": version, "at": caller.at.isoformat()})
    platform.table.write(*keep_lists(division, version, caller.at, lists), *acts.record(platform, caller, receipt))
    return receipt


def _departments(table: Table, division: str) -> frozenset[str]:
    """The ids and the names of the departments of the division."""
    return frozenset(name for one in list_departments(table, division) for name in (one.id, one.name))


class ListsPlan(NamedTuple):
    """What an import of lists would do: each entry, the version that would be published, and its writes; no writes
    where the lists in force say the same.
    """

    changes: list[EntryChange]
    version: int
    ops: list[Op]


def plan_lists(table: Table, division: str, document: Any, at: datetime) -> ListsPlan:
    """Raises Invalid with every error of the document."""
    lists, kept = read_lists(document, at.date(), _departments(table, division)), load_lists(table, division)
    changes = entry_changes(kept.lists if kept else None, lists)
    if kept and kept.lists == lists:
        return ListsPlan(changes, kept.version, [])
    version = kept.version + 1 if kept else 1
    return ListsPlan(changes, version, keep_lists(division, version, at, lists))


def import_lists(table: Table, plan: ListsPlan) -> bool:
    """Whether something was written. Raises Conflict where somebody else has published lists first."""
    if not plan.ops:
        return False
    try:
        table.write(*plan.ops)
    except Refused:
        raise Conflict(code="lists_published_meanwhile", title="清单刚刚另行公布，请核对后重新导入") from None
    return True
