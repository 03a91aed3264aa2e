"""When the decision clocks of a case may be stopped, go on and be extended: the law, told apart from the acts."""

from datetime import date

from chalicelib.cases.model.clocks import recounted
from proofs.kit.catalogue import item_document
from proofs.soak.seen import Seen

LICENCE, ON_THE_SPOT = "01", "即办件"
MOST = 20


def lawful_on_clocks(name: str, seen: Seen) -> bool:
    """A hearing stops the clocks of licences (行政许可法45) before their last day; one extension, on that day at the
    latest, where the item's law has one or none of its own (42).
    """
    item, today = item_document(seen.case.item), seen.world.clock.at.date()
    if name == "resume":
        return hearings_open(seen)
    if item.category_code != LICENCE or item.handling_type == ON_THE_SPOT:
        return False
    if name == "suspend":
        return today < law_ends(seen) and sum(event.type == "suspended" for event in seen.events) < MOST
    once = not any(event.type == "extended" for event in seen.events)
    return once and today <= law_ends(seen) and item.statutory_limit.extension is not None


def hearings_open(seen: Seen) -> bool:
    told = [event.type for event in seen.events if event.type in ("suspended", "resumed")]
    return told[-1:] == ["suspended"]


def law_ends(seen: Seen) -> date:
    """By the calendar in force now."""
    case = recounted(seen.case, seen.world.calendar_at(seen.world.clock.at))
    due = case.due("lower_review") or case.due("statutory")
    if due is None:
        raise LookupError(f"the law sets no term for {seen.case.item}")
    return due
