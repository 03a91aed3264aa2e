"""告知承诺 in a random story: what is committed to, and what the verification may find, by the events."""

from collections.abc import Callable, Mapping

from chalicelib.cases.model.clock import Clock
from chalicelib.foundation import keys
from proofs.kit.pledges import ITEM
from proofs.soak.seen import Seen

CHOICE = "/answers/commitment_route"
SETTLED = ("pledge_kept", "pledge_broken")


def chosen(seen: Seen) -> bool:
    """Everybody who applies for this item goes this way."""
    return seen.case.item == ITEM


def pledged(seen: Seen) -> bool:
    """At the window with an act of its own, online with the submission."""
    return any(event.type == "pledged" or "commitment" in event.data for event in seen.events)


def may_pledge(seen: Seen) -> bool:
    return chosen(seen) and not pledged(seen) and not barred(seen)


def granted(seen: Seen) -> bool:
    return any(event.type == "decided" and event.data["outcome"] == "grant" for event in seen.events) and chosen(seen)


def to_be_verified(seen: Seen) -> bool:
    return granted(seen) and not any(event.type in SETTLED for event in seen.events)


def may_be_demanded(seen: Seen) -> bool:
    return to_be_verified(seen) and not any(event.type == "pledge_unmet" for event in seen.events)


def may_be_broken(seen: Seen) -> bool:
    """Who was given a term to put it right has all of it."""
    demands = [Clock.model_validate(one.data["clock"]) for one in seen.events if one.type == "pledge_unmet"]
    now = seen.world.clock.at
    return to_be_verified(seen) and all(now.date() > one.full_term(seen.world.calendar_at(now)).due for one in demands)


def unanswered(seen: Seen) -> bool:
    """Whether a notice asks for the word, and nobody has given it."""
    return chosen(seen) and not pledged(seen) and CHOICE in seen.case.noticed_fields


def to_be_repaired(seen: Seen) -> bool:
    happened = [event.type for event in seen.events]
    return "pledge_broken" in happened and "credit_repaired" not in happened


def barred(seen: Seen) -> bool:
    """A default of the applicant that nothing has repaired, on whichever case."""
    rows = seen.world.rows(keys.applicant(seen.case.applicant_key))
    for one in (row["id"] for row in rows if "id" in row):
        happened = [row.get("type") for row in seen.world.rows(keys.case(one))]
        if "pledge_broken" in happened and "credit_repaired" not in happened:
            return True
    return False


# When each of these acts is lawful, besides its place.
OF_PLEDGES: Mapping[str, Callable[[Seen], bool]] = {
    "pledge": may_pledge,
    "verify_kept": to_be_verified,
    "verify_broken": may_be_broken,
    "verify_unmet": may_be_demanded,
    "repair_credit": to_be_repaired,
}
