"""The routes: who exports what for which purpose, that each export is recorded first, and the published heads."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.actor import Actor, Role
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose, PurposeMissing, PurposeUnfit
from chalicelib.cases.store import access_log
from chalicelib.cases.store.access_log import readings
from chalicelib.evidence.acts.anchor_days import anchor_days
from chalicelib.evidence.api import exports, heads
from chalicelib.evidence.api.heads import HeadsQuery
from chalicelib.evidence.model.archive import Archive
from chalicelib.evidence.model.heads import Head
from chalicelib.evidence.model.sharing import OF_OTHERS
from chalicelib.evidence.store.heads import kept_keys
from chalicelib.foundation.problems import NotFound, Unavailable
from chalicelib.http.routes import Call
from proofs.kit.applications import CITIZEN, COMPANY
from proofs.kit.cases_so_far import party_told
from proofs.kit.cast import CHIEF, CLERK, staff
from proofs.kit.hall import Hall
from proofs.kit.interested import CONCERNED
from tests.cli.cases import keep_files
from tests.evidence.exports import closed_case, exported, looked_at, packed, parts_of
from tests.evidence.test_heads import next_morning

pytestmark = pytest.mark.usefixtures("quick_documents")


def call(hall: Hall, who: str | Actor, purpose: Purpose | None = None) -> Call[Any, Any]:
    return Call(
        platform=hall.platform,
        body=None,
        query=PurposeQuery(purpose=purpose),
        path="/",
        source_ip="127.0.0.1",
        request_id="request-1",
        known=hall.caller(who),
    )


def fetched(hall: Hall, answer: Any) -> bytes:
    """What the link leads to."""
    key = answer.body.url.partition("?")[0].split("/", 4)[-1]
    content = hall.world.buckets.newest(hall.platform.settings.exports_bucket, key)
    assert len(content) == answer.body.size
    return content


def decided(hall: Hall) -> str:
    case_id = hall.decided()
    hall.issue_documents()
    hall.carry_out_everything()
    keep_files(hall, case_id)
    return case_id


def test_the_key_of_an_export_is_published(hall: Hall):
    """`verify` tells people to compare it with the published one."""
    used = looked_at(exported(hall, hall.submitted(), materials=False)).keys
    listed = {key.fingerprint: key.use for key in kept_keys(hall.platform.table)}
    assert used
    assert {listed[one] for one in used} == {"exports"}


@pytest.mark.parametrize("folder", ["documents/", "materials/"])
def test_a_part_that_was_dropped_is_missing_and_not_damaged(folder: str):
    parts = parts_of(closed_case())
    dropped = next(name for name in parts if name.startswith(folder) and not name.endswith(".json"))
    found = looked_at(packed({name: part for name, part in parts.items() if name != dropped})).findings
    told = {one.code for one in found if one.place == f"part/{dropped}"}
    assert told == {"part_missing"}


@pytest.mark.requirement("R88")
@pytest.mark.parametrize(
    ("who", "purpose"),
    [
        ("supervisor", Purpose.SUPERVISION),
        ("supervisor", Purpose.COMPLAINT),
        ("supervisor", Purpose.AUDIT),
        (CHIEF, Purpose.AUDIT),
        (staff("department_leader", "food"), Purpose.COMPLAINT),
        (staff("auditor"), Purpose.AUDIT),
    ],
)
def test_who_is_answerable_or_looks_into_it_exports_and_is_recorded(hall: Hall, who: Any, purpose: Purpose):
    case_id = decided(hall)
    view = exports.export_audited_case if getattr(who, "role", None) is Role.AUDITOR else exports.export_case
    content = fetched(hall, view(call(hall, who, purpose), case_id))
    verdict = looked_at(content)
    assert verdict.findings == []
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert (reading.purpose, reading.fields[0]) == (purpose, "/export")
    papers = [name for name in Archive(io.BytesIO(content)).names if name.startswith("documents/")]
    assert bool(papers) == (purpose is not Purpose.SUPERVISION)
    assert (len(reading.fields) > 1) == bool(papers)


@pytest.mark.parametrize(
    ("who", "purpose", "refusal"),
    [
        ("supervisor", None, PurposeMissing),
        ("supervisor", Purpose.REVIEW, PurposeUnfit),
        (CHIEF, Purpose.SUPERVISION, PurposeUnfit),
        (CLERK, Purpose.AUDIT, PurposeUnfit),
        (staff("officer", "food"), Purpose.AUDIT, PurposeUnfit),
        (staff("chief_representative", "hrss"), Purpose.AUDIT, NotFound),
        (staff("auditor", region="441781"), Purpose.AUDIT, NotFound),
    ],
)
def test_others_export_nothing_and_nothing_is_recorded(hall: Hall, who: Any, purpose: Any, refusal: type[Exception]):
    case_id = decided(hall)
    with pytest.raises(refusal):
        exports.export_case(call(hall, who, purpose), case_id)
    assert readings(hall.platform.table, case_id, limit=10)[0] == []
    assert hall.world.buckets.buckets[hall.platform.settings.exports_bucket] == {}


def test_what_cannot_be_recorded_is_not_exported(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: Any) -> None:
        raise Unavailable

    case_id = decided(hall)
    monkeypatch.setattr(access_log, "record", fails)
    with pytest.raises(Unavailable):
        exports.export_case(call(hall, "supervisor", Purpose.AUDIT), case_id)
    assert hall.world.buckets.buckets[hall.platform.settings.exports_bucket] == {}


def test_the_applicant_exports_the_own_case_by_post_and_organ(hall: Hall):
    """Without the accounts of officials, wherever an event has them; with the documents that are ready only."""
    case_id = decided(hall)
    content = fetched(hall, exports.export_own_case(call(hall, COMPANY), case_id))
    read = Archive(io.BytesIO(content))
    events = json.loads(read.read("events.json"))
    officials = {event.actor for event in hall.events(case_id)} - {"persona:company", "platform"}
    text = json.dumps(events)
    assert officials
    assert [account for account in officials if f'"{account}"' in text and "machine" not in account] == []
    assert [name for name in read.names if name.startswith("documents/")]
    assert "documents/certificate.pdf" not in read.names  # it is not compared yet
    verdict = looked_at(content)
    assert verdict.findings == []
    assert {note.code for note in verdict.notes} >= {"withheld", "closed"}
    assert hall.case(case_id).seq == len(events)
    with pytest.raises(NotFound):
        exports.export_own_case(call(hall, CITIZEN), case_id)
    with pytest.raises(NotFound):
        exports.export_own_case(call(hall, COMPANY), hall.draft())


def test_the_applicant_is_given_no_paper_that_was_written_to_somebody_else(hall: Hall):
    case_id = party_told(hall)
    hall.issue_documents()
    content = fetched(hall, exports.export_own_case(call(hall, COMPANY), case_id))
    parts = parts_of(content)
    (notice,) = [one for one in json.loads(parts["documents.json"]) if one["kind"] == "party_notice"]
    assert not {"document", "data"} & notice.keys()
    withheld = {one["place"]: one["why"] for one in json.loads(parts["manifest.json"])["withheld"]}
    assert withheld[f"document/{notice['no']}"] == OF_OTHERS
    whole = b"".join(parts.values()).decode("utf-8", "replace")
    assert not [word for word in (CONCERNED["name"], CONCERNED["address"]) if word in whole]
    assert looked_at(content).findings == []
    seen = parts_of(fetched(hall, exports.export_case(call(hall, "supervisor", Purpose.AUDIT), case_id)))
    assert f"documents/{notice['no']}.pdf" in seen


def test_an_applicants_export_that_was_altered_is_found_all_the_same(hall: Hall):
    from chalicelib.evidence.model.records import canonical
    from tests.evidence.exports import relisted

    parts = parts_of(fetched(hall, exports.export_own_case(call(hall, COMPANY), decided(hall))))
    events = json.loads(parts["events.json"])
    events[1]["type"] = "rejected"
    verdict = looked_at(packed(relisted({**parts, "events.json": canonical(events)})))
    assert verdict.findings[0].code in ("event_out_of_order", "chain_hash")
    assert "manifest_signature" in {finding.code for finding in verdict.findings}


# -------------------------------------------------------------------------------------------------------------- heads
def published(hall: Hall, **query: Any) -> Any:
    asked = call(hall, COMPANY)
    wanted = Call(hall.platform, None, HeadsQuery.model_validate(query), "/", "", "r")
    assert asked.known
    return heads.list_heads(wanted).body


def test_heads_are_published_page_by_page(hall: Hall):
    assert published(hall, division="441700").model_dump(exclude_none=True) == {"division": "441700", "heads": []}
    hall.submitted()
    day = hall.clock.at.date()
    next_morning(hall, 3)
    anchor_days(hall.platform, lambda: timedelta(seconds=200))
    page = published(hall, division="441700", limit="2")
    assert [head.day for head in page.heads] == [day, day + timedelta(days=1)]
    assert (page.since, page.until, page.next_from) == (day, day + timedelta(days=2), day + timedelta(days=2))
    rest = published(hall, division="441700", **{"from": str(page.next_from)})
    assert ([head.day for head in rest.heads], rest.next_from) == ([day + timedelta(days=2)], None)
    first, second = (Head.model_validate_json(head.model_dump_json()) for head in page.heads)
    assert second.previous == first.digest
    one = heads.read_head(call(hall, COMPANY), "441700", str(day)).body
    assert one == page.heads[0]
    keys: Any = heads.list_keys(call(hall, COMPANY)).body
    assert [key.fingerprint for key in keys.keys] == [first.key]


@pytest.mark.parametrize("day", ["2026-01-01", "today", "2026-13-01"])
def test_a_day_without_a_head_is_not_found(hall: Hall, day: str):
    with pytest.raises(NotFound) as missing:
        heads.read_head(call(hall, COMPANY), "441700", day)
    assert missing.value.code == "head_not_found"


# ------------------------------------------------------------------------------------------------------------ letters
@pytest.mark.requirement("R88")
def test_an_export_has_the_letters_that_its_events_rest_on(hall: Hall):
    case_id = decided(hall)
    content = fetched(hall, exports.export_case(call(hall, "supervisor", Purpose.AUDIT), case_id))
    letters = json.loads(Archive(io.BytesIO(content)).read("letters.json"))
    assert {letter["number"] for letter in letters} == {event.letter for event in hall.events(case_id) if event.letter}
    assert {letter["kind"] for letter in letters} == {"accept", "power"}
    assert all("signed_by" in letter["document"] for letter in letters)
    assert looked_at(content).findings == []
    own = fetched(hall, exports.export_own_case(call(hall, COMPANY), case_id))
    for shown in json.loads(Archive(io.BytesIO(own)).read("letters.json")):
        assert not {"signed_by", "grantee"} & shown["document"].keys()
    assert looked_at(own).findings == []
