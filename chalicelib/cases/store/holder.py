"""What of a case seldom changes, in a row of its own beside META that is written only when it changes: personal data,
and what no list shows.

Encrypted data are half a kilobyte. In META each act would pay for them, in the table and in the index of the windows.
The state of a case is read with both rows, in one call, and `build` makes the case of them. Both rows count how often
HOLDER was written, so that rows which do not belong together are noticed. Cases from before have everything in META
(`holder_edition` 0) until the next act writes them.
"""

from typing import Any

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.masking import masked_name
from chalicelib.foundation import keys, problems, telemetry
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import OF_PEOPLE
from chalicelib.foundation.table import Table

# What nobody needs who has only META, such as lists: it changes with acts that write HOLDER anyway, or hardly ever.
SELDOM = {
    "query_code",
    "account",
    "applicant_kind",
    "accepted_at",
    "identity_seen_at",
    "identity_check",
    "accepted_by",
    "decided_by",
    "transferred_at",
    "outcome",
    "validity",
    "corrections",
    "required_since_notice",
    "noticed",
    "told",
    "ward_key",
    "stops",
    "extended",
    "deferral",
    "pledge",
    "renews",
}
# The attributes of a case that stand in HOLDER.
NAMES = OF_PEOPLE | SELDOM
# What the lengths of the clocks rest on, by kind: sentences as long as the rest of the clock.
BASES = "bases"


def rows_of(case_id: str) -> list[Key]:
    """The two rows that make a case, for a read by keys."""
    return [keys.meta(case_id), keys.holder(case_id)]


def facts(case: Case) -> dict[str, Any]:
    """What HOLDER has of a case, but for what is as it is at the beginning."""
    named = case.model_dump(mode="json", include=set(NAMES), exclude_none=True, exclude_defaults=True)
    bases = {kind: clock.basis for kind, clock in case.clocks.items() if clock.basis}
    return {**named, **({BASES: bases} if bases else {})}


def shown(case: Case) -> dict[str, str]:
    """What lists show of the applicant; META has it, because a list is read from the index alone."""
    return {"name_shown": masked_name(case.applicant_name)} if case.applicant_name else {}


def edition(before: Case | None, after: Case) -> int:
    """The edition of HOLDER once this change is written; that of `before` when it need not be written. A case that is
    not stored yet has no `before`.
    """
    if before is None:
        return 1
    if before.holder_edition > 0 and (_are_same(before, after) or facts(before) == facts(after)):
        return before.holder_edition
    return abs(before.holder_edition) + 1


def _are_same(before: Case, after: Case) -> bool:
    """Whether nothing of HOLDER was touched, as by most acts: a copy of a case has the very same values."""
    then, now = vars(before), vars(after)
    return then["clocks"] is now["clocks"] and all(then[name] is now[name] for name in NAMES)


def holder_item(case: Case) -> Item:
    return {**keys.holder(case.id)._asdict(), "edition": case.holder_edition, **facts(case)}


def build(table: Table, meta: Item, holder: Item | None) -> Case:
    """The case of its two rows.

    DynamoDB shows the rows of a transaction one after the other, so one may have been seen before it and the other
    after it. Then both are read again, in a way that waits for the transaction. Unreadable where the personal data are
    missing: an act on such a case would write it without them.
    """
    if not _belong_together(meta, holder):
        wanted = rows_of(meta["id"])
        found = table.get_settled(wanted)
        meta, holder = found.get(wanted[0], meta), found.get(wanted[1])
        if holder is None and meta.get("holder_edition"):
            raise table.lost(wanted[1])
        if not _belong_together(meta, holder):
            telemetry.log.error("rows of a case from two moments", extra={"row": keys.HOLDER})
    return joined(meta, holder)


def joined(meta: Item, holder: Item | None) -> Case:
    """The case of two rows. Where they do not belong together, as in a restored table, the edition is negative, and the
    next act writes both.
    """
    if holder is None:
        if meta.get("holder_edition"):
            raise problems.Unreadable
        return Case.model_validate(meta)
    editions = meta.get("holder_edition", 0), holder["edition"]
    named = {name: value for name, value in holder.items() if name in NAMES}
    bases = holder.get(BASES, {})
    clocks = {kind: {"basis": bases.get(kind, ""), **clock} for kind, clock in meta.get("clocks", {}).items()}
    counted = editions[0] if _belong_together(meta, holder) else -max(editions)
    return Case.model_validate({**named, **meta, "clocks": clocks, "holder_edition": counted})


def _belong_together(meta: Item, holder: Item | None) -> bool:
    return meta.get("holder_edition", 0) == (holder["edition"] if holder else 0)
