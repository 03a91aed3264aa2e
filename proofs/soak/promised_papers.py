"""Papers that follow (容缺受理) in a random story: which are promised, and when a promise is lawful, by the events."""

from chalicelib.foundation import keys
from proofs.kit.deferrals import ITEM, LINE
from proofs.soak.seen import Seen


def promised(seen: Seen) -> set[str]:
    """The lines that were promised and have not come, by the events."""
    lines: set[str] = set()
    for event in seen.events:
        match event.type:
            case "papers_promised":
                lines = set(event.data["lines"])
            case "accepted" | "deemed_accepted" if lines:
                lines = set(event.data["deferred"])
            case "papers_filled" | "papers_found":
                lines = set(event.data["awaited"])
            case _:
                """Promises nothing."""
    return lines


def may_promise(seen: Seen, lacking: set[str]) -> bool:
    """The item has published the line, it is lacking, and no broken promise of the applicant bars it."""
    return seen.case.item == ITEM and LINE in lacking and not _barred(seen)


def _barred(seen: Seen) -> bool:
    today = str(seen.world.clock.at.date())
    rows = seen.world.rows(keys.applicant(seen.case.applicant_key))
    ids = [row["id"] for row in rows if "id" in row]
    broken = (row for one in ids for row in seen.world.rows(keys.case(one)) if row.get("type") == "papers_overdue")
    return any(row["data"]["barred_until"] >= today for row in broken)


def awaited(seen: Seen) -> bool:
    return seen.case.status.value in ("in_review", "deciding") and bool(promised(seen))
