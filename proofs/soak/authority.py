"""By what right each event of a case was done, as the registers tell it. Each answer is a sentence of fault.

Nobody acts after a revocation, on a letter that was not in force, from a post that was left, or on an item's version
that did not hold.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from chalicelib.consents.store import authorisations
from chalicelib.durable.audit import Event
from chalicelib.foundation import keys, register_keys
from proofs.kit.world import World
from proofs.soak.seen import Seen

PINNED_BY = ("submitted", "received")
ACCEPTED_BY_LETTER = "window_accepts_own_by_letter"


class Absence(NamedTuple):
    """From when to when an account had no post; without an end, until now."""

    account: str
    left: datetime
    back: datetime | None = None


def faults_of_authority(seen: Seen, absences: Sequence[Absence] = ()) -> Iterator[str]:
    for event in seen.events:
        yield from _authorisation(seen.world, event)
        yield from _letter(seen, event)
        yield from _post(event, absences)
        yield from _version(seen, event)


def _authorisation(world: World, event: Event) -> Iterator[str]:
    """Accepted before, ended by nobody until then, and of one of its days."""
    number = event.data.get("authorisation")
    if number is None:
        return
    rows = world.rows(keys.authorisation(number).pk, keys.GRANT)
    found = authorisations.Authorisation.model_validate(rows[0]) if rows else None
    if found is None or found.answered_at is None or found.answered_at > event.at:
        yield f"{event.type} under {number}, which nobody had accepted"
    elif found.ended_at is not None and found.ended_at < event.at:
        yield f"{event.type} under {number} after it was ended"
    elif not found.starts <= event.at.date() <= found.ends:
        yield f"{event.type} under {number} on {event.at.date()}"


def _letter(seen: Seen, event: Event) -> Iterator[str]:
    if event.policy == ACCEPTED_BY_LETTER and event.letter is None:
        yield f"{event.type} at the window without a letter"
    if event.letter is None:
        return
    of_department = register_keys.authority(seen.case.division, seen.case.department)
    (row,) = (row for row in seen.world.rows(of_department.pk, of_department.sk) if row["sk"] == of_department.sk)
    standing = json.loads(row["document"])
    letters = [*standing.get("accept_letters", ()), *standing.get("power_letters", ())]
    known = [letter for letter in letters if event.letter in (letter["id"], letter["number"])]
    if not any(_in_force(letter, event.at) for letter in known):
        yield f"{event.type} on letter {event.letter}, which was not in force then"


def _in_force(letter: dict[str, Any], at: datetime) -> bool:
    revoked = letter.get("revoked")
    if revoked and datetime.fromisoformat(revoked["at"]) <= at:
        return False
    return date.fromisoformat(letter["from"]) <= at.date() <= date.fromisoformat(letter["to"])


def _post(event: Event, absences: Sequence[Absence]) -> Iterator[str]:
    own = [one for one in absences if one.account == event.actor and one.left < event.at]
    if any(one.back is None or one.back > event.at for one in own):
        yield f"{event.type} by {event.actor}, who had left the post"


def _version(seen: Seen, event: Event) -> Iterator[str]:
    """One applies for the version that holds on that day (R42)."""
    if event.type in PINNED_BY and event.data["item_version"] != version_at(seen, event.at):
        yield f"{event.type} for version {event.data['item_version']}, {version_at(seen, event.at)} held"


def version_at(seen: Seen, at: datetime) -> int:
    versions = register_keys.item_versions(seen.case.division, seen.case.item)
    rows = seen.world.rows(versions.pk, versions.sk)
    return max(
        row["version"] for row in rows if datetime.fromisoformat(row.get("effective_at") or row["published_at"]) <= at
    )
