"""Those whom a case of a random story concerns (行政许可法36, 47): who was told, served and heard."""

from collections.abc import Callable, Mapping
from datetime import date

from chalicelib.cases.model.parties import MOST
from chalicelib.clock.term import count_term
from chalicelib.documents.store import vault
from proofs.kit.catalogue import item_document
from proofs.soak.seen import Seen

FIVE = 5  # workdays to ask for a hearing (行政许可法47)


def _numbers(seen: Seen, event: str) -> Mapping[int, Mapping[str, object]]:
    return {one.data["party"]: one.data for one in seen.events if one.type == event}


def awaited(seen: Seen) -> bool:
    """Whether a party has not waived, and was not served or may still answer, or the applicant may."""
    served, heard = _numbers(seen, "party_served"), _numbers(seen, "party_heard")
    today = seen.world.clock.at.date()
    told = [one.at.date() for one in seen.events if one.type == "party_told"]
    if told and today <= count_term(told[0], FIVE, "workday", (), 0, seen.world.calendar_at(seen.world.clock.at)).due:
        return True
    left = [no for no in _numbers(seen, "party_told") if no not in heard]
    return any(no not in served or date.fromisoformat(str(served[no]["until"])) >= today for no in left)


def may_be_told(seen: Seen) -> bool:
    return item_document(seen.case.item).is_licence and len(_numbers(seen, "party_told")) < MOST


def may_be_served(seen: Seen) -> bool:
    """The notice that was written last, once it is printed."""
    told = _numbers(seen, "party_told")
    if not told or max(told) in _numbers(seen, "party_served"):
        return False
    notice = vault.load(seen.world.platform, seen.case.id, str(told[max(told)]["document"]))
    return notice is not None and notice.state == vault.READY


def may_be_heard(seen: Seen) -> bool:
    return bool(_numbers(seen, "party_told"))


OF_PARTIES: Mapping[str, Callable[[Seen], bool]] = {
    "tell_party": may_be_told,
    "serve_party": may_be_served,
    "hear_party": may_be_heard,
}
