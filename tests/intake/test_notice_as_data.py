"""一次性告知 as data: what the paper says, frozen; what the supplement lacks, as it stands now."""

import pytest

from chalicelib.cases.api.notices import OneTimeNoticeAnswer, answer_of
from chalicelib.cases.model.correction import lacking, state_of
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.notices import load_notices
from chalicelib.cases.store.records import load_file
from chalicelib.foundation import keys
from chalicelib.foundation.personal import personal
from proofs.kit.applications import COMPANY, PERMIT
from proofs.kit.catalogue import publish
from proofs.kit.hall import Hall

FIELD = PERMIT.phone


def stands(hall: Hall, case_id: str) -> tuple[str, list[str]]:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    notice = load_notices(hall.platform.table, case_id)[-1]
    return state_of(found.case, notice), lacking(found.case, notice, found.files)


def noticed(hall: Hall) -> str:
    case_id = hall.submitted()
    hall.correct(case_id, "03", FIELD)
    return case_id


@pytest.mark.requirement("R5", "R9")
@pytest.mark.law("15.2")
def test_each_gap_has_defect_remedy_standard_and_basis_and_the_paper_has_the_same(hall: Hall):
    case_id = noticed(hall)
    (notice,) = load_notices(hall.platform.table, case_id)
    assert [(gap.line, gap.field) for gap in notice.gaps] == [("03", None), (None, FIELD)]
    assert all(gap.name and gap.defect and gap.remedy and gap.standard and gap.basis for gap in notice.gaps)
    (paper,) = [row for row in hall.rows(case_id, keys.DOCUMENT) if row["sk"].endswith("correction-notice")]
    assert notice.document == keys.name_in(paper["sk"], keys.DOCUMENT)
    said = str(paper["data"])
    assert all(one in said for gap in notice.gaps for one in (gap.name, gap.defect, gap.remedy, gap.basis))
    assert notice.gaps[0].standard in said
    assert notice.answer_by == hall.case(case_id).due("supplement")


def test_a_new_version_of_the_item_does_not_change_it(hall: Hall):
    case_id = noticed(hall)
    before = load_notices(hall.platform.table, case_id)
    publish(hall.platform, "YM-P01", version=2, materials=())
    assert load_notices(hall.platform.table, case_id) == before


@pytest.mark.requirement("R5")
def test_what_is_ready_lacks_no_more_and_a_field_lacks_until_the_supplement(hall: Hall):
    case_id = noticed(hall)
    assert stands(hall, case_id) == ("awaited", ["03", FIELD])
    hall.hand_in(case_id, "03", stored=True)
    assert stands(hall, case_id) == ("awaited", [FIELD])
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    assert stands(hall, case_id) == ("answered", [])


@pytest.mark.requirement("R5")
def test_the_end_of_its_term_is_recorded_and_refuses_nothing(hall: Hall):
    case_id = noticed(hall)
    due = hall.case(case_id).due("supplement")
    assert due is not None
    hall.clock.move_to(end_of(due))
    hall.world.sweep()
    assert (hall.events(case_id)[-1].type, stands(hall, case_id)) == ("supplement_overdue", ("lapsed", ["03", FIELD]))
    hall.hand_in(case_id, "03", stored=True)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    assert stands(hall, case_id) == ("answered", [])


def test_of_a_case_that_was_withdrawn_it_has_ended(hall: Hall):
    case_id = noticed(hall)
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    assert stands(hall, case_id) == ("ended", [])


def test_its_sentences_are_encrypted(hall: Hall):
    assert "gaps" in personal(keys.notice(noticed(hall), 1))


def test_who_reads_it_at_the_hall_needs_a_purpose_for_the_sentences(hall: Hall):
    case_id = noticed(hall)
    found, notices = load_file(hall.platform.table, case_id), load_notices(hall.platform.table, case_id)
    assert found is not None
    whole = answer_of(hall.platform, found, notices, Sight.WHOLE).body
    masked = answer_of(hall.platform, found, notices, Sight.NOTHING).body
    assert isinstance(whole, OneTimeNoticeAnswer)
    assert isinstance(masked, OneTimeNoticeAnswer)
    assert (masked.whole, {gap.defect for gap in masked.gaps}) == (False, {"***"})
    assert whole.gaps[0].defect == notices[0].gaps[0].defect
    assert (whole.lacking, whole.due) == (["03", FIELD], notices[0].answer_by)
