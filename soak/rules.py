"""A small model of the case, told apart from the acts: who may do what, from which places, with which materials."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.cases.model import Status
from chalicelib.cases.model.material import MaterialFile
from chalicelib.durable.caller import Caller, Receipt
from soak.invariants import Seen
from soak.people import CLERK, COMPANY, ISSUER, REQUIRED, People

Deed = Callable[[People, str, Caller], Receipt]


class Rule(NamedTuple):
    """Who does it, from which places, and the event it leaves; `guarded` acts carry If-Match."""

    post: str
    places: frozenset[str]
    event: str | None
    do: Deed
    guarded: bool = True


def rule(post: str, places: str, event: str | None, do: Deed, *, guarded: bool = True) -> Rule:
    return Rule(post, frozenset(places.split()), event, do, guarded)


RULES: Mapping[str, Rule] = {
    "save_form": rule(COMPANY, "draft", None, lambda p, i, c: p.save_form(i, c)),
    "announce": rule(COMPANY, "draft correcting", None, lambda p, i, c: p.announce(i, c), guarded=False),
    "announce_scan": rule(
        CLERK, "submitted correcting in_review deciding", None, lambda p, i, c: p.announce(i, c), guarded=False
    ),
    "submit": rule(COMPANY, "draft", "submitted", lambda p, i, c: p.submit(i, c)),
    "supplement": rule(COMPANY, "correcting", "supplemented", lambda p, i, c: p.supplement(i, c)),
    "take_supplement": rule(CLERK, "correcting", "supplemented", lambda p, i, c: p.supplement(i, c)),
    "withdraw": rule(
        COMPANY, "draft submitted correcting in_review deciding", "withdrawn", lambda p, i, c: p.withdraw(i, c)
    ),
    "accept": rule(CLERK, "submitted", "accepted", lambda p, i, c: p.accept(i, c)),
    "correct": rule(CLERK, "submitted", "correction_noticed", lambda p, i, c: p.correct(i, c)),
    "reject": rule(CLERK, "submitted", "rejected", lambda p, i, c: p.reject(i, c)),
    "claim": rule("officer", "in_review", None, lambda p, i, c: p.claim(i, c), guarded=False),
    "answer": rule("officer", "in_review", "reviewed", lambda p, i, c: p.answer(i, c), guarded=False),
    "advise_refusal": rule("officer", "in_review", "reviewed", lambda p, i, c: p.answer(i, c, "refuse"), guarded=False),
    "grant": rule("chief", "deciding", "decided", lambda p, i, c: p.decide(i, c, "grant")),
    "refuse": rule("chief", "deciding", "decided", lambda p, i, c: p.decide(i, c, "refuse")),
    "compare": rule(ISSUER, "comparing", "compared", lambda p, i, c: p.compare(i, c)),
    "find_mismatch": rule(ISSUER, "comparing", "mismatch_found", lambda p, i, c: p.compare(i, c, wrong=True)),
    "deliver": rule(ISSUER, "delivering", "delivered", lambda p, i, c: p.deliver(i, c)),
}
ONWARD = ("submit", "supplement", "accept", "answer", "grant", "compare", "deliver")
RESULTS = ("grant_decision", "refusal_decision")
NEEDS_TASK = {"claim": "review", "answer": "review", "advise_refusal": "review", "grant": "decide", "refuse": "decide"}
NEEDS_MATERIALS = ("submit", "supplement", "take_supplement", "accept")
ANNOUNCES = ("announce", "announce_scan")
FILES_PER_LINE = 20


def allowed(name: str, seen: Seen) -> bool:
    """What the law and the hall's order say, as the model has it."""
    if seen.case.status.value not in RULES[name].places:
        return False
    if name in NEEDS_TASK:
        return seen.case.open_task(NEEDS_TASK[name]) is not None
    if name in NEEDS_MATERIALS:
        return not arriving(seen) and not lacking(seen)
    if name in ANNOUNCES:
        return sum(file.line == "01" and file.state != "refused" for file in files(seen)) < FILES_PER_LINE
    if name == "deliver":  # the results are numbered first
        return all("number" in row for row in seen.of("DOCUMENT#") if row["kind"] in RESULTS)
    return True


def lacking(seen: Seen) -> list[str]:
    """The required lines without a file that counts."""
    ready = {file.line for file in counting(seen) if file.state == "ready"}
    return sorted({*REQUIRED[seen.case.item], *noticed(seen)} - ready)


def arriving(seen: Seen) -> list[MaterialFile]:
    """Files that are in the bucket and not checked yet."""
    return [file for file in counting(seen) if file.state == "requested" and seen.world.uploaded(seen.case.id, file.id)]


def awaited(seen: Seen) -> list[MaterialFile]:
    """Files that were announced and have not come."""
    return [
        file for file in counting(seen) if file.state == "requested" and not seen.world.uploaded(seen.case.id, file.id)
    ]


def counting(seen: Seen) -> list[MaterialFile]:
    """All but those that a notice has found wanting."""
    since = seen.case.noticed_at
    return [
        file
        for file in files(seen)
        if file.line not in noticed(seen) or (since is not None and file.requested_at > since)
    ]


def noticed(seen: Seen) -> tuple[str, ...]:
    return seen.case.corrections[-1] if seen.case.status is Status.CORRECTING else ()


def files(seen: Seen) -> list[MaterialFile]:
    return [MaterialFile.model_validate(row) for row in seen.of("MATERIAL#")]
