"""征询部门意见: the window asks before it accepts, the five workdays run on, and the window's act names the answer."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue, ValidationError

from chalicelib.access.actor import Role
from chalicelib.cases.acts.disclose import standing_of
from chalicelib.cases.model import Status, Task
from chalicelib.cases.model.case_alarms import CONFIRMATION
from chalicelib.cases.model.clocks import on_question, on_receipt
from chalicelib.cases.model.disclosure import Purpose, PurposeUnfit, Sight, sight
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.clock import WorkCalendar
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.exchange.model.events import task_event
from chalicelib.foundation import names
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.intake.acts.ask_department import ask_department
from chalicelib.intake.acts.confirm_materials import confirm_materials
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.model.asking import Confirmation, Question
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import asked, without_letter
from proofs.kit.cast import CLERK, CONFIRMED, OFFICER, QUESTION_ASKED, SYSTEM
from proofs.kit.hall import Hall
from proofs.kit.register import renew_accept_letter

# Received and asked on Tuesday the 24th: two workdays end on Thursday, the five of the acceptance on Tuesday.
ASKED, DUE, ACCEPT_DUE = date(2026, 11, 24), date(2026, 11, 26), date(2026, 12, 1)
DEFECT = {"line": "01", "defect": "没有加盖公章", "remedy": "加盖公章后提交"}
DEFECTIVE = {"advice": "defective", "opinion": "材料不符合法定形式。", "defects": [DEFECT]}
NO_LICENCE = "YM-S03"


def ask(hall: Hall, case_id: str) -> None:
    hall.people.ask_department(case_id, hall.caller(CLERK, case_id))


def confirm(hall: Hall, case_id: str, who: str = OFFICER, **answer: Any) -> None:
    hall.people.confirm_materials(case_id, hall.caller(who), **answer)


def at_the_end_of(hall: Hall, day: date) -> int:
    hall.clock.move_to(end_of(day))
    return sweep(hall.platform, FIRES)


def question_of(hall: Hall, case_id: str) -> Task:
    return hall.task(case_id, "confirm")


def told(hall: Hall) -> list[str]:
    return [matter.matter for matter in matters(hall.platform.table, "441700", limit=50, after=None)[0]]


def named(hall: Hall, case_id: str) -> JsonValue:
    """What the last event says of the question."""
    return hall.events(case_id)[-1].data.get("asked")


def alarm_of(hall: Hall, case_id: str) -> datetime | None:
    found = alarms.find(hall.platform, hall.case(case_id).owner, CONFIRMATION)
    return found.due if found else None


def sent_to_the_department(hall: Hall) -> list[str]:
    hall.carry_out_everything()
    return [body["event"] for body in hall.messages(names.CALLBACKS_QUEUE) if ".confirm" in body["task_id"]]


@pytest.mark.requirement("R30", "R43")
def test_the_department_has_two_workdays_inside_the_five_which_run_on(hall: Hall):
    case_id = hall.submitted()
    before = hall.case(case_id).clocks["acceptance"]
    ask(hall, case_id)
    case, task = hall.case(case_id), question_of(hall, case_id)
    assert (case.status, case.clocks["acceptance"]) == (Status.SUBMITTED, before)
    assert (case.due("confirmation"), task.due, task.statutory_due) == (DUE, DUE, ACCEPT_DUE)
    assert (task.department, task.state, task.question) == ("food", "open", {**QUESTION_ASKED, "lines": []})
    assert alarm_of(hall, case_id) == end_of(DUE)
    assert sent_to_the_department(hall) == ["task.opened"]


@pytest.mark.requirement("R30")
def test_the_answer_is_advice_and_the_acceptance_names_it(hall: Hall):
    case_id = asked(hall)
    confirm(hall, case_id)
    case = hall.case(case_id)
    assert (case.status, case.open_tasks, case.due("confirmation")) == (Status.SUBMITTED, (), None)
    assert alarm_of(hall, case_id) is None
    answer = hall.events(case_id)[-1]
    assert (answer.type, answer.role, answer.department) == ("materials_confirmed", "officer", "food")
    assert "齐全" not in answer.model_dump_json()
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert named(hall, case_id) == {"task": "confirm", "answered": True, "advice": "conforms"}
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R30")
def test_the_window_takes_the_departments_defects_into_its_notice(hall: Hall):
    case_id = asked(hall)
    confirm(hall, case_id, **DEFECTIVE)
    answer = question_of(hall, case_id).answer or {}
    defects = Confirmation.model_validate(answer).defects
    correct(hall.platform, hall.caller(CLERK, case_id), case_id, defects)
    assert hall.case(case_id).corrections[-1] == ("01",)
    assert named(hall, case_id) == {"task": "confirm", "answered": True, "advice": "defective"}


@pytest.mark.requirement("R30")
def test_silence_is_reported_and_the_window_goes_on_alone(hall: Hall):
    case_id = asked(hall)
    assert at_the_end_of(hall, DUE) == 1
    last = hall.events(case_id)[-1]
    assert (last.type, last.data["due"], told(hall)) == ("confirmation_overdue", str(DUE), ["department_silent"])
    assert alarm_of(hall, case_id) is None
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert named(hall, case_id) == {"task": "confirm", "answered": False}
    assert (hall.case(case_id).open_tasks, question_of(hall, case_id).state) == ((), "cancelled")
    assert told(hall) == ["department_silent"]


@pytest.mark.requirement("R30")
def test_a_late_answer_counts_until_the_window_acts_and_its_event_says_that_it_is_late(hall: Hall):
    case_id = asked(hall)
    at_the_end_of(hall, DUE)
    confirm(hall, case_id)
    assert hall.events(case_id)[-1].data["missed"] == str(DUE)
    assert hall.case(case_id).advised is not None


@pytest.mark.requirement("R30")
def test_without_an_answer_silence_still_accepts_after_the_fifth_workday(hall: Hall):
    case_id = asked(hall)
    at_the_end_of(hall, ACCEPT_DUE)
    case = hall.case(case_id)
    assert (case.deemed, case.status, case.open_tasks) == (True, Status.IN_REVIEW, ())
    task = question_of(hall, case_id)
    assert (task.state, task.cancelled_for) == ("cancelled", "settled")
    assert sorted(told(hall)) == ["accepted_by_silence", "department_silent"]
    assert sent_to_the_department(hall)[-1] == "task.cancelled"


@pytest.mark.requirement("R30")
def test_who_answers_after_the_fifth_workday_finds_the_acceptance_by_silence(hall: Hall):
    case_id = asked(hall)
    hall.clock.move_to(end_of(ACCEPT_DUE))
    with pytest.raises(Conflict) as late:
        confirm(hall, case_id)
    assert (late.value.code, hall.case(case_id).deemed) == ("accepted_by_silence", True)
    assert sorted(told(hall)) == ["accepted_by_silence", "department_silent"]


def accepts(hall: Hall, case_id: str) -> None:
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


def corrects(hall: Hall, case_id: str) -> None:
    hall.people.correct(case_id, hall.caller(CLERK, case_id))


def rejects(hall: Hall, case_id: str) -> None:
    hall.people.reject(case_id, hall.caller(CLERK, case_id))


def withdraws(hall: Hall, case_id: str) -> None:
    hall.people.withdraw_at_window(case_id, hall.caller(CLERK, case_id))


def test_who_accepts_before_the_department_has_answered_is_warned(hall: Hall):
    case_id = asked(hall)
    told = hall.people.accept(case_id, hall.caller(CLERK, case_id)).facts
    assert [one["code"] for one in told["warnings"]] == ["question_open"]
    assert "还有1个部门没有答复" in told["warnings"][0]["message"]


@pytest.mark.parametrize(
    ("act", "reason"), [(accepts, "settled"), (corrects, "settled"), (rejects, "settled"), (withdraws, "withdrawn")]
)
def test_whatever_ends_the_wait_at_the_window_ends_the_question(
    hall: Hall, act: Callable[[Hall, str], None], reason: str
):
    case_id = asked(hall)
    act(hall, case_id)
    case, task = hall.case(case_id), question_of(hall, case_id)
    assert (case.open_tasks, case.due("confirmation"), alarm_of(hall, case_id)) == ((), None, None)
    assert (task.state, task.cancelled_for) == ("cancelled", reason)
    assert sent_to_the_department(hall)[-1] == "task.cancelled"
    with pytest.raises(Conflict) as refused:
        confirm(hall, case_id)
    assert refused.value.code == "task_cancelled"
    assert ("撤回" in (refused.value.title or "")) is (reason == "withdrawn")


def test_a_transfer_ends_the_question_too(hall: Hall):
    case_id = without_letter(hall)
    ask(hall, case_id)
    hall.people.transfer(case_id, hall.caller(CLERK, case_id))
    case = hall.case(case_id)
    assert (case.open_tasks, case.transferred_at is not None, alarm_of(hall, case_id)) == ((), True, None)
    assert (named(hall, case_id), question_of(hall, case_id).cancelled_for) == (
        {"task": "confirm", "answered": False},
        "settled",
    )
    renew_accept_letter(hall.platform, "food")
    with pytest.raises(Conflict) as refused:
        ask(hall, case_id)
    assert refused.value.code == "case_transferred"


def test_one_question_is_open_at_a_time_and_another_may_follow_its_answer(hall: Hall):
    case_id = asked(hall)
    with pytest.raises(Conflict) as refused:
        ask(hall, case_id)
    assert refused.value.code == "question_open"
    confirm(hall, case_id)
    ask(hall, case_id)
    confirm(hall, case_id, SYSTEM, advice="transfer", opinion="由公安机关受理。", organ="阳江市公安局")
    case = hall.case(case_id)
    assert (case.advised and (case.advised.task, case.advised.advice)) == ("confirm-2", "transfer")


def test_an_answer_from_before_the_supplement_is_not_named(hall: Hall):
    case_id = asked(hall)
    confirm(hall, case_id, **DEFECTIVE)
    corrects(hall, case_id)
    hall.hand_in(case_id, "01", stored=True)
    hall.clock.at = hall.clock.at.replace(hour=17)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    accepts(hall, case_id)
    assert named(hall, case_id) is None


def test_nothing_is_asked_once_the_term_of_the_acceptance_is_over(hall: Hall):
    case_id = hall.submitted(NO_LICENCE)
    hall.clock.move_to(end_of(ACCEPT_DUE))
    with pytest.raises(Conflict) as refused:
        ask(hall, case_id)
    assert refused.value.code == "acceptance_term_over"


def test_only_the_department_that_was_asked_answers(hall: Hall):
    case_id = asked(hall)
    with pytest.raises(NotFound):
        confirm(hall, case_id, "officer-hrss")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"advice": "defective", "opinion": "不符合。"}, "defects_of_advice"),
        ({**CONFIRMED, "defects": [DEFECT]}, "defects_of_advice"),
        ({"advice": "transfer", "opinion": "不归我局。"}, "organ_of_advice"),
        ({**CONFIRMED, "organ": "阳江市公安局"}, "organ_of_advice"),
    ],
)
def test_an_answer_is_whole(answer: Mapping[str, Any], code: str):
    with pytest.raises(ValidationError) as refused:
        Confirmation.model_validate(answer)
    assert [error["type"] for error in refused.value.errors()] == [code]


def test_question_and_answer_name_only_what_the_item_has(hall: Hall):
    case_id = hall.submitted()
    question = Question.model_validate({**QUESTION_ASKED, "lines": ["01", "99"]})
    with pytest.raises(Invalid) as refused:
        ask_department(hall.platform, hall.caller(CLERK, case_id), case_id, question)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/lines/1", "material_unlisted")]
    ask(hall, case_id)
    unknown = [{**DEFECT, "line": "99"}, {"field": "/answers/nothing", "defect": "有误", "remedy": "改正"}]
    answer = Confirmation.model_validate({**DEFECTIVE, "defects": unknown})
    with pytest.raises(Invalid) as refused:
        confirm_materials(hall.platform, hall.caller(OFFICER), question_of(hall, case_id).id, answer)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/defects/0/line", "material_unlisted"),
        ("/defects/1/field", "field_unlisted"),
    ]


def test_the_department_reads_the_form_while_it_is_asked_and_not_before_or_after(hall: Hall):
    case_id = hall.submitted()

    def seen(purpose: Purpose | None) -> Sight:
        case = hall.case(case_id)
        return sight(Role.OFFICER, case.status, purpose, standing_of(case))

    assert seen(None) is Sight.NOTHING
    ask(hall, case_id)
    assert (seen(None), seen(Purpose.ACCEPTANCE)) == (Sight.MASKED, Sight.WHOLE)
    with pytest.raises(PurposeUnfit):
        seen(Purpose.REVIEW)
    confirm(hall, case_id)
    assert seen(None) is Sight.NOTHING
    with pytest.raises(PurposeUnfit):
        seen(Purpose.ACCEPTANCE)


def test_the_departments_system_is_told_where_to_read_and_what_for(hall: Hall):
    task = question_of(hall, asked(hall))
    told = task_event(task, "https://yimen.example", "cn.gov.yangjiang.yimen")["data"]
    assert (told["kind"], told["href"]) == ("confirm", f"https://yimen.example/v1/tasks/{task.id}?purpose=acceptance")


def test_question_and_answer_are_encrypted_at_rest(hall: Hall):
    case_id = asked(hall)
    confirm(hall, case_id)
    stored: Any = hall.platform.table.client.scan(TableName=hall.platform.table.name)["Items"]
    (task,) = [row for row in stored if row["sk"]["S"] == "TASK#confirm"]
    assert {"question", "answer"}.isdisjoint(task)
    assert "sealed" in task


@given(st.dates(date(2018, 1, 2), date(2026, 11, 30)), st.integers(0, 12))
def test_the_answer_is_due_after_two_workdays_and_never_after_the_acceptance(received: date, later: int):
    work = WorkCalendar()
    asked_on = received.fromordinal(received.toordinal() + later)
    clocks = on_question(on_receipt(received, work, licence=True), asked_on, work)
    workdays = (day for day in _days_after(asked_on) if work.day(day).workday)
    second = [next(workdays), next(workdays)][1]
    assert clocks["confirmation"].due == min(second, clocks["acceptance"].due)
    assert clocks["acceptance"] == on_receipt(received, work, licence=True)["acceptance"]


def _days_after(day: date) -> Iterator[date]:
    while True:
        day = day.fromordinal(day.toordinal() + 1)
        yield day
