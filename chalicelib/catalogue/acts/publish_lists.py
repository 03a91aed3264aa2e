"""公布清单: the lists of proofs (证明事项清单) and of intermediary services (中介服务事项清单) are published anew.

They have versions. What was published under an older one stays; the next publication of an item is held against the
newest.
"""

from chalicelib.access import policy
from chalicelib.catalogue.model.grounds import ServiceLists
from chalicelib.catalogue.model.publishing import cites_law
from chalicelib.catalogue.store.lists import keep_lists, load_lists
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid


@act
def publish_lists(platform: Platform, caller: Caller, lists: ServiceLists) -> Receipt:
    """422 for an entry without a law (G10, G11) and for an entry that stands in it twice."""
    if errors := [*_unbased(lists), *_twice(lists)]:
        raise Invalid(code="lists_invalid", title="清单有误，未公布任何内容，请按提示修改", errors=errors)
    division = platform.settings.division
    policy.require_region(caller.actor, division)
    kept = load_lists(platform.table, division)
    version = kept.version + 1 if kept else 1
    receipt = Receipt({"version": version, "at": caller.at.isoformat()})
    platform.table.write(*keep_lists(division, version, caller.at, lists), *acts.record(platform, caller, receipt))
    return receipt


def _unbased(lists: ServiceLists) -> list[FieldError]:
    named = {"proofs": lists.proofs, "intermediaries": lists.intermediaries}
    return [
        FieldError(f"/{name}/{number}/basis", "list_basis_missing", f"“{entry.name}”应注明所依据的法律条文")
        for name, entries in named.items()
        for number, entry in enumerate(entries)
        if not cites_law(entry.basis, ())
    ]


def _twice(lists: ServiceLists) -> list[FieldError]:
    errors: list[FieldError] = []
    named = {"proofs": lists.proofs, "intermediaries": lists.intermediaries}
    for name, entries in named.items():
        ids = [entry.id for entry in entries]
        errors += [
            FieldError(f"/{name}/{number}/id", "duplicate_id", "编号重复")
            for number, id_ in enumerate(ids)
            if id_ in ids[:number]
        ]
    return errors
