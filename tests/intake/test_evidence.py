"""收件之后: what was received does not change, and every file that counts has an event with digest and actor."""

import pytest

from chalicelib.cases.acts.lookup import own_file, seen_file
from chalicelib.cases.api import shared
from chalicelib.cases.model import Status
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.intake.acts.add_material import add_material, still_awaited
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in, scans_awaited
from local.demo.application import form
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.cases_so_far import complete_draft
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.acts import NEW_FILE
from tests.intake.test_walk_in import PAPERS, SCANS, SEEN, received


def states(hall: Hall, case_id: str) -> dict[str, str]:
    return {row["id"]: row["state"] for row in hall.rows(case_id, "MATERIAL#")}


def seen_by_staff(hall: Hall, case_id: str) -> list[str]:
    found = seen_file(hall.platform, hall.caller(CLERK), case_id)
    return [file.id for line in shared.materials(hall.platform, found).materials for file in line.files]


@pytest.mark.requirement("R2")
def test_a_file_that_comes_after_the_submission_is_no_part_of_what_was_received(hall: Hall):
    case_id = complete_draft(hall)
    late = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    digests = hall.events(case_id)[0].data["files"]
    hall.arrives(case_id, late)
    (row,) = [row for row in hall.rows(case_id, "MATERIAL#") if row["id"] == late]
    assert (row["state"], row["reason"]) == ("refused", "文件到达时办件已不再接收材料，未收件")
    assert late not in [each["file"] for each in digests]
    assert late not in seen_by_staff(hall, case_id)
    assert len(hall.events(case_id)) == 1


@pytest.mark.requirement("R2", "R55")
def test_what_was_submitted_stands_in_the_event_with_digest_and_account(hall: Hall):
    case_id = hall.draft()
    added = {}
    for line in hall.required_lines(case_id):
        new = NEW_FILE.model_copy(update={"line": line})
        added[line] = add_material(hall.platform, hall.caller(COMPANY), case_id, new).facts["file_id"]
        hall.arrives(case_id, added[line])
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    (event,) = hall.events(case_id)
    account = hall.people.personas[COMPANY].actor.sub
    assert [(each["line"], each["file"], each["sha256"], each["added_by"]) for each in event.data["files"]] == [
        (line, file, NEW_FILE.sha256, account) for line, file in added.items()
    ]
    assert {row["event"] for row in hall.rows(case_id, "MATERIAL#")} == {event.seq}


@pytest.mark.requirement("R28", "R55")
def test_a_scan_of_the_window_has_an_event_that_names_the_clerk(hall: Hall):
    case_id = received(hall, scans=[]).facts["id"]
    etag = hall.case(case_id).etag
    scan = add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE).facts["file_id"]
    assert scan not in [row["id"] for row in hall.rows(case_id, "MATERIAL#") if "event" in row]
    hall.arrives(case_id, scan)
    event = hall.events(case_id)[-1]
    clerk = hall.people.personas[CLERK].actor.sub
    assert (event.type, event.role) == ("scan_received", "machine")
    assert event.data == {"line": "01", "file": scan, "sha256": NEW_FILE.sha256, "added_by": clerk}
    assert hall.case(case_id).etag == etag
    assert seen_by_staff(hall, case_id) == [scan]


def test_a_scan_whose_check_is_repeated_is_received_once(hall: Hall):
    case_id = received(hall, scans=[]).facts["id"]
    scan = add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE).facts["file_id"]
    hall.arrives(case_id, scan)
    hall.arrives(case_id, scan)
    assert [event.type for event in hall.events(case_id)] == ["received", "scan_received"]


def test_the_receipt_of_a_walk_in_names_the_scans_that_were_announced(hall: Hall):
    case_id = received(hall).facts["id"]
    assert [each["line"] for each in hall.events(case_id)[0].data["scans"]] == [scan["line"] for scan in SCANS]


def test_a_voucher_lists_the_scans_of_lines_without_paper(hall: Hall):
    case_id = received(hall, papers=PAPERS[:1], scans=SCANS[:2]).facts["id"]
    (voucher,) = hall.rows(case_id, "DOCUMENT#")
    assert ("2页" in voucher["data"], voucher["data"].count("扫描件")) == (True, 1)


@pytest.mark.parametrize("ready", [Hall.accepted, Hall.reviewed])
def test_nobody_adds_to_what_was_received_complete_once_it_is_in_review(hall: Hall, ready):
    case_id = ready(hall)
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE)
    assert [error.code for error in refused.value.errors] == ["material_not_open"]
    assert hall.everything() == before


def test_a_scan_that_comes_after_the_decision_is_refused(hall: Hall):
    case_id = hall.reviewed()
    hall.hand_in(case_id, "01", state="requested", scan=True)
    (scan,) = [file for file, state in states(hall, case_id).items() if state == "requested"]
    hall.decide(case_id)
    events = len(hall.events(case_id))
    hall.arrives(case_id, scan)
    assert states(hall, case_id)[scan] == "refused"
    assert len(hall.events(case_id)) == events


def test_an_old_request_gets_no_new_address_once_the_case_takes_no_more(hall: Hall):
    case_id, caller = complete_draft(hall), hall.caller(COMPANY)
    first = add_material(hall.platform, caller, case_id, NEW_FILE)
    assert still_awaited(hall.platform, add_material(hall.platform, caller, case_id, NEW_FILE)) == first.facts
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    repeated = add_material(hall.platform, caller, case_id, NEW_FILE)
    assert repeated == first
    with pytest.raises(Conflict) as refused:
        still_awaited(hall.platform, repeated)
    assert refused.value.code == "material_not_awaited"


def test_an_old_request_gets_no_new_address_for_a_file_that_has_come(hall: Hall):
    case_id, caller = hall.draft(), hall.caller(COMPANY)
    first = add_material(hall.platform, caller, case_id, NEW_FILE)
    hall.arrives(case_id, first.facts["file_id"])
    with pytest.raises(Conflict) as refused:
        still_awaited(hall.platform, add_material(hall.platform, caller, case_id, NEW_FILE))
    assert refused.value.code == "material_not_awaited"


def test_a_walk_in_asked_for_again_has_addresses_only_for_scans_still_awaited(hall: Hall):
    caller = hall.caller(CLERK)
    body = {"item": "YM-P01", "form": form(), "presented_by": SEEN, "papers": PAPERS, "scans": SCANS}
    first = receive_walk_in(hall.platform, caller, WalkIn.model_validate(body))
    assert len(scans_awaited(hall.platform, first)) == len(SCANS)
    hall.arrives(first.facts["id"], first.facts["files"][0]["id"])
    again = receive_walk_in(hall.platform, caller, WalkIn.model_validate(body))
    assert [scan["line"] for scan in scans_awaited(hall.platform, again)] == [scan["line"] for scan in SCANS[1:]]


def test_what_an_applicant_gathers_is_not_seen_by_the_hall_before_it_is_submitted(hall: Hall):
    case_id = hall.correcting("01")
    (gathered,) = hall.hand_in(case_id, "01")
    assert gathered not in seen_by_staff(hall, case_id)
    own = own_file(hall.platform, hall.caller(COMPANY), case_id)
    lines = {line.no: line for line in shared.materials(hall.platform, own, own=True).materials}
    assert [(file.id == gathered, file.counts) for file in lines["01"].files] == [(False, False), (True, True)]
    assert lines["01"].satisfied


def test_after_silence_the_window_still_scans_what_lacks(hall: Hall):
    """Papers of a case that silence has accepted are scanned in review, each with its event."""
    case_id = hall.walked_in_and_deemed_accepted()
    for line in APPLICATIONS["YM-P01"].lines:
        new = NEW_FILE.model_copy(update={"line": line})
        hall.arrives(case_id, add_material(hall.platform, hall.caller(CLERK), case_id, new).facts["file_id"])
    assert hall.case(case_id).status is Status.IN_REVIEW
    assert [event.type for event in hall.events(case_id)].count("scan_received") == len(APPLICATIONS["YM-P01"].lines)
