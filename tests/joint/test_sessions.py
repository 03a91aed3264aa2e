"""A unified item (行政许可法26(2), first way): several departments give opinions, the lead concludes and decides."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model import Status, Task
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.cases.model.supervision import Matter
from chalicelib.cases.store.supervision import matters
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation import keys, names, problems
from chalicelib.joint.acts.record_session import SessionRecord, record_session
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from tests.catalogue.schemes.data import WORKED

W9 = next(case for case in WORKED["cases"] if case["id"] == "W9")["expect"]
ACCEPTED, DUE, ANSWERED = date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 24)
BUILD, DRAWINGS = "YM-J01-build", "YM-I07"
PLAIN: dict[str, Any] = {"special_fire_project": False, "flammable_explosive": False}


def begun(hall: Hall, **answers: Any) -> str:
    """The examination of the drawings, on the day of its acceptance."""
    joint.on(hall, ACCEPTED)
    request = joint.accepted(hall, BUILD, {**PLAIN, **answers})
    return joint.of_member(hall, request, DRAWINGS).id


@pytest.fixture
def building(hall: Hall) -> Hall:
    publish_schemes(hall.platform, "YM-J01")
    return hall


def later(hall: Hall, day: date) -> None:
    """The morning of this day, with what the nights have brought."""
    joint.on(hall, day)
    while hall.world.sweep():
        hall.carry_out_everything()


def supervised(hall: Hall) -> list[Matter]:
    return matters(hall.platform.table, hall.platform.settings.division, limit=50, after=None)[0]


def waiting_chief(hall: Hall) -> list[Task]:
    """What waits for the chief representative of the lead."""
    inbox = keys.department_tasks(hall.platform.settings.division, "housing", "decide")
    return [Task.model_validate(row) for row in hall.platform.table.query_all(inbox, index=keys.TASKS_INDEX)]


def opinion(hall: Hall, case_id: str, department: str, opinion: str = "pass", **said: Any) -> None:
    hall.people.give_opinion(case_id, hall.caller(f"officer-{department}"), opinion=opinion, **said)


def conclude(hall: Hall, case_id: str, conclusion: str = "pass", by: str = "chief-housing") -> Mapping[str, Any]:
    return hall.people.conclude_session(case_id, hall.caller(by, case_id), conclusion).facts


def refused(hall: Hall, case_id: str, conclusion: str = "pass") -> set[str]:
    """Why the conclusion is refused."""
    with pytest.raises(problems.Conflict) as told:
        conclude(hall, case_id, conclusion)
    return {str(one["code"]) for one in told.value.more["reasons"]}


@pytest.mark.requirement("R69")
def test_each_department_that_takes_part_is_asked_when_the_case_begins(building: Hall):
    case_id = begun(building)
    case = building.case(case_id)
    asked = {task.department: task.no for task in case.open_tasks if task.kind == "opinion"}
    assert asked == {"housing": "opinion", "cad": "opinion-2"}
    assert str(case.due("opinion")) == W9["inner_due"]
    task = building.task(case_id, "opinion-2")
    assert (task.department, task.due, task.statutory_due) == ("cad", DUE, case.due("statutory"))
    told = [body for body in building.messages(names.CALLBACKS_QUEUE) if ".opinion" in body["task_id"]]
    assert {(body["department"], body["event"]) for body in told} == {
        ("housing", "task.opened"),
        ("cad", "task.opened"),
    }


def test_the_weather_bureau_takes_part_where_the_answers_say_so(building: Hall):
    case = building.case(begun(building, flammable_explosive=True))
    assert {task.department for task in case.open_tasks if task.kind == "opinion"} == {"housing", "cad", "meteo"}


@pytest.mark.requirement("R69")
def test_w9_who_is_silent_has_not_consented(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    joint.on(hall, DUE, 23)
    hall.world.sweep()
    assert refused(hall, case_id) == {"opinion_missing"}
    assert "opinion_overdue" not in [event.type for event in hall.events(case_id)]
    for day in (date(2026, 9, 22), date(2026, 9, 23), ANSWERED):
        later(hall, day)
        assert refused(hall, case_id) == {"opinion_missing"}
    (matter,) = [one for one in supervised(hall) if one.matter == "opinion_silent"]
    assert (matter.liable, matter.department, matter.participants) == ("participants", "housing", ("cad",))
    told = [event for event in hall.events(case_id) if event.type == "opinion_overdue"]
    assert [(event.data["departments"], event.data["due"]) for event in told] == [(["cad"], str(DUE))]
    assert hall.case(case_id).open_task("opinion") is not None
    opinion(hall, case_id, "cad")
    given = hall.events(case_id)[-1]
    assert (given.type, given.data["missed"], given.data["awaited"]) == ("opinion_given", str(DUE), [])
    assert conclude(hall, case_id)["conclusion"] == "pass"
    case = hall.case(case_id)
    assert (str(case.due("promised")), str(case.due("statutory"))) == (W9["promised_due"], W9["statutory_due"])


def with_rule(scheme: SchemeDocument) -> SchemeDocument:
    basis = {"document": "演示〔2026〕1号", "article": "-", "status": "SYNTHETIC"}
    rule = SilenceRule.model_validate({"kind": "opinion", "effect": "no_objection", "basis": basis})
    unified = tuple(one.model_copy(update={"silence_rules": (rule,)}) for one in scheme.unified_items)
    return scheme.model_copy(update={"unified_items": unified})


@pytest.mark.requirement("R69")
def test_w9_a_published_rule_takes_silence_for_no_objection(hall: Hall):
    publish_schemes(hall.platform, "YM-J01", with_rule)
    case_id = begun(hall)
    opinion(hall, case_id, "housing")
    later(hall, date(2026, 9, 22))
    told = {event.type: event.data for event in hall.events(case_id)}
    assert told["opinion_overdue"]["departments"] == ["cad"]
    assert (told["deemed_no_objection"]["departments"], told["deemed_no_objection"]["rule"]) == (
        ["cad"],
        "演示〔2026〕1号",
    )
    (cad,) = [one for one in hall.people.session(case_id).invited if one.department == "cad"]
    assert (cad.overdue_told, cad.deemed) == (True, "演示〔2026〕1号")
    assert conclude(hall, case_id)["conclusion"] == "pass"
    assert hall.events(case_id)[-1].data["deemed"] == {"cad": "演示〔2026〕1号"}
    assert hall.task(case_id, "opinion-2").cancelled_for == "concluded"


@pytest.mark.requirement("R69")
def test_the_lead_decides_by_the_conclusion_and_not_before(building: Hall):
    hall, case_id = building, begun(building)
    hall.carry_out_everything()
    with pytest.raises(problems.Conflict) as early:  # nobody is told that it waits for the decision meanwhile
        hall.answer(case_id, by="officer-housing")
    assert (early.value.code, hall.case(case_id).status) == ("session_not_concluded", Status.IN_REVIEW)
    opinion(hall, case_id, "housing", "pass_with_conditions", findings=["补强三层梁。"])
    opinion(hall, case_id, "cad")
    conclude(hall, case_id)
    # Asked anew, so that a system of the lead hears that it can answer now.
    assert hall.task(case_id, "review").state == "cancelled"
    joint.answer(hall, hall.case(case_id))
    hall.carry_out_everything()
    with pytest.raises(problems.Conflict) as other:
        hall.decide(case_id, "refuse", by="leader-housing")
    assert other.value.code == "session_concluded_otherwise"
    hall.decide(case_id, by="leader-housing")
    assert hall.case(case_id).status is Status.DECIDED
    (decision,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "grant_decision"]
    assert "阳江市住房和城乡建设局同意的条件：补强三层梁。" in decision["data"]
    assert "决定内容：补强" not in decision["data"]


@pytest.mark.requirement("R69")
def test_an_opinion_belongs_to_its_department_until_the_conclusion(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "cad", "refuse", reason="面积不足。")
    with pytest.raises(problems.NotFound):
        hall.people.give_opinion(case_id, hall.caller("officer-food"))
    with pytest.raises(problems.Conflict) as twice:
        opinion(hall, case_id, "cad")
    assert twice.value.code == "task_answered"
    opinion(hall, case_id, "cad", reason="已经核对。", changes=True)
    assert [event.type for event in hall.events(case_id)][-2:] == ["opinion_given", "opinion_changed"]
    opinion(hall, case_id, "housing")
    conclude(hall, case_id)
    with pytest.raises(problems.Conflict) as late:
        opinion(hall, case_id, "cad")
    assert late.value.code == "session_concluded"
    with pytest.raises(problems.NotFound):
        conclude(hall, case_id, by="chief-cad")


COMPLETION, ACCEPTANCE = "YM-J01-completion", "YM-I12"


def built(hall: Hall, **answers: Any) -> str:
    """The acceptance of what was built, of which nobody was asked yet."""
    joint.on(hall, ACCEPTED)
    request = joint.accepted(hall, COMPLETION, {"flammable_explosive": False, **answers})
    return joint.of_member(hall, request, ACCEPTANCE).id


def convened(hall: Hall, **answers: Any) -> str:
    case_id = built(hall, **answers)
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    return case_id


def visited(hall: Hall, **answers: Any) -> str:
    case_id = convened(hall, **answers)
    later(hall, date(2026, 9, 21))
    hall.people.record_session(case_id, hall.caller("chief-housing", case_id))
    return case_id


@pytest.mark.requirement("R69")
def test_an_acceptance_begins_when_the_lead_convenes_it(building: Hall):
    hall, case_id = building, built(building)
    assert hall.case(case_id).due("opinion") is None
    task = hall.task(case_id, "convene")
    assert (task.department, task.due) == ("housing", hall.case(case_id).due("promised"))
    assert task.id in [one.id for one in waiting_chief(hall)]
    with pytest.raises(problems.Conflict) as early:
        conclude(hall, case_id)
    assert early.value.code == "session_not_convened"
    told = hall.people.convene_session(case_id, hall.caller("chief-housing", case_id)).facts
    assert (told["departments"], told["opinion_due"]) == (["planning", "housing", "cad", "archive"], str(DUE))
    assert (hall.task(case_id, "convene").state, hall.events(case_id)[-1].data["task"]) == ("answered", task.id)
    assert task.id not in [one.id for one in waiting_chief(hall)]
    with pytest.raises(problems.Invalid) as soon:
        hall.people.convene_session(case_id, hall.caller("chief-housing", case_id), days=1)
    assert soon.value.errors[0].code == "invitation_too_short"


@pytest.mark.requirement("R69")
@pytest.mark.law("2.1")
def test_a_visit_has_two_officers_of_each_department_and_names_who_was_absent(building: Hall):
    hall, case_id = building, convened(building)
    later(hall, date(2026, 9, 21))
    hall.people.record_session(case_id, hall.caller("chief-housing", case_id), absent=("cad",))
    (cad,) = [one for one in hall.people.session(case_id).invited if one.department == "cad"]
    assert cad.absent
    assert hall.events(case_id)[-1].data["absent"] == ["cad"]
    assert hall.case(case_id).open_tasks  # it owes its opinion all the same
    with pytest.raises(problems.Conflict) as twice:
        hall.people.record_session(case_id, hall.caller("chief-housing", case_id))
    assert twice.value.code == "session_recorded"
    hall.people.record_session(case_id, hall.caller("chief-housing", case_id), changes=True)
    assert (hall.events(case_id)[-1].data["changed"], hall.events(case_id)[-1].data["absent"]) == (True, [])
    record = SessionRecord.model_validate(
        {
            "at": hall.platform.now(),
            "place": "现场",
            "attending": [{"department": "cad", "officers": ["张三", "张三"]}],
            "findings": "情况属实。",
            "changes": True,
        }
    )
    with pytest.raises(problems.Invalid) as alone:
        record_session(hall.platform, hall.caller("chief-housing", case_id), case_id, record)
    assert [(one.pointer, one.code) for one in alone.value.errors] == [("/attending/0/officers", "session_officers")]


@pytest.mark.requirement("R69")
def test_nothing_built_passes_before_planning_has_verified_it_on_site(building: Hall):
    hall, case_id = building, convened(building)
    for department in ("housing", "cad", "archive"):
        opinion(hall, case_id, department)
    opinion(hall, case_id, "planning", "pass_with_conditions", findings=["补种绿地。"])
    assert refused(hall, case_id) == {"opinion_before_pass", "visit_missing"}
    later(hall, date(2026, 9, 21))
    hall.people.record_session(case_id, hall.caller("chief-housing", case_id))
    opinion(hall, case_id, "planning", changes=True)
    told = conclude(hall, case_id)
    # The applicant files within fifteen days of the passing (质量管理条例49).
    assert (told["duty"], told["duty_until"]) == ("YM-I13", "2026-10-08")
    (paper,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "session_conclusion"]
    assert (paper["title"], "2026年10月8日前（含当日）办理“房屋建筑工程竣工验收备案”" in paper["data"]) == (
        "联合验收意见书",
        True,
    )


@pytest.mark.requirement("R69")
def test_who_has_raised_something_looks_again_and_nobody_else(building: Hall):
    hall, case_id = building, visited(building)
    for department in ("planning", "housing", "archive"):
        opinion(hall, case_id, department)
    opinion(hall, case_id, "cad", "rectify", findings=["口部密闭门未安装。"])
    assert refused(hall, case_id) == {"opinion_not_passed"}
    assert conclude(hall, case_id, "rectify")["round"] == 1
    assert hall.events(case_id)[-1].type == "rectification_noticed"
    assert [one.no for one in hall.case(case_id).open_tasks if one.kind == "convene"] == ["convene-2"]
    (listed,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "rectification_notice"]
    for told in (
        "口部密闭门未安装",
        "整改期限",
        "2026年9月24日前（含当日）完成整改",
        "材料清单中补充",
        "可能因此不予通过",
    ):
        assert told in listed["data"]
    with pytest.raises(problems.Conflict) as waiting:
        conclude(hall, case_id)
    assert waiting.value.code == "session_rectifying"
    later(hall, date(2026, 9, 24))
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    asked = [task.department for task in hall.case(case_id).open_tasks if task.kind == "opinion"]
    assert asked == ["cad"]
    later(hall, date(2026, 10, 8))
    hall.people.record_session(
        case_id, hall.caller("chief-housing", case_id), absent=("planning", "housing", "archive")
    )
    opinion(hall, case_id, "cad")
    assert conclude(hall, case_id)["round"] == 2


@pytest.mark.requirement("R69")
def test_a_refusal_against_a_consent_is_coordinated_and_overwritten_by_nobody(building: Hall):
    hall, case_id = building, visited(building)
    for department in ("planning", "housing", "archive"):
        opinion(hall, case_id, department)
    opinion(hall, case_id, "cad", "refuse", reason="人防面积不足。")
    assert refused(hall, case_id, "refuse") == {"opinions_conflict"}
    told = hall.people.coordinate_session(case_id, hall.caller("chief-housing", case_id)).facts
    assert (told["departments"], told["opinion_due"]) == (["planning", "housing", "cad", "archive"], "2026-09-24")
    assert refused(hall, case_id, "refuse") == {"opinion_unconfirmed"}
    for department in ("planning", "housing", "archive"):
        opinion(hall, case_id, department)
    opinion(hall, case_id, "cad", "refuse", reason="人防面积仍不足。")
    assert refused(hall, case_id) == {"opinion_not_passed"}
    assert conclude(hall, case_id, "refuse")["conclusion"] == "refuse"
    (paper,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "session_conclusion"]
    assert "人防面积仍不足。" in paper["data"]  # the reason reaches the applicant (行政许可法38(2))


def test_nothing_is_coordinated_while_nobody_disagrees(building: Hall):
    hall, case_id = building, convened(building)
    opinion(hall, case_id, "cad")
    with pytest.raises(problems.Conflict) as needless:
        hall.people.coordinate_session(case_id, hall.caller("chief-housing", case_id))
    assert needless.value.code == "no_conflict"


def test_the_clock_of_the_opinions_is_told_from_the_events_alone(building: Hall):
    hall, case_id = building, visited(building)
    assert opinion_due_from_events(hall, case_id) == str(hall.case(case_id).due("opinion"))
    for department in ("planning", "housing", "archive", "cad"):
        opinion(hall, case_id, department)
    assert (opinion_due_from_events(hall, case_id), hall.case(case_id).due("opinion")) == (None, None)


def opinion_due_from_events(hall: Hall, case_id: str) -> str | None:
    platform = hall.platform
    rules = Rules(platform.calendars, platform.settings.supplement_workdays, licence=False)
    shown = clocks_shown(case_id, hall.events(case_id), platform.now(), rules).clocks
    return next((str(one.due) for one in shown if one.kind == "opinion" and one.state == "running"), None)


def concluded(hall: Hall, case_id: str) -> None:
    """Everybody consents, and the lead concludes."""
    for one in hall.people.session(case_id).invited:
        opinion(hall, case_id, one.department)
    conclude(hall, case_id)


@pytest.mark.requirement("R69")
def test_a_building_is_permitted_in_one_request(building: Hall):
    hall = building
    joint.on(hall, ACCEPTED)
    request = joint.accepted(hall, BUILD, PLAIN | {"building_use": "residential"})
    assert joint.states(hall, request) == {DRAWINGS: "open", "YM-I09": "open", "YM-I11": "waiting"}
    concluded(hall, joint.of_member(hall, request, DRAWINGS).id)
    joint.decide(hall, request, DRAWINGS)
    joint.decide(hall, request, "YM-I09")
    assert joint.states(hall, request) == {DRAWINGS: "granted", "YM-I09": "granted", "YM-I11": "open"}
    # What an earlier stage has decided is none of this request's results, whichever of them is there.
    ref = joint.of_member(hall, request, "YM-I11").joint
    assert ref is not None
    assert {line: one.member for line, one in ref.brought.items()} == {"06": DRAWINGS}
    joint.decide(hall, request, "YM-I11")
    assert hall.case(request).status is Status.CLOSED


@pytest.mark.requirement("R80")
def test_w7_a_refused_fire_design_ends_the_permit_and_leaves_the_drawings(building: Hall):
    """W7 within the stage: what another stage asks for is a request of its own."""
    hall = building
    joint.on(hall, ACCEPTED)
    request = joint.accepted(hall, BUILD, {**PLAIN, "special_fire_project": True, "building_use": "residential"})
    concluded(hall, joint.of_member(hall, request, DRAWINGS).id)
    joint.decide(hall, request, DRAWINGS)
    joint.decide(hall, request, "YM-I09")
    later(hall, date(2026, 9, 28))
    joint.decide(hall, request, "YM-I08", "refuse")
    assert joint.states(hall, request) == {
        DRAWINGS: "granted",
        "YM-I09": "granted",
        "YM-I08": "refused",
        "YM-I11": "cut",
    }
    (cut,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "termination_notice"]
    assert "特殊建设工程消防设计审查" in cut["data"]
    ended = next(event for event in hall.events(request) if event.type == "joint_concluded")
    assert ended.data["outcome"] == "partly"


@pytest.mark.requirement("R69")
def test_a_building_is_accepted_by_all_and_then_filed(building: Hall):
    hall, case_id = building, visited(building)
    ref = hall.case(case_id).joint
    assert ref is not None
    concluded(hall, case_id)
    joint.decide(hall, ref.case, ACCEPTANCE)
    assert joint.states(hall, ref.case) == {ACCEPTANCE: "granted", "YM-I13": "open"}
    joint.decide(hall, ref.case, "YM-I13")
    assert hall.case(ref.case).status is Status.CLOSED
