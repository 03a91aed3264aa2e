"""Daily heads: one signed hash a day over all chains, made whatever was missed, never written over; and a forgery of a
whole chain is caught by them (R88).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.durable.audit import Event, entry_of_day, printed_on
from chalicelib.evidence.acts import anchor_days as anchoring
from chalicelib.evidence.acts.anchor_days import Anchored, anchor_days
from chalicelib.evidence.model import merkle
from chalicelib.evidence.model.checks.anchors import Trust
from chalicelib.evidence.model.heads import CHUNK, FIRST, Leaf
from chalicelib.evidence.model.records import canonical, sha256
from chalicelib.evidence.model.signatures import fits
from chalicelib.evidence.store import heads, signing
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import put
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.hall import Hall
from proofs.kit.world import World
from tests.cli.cases import keep_files
from tests.evidence.anchored import DAY, DIVISION, Anchoring, all_heads, anchored_case, forged, next_morning
from tests.evidence.exports import exported, looked_at, packed, parts_of, relisted

pytestmark = pytest.mark.usefixtures("quick_documents")
LONG = timedelta(seconds=200)


def run(hall: Hall, left: timedelta = LONG) -> Anchored:
    return anchor_days(hall.platform, lambda: left)


def recorded(hall: Hall, case_id: str, seq: int, day: date, division: str = DIVISION) -> None:
    """An event row of this day, for its place in the index."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    event = Event(
        case_id=case_id, seq=seq, type="x", at=at, actor="a", role="machine", data={}, previous=FIRST
    ).sealed()
    row = {**keys.event(case_id, seq)._asdict(), **entry_of_day(division, event), **event.model_dump(mode="json")}
    hall.platform.table.write(put(row))


# ------------------------------------------------------------------------------------------------------ how heads come
def test_a_day_that_is_over_has_one_head_with_each_case_of_it(hall: Hall):
    first, second, day = hall.submitted(), hall.accepted(), hall.clock.at.date()
    assert run(hall) == Anchored(0, 0)  # the day is not over
    next_morning(hall)
    assert run(hall) == Anchored(1, 0)
    (head,) = all_heads(hall)
    assert (head.day, head.size, head.previous) == (day, 2, FIRST)
    leaves = [*heads.all_leaves(hall.platform, head)]
    assert {leaf.case_id: (leaf.seq, leaf.hash) for leaf in leaves} == {
        case_id: (hall.case(case_id).seq, hall.case(case_id).last_hash) for case_id in (first, second)
    }
    assert merkle.root([leaf.hashed for leaf in leaves]).hex() == head.root
    key = signing.public_key(hall.platform, names.SIGNS_HEADS)
    assert head.key == key.fingerprint
    assert fits(key.pem, head.signed, head.statement)
    assert heads.kept_keys(hall.platform.table) == [key]


def test_the_head_has_what_was_printed_that_day(hall: Hall):
    case_id = hall.submitted()
    hall.issue_documents()
    hall.carry_out_everything()
    hall.issue_documents()
    (row,) = hall.rows(case_id, keys.DOCUMENT)
    next_morning(hall)
    run(hall)
    (leaf,) = heads.all_leaves(hall.platform, all_heads(hall)[0])
    assert leaf.documents == {"0001-receipt-voucher": row["sha256"]}


def test_a_run_that_is_repeated_changes_nothing(hall: Hall):
    hall.submitted()
    next_morning(hall)
    run(hall)
    before, objects = all_heads(hall), dict(hall.world.buckets.buckets[hall.platform.settings.heads_bucket])
    assert run(hall) == Anchored(0, 0)
    assert all_heads(hall) == before
    assert hall.world.buckets.buckets[hall.platform.settings.heads_bucket] == objects
    with pytest.raises(Refused):
        hall.platform.table.write(*heads.enter(before[0], before[0].day))


def test_days_without_a_run_get_their_heads_in_order_also_those_without_events(hall: Hall):
    hall.submitted()
    next_morning(hall)
    run(hall)
    next_morning(hall, 2)
    hall.submitted()
    next_morning(hall, 2)
    assert run(hall) == Anchored(4, 0)
    found = all_heads(hall)
    assert [head.size for head in found] == [1, 0, 0, 1, 0]
    for before, head in pairwise(found):
        assert (head.day, head.previous) == (before.day + DAY, before.digest)


def test_a_run_just_after_midnight_leaves_the_day_to_the_next_one(hall: Hall):
    hall.submitted()
    for clock in (hall.clock, hall.wall):
        clock.move_to((clock.at + DAY).replace(hour=0, minute=30))
    assert run(hall) == Anchored(0, 0)
    next_morning(hall, 0)
    assert run(hall) == Anchored(1, 0)


def test_what_comes_after_the_head_of_its_day_stands_in_the_next_one(hall: Hall):
    day = hall.clock.at.date()
    recorded(hall, "aaa", 1, day)
    recorded(hall, "bbb", 1, day)
    next_morning(hall)
    run(hall)
    recorded(hall, "bbb", 2, day)
    recorded(hall, "ccc", 1, day)
    recorded(hall, "aaa", 2, day + DAY)
    entry = printed_on(DIVISION, "aaa", "0001-x", "f" * 64, day)
    hall.platform.table.write(put({**keys.document("aaa", "0001-x")._asdict(), **entry}))
    next_morning(hall)
    run(hall)
    first, second = all_heads(hall)
    assert (first.size, second.size) == (2, 3)
    leaves = {leaf.case_id: leaf for leaf in heads.all_leaves(hall.platform, second)}
    assert {case_id: leaf.seq for case_id, leaf in leaves.items()} == {"aaa": 2, "bbb": 2, "ccc": 1}
    assert leaves["aaa"].documents == {"0001-x": "f" * 64}
    next_morning(hall)
    run(hall)
    assert all_heads(hall)[2].size == 0


def test_each_division_has_heads_of_its_own(hall: Hall):
    day = hall.clock.at.date()
    recorded(hall, "aaa", 1, day, "441781")
    recorded(hall, "bbb", 1, day)
    next_morning(hall)
    recorded(hall, "ccc", 1, day + DAY, "441702")
    assert run(hall) == Anchored(2, 0)
    next_morning(hall)
    assert run(hall) == Anchored(3, 0)
    assert {division: len(all_heads(hall, division)) for division in ("441700", "441702", "441781")} == {
        "441700": 2,
        "441702": 1,
        "441781": 2,
    }


def test_a_head_that_was_written_by_another_run_is_entered_as_it_is(hall: Hall):
    """The other run has died between the object and the row; this one would sign at another time."""
    hall.submitted()
    next_morning(hall)
    moment = hall.world.moment()
    run(hall)
    (made,) = all_heads(hall)
    bucket = hall.world.buckets.copy()
    hall.world.go_back(moment)
    hall.world.buckets.buckets = bucket.buckets
    hall.clock.pass_time(hours=1)
    assert run(hall) == Anchored(1, 0)
    assert all_heads(hall) == [made]


def test_a_day_that_takes_longer_than_one_call_goes_on_with_the_next(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    day = hall.clock.at.date()
    for number in range(11):
        recorded(hall, f"case{number:02d}", 1, day)
    monkeypatch.setattr(anchoring, "CHUNK", 4)
    next_morning(hall)
    whole = merkle_root_of(hall)
    left = iter([LONG, LONG, timedelta(0)])
    assert anchor_days(hall.platform, lambda: next(left)) == Anchored(0, 1)
    assert all_heads(hall) == []
    progress = heads.load_progress(hall.platform.table, DIVISION, day)
    assert (len(progress.chunks), progress.after) == (2, "case07")
    recorded(hall, "case00", 2, day)  # behind the point that is done: it comes with the next day
    assert run(hall) == Anchored(1, 0)
    (head,) = all_heads(hall)
    assert (head.size, head.root) == (11, whole)
    assert heads.load_progress(hall.platform.table, DIVISION, day) == heads.Progress((), None)
    for number in (0, 5, 10):
        proof = heads.proof(hall.platform, head, f"case{number:02d}")
        assert proof
        assert proof.leads_to(head)
    assert heads.proof(hall.platform, head, "case99") is None
    assert heads.proof(hall.platform, head, "a") is None
    next_morning(hall)
    run(hall)
    assert [leaf.seq for leaf in heads.all_leaves(hall.platform, all_heads(hall)[1])] == [2]


def merkle_root_of(hall: Hall) -> str:
    day = hall.clock.at.date() - DAY
    return merkle.root([leaf.hashed for leaf in anchoring.leaves(hall.platform, DIVISION, day, None, None)]).hex()


def test_days_that_stay_without_a_head_ring(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    rung = list[Any]()
    monkeypatch.setattr(anchoring.telemetry, "gauge", lambda metric, value, **_: rung.append((metric, value)))
    hall.submitted()
    next_morning(hall)
    assert run(hall, timedelta(0)) == Anchored(0, 1)
    assert rung == []  # there is a day's time for it
    next_morning(hall, 2)
    assert run(hall, timedelta(0)) == Anchored(0, 3)
    assert rung == [(names.DAYS_WITHOUT_HEAD, 2)]


@dataclass
class Counting:
    """Leaves as an index would give them, and how many are alive at most."""

    many: int

    def leaves(self, *_: Any) -> Iterator[Leaf]:
        for number in range(self.many):
            yield Leaf(case_id=f"{number:07d}", seq=1, hash="0" * 64)


def test_a_hundred_thousand_cases_of_a_day_are_one_head_and_need_no_more_memory_than_a_chunk(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    sizes, counting = list[int](), Counting(100_000)
    monkeypatch.setattr(anchoring.days, "divisions_of", lambda *_: iter([DIVISION]))
    monkeypatch.setattr(
        anchoring.days, "leaves_of", lambda _, __, day, *___: counting.leaves() if day == today else iter(())
    )
    kept = heads.write_chunk
    monkeypatch.setattr(heads, "write_chunk", lambda *given: sizes.append(len(given[3])) or kept(*given))
    today = hall.clock.at.date()
    next_morning(hall)
    done = anchor_days(hall.platform, lambda: LONG)
    assert done.left == 0
    head = next(head for head in all_heads(hall) if head.day == today)
    assert (head.size, max(sizes), len(sizes)) == (100_000, CHUNK, 98)
    for number in (0, 1023, 1024, 77_777, 99_999):
        proof = heads.proof(hall.platform, head, f"{number:07d}")
        assert proof
        assert (proof.index, len(proof.path) <= 17, proof.leads_to(head)) == (number, True, True)


def test_the_function_is_called_every_hour(hall: Hall):
    hall.submitted()
    next_morning(hall)
    assert hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE) == {"made": 1, "left": 0}


# ----------------------------------------------------------------------------------------------- what they are good for
@pytest.fixture(scope="module")
def anchored() -> Anchoring:
    return anchored_case()


def codes(verdict: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in verdict.findings]


@pytest.mark.requirement("R88")
def test_an_anchored_case_is_intact_with_what_was_published(anchored: Anchoring):
    verdict = looked_at(anchored.export, anchored.trust)
    assert verdict.findings == []
    assert {note.code for note in verdict.notes} == {"closed"}
    assert verdict.contents
    assert [proof.leaf.seq for proof in verdict.contents.heads.proofs] == [6, 8, 10]


@pytest.mark.requirement("R88")
def test_a_forgery_of_the_whole_chain_is_caught_by_the_head_of_its_day(anchored: Anchoring):
    def another_hand(events: list[Any]) -> list[Any]:
        events[3]["actor"] = "persona:another"
        return events

    verdict = forged(anchored, another_hand)
    assert codes(verdict)[0] == ("head_event", "event/6/hash")
    assert [code for code, _ in codes(verdict)] == ["head_event", "head_event", "head_event", "manifest_signature"]


def test_a_tail_that_was_cut_is_caught_by_the_head_that_has_it(anchored: Anchoring):
    verdict = forged(anchored, lambda events: events[:9])
    assert ("head_tail", "event/10") in codes(verdict)


def test_a_head_that_was_taken_away_is_missed(anchored: Anchoring):
    def without(part: dict[str, Any]) -> None:
        day = part["heads"].pop(1)["day"]
        part["proofs"] = [proof for proof in part["proofs"] if proof["day"] != day]

    verdict = forged(anchored, lambda events: events, proofs=without)
    assert codes(verdict)[0][0] in ("head_missing", "manifest_signature")
    trust_of_file = Trust(anchored.trust.keys)
    parts = parts_of(anchored.export)
    part = json.loads(parts["heads.json"])
    part["heads"].pop(0)
    verdict = looked_at(packed(relisted({**parts, "heads.json": canonical(part)})), trust_of_file)
    assert codes(verdict)[0] == ("head_missing", f"head/{part['proofs'][0]['day']}")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda part: part["heads"][0].update(root="0" * 64), "head_signature"),
        (lambda part: part["heads"][0].update(signature="AAAA"), "head_signature"),
        (lambda part: part["heads"][0].update(key="0" * 64), "head_key"),
        (lambda part: part["proofs"][0]["leaf"].update(seq=5), "head_path"),
        (lambda part: part["proofs"][0]["leaf"].update(case_id="another"), "head_path"),
        (lambda part: part["proofs"][0]["path"].append("0" * 64), "head_path"),
        (lambda part: part["proofs"][0].update(index=1), "head_path"),
        (lambda part: part["heads"][0].update(day="2026-01-01"), "head_signature"),
    ],
)
def test_a_head_or_path_that_does_not_match_is_named(anchored: Anchoring, change: Any, code: str):
    parts = parts_of(anchored.export)
    part = json.loads(parts["heads.json"])
    change(part)
    verdict = looked_at(packed(relisted({**parts, "heads.json": canonical(part)})), Trust(anchored.trust.keys))
    assert verdict.findings[0].code == code


def test_an_anchored_document_is_the_one_in_the_file(anchored: Anchoring):
    parts = parts_of(anchored.export)
    documents = json.loads(parts["documents.json"])
    parts["documents/certificate.pdf"] += b" "
    one = next(document for document in documents if document["no"] == "certificate")
    one["sha256"] = sha256(parts["documents/certificate.pdf"])
    verdict = looked_at(packed(relisted({**parts, "documents.json": canonical(documents)})), anchored.trust)
    assert codes(verdict)[0] == ("head_document", "document/certificate/sha256")


def test_published_heads_follow_from_each_other_and_are_those_of_the_file(anchored: Anchoring):
    published = dict(anchored.trust.published)
    day = sorted(published)[1]
    gone = {other: head for other, head in published.items() if other != day}
    found = codes(looked_at(anchored.export, Trust(anchored.trust.keys, gone)))
    assert ("head_chain", f"head/{day}") in found
    assert ("head_unpublished", f"head/{day}") in found
    other = published[day].model_copy(update={"root": "0" * 64})
    found = codes(looked_at(anchored.export, Trust(anchored.trust.keys, {**published, day: other})))
    assert ("head_published", f"head/{day}") in found
    assert ("head_chain", f"head/{day + DAY}/previous") in found


def test_events_of_a_day_that_is_not_over_are_told(world: World):
    hall = Hall(world)
    case_id = hall.decided()
    hall.issue_documents()
    keep_files(hall, case_id)
    next_morning(hall)
    run(hall)
    hall.carry_out_everything()
    verdict = looked_at(exported(hall, case_id))
    assert verdict.findings == []
    assert [(note.code, note.place) for note in verdict.notes if note.code == "not_anchored"] == [
        ("not_anchored", "event/7")
    ]
