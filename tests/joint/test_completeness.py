"""The completeness round of a joint request: every department looks at its own lines, and one notice tells all gaps."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.case_answers import PurposeQuery, TaskAnswer
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.task import task_id
from chalicelib.catalogue.model.request_of import RequestOf
from chalicelib.foundation import problems
from chalicelib.http.routes import Call
from chalicelib.intake.acts.ask_department import ask_department
from chalicelib.intake.acts.confirm_materials import confirm_materials
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.model.asking import Confirmation, Question
from chalicelib.intake.model.notices import Defect
from chalicelib.review.api.department import read_task
from proofs.kit import joint
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

QUESTION = Question(reason="completeness", text="请各部门核对本部门事项的材料是否齐全。")
CONFORMS = Confirmation(advice="conforms", opinion="材料齐全")
INDIVIDUAL: dict[str, Any] = {
    **{name: value for name, value in joint.OF_A_COMPANY.items() if not name.startswith("held_")},
    "subject_type": "individual",
    "public_gathering": False,
    "drainage": False,
    "held_r02": False,
}


@pytest.fixture
def restaurant(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall


def made_of(hall: Hall, request: str) -> RequestOf:
    made = item_of(hall.platform, hall.case(request)).request_of
    assert made is not None
    return made


def line(hall: Hall, request: str, node: str, own: int) -> str:
    """What the request calls this line of the member's list."""
    part = made_of(hall, request).member(node)
    assert part is not None
    return part.lines[f"{own:02}"]


def defective(*lines: str) -> Confirmation:
    defects = tuple(Defect(line=one, defect="内容不完整", remedy="补充完整后提交") for one in lines)
    return Confirmation(advice="defective", opinion="材料不符合要求", defects=defects)


def asked(hall: Hall, request: str) -> dict[str, str]:
    """The task of each department that is asked."""
    ask_department(hall.platform, hall.caller(CLERK, request), request, QUESTION)
    return {task.department: task_id(request, task.no) for task in hall.case(request).open_tasks}


def answers(hall: Hall, task: str, department: str, answer: Confirmation) -> None:
    confirm_materials(hall.platform, hall.caller(f"officer-{department}"), task, answer)


@pytest.mark.requirement("R30")
@pytest.mark.requirement("R79")
def test_w5_one_merged_notice_over_the_spring_festival(restaurant: Hall):
    hall = restaurant
    joint.on(hall, date(2026, 2, 13))
    request = joint.requested(hall, answers=INDIVIDUAL)
    tasks = asked(hall, request)
    assert set(tasks) == {"amr_reg", "food", "urban", "tobacco"}
    case = hall.case(request)
    assert (case.due("confirmation"), case.due("acceptance")) == (date(2026, 2, 24), date(2026, 2, 27))
    plan, effect = line(hall, request, "YM-P01", 3), line(hall, request, "YM-I14", 3)
    joint.on(hall, date(2026, 2, 14))
    answers(hall, tasks["urban"], "urban", defective(effect))
    answers(hall, tasks["tobacco"], "tobacco", CONFORMS)
    joint.on(hall, date(2026, 2, 26))
    answers(hall, tasks["food"], "food", defective(plan))
    gaps = [Defect(line=one, defect="内容不完整", remedy="补充完整后提交") for one in (plan, effect)]
    told = correct(hall.platform, hall.caller(CLERK, request), request, gaps).facts
    assert told["lines"] == sorted([plan, effect])
    (notice,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "correction_notice"]
    assert (notice["title"], notice["organ"]) == ("联办一次性告知书", hall.case(request).department)
    assert "食品经营许可" in notice["data"]
    assert "户外" in notice["data"]
    assert hall.case(request).open_tasks == ()
    joint.on(hall, date(2026, 2, 27))
    another = Defect(line=line(hall, request, "YM-S09", 4), defect="内容不完整", remedy="补充完整后提交")
    with pytest.raises(problems.Conflict):
        correct(hall.platform, hall.caller(CLERK, request), request, [another])
    joint.on(hall, date(2026, 3, 2))
    joint.bring(hall, request, plan, effect)
    hall.people.supplement(request, hall.caller("company", request))
    hall.carry_out_everything()
    late = Defect(line=line(hall, request, "YM-P01", 4), defect="内容不完整", remedy="补充完整后提交")
    with pytest.raises(problems.Invalid) as old:
        correct(hall.platform, hall.caller(CLERK, request), request, [late])
    assert [one.code for one in old.value.errors] == ["second_notice_old_defect"]
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    accepted = hall.case(request)
    assert (accepted.status, accepted.due("statutory")) == (Status.IN_PROGRESS, date(2026, 5, 8))
    joint.decide(hall, request, "YM-R02")
    due = {name: joint.of_member(hall, request, name).due("promised") for name in ("YM-I14", "YM-P01", "YM-S09")}
    assert due == {"YM-I14": date(2026, 3, 9), "YM-P01": date(2026, 3, 11), "YM-S09": date(2026, 3, 16)}


@pytest.mark.requirement("R30")
def test_a_department_judges_its_own_lines_and_no_others(restaurant: Hall):
    hall = restaurant
    request = joint.requested(hall)
    tasks = asked(hall, request)
    with pytest.raises(problems.Invalid) as refused:
        answers(hall, tasks["tobacco"], "tobacco", defective(line(hall, request, "YM-P01", 3)))
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/defects/0/line", "line_of_others")]
    with pytest.raises(problems.NotFound):
        answers(hall, tasks["food"], "tobacco", CONFORMS)


@pytest.mark.requirement("R30")
def test_the_term_ends_with_the_last_answer_and_silence_lets_the_window_go_on(restaurant: Hall):
    hall = restaurant
    request = joint.requested(hall)
    tasks = asked(hall, request)
    first, *others = tasks
    answers(hall, tasks[first], first, CONFORMS)
    assert hall.case(request).due("confirmation") is not None
    assert {task.department for task in hall.case(request).open_tasks} == {*others}
    with pytest.raises(problems.Conflict):
        asked(hall, request)
    for name in others:
        answers(hall, tasks[name], name, CONFORMS)
    assert hall.case(request).due("confirmation") is None
    asked(hall, request)
    hall.people.accept(request, hall.caller(CLERK, request))
    case = hall.case(request)
    assert (case.status, case.open_tasks) == (Status.IN_PROGRESS, ())


@pytest.mark.requirement("R79")
def test_a_department_that_is_asked_sees_what_its_own_items_need_and_nothing_of_the_others(restaurant: Hall):
    hall, request = restaurant, joint.requested(restaurant)
    task = asked(hall, request)["tobacco"]
    call = Call(
        hall.platform,
        None,
        PurposeQuery(purpose=Purpose.ACCEPTANCE),
        f"/v1/tasks/{task}",
        "",
        "r-1",
        known=hall.caller("officer-tobacco"),
    )
    told = read_task(call, task).body
    assert isinstance(told, TaskAnswer)
    part = made_of(hall, request).member("YM-S09")
    assert part is not None
    assert told.form is not None
    answers_told = told.form["answers"]
    assert set(answers_told) <= set(part.fields.values())
    assert "r01_shareholders" not in answers_told
    assert {one.no for one in told.materials or []} == set(part.lines.values())
    whole = read_task(replace(call, known=hall.caller("officer-food")), asked_of(hall, request, "food")).body
    assert isinstance(whole, TaskAnswer)
    assert len(whole.materials or []) > len(told.materials or [])


def asked_of(hall: Hall, request: str, department: str) -> str:
    task = next(one for one in hall.case(request).open_tasks if one.department == department)
    return task_id(request, task.no)
