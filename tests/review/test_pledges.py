"""告知承诺: granted on the applicant's word, verified after the grant (优化营商环境条例40, 44; 国办发〔2020〕42号)."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.acts.recount import recount
from chalicelib.cases.api.case_answers import task_answer
from chalicelib.cases.api.pledge_answers import pledge_answer
from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import LATE, PLEDGE_REMINDER
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import ClocksShown, clocks_shown
from chalicelib.cases.model.pledge import NO_TERM
from chalicelib.cases.model.task import RECORDED, REPAIRED, TaskEvent
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.directory.store import keep_place
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.exchange.model.events import delivery_of, task_event
from chalicelib.exchange.store.notification import lost_notifications
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.intake.acts.submit import submit
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import COMPANY, VENUE
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, place_of, publish
from proofs.kit.hall import Hall
from proofs.kit.pledges import CHIEF, ITEM, OFFICER, broken, form, granted, pledged, submitted
from proofs.kit.seams import departments_in_memory, tell
from proofs.kit.world import forget_everything

(MADE,) = (one for one in (item_document(ITEM).commitment,) if one)
# Granted on Tuesday the 24th of November: twenty workdays end on the 22nd of December.
DUE = date(2026, 12, 22)


def types(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id)]


def text_of(hall: Hall, case_id: str, kind: str) -> str:
    (row,) = [row for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == kind]
    return row["data"]


def shown(hall: Hall, case_id: str) -> ClocksShown:
    rules = Rules(hall.platform.calendars, 30, licence=True)
    return clocks_shown(case_id, hall.events(case_id), hall.clock.at + timedelta(minutes=1), rules)


def at_the_end_of(hall: Hall, day: date) -> int:
    hall.clock.move_to(end_of(day))
    return sweep(hall.platform, FIRES)


def verify(hall: Hall, case_id: str, outcome: str, by: str = OFFICER, **more: Any) -> dict[str, Any]:
    return dict(hall.people.verify(case_id, hall.caller(by, case_id), outcome, **more).facts)


def to_the_end(hall: Hall, case_id: str) -> None:
    """Delivered and closed."""
    hall.carry_out_everything()
    hall.issue_documents()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id, **VENUE.recipient)
    hall.carry_out_everything()


@pytest.mark.law("1.8")
def test_online_who_chooses_this_way_is_bound_by_exactly_the_published_text(hall: Hall):
    case_id = hall.draft(ITEM, filled=form(hall))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    for digest in (None, "0" * 64):
        with pytest.raises(Invalid) as refused:
            submit(hall.platform, hall.caller(COMPANY, case_id), case_id, commitment=digest)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/commitment", "commitment_unconfirmed")]
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id, commitment=MADE.digest)
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert case.pledge
    assert event.data["commitment"] == {"item_version": case.item_version, "text": MADE.digest}
    assert [*event.data["document_digests"]] == [case.pledge.document]
    assert MADE.text in text_of(hall, case_id, "pledge_commitment")


def test_who_goes_the_ordinary_way_commits_to_nothing(hall: Hall):
    case_id = hall.draft(ITEM, filled=form(hall, chosen=False))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id, commitment=MADE.digest)
    assert [one.code for one in refused.value.errors] == ["commitment_not_chosen"]
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert hall.case(case_id).pledge is None
    with pytest.raises(Conflict) as needless:
        hall.people.pledge(case_id, hall.caller(CLERK, case_id))
    assert needless.value.code == "commitment_not_chosen"


@pytest.mark.law("1.8")
def test_at_the_window_nothing_is_accepted_before_the_text_is_signed(hall: Hall):
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), ITEM, scans=[]).facts["id"]
    with pytest.raises(Invalid) as refused:
        hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert refused.value.code == "commitment_unsigned"
    receipt = hall.people.pledge(case_id, hall.caller(CLERK, case_id))
    assert receipt.facts["commitment"]["text"] == MADE.digest
    assert hall.events(case_id)[-1].data["signed"] is True
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.law("1.8")
def test_the_grant_says_what_it_rests_on_and_by_when_that_is_verified(hall: Hall):
    case_id = granted(hall)
    case, told = hall.case(case_id), hall.events(case_id)[-1].data["pledge"]
    assert (case.due("verification"), told["text"], told["clock"]["due"]) == (DUE, MADE.digest, str(DUE))
    decision = text_of(hall, case_id, "grant_decision")
    assert all(words in decision for words in ("书面承诺", MADE.text, *MADE.replaces, "2026年12月22日前（含当日）核查"))
    task = hall.task(case_id, "verify")
    assert (task.due, task.statutory_due, task.department) == (DUE, DUE, "fire")
    (clock,) = [one for one in shown(hall, case_id).clocks if one.kind == "verification"]
    assert (clock.due, clock.length, clock.state) == (DUE, 20, "running")
    assert "第十五条" in clock.source


@pytest.mark.law("1.8")
def test_without_a_published_term_there_is_no_day_and_the_clock_says_why(hall: Hall):
    hall.clock.pass_time(seconds=1)
    publish(hall.platform, ITEM, version=2, commitment=MADE.model_copy(update={"verification": None}))
    case_id = granted(hall)
    assert hall.case(case_id).due("verification") is None
    assert [(one.kind, one.why) for one in shown(hall, case_id).undated] == [("verification", NO_TERM)]
    assert "没有公布核查期限" in text_of(hall, case_id, "grant_decision")
    task = hall.task(case_id, "verify")
    assert (task.due, task_answer(task, hall.clock().date(), whole=False).undated) == (None, NO_TERM)
    told = pledge_answer(hall.case(case_id))
    assert told is not None
    assert (told.due, told.undated) == (None, NO_TERM)
    verify(hall, case_id, "kept")
    assert shown(hall, case_id).undated == []
    told = pledge_answer(hall.case(case_id))
    assert told is not None
    assert told.undated is None


@pytest.mark.law("4.2", "4.4")
@pytest.mark.parametrize(("chosen", "promised"), [(True, 0), (False, 6)])
def test_each_way_has_its_own_promise_and_the_law_of_both_is_cited(hall: Hall, *, chosen: bool, promised: int):
    case_id = submitted(hall, chosen=chosen)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    clocks = hall.case(case_id).clocks
    assert (clocks["promised"].length, clocks["statutory"].length) == (promised, 10)
    assert (clocks["promised"].due == hall.clock().date()) is chosen
    law = clocks["statutory"].basis
    assert "第十五条第三款（不采用告知承诺的）" in law
    assert "第十五条第二款（采用告知承诺的，材料齐全、符合法定形式即准予" in law


@pytest.mark.law("1.8")
def test_a_case_that_is_closed_is_reminded_of_and_late_and_verified_all_the_same(hall: Hall):
    case_id = granted(hall)
    to_the_end(hall, case_id)
    case = hall.case(case_id)
    assert (case.status, case.due("verification")) == (Status.CLOSED, DUE)
    assert {PLEDGE_REMINDER, LATE} <= {row["name"] for row in hall.rows(case_id, "ALARM#")}
    at_the_end_of(hall, DUE - timedelta(days=3))
    assert types(hall, case_id)[-1] == "verification_reminded"
    at_the_end_of(hall, DUE)
    assert types(hall, case_id)[-1] == "verification_overdue"
    assert hall.events(case_id)[-1].data["overdue"] == {"verification": {"due": str(DUE), "signal": "yellow"}}
    verify(hall, case_id, "kept")
    after = hall.case(case_id)
    assert (after.status, after.due("verification"), after.open_tasks) == (Status.CLOSED, None, ())
    assert [alarms.find(hall.platform, after.owner, name) for name in (PLEDGE_REMINDER, LATE)] == [None, None]
    (clock,) = [one for one in shown(hall, case_id).clocks if one.kind == "verification"]
    assert (clock.state, clock.ended_by, clock.due) == ("ended", "pledge_kept", DUE)


@pytest.mark.law("1.8")
def test_what_is_kept_is_settled_once(hall: Hall):
    case_id = granted(hall)
    facts = verify(hall, case_id, "kept")
    assert facts["document"].endswith("pledge-kept-notice")
    told = text_of(hall, case_id, "pledge_kept_notice")
    assert all(words in told for words in ("承诺内容属实", "现场核查，与承诺逐项核对。", "不需要再办理手续"))
    task = hall.task(case_id, "verify")
    assert (task.state, (task.answer or {})["outcome"]) == ("answered", "kept")
    assert types(hall, case_id)[-1] == "pledge_kept"
    with pytest.raises(Conflict) as again:
        verify(hall, case_id, "kept")
    assert again.value.code == "already_verified"


@pytest.mark.law("1.8")
def test_a_demand_has_a_term_of_its_own_and_comes_once(hall: Hall):
    case_id = granted(hall)
    facts = verify(hall, case_id, "unmet", by=CHIEF)
    # Ten workdays from the 24th of November.
    assert facts["rectification_due"] == "2026-12-08"
    case = hall.case(case_id)
    assert (case.due("verification"), str(case.due("rectification"))) == (None, "2026-12-08")
    assert "2026年12月8日前（含当日）完成整改" in text_of(hall, case_id, "rectification_notice")
    assert str(hall.task(case_id, "verify").due) == "2026-12-08"
    kinds = {one.kind: (one.state, one.ended_by) for one in shown(hall, case_id).clocks}
    assert kinds["verification"] == ("ended", "pledge_unmet")
    assert kinds["rectification"] == ("running", None)
    with pytest.raises(Conflict) as again:
        verify(hall, case_id, "unmet")
    assert again.value.code == "already_demanded"
    # It is put right within the term: that may be found at once.
    verify(hall, case_id, "kept")
    assert hall.case(case_id).due("rectification") is None


@pytest.mark.law("1.8")
def test_who_was_given_a_term_has_all_of_it_by_the_calendar_in_force(hall: Hall):
    case_id = granted(hall)
    verify(hall, case_id, "unmet")
    due, later = date(2026, 12, 8), date(2026, 12, 9)
    hall.clock.pass_time(days=1)
    hall.world.publish_day_off(date(2026, 12, 1))
    for day in (due, later):
        hall.clock.move_to(end_of(day) - timedelta(seconds=1))
        with pytest.raises(Conflict) as refused:
            verify(hall, case_id, "broken")
        assert (refused.value.code, refused.value.detail) == (
            "rectification_running",
            f"整改期限至 {later} 届满（含当日）",
        )
    hall.clock.pass_time(seconds=1)
    verify(hall, case_id, "broken")
    pledge = hall.case(case_id).pledge
    assert pledge is not None
    assert pledge.state == "broken"


@pytest.mark.law("1.8")
def test_a_false_commitment_bars_until_it_is_repaired_and_the_revocation_is_proposed(hall: Hall):
    case_id = granted(hall)
    facts = verify(hall, case_id, "broken", by=CHIEF)
    assert (facts["revocation"], "第六十九条" in facts["basis"]) == ("proposed", True)
    notice = text_of(hall, case_id, "pledge_default_notice")
    assert all(words in notice for words in ("拟撤销上述决定", "陈述、申辩", "第六十九条"))
    with pytest.raises(Invalid) as refused:
        submitted(hall)
    assert refused.value.code == "commitment_barred"
    assert [one.pointer for one in refused.value.errors] == ["/form/answers/commitment_route"]
    assert "一般程序" in refused.value.errors[0].message
    # The ordinary way is open.
    assert hall.case(submitted(hall, chosen=False)).status is Status.SUBMITTED
    hall.people.repair_credit(case_id, hall.caller(CHIEF, case_id))
    assert hall.case(submitted(hall)).pledge
    with pytest.raises(Conflict) as again:
        hall.people.repair_credit(case_id, hall.caller(CHIEF, case_id))
    assert again.value.code == "nothing_to_repair"


def test_nothing_is_verified_of_what_rests_on_no_commitment_or_was_refused(hall: Hall):
    case_id = pledged(hall)
    hall.answer(case_id, by=OFFICER)
    hall.carry_out_everything()
    hall.decide(case_id, "refuse", by=CHIEF)
    assert hall.case(case_id).due("verification") is None
    assert hall.case(case_id).open_tasks == ()
    with pytest.raises(Conflict) as refused:
        verify(hall, case_id, "kept")
    assert refused.value.code == "nothing_to_verify"


@pytest.mark.law("1.8")
def test_a_broken_promise_sends_one_record_and_its_repair_a_second(hall: Hall):
    """G15: each exactly once, by its own id, whatever is repeated."""
    hall.clock.pass_time(seconds=1)  # a world of its own
    hall.people.register_endpoint("fire", hall.caller("system-fire"))
    with departments_in_memory():
        case_id = broken(hall)
        hall.people.repair_credit(case_id, hall.caller(CHIEF, case_id))
        hall.carry_out_everything()
        while hall.world.work(names.CALLBACKS_QUEUE):
            """The next record."""
        records = [f"msg_{case_id}_verify_{word}" for word in ("recorded", "repaired")]
        assert [one for one in hall.world.departments.taken if "verify" in one] == records
        for event in (RECORDED, REPAIRED):
            tell(hall.platform, TaskEvent(department="fire", task_id=f"{case_id}.verify", event=event))
        assert [one for one in hall.world.departments.taken if "verify" in one] == records
    assert lost_notifications(hall.platform, hall.task(case_id, "verify")) == []


def test_a_record_goes_to_the_system_that_keeps_them_and_says_nothing_of_people(hall: Hall):
    hall.clock.pass_time(seconds=1)
    hall.platform.table.write(keep_place(place_of("441700").model_copy(update={"credit_department": "amr_reg"})))
    forget_everything()
    task = hall.task(broken(hall), "verify")
    assert (task.credit_to, delivery_of(task, RECORDED).department) == ("amr_reg", "amr_reg")
    event = task_event(task, "https://example.gov.cn", "cn.example", RECORDED)
    assert event["type"] == "cn.example.credit.recorded"
    assert event["data"] == {
        "task_id": task.id,
        "case_id": task.case_id,
        "kind": "verify",
        "href": f"https://example.gov.cn/v1/cases/{task.case_id}",
    }


@pytest.mark.requirement("R52")
def test_a_holiday_moves_the_day_of_a_closed_case_with_its_alarm_and_its_task(hall: Hall):
    case_id = granted(hall)
    to_the_end(hall, case_id)
    hall.clock.pass_time(days=1)
    found = load_file(hall.platform.table, case_id)
    assert found
    hall.world.publish_day_off(date(2026, 12, 1))
    later = DUE + timedelta(days=1)
    assert recount(hall.platform, found)
    assert hall.case(case_id).due("verification") == later
    assert hall.task(case_id, "verify").due == later
    sweep(hall.platform, FIRES)
    late = alarms.find(hall.platform, hall.case(case_id).owner, LATE)
    assert late
    assert late.due == end_of(later)
    assert [one.due for one in shown(hall, case_id).clocks if one.kind == "verification"] == [later]
