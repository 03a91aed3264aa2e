"""By what right: each rule and each letter that an event names is in the file, and the letter was in force then."""

from collections.abc import Iterator

from chalicelib.evidence.model.contents import Contents, EventFacts
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import LetterFacts, canonical, sha256


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
            yield from _in_force(event, letters.get(event.letter))


def _in_force(event: EventFacts, letter: LetterFacts | None) -> Iterator[Finding | Note]:
    place = f"event/{event.seq}/letter"
    if letter is None:
        yield Finding("letter_missing", place, str(event.letter))
        return
    until = letter.valid_until
    term = f"{letter.valid_from} - {until or ''}"
    if event.day < letter.valid_from or (until is not None and event.day > until):
        yield Finding("letter_not_in_force", place, term, str(event.day))
    elif letter.revoked_on is not None and letter.revoked_on < event.day:
        yield Finding("letter_not_in_force", place, f"{term}, revoked {letter.revoked_on}", str(event.day))
    elif letter.revoked_on is not None:
        yield Note("later_letter", f"letter/{letter.number}", str(letter.revoked_on))
