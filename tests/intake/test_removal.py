"""删除文件: what was not submitted is its owner's, who may take it back; so many files as a case can submit."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.cases.acts.lookup import own_file
from chalicelib.cases.api import shared
from chalicelib.cases.model.material import ANNOUNCED_PER_CASE, FILES_PER_CASE
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Invalid, NotFound, Problem
from chalicelib.foundation.writes import update
from chalicelib.intake.acts.add_material import add_material
from chalicelib.intake.acts.remove_material import remove_material
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.cases_so_far import complete_draft
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.acts import NEW_FILE
from tests.intake.test_walk_in import received


def remove(hall: Hall, case_id: str, file_id: str) -> None:
    remove_material(hall.platform, hall.caller(COMPANY), case_id, file_id)


def bucket(hall: Hall) -> dict[str, dict[str, bytes]]:
    return hall.world.buckets.buckets[hall.platform.settings.materials_bucket]


def drain(hall: Hall) -> None:
    hall.carry_out_everything()
    while hall.world.work(names.MATERIALS_QUEUE):
        """The next message."""


def state(hall: Hall, case_id: str, file_id: str) -> str:
    (row,) = [row for row in hall.rows(case_id, "MATERIAL#") if row["id"] == file_id]
    return row["state"]


@pytest.mark.requirement("R2")
def test_a_file_that_was_taken_back_is_gone_with_its_bytes_and_its_name(hall: Hall):
    case_id = hall.draft()
    file = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.arrives(case_id, file)
    assert (hall.case(case_id).files, len(bucket(hall))) == (1, 1)
    remove(hall, case_id, file)
    drain(hall)
    assert (hall.case(case_id).files, bucket(hall)) == (0, {})
    assert NEW_FILE.file_name not in str(hall.rows(case_id, "MATERIAL#"))
    lines = shared.materials(hall.platform, own_file(hall.platform, hall.caller(COMPANY), case_id), own=True).materials
    assert [file for line in lines for file in line.files] == []


def test_bytes_that_arrive_after_the_removal_are_deleted(hall: Hall):
    case_id = hall.draft()
    file = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    remove(hall, case_id, file)
    hall.arrives(case_id, file)
    assert (state(hall, case_id, file), bucket(hall)) == ("removed", {})


def test_what_was_removed_is_not_submitted(hall: Hall):
    case_id = complete_draft(hall)
    (first, *_) = [row["id"] for row in hall.rows(case_id, "MATERIAL#")]
    remove(hall, case_id, first)
    with pytest.raises(Invalid) as refused:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/materials/01", "material_missing")]


@pytest.mark.requirement("R2")
def test_what_was_received_is_not_removed(hall: Hall):
    case_id = hall.correcting("01")
    before = hall.everything()
    for row in hall.rows(case_id, "MATERIAL#"):
        with pytest.raises(NotFound) as refused:
            remove(hall, case_id, row["id"])
        assert refused.value.code == "file_not_found"
    assert hall.everything() == before


def test_a_scan_of_the_window_is_not_the_applicants_to_remove(hall: Hall):
    case_id = received(hall).facts["id"]
    hall.correct(case_id, "01")
    scan = add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE).facts["file_id"]
    with pytest.raises(NotFound):
        remove(hall, case_id, scan)


def test_files_of_a_line_that_no_longer_applies_do_not_count_and_may_be_removed(hall: Hall):
    """Line 08 is the agent's letter; then the answer says that there is no agent."""
    case_id = complete_draft(hall)
    (letter,) = hall.hand_in(case_id, "08")
    own = own_file(hall.platform, hall.caller(COMPANY), case_id)
    (line,) = [line for line in shared.materials(hall.platform, own, own=True).materials if line.no == "08"]
    assert (line.applies, line.satisfied, [file.counts for file in line.files]) == (False, False, [False])
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    own = own_file(hall.platform, hall.caller(COMPANY), case_id)
    shown = [file.id for line in shared.materials(hall.platform, own, own=True).materials for file in line.files]
    assert letter not in shown
    assert len(shown) == 4


@pytest.mark.requirement("R2")
def test_however_many_come_at_once_there_are_never_more_than_can_be_submitted(hall: Hall):
    case_id = complete_draft(hall)
    places = 5
    hall.platform.table.write(update(keys.meta(case_id), put={"files": FILES_PER_CASE - places}))
    callers = [hall.caller(COMPANY) for _ in range(24)]

    def announce(caller) -> bool:
        try:
            add_material(hall.platform, caller, case_id, NEW_FILE.model_copy(update={"line": "03"}))
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(8) as at_once:
        assert sum(at_once.map(announce, callers)) == places
    assert hall.case(case_id).files == FILES_PER_CASE


def test_the_place_of_a_refused_file_is_free_again(hall: Hall):
    case_id = hall.draft()
    file = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.arrives(case_id, file, b"other bytes")
    assert (state(hall, case_id, file), hall.case(case_id).files) == ("refused", 0)
    remove(hall, case_id, file)
    assert hall.case(case_id).files == 0


@pytest.mark.requirement("R2")
def test_of_a_withdrawn_draft_neither_form_nor_files_are_kept(hall: Hall):
    """个人信息保护法47: nothing of it was received, so there is no purpose to keep it for."""
    case_id = hall.draft()
    checked = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.arrives(case_id, checked)
    announced = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    assert hall.rows(case_id, "FORM") == []
    assert hall.case(case_id).applicant_name == ""
    drain(hall)
    assert bucket(hall) == {}
    assert NEW_FILE.file_name not in str(hall.rows(case_id))
    hall.arrives(case_id, announced)
    assert bucket(hall) == {}
    assert {state(hall, case_id, file) for file in (checked, announced)} == {"removed"}
    assert hall.case(case_id).files == 0  # as many as there are


@pytest.mark.requirement("R2")
def test_of_a_received_case_that_is_withdrawn_everything_is_kept(hall: Hall):
    """It is a record of what the hall has done (归档)."""
    case_id = hall.submitted()
    before = hall.rows(case_id, "MATERIAL#"), hall.rows(case_id, "FORM")
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    drain(hall)
    assert (hall.rows(case_id, "MATERIAL#"), hall.rows(case_id, "FORM")) == before


def test_what_is_refused_is_deleted(hall: Hall):
    """What came too late, and what is no file that may be taken."""
    case_id = hall.draft()
    wrong = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.arrives(case_id, wrong, BYTES[:-1] + b"?")
    assert (state(hall, case_id, wrong), bucket(hall)) == ("refused", {})
    late = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    hall.arrives(case_id, late)
    assert (state(hall, case_id, late), bucket(hall)) == ("refused", {})


def test_the_last_of_all_files_that_a_case_may_announce_is_one_however_many_come_at_once(hall: Hall):
    """Refused and removed ones take no place, but they are read with the case."""
    case_id = hall.draft()
    hall.platform.table.write(update(keys.meta(case_id), put={"announced": ANNOUNCED_PER_CASE - 1}))

    def announce(_: int) -> bool:
        try:
            add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE)
        except Problem:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(announce, range(4))) == 1
    assert hall.case(case_id).announced == ANNOUNCED_PER_CASE
