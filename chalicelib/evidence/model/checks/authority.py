"""By what right: each rule and each letter that an event names is in the file, and the letter was in force then."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from chalicelib.cases.model.joint_ref import scheme_of
from chalicelib.evidence.model.checks.standing import is_request
from chalicelib.evidence.model.contents import Contents, EventFacts
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import LetterFacts, canonical, sha256

# A request takes 29 seconds at most. One that was under way when the letter was revoked has read the register before,
# and is done by right (ADR 0081).
UNDER_WAY = timedelta(seconds=30)


def check(contents: Contents) -> Iterator[Finding | Note]:
    rules = {policy.id for policy in contents.policies}
    letters = {letter.number: letter for letter in contents.letters}
    for letter in contents.letters:
        computed = sha256(canonical(letter.document))
        if computed != letter.digest:
            yield Finding("letter_digest", f"letter/{letter.number}", letter.digest, computed)
    for event in contents.events:
        if event.policy is not None and event.policy not in rules:
            yield Finding("event_policy", f"event/{event.seq}/policy", event.policy)
        if event.letter is not None:
            yield from _letter(contents, event, letters.get(event.letter))


def _letter(contents: Contents, event: EventFacts, letter: LetterFacts | None) -> Iterator[Finding | Note]:
    place, case = f"event/{event.seq}/letter", contents.case
    if letter is None:
        yield Finding("letter_missing", place, str(event.letter))
        return
    named = scheme_of(case.item) if is_request(contents) else case.item
    if letter.department != case.department or (letter.items and named not in letter.items):
        yield Finding("letter_other", place, f"{case.department} {case.item}", letter.department)
    yield from _in_force(event, letter, place)
    grounds: object = event.data.get("grounds")
    told = cast("dict[str, object]", grounds) if isinstance(grounds, dict) else {}
    for name, day in (("letter_from", letter.valid_from), ("letter_to", letter.valid_until)):
        if name in told and told[name] != str(day):
            yield Finding("letter_term", f"letter/{letter.number}", f"{told[name]} (event {event.seq})", str(day))


def _in_force(event: EventFacts, letter: LetterFacts, place: str) -> Iterator[Finding | Note]:
    until = letter.valid_until
    term = f"{letter.valid_from} - {until or ''}"
    if event.day < letter.valid_from or (until is not None and event.day > until):
        yield Finding("letter_not_in_force", place, term, str(event.day))
    elif letter.revoked_at is not None and letter.revoked_at + UNDER_WAY <= event.at:
        yield Finding("letter_not_in_force", place, f"{term}, revoked {letter.revoked_at}", str(event.at))
    elif letter.revoked_at is not None:
        yield Note("later_letter", f"letter/{letter.number}", str(letter.revoked_at))
