"""A case that was exported verifies offline; whatever is changed in it is found, at the right link (R88, R55)."""

import json
from typing import Any

import pytest

from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.status import Status
from chalicelib.evidence.model.checks.standing import leads_to
from chalicelib.evidence.model.findings import CODES, NOTES
from proofs.kit.hall import Hall
from proofs.kit.pledges import CHIEF, granted
from tests.cli.cases import keep_files
from tests.evidence.exports import altered, chained, closed_case, exported, looked_at, packed, parts_of, relisted

pytestmark = pytest.mark.usefixtures("quick_documents")
UNSIGNED = ("manifest_signature", "part/manifest.sig")


def first(verdict: Any) -> tuple[str, str]:
    return verdict.findings[0].code, verdict.findings[0].place


@pytest.mark.requirement("R88", "R55")
def test_an_export_is_intact_and_tells_what_it_cannot_prove():
    verdict = looked_at(closed_case())
    assert verdict.findings == []
    assert {note.code for note in verdict.notes} == {"not_anchored", "closed", "key_of_the_file"}
    assert verdict.contents
    assert [event.type for event in verdict.contents.events][-1] == "archived"
    assert {clock.kind for clock in verdict.contents.clocks} == {"acceptance", "promised", "statutory", "issue"}
    assert all(document.document and document.data for document in verdict.contents.documents)


# ------------------------------------------------------------------------------------------------------------- events
@pytest.mark.requirement("R88")
@pytest.mark.parametrize("field", ["type", "at", "actor", "role", "department", "policy", "letter", "previous"])
def test_an_altered_event_is_named(field: str):
    verdict = altered("events.json", lambda events: events[3].update({field: "2026-11-25T09:00:00+08:00"}))
    places = {finding.place for finding in verdict.findings}
    assert first(verdict) == (
        ("chain_previous", "event/4/previous") if field == "previous" else ("chain_hash", "event/4/hash")
    )
    assert UNSIGNED[1] in places


@pytest.mark.law("15.1")
def test_altered_data_of_an_event_are_named():
    verdict = altered("events.json", lambda events: events[5]["data"].update(outcome="refuse"))
    assert first(verdict) == ("chain_hash", "event/6/hash")
    assert verdict.findings[0].expected != verdict.findings[0].found


@pytest.mark.parametrize("seq", [1, 4, 10])
def test_a_dropped_event_is_named(seq: int):
    verdict = altered("events.json", lambda events: events.pop(seq - 1))
    assert first(verdict) == (("chain_end", "event/10") if seq == 10 else ("chain_seq", f"event/{seq}/seq"))


def test_reordered_events_are_named():
    def swap(events: list[Any]) -> None:
        events[3], events[4] = events[4], events[3]

    verdict = altered("events.json", swap)
    assert first(verdict) == ("chain_seq", "event/4/seq")
    assert [finding.place for finding in verdict.findings if finding.code == "chain_seq"] == [
        "event/4/seq",
        "event/6/seq",
        "event/5/seq",
    ]


def test_an_inserted_event_is_named():
    verdict = altered("events.json", lambda events: events.insert(4, {**events[3], "actor": "persona:another"}))
    assert first(verdict) == ("chain_seq", "event/5/seq")


def test_events_of_another_case_are_named():
    other = [{**event, "case_id": "another"} for event in json.loads(parts_of(closed_case())["events.json"])]
    verdict = altered("events.json", lambda _: chained(other))
    assert first(verdict) == ("chain_case", "event/1/case_id")


def test_a_tail_that_is_cut_everywhere_is_caught_by_the_signature():
    """Events, state and manifest agree again: only the signature of the manifest does not."""
    parts = parts_of(closed_case())
    events = json.loads(parts["events.json"])[:-1]
    case, manifest = json.loads(parts["case.json"]), json.loads(parts["manifest.json"])
    case |= {"seq": 9, "last_hash": events[-1]["hash"], "status": "delivered"}
    del case["ended_at"]
    manifest |= {"events": 9, "last_hash": events[-1]["hash"]}
    forged = {
        **parts,
        "events.json": json.dumps(events).encode(),
        "case.json": json.dumps(case).encode(),
        "manifest.json": json.dumps(manifest).encode(),
    }
    assert [(finding.code, finding.place) for finding in looked_at(packed(relisted(forged))).findings] == [UNSIGNED]


def test_an_event_that_was_not_lawful_then_is_named():
    """The chain is whole again, but nobody decides a case that is not accepted."""

    def without_acceptance(events: list[Any]) -> list[Any]:
        return chained([event for event in events if event["type"] != "accepted"])

    verdict = altered("events.json", without_acceptance)
    assert ("event_out_of_order", "event/2/type") in [(finding.code, finding.place) for finding in verdict.findings]


def test_every_event_that_acts_leave_leads_somewhere():
    for act in ACTS:
        for event in act.events:
            before = next(iter(sorted(act.lawful_from)), Status.DRAFT)
            for data in ({}, {"digest": "x"}):
                after = leads_to(event, data, Status(before), "承诺件")
                assert after in act.ends_in | {before}, event


# ------------------------------------------------------------------------------- state, item, documents, materials
@pytest.mark.parametrize(
    ("part", "change", "code", "place"),
    [
        ("case.json", {"status": "rejected"}, "state_status", "case/status"),
        ("case.json", {"decided_at": "2026-11-20T09:00:00+08:00"}, "state_time", "case/decided_at"),
        ("case.json", {"seq": 11}, "chain_end", "event/11"),
        ("case.json", {"division": "441781"}, "manifest_case", "part/case.json"),
        ("item.json", {"version": 2}, "item_version", "item/version"),
        ("item.json", {"content_hash": "0" * 64}, "item_differs", "item/content_hash"),
    ],
)
def test_an_altered_state_or_item_is_named(part: str, change: dict[str, Any], code: str, place: str):
    assert first(altered(part, lambda value: value.update(change))) == (code, place)


def test_another_item_with_its_own_hash_is_not_the_one_of_the_submission():
    def another(item: dict[str, Any]) -> None:
        from chalicelib.evidence.model.records import canonical, sha256

        item["document"]["statutory_limit"]["value"] = 99
        item["content_hash"] = sha256(canonical(item["document"]))

    verdict = altered("item.json", another)
    assert first(verdict) == ("item_differs", "item/content_hash")
    assert "event 1" in verdict.findings[0].expected


def document(no: str, **change: Any) -> Any:
    return lambda documents: next(one for one in documents if one["no"].startswith(no)).update(change)


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (document("0006", sha256="0" * 64), "document_bytes", "document/0006-grant-decision/sha256"),
        (document("0006", salt="other"), "document_text", "document/0006-grant-decision/text"),
        (document("0006", text="0007-grant-decision"), "document_event", "document/0006-grant-decision/text"),
        (document("certificate", identifier="other"), "document_event", "document/certificate/text"),
        (lambda documents: documents.pop(0), "document_missing", "event/1/data/document"),
    ],
)
def test_an_altered_document_is_named(change: Any, code: str, place: str):
    assert first(altered("documents.json", change)) == (code, place)


@pytest.mark.parametrize("no", ["0006-grant-decision", "0008-collection-notice", "certificate"])
def test_another_text_or_pdf_of_a_document_is_named(no: str):
    for ending, code, link in ((".json", "document_text", "text"), (".pdf", "document_bytes", "sha256")):
        parts = parts_of(closed_case())
        name = f"documents/{no}{ending}"
        parts[name] = parts[name].replace(b"2026", b"2025") + (b" " if ending == ".pdf" else b"")
        assert first(looked_at(packed(relisted(parts)))) == (code, f"document/{no}/{link}")


@pytest.mark.parametrize("field", ["sha256", "line", "event", "kept_sha256"])
def test_an_altered_material_is_named(field: str):
    verdict = altered("materials.json", lambda files: files[1].update({field: 7 if field == "event" else "07"}))
    assert first(verdict)[0] == "material_event"
    assert first(verdict)[1].endswith(f"/{field}")


def test_a_material_that_is_left_out_or_replaced_is_named():
    assert first(altered("materials.json", lambda files: files.pop()))[0] == "material_missing"
    parts = parts_of(closed_case())
    name = next(name for name in parts if name.startswith("materials/"))
    parts[name] = b"another file"
    verdict = looked_at(packed(relisted(parts)))
    assert first(verdict) == ("material_bytes", name.replace("materials/", "material/").removesuffix(".pdf"))


# ------------------------------------------------------------------------------------------------- clocks and authority
def clock(kind: str, **change: Any) -> Any:
    return lambda clocks: next(one for one in clocks if one["kind"] == kind).update(change)


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        (clock("statutory", due="2027-12-01"), "clock_due", "clock/statutory/due"),
        (clock("promised", length=9), "clock_length", "clock/promised/length"),
        (clock("issue", started="2026-11-23"), "clock_started", "clock/issue/started"),
        (lambda clocks: clocks.pop(0), "clock_missing", "clock/acceptance"),
        (
            lambda clocks: clocks.append({**clocks[0], "kind": "supplement"}),
            "clock_unexpected",
            "clock/supplement",
        ),
    ],
)
@pytest.mark.law("15.23")
def test_an_altered_clock_is_named(change: Any, code: str, place: str):
    assert first(altered("clocks.json", change)) == (code, place)


@pytest.mark.law("15.23")
def test_a_day_that_is_explained_otherwise_is_named():
    def rest(clocks: list[Any]) -> None:
        clocks[0]["days"][2].update(counted=False, reason="周末")

    code, place = first(altered("clocks.json", rest))
    assert (code, place.rpartition("/")[0]) == ("clock_day", "clock/acceptance/days")


def test_a_calendar_that_is_not_the_laws_moves_the_days():
    notice = {"year": 2026, "off_days": [{"date": "2026-11-26", "name": "自定"}], "paper": "自定"}
    verdict = altered("calendar.json", lambda calendar: calendar.update(notices=[notice]))
    assert first(verdict)[0] == "clock_due"


LETTER = {
    "number": "阳市监授〔2026〕1号",
    "kind": "accept",
    "department": "food",
    "items": ["YM-P01"],
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
    "document": {},
    "digest": "8bde2cf1f4c7e4a0f9c32ae3ec1fcb2d3fc8ffb6fca4ef1ad8ab67db0e9a44b5",
}


def with_letter(**change: Any) -> Any:
    """An export of which event 2 rests on a letter, and the letter as it is told."""
    from chalicelib.evidence.model.records import canonical, sha256

    parts = parts_of(closed_case())
    events = json.loads(parts["events.json"])
    for event in events:  # of the real letters of the case none is told
        event["letter"] = None
        event["data"].pop("grounds", None)
    events[1]["letter"] = LETTER["number"]
    made = chained(events)
    last = made[-1]["hash"]
    case, manifest = json.loads(parts["case.json"]), json.loads(parts["manifest.json"])
    letter = {**LETTER, **change}
    document = {
        **{name: letter[name] for name in ("number", "kind", "department")},
        "from": letter["valid_from"],
        "to": letter["valid_until"],
        "items": [{"item": item} for item in letter["items"]],
        **({"signed_by": "H-food", "revoked": {"at": letter["revoked_at"]}} if "revoked_at" in letter else {}),
    }
    letter = {**letter, "document": document, "digest": change.get("digest", sha256(canonical(document)))}
    forged = {
        **parts,
        "events.json": canonical(made),
        "case.json": canonical({**case, "last_hash": last}),
        "manifest.json": canonical({**manifest, "last_hash": last}),
        "letters.json": canonical([letter] if change.get("number", LETTER["number"]) else []),
    }
    return looked_at(packed(relisted(forged)))


@pytest.mark.requirement("R88")
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"number": ""}, "letter_missing"),
        ({"number": "阳市监授〔2026〕2号"}, "letter_missing"),
        ({"valid_until": "2026-11-01"}, "letter_not_in_force"),
        ({"valid_from": "2026-12-01"}, "letter_not_in_force"),
        ({"revoked_at": "2026-11-02T00:00:00+08:00"}, "letter_not_in_force"),
        ({"department": "hrss"}, "letter_other"),
        ({"items": ["YM-P02"]}, "letter_other"),
        ({"digest": "0" * 64}, "letter_digest"),
    ],
)
def test_a_letter_that_an_event_rests_on_is_there_and_was_in_force(change: dict[str, Any], code: str | None):
    found = [finding.code for finding in with_letter(**change).findings]
    assert found[0] == (code or "manifest_signature")


def test_a_letter_that_was_revoked_later_was_in_force_then():
    verdict = with_letter(revoked_at="2026-12-24T09:00:00+08:00")
    assert [finding.code for finding in verdict.findings] == ["manifest_signature"]
    assert "later_letter" in {note.code for note in verdict.notes}


def test_a_rule_that_is_not_told_is_named():
    assert first(altered("policies.json", lambda rules: rules.pop(0)))[0] == "event_policy"


# ---------------------------------------------------------------------------------------------------- on other ways
def test_every_code_has_words_in_both_languages():
    for words in (*CODES.values(), *NOTES.values()):
        assert words.chinese.strip()
        assert words.english.isascii()


@pytest.mark.parametrize("stage", ["refused", "correcting", "withdrawn", "walk-in"])
def test_other_ways_of_a_case_are_intact(hall: Hall, stage: str):
    match stage:
        case "refused":
            case_id = hall.closed("refuse")
            hall.issue_documents()
        case "correcting":
            case_id = hall.correcting()
        case "withdrawn":
            case_id = hall.accepted()
            hall.people.withdraw(case_id, hall.caller("company", case_id))
        case _:
            case_id = hall.walked_in_and_deemed_accepted("01")
    hall.carry_out_everything()
    hall.issue_documents()
    keep_files(hall, case_id)
    assert looked_at(exported(hall, case_id)).findings == []


@pytest.mark.law("1.8", "15.23")
def test_the_clocks_after_a_grant_on_a_commitment_are_counted_again(hall: Hall):
    case_id = granted(hall)
    running = looked_at(exported(hall, case_id, materials=False))
    assert [one for one in running.findings if one.place.startswith("clock")] == []
    assert running.contents
    assert "verification" in {clock.kind for clock in running.contents.clocks}
    hall.people.verify(case_id, hall.caller(CHIEF, case_id), "unmet")
    demanded = looked_at(exported(hall, case_id, materials=False))
    assert [one for one in demanded.findings if one.place.startswith(("clock", "event"))] == []
    assert demanded.contents
    assert "rectification" in {clock.kind for clock in demanded.contents.clocks}
