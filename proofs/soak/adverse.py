"""False applications and the ends of results in a random story: what may be done when, by the events."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from chalicelib.durable.audit import Event, unpacked
from chalicelib.foundation import keys
from proofs.kit.catalogue import item_document
from proofs.soak.parties import OF_PARTIES
from proofs.soak.seen import Seen

LICENCE = "01"
ENDS = ("result_revoked", "result_withdrawn", "result_cancelled", "result_end_recorded")
GIVEN_BACK = ("bar_lifted", "result_restored")
STILL_TO_CANCEL = ("revoked", "withdrawn", "revoked_as_penalty")


def since_lifted(seen: Seen) -> list[Event]:
    """What counts of its events: a finding or an end that was annulled, and all that rested on it, does not."""
    lifted = [no for no, event in enumerate(seen.events) if event.type in GIVEN_BACK]
    return [*seen.events][lifted[-1] + 1 :] if lifted else [*seen.events]


def ends(seen: Seen) -> list[Event]:
    return [event for event in since_lifted(seen) if event.type in ENDS]


def is_licence(seen: Seen) -> bool:
    return item_document(seen.case.item).category_code == LICENCE


def was_granted(seen: Seen) -> bool:
    return any(event.type == "decided" and event.data["outcome"] == "grant" for event in seen.events)


def live(seen: Seen) -> bool:
    return is_licence(seen) and was_granted(seen) and not ends(seen)


def may_be_forewarned(seen: Seen) -> bool:
    """Before the decision of a false application, afterwards of a result that nothing has ended; not while the days to
    answer an earlier notice run that may still be decided.
    """
    decided = any(event.type == "decided" for event in seen.events)
    return (live(seen) if decided else is_licence(seen)) and not _answer_awaited(seen, decided=decided)


def _answer_awaited(seen: Seen, *, decided: bool) -> bool:
    told = [event for event in since_lifted(seen) if event.type == "forewarned"]
    if not told or (decided and told[-1].data["against"] == "falsehood"):
        return False
    return date.fromisoformat(told[-1].data["until"]) >= seen.world.clock.at.date()


def told_last(seen: Seen, against: str) -> bool:
    told = [event.data["against"] for event in since_lifted(seen) if event.type == "forewarned"]
    return bool(told) and told[-1] == against


def found(seen: Seen) -> Event | None:
    """The event by which the case bars somebody, or would if its item did, unless that was lifted."""
    by_fraud = [one for one in since_lifted(seen) if one.type == "result_revoked" or one.data.get("falsehood")]
    return by_fraud[-1] if by_fraud else None


def may_be_cancelled(seen: Seen) -> bool:
    told = [event.data["result_state"] for event in ends(seen)]
    return live(seen) or (bool(told) and told[-1] in STILL_TO_CANCEL)


def may_be_restored(seen: Seen) -> bool:
    """Something has ended it, and it is not to be given back by lifting a finding."""
    told = ends(seen)
    return is_licence(seen) and bool(told) and not (told[0].type == "result_revoked" and found(seen) is not None)


def barred_from_item(seen: Seen) -> bool:
    """Whether another case of the applicant bars this item today, by what was found before this one was received."""
    return any(until >= seen.world.clock.at.date() for until in _bars(seen))


def forbidden(seen: Seen) -> bool:
    """Whether silence has accepted at a window what a bar forbids."""
    return seen.case.deemed and seen.case.channel == "counter" and barred_from_item(seen)


def _bars(seen: Seen) -> Iterator[date]:
    received = seen.case.first_received_at or seen.case.received_at
    for row in seen.world.rows(keys.applicant(seen.case.applicant_key)):
        if row.get("item") != seen.case.item or row.get("id") == seen.case.id:
            continue
        events = [one for one in seen.world.rows(keys.case(row["id"])) if one["sk"].startswith(keys.EVENT)]
        lifted = [no for no, event in enumerate(events) if event["type"] == "bar_lifted"]
        events = events[lifted[-1] + 1 :] if lifted else events
        told = [
            {**one, "data": unpacked(one)["data"]}
            for one in events
            if one["type"] in ("rejected", "decided", "result_revoked")
        ]
        of_item = [one for one in told if one["data"].get("barred_until")]
        if of_item and (received is None or datetime.fromisoformat(of_item[-1]["at"]) < received):
            yield date.fromisoformat(of_item[-1]["data"]["barred_until"])


BY_ITS_ORGAN: Mapping[str, Callable[[Seen], bool]] = {
    "forewarn": may_be_forewarned,
    "forewarn_withdrawal": lambda seen: live(seen) and may_be_forewarned(seen),
    "lift_bar": lambda seen: found(seen) is not None,
    "revoke_result": lambda seen: live(seen) and told_last(seen, "revocation"),
    "withdraw_result": lambda seen: live(seen) and told_last(seen, "withdrawal"),
    "cancel_result": may_be_cancelled,
    "restore_result": may_be_restored,
    "record_result_end": live,
    **OF_PARTIES,
}


def _at(name: str, *, above: bool) -> Callable[[Seen], bool]:
    """By the organ that decides the case: the one above, if the case is reported to one."""
    return lambda seen: bool(seen.case.upward) is above and BY_ITS_ORGAN[name](seen)


ON_RESULTS: Mapping[str, Callable[[Seen], bool]] = {
    "reject_false": lambda seen: told_last(seen, "falsehood"),
    **{name: _at(name, above=False) for name in BY_ITS_ORGAN},
    **{f"{name}_above": _at(name, above=True) for name in BY_ITS_ORGAN},
}
