"""逐日存证: for each day that is over, and each division, one signed hash over all chains that had events on it.

Nobody can rewrite a chain of that day afterwards, not even who may write every row: the head is signed by KMS, kept in
a bucket that nothing is deleted from, published, and followed by the next one. Whatever was missed is made by the next
run: after days without any run, each of these days gets its head, in order.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from chalicelib.evidence.model import merkle
from chalicelib.evidence.model.heads import CHUNK, FIRST, Head, Leaf
from chalicelib.evidence.model.signatures import as_base64
from chalicelib.evidence.store import days, heads, signing
from chalicelib.evidence.store.heads import Chunk, Headed, Progress
from chalicelib.foundation import names, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused

DAY = timedelta(days=1)
# An act that began before midnight is stored by then, whatever was tried again, and the index shows it.
GRACE = timedelta(hours=1)
# How far back the first run looks for the first day of a division.
FIRST_LOOK = 7
# With less time than this left, the run keeps how far it is and ends.
ENOUGH = timedelta(seconds=20)


class Anchored(NamedTuple):
    """`made` are new heads, `left` are days that are over and still have none."""

    made: int
    left: int


def anchor_days(platform: Platform, time_left: Callable[[], timedelta]) -> Anchored:
    """Make every head that is lacking, as far as the time goes. Safe to repeat, also at the same time."""
    last, known = (platform.now() - GRACE).date() - DAY, heads.headed(platform.table)
    lacking = [*_lacking(platform, known, last)]
    made = 0
    for division, day, since in lacking:
        if time_left() < ENOUGH or not _anchor(platform, division, day, since, time_left):
            break
        made += 1
    left = len(lacking) - made
    # A day that was missed by the runs of one whole day.
    if late := sum(day < last for _, day, _ in lacking[made:]):
        telemetry.gauge(names.DAYS_WITHOUT_HEAD, late, stage=platform.settings.stage)
    return Anchored(made, left)


def _lacking(platform: Platform, known: dict[str, Headed], last: date) -> Iterator[tuple[str, date, date]]:
    """Each division with each day that is over and has no head, and the first day of the division, in order.

    A division that has a head has one of every day since, also of days without events: so a head that was taken away is
    missed.
    """
    untils = [one.until for one in known.values()]
    looked = max(min(untils) + DAY, last - FIRST_LOOK * DAY) if untils else last - (FIRST_LOOK - 1) * DAY
    first = {one.division: one.until + DAY for one in known.values()}
    for day in _each(looked, last):
        for division in days.divisions_of(platform.table, day):
            first.setdefault(division, day)
    for division in sorted(first):
        since = known[division].since if division in known else first[division]
        yield from ((division, day, since) for day in _each(first[division], last))


def _each(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def _anchor(platform: Platform, division: str, day: date, since: date, time_left: Callable[[], timedelta]) -> bool:
    """Whether the head of this day is there now. False when the time was over before: it goes on with the next call."""
    before = heads.load_head(platform.table, division, day - DAY)
    chunks = _chunks(platform, division, day, before, time_left)
    if chunks is None:
        return False
    root = merkle.root([bytes.fromhex(chunk.root) for chunk in chunks]).hex()
    heads.write_chunks(platform, division, day, root, chunks)
    key = signing.public_key(platform, names.SIGNS_HEADS)
    head = Head(
        division=division,
        day=day,
        size=sum(chunk.size for chunk in chunks),
        root=root,
        previous=before.digest if before else FIRST,
        made_at=platform.now(),
        key=key.fingerprint,
    )
    signed = signing.sign(platform, names.SIGNS_HEADS, head.statement)
    head = heads.write_head(platform, head.model_copy(update={"signature": as_base64(signed)}))
    heads.keep_key(platform.table, key)
    try:
        platform.table.write(*heads.enter(head, since))
    except Refused:
        """Another run has entered it."""
    return True


def _chunks(
    platform: Platform, division: str, day: date, before: Head | None, time_left: Callable[[], timedelta]
) -> Sequence[Chunk] | None:
    """The day's leaves, written in pieces; None when the time is over, with what is done kept for the next call."""
    done = heads.load_progress(platform.table, division, day)
    chunks, waiting = [*done.chunks], list[Leaf]()
    for leaf in leaves(platform, division, day, before, done.after):
        waiting.append(leaf)
        if len(waiting) == CHUNK:
            chunks.append(heads.write_chunk(platform, division, day, waiting))
            waiting = []
            if time_left() < ENOUGH:
                heads.save_progress(platform.table, division, day, Progress(chunks, leaf.case_id))
                return None
    return [*chunks, heads.write_chunk(platform, division, day, waiting)] if waiting else chunks


def leaves(platform: Platform, division: str, day: date, before: Head | None, after: str | None) -> Iterator[Leaf]:
    """What the head of the day has: its own events, and what came to the day before after its head was made."""
    own = days.leaves_of(platform.table, division, day, after)
    late = _late(platform, division, day - DAY, before, after)
    for _, found in groupby(heapq.merge(own, late, key=_case), _case):
        yield _joined([*found])


def _late(platform: Platform, division: str, day: date, head: Head | None, after: str | None) -> Iterator[Leaf]:
    anchored = heads.all_leaves(platform, head)
    known = next(anchored, None)
    for leaf in days.leaves_of(platform.table, division, day, after):
        while known and known.case_id < leaf.case_id:
            known = next(anchored, None)
        there = known if known and known.case_id == leaf.case_id else None
        if there is None or leaf.seq > there.seq or leaf.documents.items() - there.documents.items():
            yield leaf


def _joined(found: Sequence[Leaf]) -> Leaf:
    """Of a case that has both: the newest event, and all documents."""
    newest = max(found, key=lambda leaf: leaf.seq)
    documents = {text: digest for leaf in found for text, digest in leaf.documents.items()}
    return newest.model_copy(update={"documents": documents})


def _case(leaf: Leaf) -> str:
    return leaf.case_id
