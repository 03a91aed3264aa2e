"""容缺受理: accepted without a published secondary paper on a written promise (广东省优化营商环境条例32)."""

from datetime import date, timedelta

import pytest

from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import MaterialsAnswer
from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import DEFERRAL, REMINDER
from chalicelib.cases.model.clock import Clock, ClockKind, counted
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks import on_deferral
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from chalicelib.cases.model.deferral import months_after
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.evidence import added, awaited
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.directory.store.seals import uses_of
from chalicelib.documents.model.notice import NoticeData, chinese_time
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import WholeDocument
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.intake.acts.submit import submit
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.deferrals import LINE, OTHERS, brought, deferred, lacking, promised
from proofs.kit.hall import Hall

# Accepted on Tuesday the 24th: five workdays end on Tuesday, the promised seven on Thursday.
DUE, REMINDED, BARRED = date(2026, 12, 1), date(2026, 11, 28), date(2027, 12, 1)


def types(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id)]


def at_the_end_of(hall: Hall, day: date) -> int:
    hall.clock.move_to(end_of(day))
    return sweep(hall.platform, FIRES)


def document_kinds(hall: Hall, case_id: str) -> list[str]:
    return [row["kind"] for row in hall.rows(case_id, keys.DOCUMENT)]


def shown(hall: Hall, case_id: str) -> ClockShown:
    rules = Rules(hall.platform.calendars, 30, licence=True)
    told = clocks_shown(case_id, hall.events(case_id), hall.clock.at + timedelta(minutes=1), rules)
    return next(clock for clock in told.clocks if clock.kind == "deferral")


def in_default(hall: Hall) -> str:
    case_id = deferred(hall)
    at_the_end_of(hall, DUE)
    return case_id


@pytest.mark.law("1.7")
def test_the_window_accepts_on_a_signed_promise_and_tells_what_and_by_when(hall: Hall):
    case_id = lacking(hall)
    with pytest.raises(Invalid) as without:
        hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert [error.pointer for error in without.value.errors] == [f"/materials/{LINE}"]
    hall.people.promise_papers(case_id, hall.caller(CLERK, case_id))
    receipt = hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert (receipt.facts["deferral_due"], hall.case(case_id).status) == (str(DUE), Status.IN_REVIEW)
    assert {"deferral_commitment", "deferral_notice"} <= {*document_kinds(hall, case_id)}
    assert "acceptance_notice" not in document_kinds(hall, case_id)


@pytest.mark.law("1.7")
def test_online_the_promise_is_part_of_the_submission(hall: Hall):
    case_id = hall.draft()
    hall.hand_in(case_id, *OTHERS, stored=True)
    with pytest.raises(Invalid) as without:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert without.value.code == "materials_missing"
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id, [LINE])
    kept = hall.case(case_id).deferral
    assert kept
    assert kept.lines == (LINE,)
    assert kept.document in [row["no"] for row in hall.rows(case_id, keys.DOCUMENT)]
    event = hall.events(case_id)[-1]
    assert event.data["promised"] == [LINE]
    assert [*event.data["document_digests"]] == [kept.document]
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).due("deferral") == DUE


def materials(hall: Hall, case_id: str) -> MaterialsAnswer:
    found = load_file(hall.platform.table, case_id)
    assert found
    return shared.materials(hall.platform, found, own=True, promises=True)


def commitment(hall: Hall, case_id: str) -> WholeDocument:
    kept = vault.whole_documents(hall.platform, case_id)
    return next(one for one in kept if one.kind == "deferral_commitment")


@pytest.mark.law("1.7")
@pytest.mark.parametrize("at_window", [True, False])
def test_the_commitment_is_the_applicants_word_and_bears_no_seal(hall: Hall, at_window: bool):
    """广东省优化营商环境条例32: the applicant commits in writing. It says who did, when and how."""
    if at_window:
        case_id = lacking(hall)
        hall.people.promise_papers(case_id, hall.caller(CLERK, case_id))
    else:
        case_id = hall.draft()
        hall.hand_in(case_id, *OTHERS, stored=True)
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id, [LINE])
    kept, uses = commitment(hall, case_id), uses_of(hall.platform.table, "441700", "441700-food", limit=99).items
    said = NoticeData.model_validate_json(kept.data)
    applicant = hall.case(case_id).applicant_name
    assert (kept.seal, said.formalities.seal, said.printable()["seal"]) == ("", None, None)
    assert kept.no not in str(uses)
    assert said.giver
    assert (said.organ, said.giver.name, said.addressee) == (applicant, applicant, "阳江市市场监督管理局")
    how = "在窗口签名，窗口人员" if at_window else "的实名账号（实名等级4级）登录，在提交申请时确认"
    assert how in said.giver.how
    assert chinese_time(hall.events(case_id)[-1].at) in said.giver.how
    assert bool(said.signatures) is at_window
    assert "你单位" not in "".join((*said.paragraphs, *said.closing))


@pytest.mark.law("1.7")
@pytest.mark.parametrize(
    ("line", "code"),
    [("03", "material_not_tolerable"), ("06", "material_not_lacking"), ("99", "material_unlisted")],
)
def test_only_a_published_line_that_is_lacking_can_be_promised(hall: Hall, line: str, code: str):
    case_id = lacking(hall)
    with pytest.raises(Invalid) as refused:
        hall.people.promise_papers(case_id, hall.caller(CLERK, case_id), [line])
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/promised/0", code)]


@pytest.mark.law("1.7")
def test_before_submitting_the_list_says_what_may_follow_on_which_words_and_whom_a_default_bars(hall: Hall):
    in_default(hall)
    case_id = hall.draft()
    hall.hand_in(case_id, *OTHERS, stored=True)
    listed = materials(hall, case_id)
    assert [line.no for line in listed.materials if line.may_follow] == [LINE, "06"]
    told = listed.deferrable
    assert told
    assert (told.lines, told.workdays, told.bar_months, told.barred_until) == ([LINE], 5, 12, BARRED)
    assert "《广东省优化营商环境条例》第三十二条" in told.basis
    hall.clock.move_to(end_of(BARRED) + timedelta(days=1))
    free = materials(hall, case_id).deferrable
    assert free
    assert free.barred_until is None
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id, [LINE])
    assert NoticeData.model_validate_json(commitment(hall, case_id).data).closing == tuple(told.text)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert materials(hall, case_id).deferrable is None


def test_who_does_not_see_the_form_is_told_of_no_bar(hall: Hall):
    found = load_file(hall.platform.table, lacking(hall))
    assert found
    assert shared.materials(hall.platform, found, sight=Sight.MASKED, promises=True).deferrable is None
    assert shared.materials(hall.platform, found, promises=True).deferrable


@pytest.mark.parametrize(("line", "code"), [("99", "material_unlisted"), ("01", "material_not_tolerable")])
def test_a_wrong_line_is_told_at_once_and_not_after_the_files_are_checked(hall: Hall, line: str, code: str):
    case_id = hall.draft()
    hall.hand_in(case_id, *OTHERS, LINE)
    hall.people.add_material(case_id, hall.caller(COMPANY, case_id), LINE)
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id, [LINE, line])
    assert ("/promised/1", code) in [(error.pointer, error.code) for error in refused.value.errors]


def test_an_item_that_has_published_no_term_takes_no_promise(hall: Hall):
    case_id = hall.draft("YM-S03")
    hall.hand_in(case_id, "02", "03", stored=True)
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id, ["01"])
    assert [error.code for error in refused.value.errors] == ["material_not_tolerable"]


@pytest.mark.law("1.7")
def test_nothing_is_granted_before_the_paper_is_there(hall: Hall):
    case_id = deferred(hall)
    hall.answer(case_id)
    hall.carry_out_everything()
    with pytest.raises(Invalid) as refused:
        hall.decide(case_id)
    assert refused.value.code == "promised_papers_missing"
    assert "第三十二条" in refused.value.title
    hall.decide(case_id, "refuse")
    assert hall.case(case_id).status is Status.DECIDED


@pytest.mark.law("1.7")
def test_the_applicant_fills_the_line_online_and_the_term_ends(hall: Hall):
    case_id = brought(hall)
    receipt = hall.people.fill_papers(case_id, hall.caller(COMPANY, case_id))
    case = hall.case(case_id)
    assert (receipt.facts["lines"], receipt.facts["awaited"]) == ([LINE], [])
    assert case.deferral
    assert case.deferral.filled_at
    assert "deferral" not in case.clocks
    assert all(alarms.find(hall.platform, case.owner, name) is None for name in (REMINDER, DEFERRAL))
    clock = shown(hall, case_id)
    assert (clock.state, clock.ended_by, clock.due) == ("ended", "papers_filled", DUE)
    assert all(day.reason for day in clock.days)


def test_a_paper_at_the_window_counts_at_once_and_is_scanned_before_the_grant(hall: Hall):
    case_id = deferred(hall)
    hall.people.take_promised_papers(case_id, hall.caller(CLERK, case_id))
    assert LINE in hall.case(case_id).papers
    hall.answer(case_id)
    hall.carry_out_everything()
    with pytest.raises(Invalid) as refused:
        hall.decide(case_id)
    assert refused.value.code == "materials_missing"
    assert {error.code for error in refused.value.errors} == {"material_not_scanned"}


def test_from_the_acceptance_on_an_applicant_hands_in_nothing_else(hall: Hall):
    case_id = deferred(hall)
    with pytest.raises(Invalid) as other:
        hall.people.add_material(case_id, hall.caller(COMPANY, case_id), "03")
    assert [error.code for error in other.value.errors] == ["material_not_open"]
    hall.people.add_material(case_id, hall.caller(COMPANY, case_id), LINE)
    with pytest.raises(Invalid) as nothing:
        hall.people.fill_papers(case_id, hall.caller(COMPANY, case_id))
    assert nothing.value.code == "materials_missing"


def test_a_file_for_a_promise_is_handed_in_and_no_check_receives_it(hall: Hall):
    """Unlike one for a line that data sharing has not given; once the paper has come the case takes it no more."""
    case_id = deferred(hall)
    hall.people.add_material(case_id, hall.caller(COMPANY, case_id), LINE)
    found = load_file(hall.platform.table, case_id)
    assert found
    (file,) = [file for file in found.files if file.line == LINE]
    assert (awaited(found.case, file), added(found.case, file)) == (True, False)
    hall.people.take_promised_papers(case_id, hall.caller(CLERK, case_id))
    assert (awaited(hall.case(case_id), file), added(hall.case(case_id), file)) == (False, False)


@pytest.mark.law("1.7")
def test_the_reminder_comes_before_the_last_day_and_the_default_after_it(hall: Hall):
    case_id = deferred(hall)
    at_the_end_of(hall, REMINDED - timedelta(days=1))
    assert "papers_reminded" not in types(hall, case_id)
    at_the_end_of(hall, REMINDED)
    assert types(hall, case_id)[-1] == "papers_reminded"
    hall.clock.move_to(end_of(DUE) - timedelta(seconds=1))
    sweep(hall.platform, FIRES)
    assert "papers_overdue" not in types(hall, case_id)
    at_the_end_of(hall, DUE)
    event, case = hall.events(case_id)[-1], hall.case(case_id)
    assert (event.type, event.data["lines"], event.data["barred_until"]) == ("papers_overdue", [LINE], str(BARRED))
    assert (case.status, case.deferral and case.deferral.barred_until) == (Status.IN_REVIEW, BARRED)
    assert (shown(hall, case_id).state, shown(hall, case_id).overdue) == ("running", 1)


def test_what_the_window_has_scanned_without_the_act_is_no_default(hall: Hall):
    case_id = deferred(hall)
    hall.hand_in(case_id, LINE, stored=True, scan=True, event=3)
    at_the_end_of(hall, DUE)
    deferral = hall.case(case_id).deferral
    assert deferral
    assert deferral.filled_at
    assert deferral.barred_until is None
    assert "papers_overdue" not in types(hall, case_id)


@pytest.mark.law("1.7")
def test_a_default_bars_the_same_holder_until_its_last_day(hall: Hall):
    in_default(hall)
    again = lacking(hall)
    with pytest.raises(Conflict) as refused:
        hall.people.promise_papers(again, hall.caller(CLERK, again))
    assert refused.value.code == "deferral_barred"
    hall.clock.move_to(end_of(BARRED) - timedelta(seconds=1))
    last = lacking(hall)
    with pytest.raises(Conflict):
        hall.people.promise_papers(last, hall.caller(CLERK, last))
    hall.clock.move_to(end_of(BARRED))
    free = lacking(hall)
    hall.people.promise_papers(free, hall.caller(CLERK, free))
    assert hall.case(free).deferral


def test_a_late_paper_opens_the_grant_again_and_the_default_stays(hall: Hall):
    case_id = in_default(hall)
    hall.hand_in(case_id, LINE, stored=True)
    hall.people.fill_papers(case_id, hall.caller(COMPANY, case_id))
    deferral = hall.case(case_id).deferral
    assert hall.events(case_id)[-1].data["late"] is True
    assert deferral
    assert not deferral.open
    assert deferral.barred_until == BARRED


def test_what_comes_before_the_acceptance_is_promised_no_more(hall: Hall):
    case_id = promised(hall)
    hall.hand_in(case_id, LINE, stored=True, scan=True, event=3)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    case = hall.case(case_id)
    assert "deferral" not in case.clocks
    assert case.deferral
    assert case.deferral.filled_at
    assert "acceptance_notice" in document_kinds(hall, case_id)


def test_no_notice_names_what_was_promised(hall: Hall):
    case_id = promised(hall)
    hall.people.correct(case_id, hall.caller(CLERK, case_id), ["03"])
    assert hall.case(case_id).noticed_lines == ("03",)


@pytest.mark.law("1.7")
@pytest.mark.parametrize(
    ("workdays", "due"), [(3, date(2026, 11, 27)), (7, date(2026, 12, 3)), (30, date(2026, 12, 3))]
)
def test_the_term_ends_with_the_promised_day_at_the_latest(hall: Hall, workdays: int, due: date):
    kept = hall.case(promised(hall)).deferral
    accepted, calendar = date(2026, 11, 24), hall.platform.calendar
    clocks: dict[ClockKind, Clock] = {"promised": counted(accepted, 7, "workday", "", calendar)}
    assert kept
    longer = on_deferral(clocks, kept.model_copy(update={"workdays": workdays}), accepted, calendar)
    assert longer["deferral"].due == due


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 12, 2), 12, date(2027, 12, 2)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_end_with_their_last_day(day: date, months: int, then: date):
    assert months_after(day, months) == then
