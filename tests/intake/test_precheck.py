"""预审: a window comments on a draft. It accepts nothing, starts no clock, and reads the draft only while asked."""

from typing import Any

import pytest

from chalicelib.cases.acts.disclose import Asked, see_form
from chalicelib.cases.acts.lookup import own_file
from chalicelib.cases.api.precheck_answers import PrecheckRound, rounds_of
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import Purpose, PurposeUnfit, Sight
from chalicelib.cases.store.access_log import readings
from chalicelib.cases.store.impact import count_cases
from chalicelib.foundation import keys
from chalicelib.foundation.personal import personal
from chalicelib.foundation.problems import Conflict, Invalid, NotFound, Stale
from chalicelib.foundation.writes import update
from chalicelib.intake.model.completeness import ON_THE_PLATFORM
from chalicelib.intake.store.prechecks import asked_draft, waiting
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import complete_draft, precheck_asked
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall

OTHER_WINDOW = "clerk-social"


def answered(hall: Hall, case_id: str, **said: Any) -> None:
    hall.people.answer_precheck(case_id, hall.caller(CLERK, case_id), **said)


def file_of(hall: Hall, case_id: str, line: str) -> str:
    (row,) = [row for row in hall.rows(case_id, keys.MATERIAL) if row["line"] == line and row["state"] == "ready"]
    return row["id"]


def listed(hall: Hall, who: str = CLERK) -> list[str]:
    cases, _ = waiting(hall.platform, hall.caller(who).actor, limit=100, after=None)
    return [case.id for case in cases]


def refused(hall: Hall, case_id: str, comment: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as told:
        answered(hall, case_id, comments=[comment])
    return [(error.pointer, error.code) for error in told.value.errors]


@pytest.mark.requirement("R21")
def test_no_clock_begins_with_a_precheck_and_the_submission_begins_it(hall: Hall):
    case_id = precheck_asked(hall)
    answered(hall, case_id)
    draft = hall.case(case_id)
    assert (draft.status, draft.clocks, draft.number) == (Status.DRAFT, {}, None)
    assert draft.received_at is draft.accepted_at is None
    assert [event.type for event in hall.events(case_id)] == ["precheck_asked", "precheck_answered"]
    hall.clock.pass_time(days=3)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    received = hall.case(case_id)
    assert received.received_at is not None
    assert received.received_at.date() == hall.platform.now().date()
    assert received.clocks.keys() == {"acceptance"}
    assert received.clocks["acceptance"].started == hall.platform.now().date()
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert {"promised", "statutory"} <= hall.case(case_id).clocks.keys()


@pytest.mark.requirement("R21")
def test_who_waits_for_no_answer_submits_all_the_same(hall: Hall):
    case_id = precheck_asked(hall)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    case = hall.case(case_id)
    assert (case.status, case.precheck_until, listed(hall)) == (Status.SUBMITTED, None, [])
    assert case.prechecks[0].state(hall.platform.now().date(), draft=False) == "submitted"


def test_the_comments_are_kept_round_by_round_with_the_version_that_was_seen(hall: Hall):
    case_id = precheck_asked(hall)
    answered(hall, case_id)
    hall.people.save_form(case_id, hall.caller(COMPANY, case_id))
    hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
    answered(hall, case_id, summary="没有发现问题。")
    first, second = hall.case(case_id).prechecks
    said = f"请加盖公章（{ON_THE_PLATFORM}）"
    assert [(one.line, one.finding, one.comment) for one in first.comments] == [("01", "amend", said)]
    assert (first.answered_version, second.answered_version, second.summary) == (1, 2, "没有发现问题。")


def test_a_clerk_who_has_seen_another_version_looks_again(hall: Hall):
    case_id = precheck_asked(hall)
    caller = hall.caller(CLERK, case_id)
    hall.people.save_form(case_id, hall.caller(COMPANY, case_id))
    with pytest.raises(Stale):
        hall.people.answer_precheck(case_id, caller)


@pytest.mark.requirement("R9")
def test_comments_name_nothing_that_is_not_published(hall: Hall):
    case_id = precheck_asked(hall)
    said = {"finding": "missing", "comment": "请提交"}
    assert refused(hall, case_id, {"line": "77", **said}) == [("/comments/0/line", "material_unlisted")]
    assert refused(hall, case_id, {"line": "02", **said}) == [("/comments/0/line", "material_shared")]
    assert refused(hall, case_id, {"field": "/answers/none", **said}) == [("/comments/0/field", "field_unlisted")]
    assert refused(hall, case_id, {"line": "77", "finding": "fine"}) == [("/comments/0/line", "material_unlisted")]
    assert refused(hall, case_id, {"line": "01", "finding": "amend"}) == [("/comments/0/comment", "comment_missing")]
    assert refused(hall, case_id, {"line": "01", "file": "none", **said}) == [("/comments/0/file", "file_unknown")]
    with pytest.raises(Invalid) as told:
        answered(hall, case_id, comments=[])
    assert told.value.errors[0].code == "precheck_empty"


def test_an_answer_neither_contradicts_itself_nor_finds_a_missing_paper_fine(hall: Hall):
    case_id = precheck_asked(hall)
    (row,) = [row for row in hall.rows(case_id, keys.MATERIAL) if row["line"] == "03"]
    hall.platform.table.write(update(keys.material(case_id, row["id"]), put={"state": "removed"}))
    assert refused(hall, case_id, {"line": "03", "finding": "fine"}) == [("/comments/0/finding", "nothing_to_check")]
    amend = {"line": "04", "finding": "amend", "comment": "请补充页码。"}
    with pytest.raises(Invalid) as told:
        answered(
            hall, case_id, comments=[amend, {"line": "04", "file": file_of(hall, case_id, "04"), "finding": "fine"}]
        )
    assert [(one.pointer, one.code) for one in told.value.errors] == [("/comments/1/finding", "comments_contradict")]


def test_fine_is_the_file_that_the_clerk_has_seen_and_no_later_one(hall: Hall):
    case_id = precheck_asked(hall)
    seen = file_of(hall, case_id, "03")
    assert refused(hall, case_id, {"line": "03", "finding": "fine"}) == [("/comments/0/file", "file_unnamed")]
    hall.people.remove_material(case_id, hall.caller(COMPANY, case_id), seen)
    hall.hand_in(case_id, "03")
    fine = {"line": "03", "finding": "fine", "file": seen}
    assert refused(hall, case_id, fine) == [("/comments/0/file", "file_unknown")]
    answered(hall, case_id, comments=[{**fine, "file": file_of(hall, case_id, "03")}])
    assert [one.outdated for one in rounds(hall, case_id)] == [False]
    hall.people.remove_material(case_id, hall.caller(COMPANY, case_id), file_of(hall, case_id, "03"))
    hall.hand_in(case_id, "03")
    assert [one.outdated for one in rounds(hall, case_id)] == [True]


def rounds(hall: Hall, case_id: str) -> list[PrecheckRound]:
    found = own_file(hall.platform, hall.caller(COMPANY, case_id), case_id)
    return rounds_of(found.case, found.files, hall.clock().date())


def test_what_the_platform_prints_is_confirmed_there_whatever_the_clerk_writes(hall: Hall):
    """国务院令第716号第七条: it is never demanded on paper."""
    case_id = precheck_asked(hall)
    answered(hall, case_id, comments=[{"line": "01", "finding": "amend", "comment": "请打印、签字后上传。"}])
    (comment,) = hall.case(case_id).prechecks[-1].comments
    assert comment.comment == f"请打印、签字后上传。（{ON_THE_PLATFORM}）"


def test_only_while_it_is_asked_a_window_reads_the_draft(hall: Hall):
    case_id = complete_draft(hall)
    with pytest.raises(NotFound):
        asked_draft(hall.platform, hall.caller(CLERK), case_id)
    hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
    found = asked_draft(hall.platform, hall.caller(CLERK), case_id)
    assert {file.line for file in found.files} == set(hall.required_lines(case_id))
    hall.people.withdraw_precheck(case_id, hall.caller(COMPANY))
    with pytest.raises(NotFound):
        asked_draft(hall.platform, hall.caller(CLERK), case_id)


@pytest.mark.requirement("R22")
def test_the_list_has_what_is_asked_of_the_own_windows(hall: Hall):
    case_id = precheck_asked(hall)
    assert (listed(hall), listed(hall, OTHER_WINDOW)) == ([case_id], [])
    answered(hall, case_id)
    assert listed(hall) == []


def test_a_request_stands_for_fifteen_days_and_can_be_made_again(hall: Hall):
    case_id = precheck_asked(hall)
    hall.clock.pass_time(days=15)
    assert listed(hall) == [case_id]
    hall.clock.pass_time(days=1)
    assert listed(hall) == []
    with pytest.raises(Conflict) as late:
        answered(hall, case_id)
    assert late.value.code == "precheck_not_open"
    hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
    assert listed(hall) == [case_id]


def test_whole_it_is_read_for_the_acceptance_by_the_own_window_and_the_applicant_sees_that(hall: Hall):
    case_id = precheck_asked(hall)
    found = asked_draft(hall.platform, hall.caller(CLERK), case_id)
    masked = see_form(hall.platform, Asked(hall.caller(CLERK), None, "r1"), found.case, found.form)
    assert (masked.sight, readings(hall.platform.table, case_id, limit=9, after=None)[0]) == (Sight.MASKED, [])
    with pytest.raises(PurposeUnfit):
        see_form(hall.platform, Asked(hall.caller(OTHER_WINDOW), Purpose.ACCEPTANCE, "r2"), found.case, found.form)
    whole = see_form(hall.platform, Asked(hall.caller(CLERK), Purpose.ACCEPTANCE, "r3"), found.case, found.form)
    assert whole.form == found.form
    assert [one.purpose for one in readings(hall.platform.table, case_id, limit=9, after=None)[0]] == ["acceptance"]
    hall.people.withdraw_precheck(case_id, hall.caller(COMPANY))
    with pytest.raises(PurposeUnfit):
        see_form(hall.platform, Asked(hall.caller(CLERK), Purpose.ACCEPTANCE, "r4"), hall.case(case_id), found.form)


def test_ten_requests_are_enough(hall: Hall):
    case_id = complete_draft(hall)
    for _ in range(10):
        hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
        hall.people.withdraw_precheck(case_id, hall.caller(COMPANY))
        hall.clock.pass_time(minutes=1)
    with pytest.raises(Conflict) as often:
        hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
    assert often.value.code == "too_many_prechecks"


def test_a_draft_with_a_request_is_counted_with_the_drafts_of_its_item(hall: Hall):
    precheck_asked(hall)
    counted = count_cases(hall.platform.table, "441700", "YM-P01", None)
    assert counted.cases == {("draft", 1): 1}


def test_of_a_draft_that_is_thrown_away_no_comment_is_kept(hall: Hall):
    case_id = precheck_asked(hall)
    answered(hall, case_id)
    hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    case = hall.case(case_id)
    assert (case.prechecks, case.precheck_until, listed(hall)) == ((), None, [])


def test_what_a_comment_says_reaches_the_table_encrypted(hall: Hall):
    case_id = precheck_asked(hall)
    answered(hall, case_id, summary="林某的证件不清楚")
    assert hall.case(case_id).prechecks[0].summary == "林某的证件不清楚"
    assert "prechecks" in personal(keys.holder(case_id))
    assert "林某" not in repr(hall.case(case_id))
