"""What a joint examination does when answers change, when something is put right, and in a second round."""

from datetime import date, datetime, timedelta

import pytest
from pydantic import ValidationError

from chalicelib.cases.acts.examiners import has_examined
from chalicelib.cases.model import Status
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation import problems
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.joint.acts.convene_session import Appointment, convene_session
from chalicelib.joint.acts.coordinate_session import Coordination, coordinate_session
from chalicelib.joint.acts.give_opinion import OpinionGiven
from chalicelib.joint.acts.record_session import SessionRecord, record_session
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.directory import lay_out
from proofs.kit.hall import Hall
from proofs.kit.session_acts import meeting
from tests.joint.test_sessions import (
    begun,
    building,
    conclude,
    convened,
    later,
    opinion,
    opinion_due_from_events,
    refused,
    supervised,
    visited,
)

__all__ = ["building"]


def request_of(hall: Hall, case_id: str) -> str:
    ref = hall.case(case_id).joint
    assert ref is not None
    return ref.case


@pytest.mark.requirement("R69")
def test_a_department_that_changed_answers_concern_is_asked_too(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    later(hall, date(2026, 9, 16))
    joint.change_answers(hall, request_of(hall, case_id), flammable_explosive=True)
    asked = {task.department for task in hall.case(case_id).open_tasks if task.kind == "opinion"}
    assert asked == {"cad", "meteo"}
    assert str(hall.case(case_id).due("opinion")) == "2026-09-23"
    opinion(hall, case_id, "cad")
    assert refused(hall, case_id) == {"opinion_missing"}
    opinion(hall, case_id, "meteo")
    assert conclude(hall, case_id)["conclusion"] == "pass"


@pytest.mark.requirement("R69")
def test_a_conclusion_without_a_department_that_is_concerned_falls(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad")
    conclude(hall, case_id)
    joint.review(hall, request_of(hall, case_id), "YM-I07")
    joint.change_answers(hall, request_of(hall, case_id), flammable_explosive=True)
    with pytest.raises(problems.Conflict) as open_again:
        joint.decided(hall, request_of(hall, case_id), "YM-I07")
    assert open_again.value.code == "session_not_concluded"
    opinion(hall, case_id, "meteo")
    conclude(hall, case_id)
    joint.decided(hall, request_of(hall, case_id), "YM-I07")


@pytest.mark.requirement("R69")
def test_a_department_that_is_not_concerned_any_more_neither_owes_nor_refuses(building: Hall):
    hall, case_id = building, begun(building, flammable_explosive=True)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "meteo", "refuse")
    joint.change_answers(hall, request_of(hall, case_id), flammable_explosive=False)
    assert [one.department for one in hall.people.session(case_id).invited] == ["housing", "cad"]
    opinion(hall, case_id, "cad")
    assert hall.case(case_id).due("opinion") is None
    assert conclude(hall, case_id)["conclusion"] == "pass"


@pytest.mark.requirement("R69")
def test_the_task_of_a_department_that_is_not_concerned_any_more_is_cancelled(building: Hall):
    hall, case_id = building, begun(building, flammable_explosive=True)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad")
    asked = next(one.task for one in hall.people.session(case_id).invited if one.department == "meteo")
    joint.change_answers(hall, request_of(hall, case_id), flammable_explosive=False)
    case = hall.case(case_id)
    assert ([one for one in case.open_tasks if one.kind == "opinion"], case.due("opinion")) == ([], None)
    assert hall.task(case_id, asked).cancelled_for == "unconcerned"
    assert conclude(hall, case_id)["conclusion"] == "pass"


@pytest.mark.requirement("R5")
def test_new_papers_are_taken_while_something_is_put_right_and_the_next_round_looks_at_them(building: Hall):
    hall, case_id = building, begun(building)
    line = hall.rows(case_id, "MATERIAL#")[0]["line"]
    with pytest.raises(problems.Invalid) as closed:
        hall.people.add_material(case_id, hall.caller("company", case_id), line)
    assert closed.value.errors[0].code == "material_not_open"
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "rectify", findings=("补充人防设计说明",))
    conclude(hall, case_id, "rectify")
    joint.bring(hall, case_id, line)
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    session = hall.people.session(case_id)
    assert len(session.files) == len([one for one in hall.rows(case_id, "MATERIAL#") if one["state"] == "ready"])
    assert (session.round, [one.department for one in session.invited if one.round == 2]) == (2, ["cad"])


@pytest.mark.requirement("R69")
def test_a_conflict_of_the_second_round_is_coordinated_anew(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "refuse")
    hall.people.coordinate_session(case_id, hall.caller("chief-housing", case_id))
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "rectify", findings=("补充人防设计说明",))
    conclude(hall, case_id, "rectify")
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    opinion(hall, case_id, "cad", "refuse")
    assert "opinions_conflict" in refused(hall, case_id, "refuse")


@pytest.mark.requirement("R68")
def test_a_visit_is_not_recorded_before_the_case_was_there(building: Hall):
    hall, case_id = building, convened(building)
    appointed = hall.people.session(case_id).appointed
    assert appointed is not None
    hall.clock.move_to(appointed + timedelta(days=1))
    here = [
        {"department": one.department, "officers": ["张三", "李四"]} for one in hall.people.session(case_id).invited
    ]
    early = {
        "at": hall.case(case_id).created_at - timedelta(minutes=1),
        "place": "项目现场",
        "attending": here,
        "findings": "情况属实。",
    }
    with pytest.raises(problems.Invalid) as refused_record:
        record_session(
            hall.platform, hall.caller("chief-housing", case_id), case_id, SessionRecord.model_validate(early)
        )
    assert refused_record.value.errors[0].code == "session_before_case"
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R69")
def test_who_is_asked_after_the_law_s_term_has_days_of_its_own(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "rectify", findings=("补充人防设计说明",))
    conclude(hall, case_id, "rectify")
    over = hall.case(case_id).due("statutory")
    assert over is not None
    later(hall, hall.platform.calendar.workday_after(over, 3))
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    due = hall.case(case_id).due("opinion")
    assert due == hall.platform.calendar.workday_after(hall.platform.now().date(), 6)


@pytest.mark.requirement("R69")
def test_who_is_asked_once_more_by_a_coordination_owes_an_answer_of_its_own(building: Hall):
    """One side has confirmed: the other is awaited, and told of when it is silent. No rule takes back what it said."""
    hall, case_id = building, visited(building)
    for department in ("planning", "housing", "archive"):
        opinion(hall, case_id, department)
    opinion(hall, case_id, "cad", "refuse", reason="人防面积不足。")
    hall.people.coordinate_session(case_id, hall.caller("chief-housing", case_id))
    for department in ("planning", "housing", "archive"):
        opinion(hall, case_id, department)
    assert hall.events(case_id)[-1].data["awaited"] == ["cad"]
    assert str(hall.case(case_id).due("opinion")) == "2026-09-24"
    later(hall, date(2026, 9, 28))
    (told,) = [event for event in hall.events(case_id) if event.type == "opinion_overdue"]
    assert (told.data["departments"], told.data["due"]) == (["cad"], "2026-09-24")
    assert refused(hall, case_id, "refuse") == {"opinion_unconfirmed"}
    opinion(hall, case_id, "cad")
    assert (hall.case(case_id).due("opinion"), conclude(hall, case_id)["conclusion"]) == (None, "pass")


@pytest.mark.parametrize(("hour", "closed"), [(3, True), (10, False)])
def test_nobody_meets_while_the_halls_are_closed(building: Hall, hour: int, closed: bool):
    hall, case_id = building, convened(building)
    lay_out(hall.platform)
    at = datetime(2026, 9, 22, hour, 30, tzinfo=SHANGHAI)

    def appoint() -> None:
        convene_session(hall.platform, hall.caller("chief-housing", case_id), case_id, Appointment(at=at, place="现场"))

    if closed:
        with pytest.raises(problems.Invalid) as refusal:
            appoint()
        assert [(one.pointer, one.code) for one in refusal.value.errors] == [("/at", "appointment_closed")]
    else:
        appoint()
        assert hall.people.session(case_id).appointed == at


@pytest.mark.law("6.2")
def test_who_has_given_an_opinion_has_examined_the_case(building: Hall):
    hall, case_id = building, begun(building)
    name = hall.caller("officer-cad").actor.name or ""
    assert not has_examined(hall.platform, hall.case(case_id), name)
    opinion(hall, case_id, "cad")
    assert has_examined(hall.platform, hall.case(case_id), name)


@pytest.mark.requirement("R68")
def test_the_lead_extends_the_inner_term_and_never_past_the_law_s(building: Hall):
    hall, case_id = building, begun(building)
    lead, before = "chief-housing", hall.case(case_id)
    with pytest.raises(problems.Invalid) as much:
        hall.people.extend_opinions(case_id, hall.caller(lead, case_id), 20)
    assert [(one.pointer, one.code) for one in much.value.errors] == [("/workdays", "past_statutory_due")]
    told = hall.people.extend_opinions(case_id, hall.caller(lead, case_id), 2).facts
    assert (told["opinion_due"], told["departments"]) == ("2026-09-23", ["housing", "cad"])
    assert hall.task(case_id, "opinion-2").due == date(2026, 9, 23)
    (kept,) = hall.people.session(case_id).longer
    assert (kept.workdays, kept.reason) == (2, "图纸修改较多。")
    after = hall.case(case_id)
    for kind in ("promised", "statutory"):
        assert after.due(kind) == before.due(kind)
    later(hall, date(2026, 9, 23))
    assert "opinion_overdue" not in [event.type for event in hall.events(case_id)]
    later(hall, date(2026, 9, 24))
    assert "opinion_overdue" in [event.type for event in hall.events(case_id)]
    with pytest.raises(problems.Conflict) as late:
        hall.people.extend_opinions(case_id, hall.caller(lead, case_id))
    assert late.value.code == "opinion_term_over"
    for department in ("housing", "cad"):
        opinion(hall, case_id, department)
    with pytest.raises(problems.Conflict) as nobody:
        hall.people.extend_opinions(case_id, hall.caller(lead, case_id))
    assert nobody.value.code == "no_opinion_awaited"


def test_a_longer_inner_term_is_told_from_the_events_alone(building: Hall):
    hall, case_id = building, begun(building)
    hall.people.extend_opinions(case_id, hall.caller("chief-housing", case_id), 2)
    assert opinion_due_from_events(hall, case_id) == "2026-09-23"


def to_be_put_right(hall: Hall, case_id: str) -> date:
    """Concluded with a list; the last day to put it right."""
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "rectify", findings=("补充人防设计说明",))
    conclude(hall, case_id, "rectify")
    until = hall.people.session(case_id).rectify_by
    assert until is not None
    return until


@pytest.mark.requirement("R69")
def test_what_was_not_put_right_in_time_is_refused_on_the_file(building: Hall):
    hall, case_id = building, begun(building)
    until = to_be_put_right(hall, case_id)
    later(hall, until)
    with pytest.raises(problems.Conflict) as waiting:
        conclude(hall, case_id, "refuse")
    assert waiting.value.code == "session_rectifying"
    later(hall, until + timedelta(days=1))
    assert refused(hall, case_id) == {"rectification_lapsed"}
    assert conclude(hall, case_id, "refuse")["conclusion"] == "refuse"
    case = hall.case(case_id)
    assert [one.kind for one in case.open_tasks if one.kind == "convene"] == []
    (paper,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "session_conclusion"]
    assert "须整改" in paper["data"]


@pytest.mark.requirement("R69")
def test_the_end_of_a_rectification_is_told_and_the_lead_is_asked_by_then(building: Hall):
    hall, case_id = building, begun(building)
    until, request = to_be_put_right(hall, case_id), request_of(hall, case_id)
    hall.carry_out_everything()
    assert hall.task(case_id, "convene").due == until
    later(hall, until)
    assert hall.case(case_id).status_label == "待整改"
    later(hall, until + timedelta(days=1))
    hall.carry_out_everything()
    assert [event.data for event in hall.events(case_id) if event.type == "session_rectification_over"] == [
        {"rectify_by": str(until), "round": 1}
    ]
    assert hall.case(case_id).status_label == "整改期限已满，待作出结论"
    assert joint.members(hall, request)["YM-I07"].label == "整改期限已满，待作出结论"
    assert [one.matter for one in supervised(hall)].count("session_rectification_over") == 1
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    hall.carry_out_everything()
    assert hall.case(case_id).status_label == Status.IN_REVIEW.label
    assert joint.members(hall, request)["YM-I07"].label == "办理中"


@pytest.mark.requirement("R69")
def test_a_rectification_whose_papers_were_looked_at_in_time_has_no_such_end(building: Hall):
    hall, case_id = building, begun(building)
    until = to_be_put_right(hall, case_id)
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    later(hall, until + timedelta(days=1))
    assert "session_rectification_over" not in {event.type for event in hall.events(case_id)}


def test_who_may_not_convene_has_no_such_task_in_the_list(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "rectify", findings=("补充人防设计说明",))
    conclude(hall, case_id, "rectify")

    def listed(who: str) -> list[str]:
        actor = hall.caller(who).actor
        partition = inbox_of_actor(hall.platform.settings.division, actor)
        return [one.kind for one in inbox(hall.platform, partition, actor, limit=50, after=None)[0]]

    assert listed("chief-housing") == ["convene"]
    assert listed("leader-housing") == []


def of_attendance(scheme: SchemeDocument) -> SchemeDocument:
    """With the published rule that who has not come to the visit asks for no other one."""
    basis = {"document": "演示〔2026〕2号", "article": "-", "status": "SYNTHETIC"}
    rule = SilenceRule.model_validate({"kind": "attendance", "effect": "no_second_visit", "basis": basis})
    unified = tuple(one.model_copy(update={"silence_rules": (rule,)}) for one in scheme.unified_items)
    return scheme.model_copy(update={"unified_items": unified})


@pytest.mark.requirement("R69")
@pytest.mark.parametrize("ruled", [True, False])
def test_who_has_not_come_asks_for_no_second_visit_where_a_published_rule_says_so(hall: Hall, ruled: bool):
    publish_schemes(hall.platform, "YM-J01", of_attendance if ruled else lambda scheme: scheme)
    case_id = convened(hall)
    later(hall, date(2026, 9, 21))
    told = hall.people.record_session(case_id, hall.caller("chief-housing", case_id), absent=("cad",)).facts
    (warning,) = told["warnings"]
    assert warning["code"] == "attendance_missing"
    assert ("依演示〔2026〕2号，不得要求再次现场查验" in warning["message"]) is ruled
    (record,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "session_record"]
    assert ("不得要求再次现场查验" in record["data"]) is ruled
    held = next(event for event in hall.events(case_id) if event.type == "session_held")
    assert held.data.get("no_second_visit") == ({"cad": "演示〔2026〕2号"} if ruled else None)
    for department in ("planning", "housing", "archive"):
        opinion(hall, case_id, department)
    assert refused(hall, case_id) == {"opinion_missing"}  # absence is no consent
    opinion(hall, case_id, "cad", "rectify", findings=("口部密闭门未安装。",))
    conclude(hall, case_id, "rectify")
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    opinion(hall, case_id, "cad")
    if not ruled:
        assert refused(hall, case_id) == {"visit_missing"}
        return
    assert conclude(hall, case_id)["conclusion"] == "pass"


@pytest.mark.requirement("R69")
def test_no_meeting_is_appointed_after_the_terms_of_the_case(building: Hall):
    hall, case_id = building, begun(building)
    last = hall.case(case_id).due("statutory") or hall.case(case_id).due("promised")
    assert last is not None

    def appoint(day: date) -> list[str]:
        at = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
        wanted = Appointment(at=at, place="现场")
        made = convene_session(hall.platform, hall.caller("chief-housing", case_id), case_id, wanted)
        return [one["code"] for one in made.facts.get("warnings", [])]

    with pytest.raises(problems.Invalid) as late:
        appoint(hall.platform.calendar.workday_after(last, 1))
    assert [(one.pointer, one.code) for one in late.value.errors] == [("/at", "appointment_past_due")]
    assert appoint(last) == []
    later(hall, last)  # nobody can be invited any more by that day
    assert appoint(hall.platform.calendar.workday_after(last, 2)) == ["appointment_after_due"]


def test_nobody_is_absent_before_the_time_that_was_told(building: Hall):
    hall, case_id = building, convened(building)
    with pytest.raises(problems.Invalid) as early:
        hall.people.record_session(case_id, hall.caller("chief-housing", case_id), absent=("cad",))
    assert [(one.pointer, one.code) for one in early.value.errors] == [("/at", "session_before_appointed")]
    assert hall.people.session(case_id).record is None
    hall.people.record_session(case_id, hall.caller("chief-housing", case_id))  # all of them came earlier


@pytest.mark.requirement("R69")
def test_those_who_disagree_meet_all_and_once_while_they_have_time_to_speak(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "refuse")

    def met(*departments: str, **said: datetime) -> None:
        lead = hall.caller("chief-housing", case_id)
        told = Coordination.model_validate(meeting(*departments, **{"at": lead.at, **said}))
        coordinate_session(hall.platform, lead, case_id, told)

    now = hall.platform.now()
    for departments, at, fault in (
        (("housing",), now, ("/attending", "coordination_one_sided")),
        (("housing", "cad"), now + timedelta(hours=1), ("/at", "session_in_future")),
        (("housing", "cad"), now - timedelta(days=1), ("/at", "coordination_before_opinions")),
    ):
        with pytest.raises(problems.Invalid) as wrong:
            met(*departments, at=at)
        assert [(one.pointer, one.code) for one in wrong.value.errors] == [fault]
    met("housing", "cad")
    with pytest.raises(problems.Conflict) as twice:
        met("housing", "cad")
    assert twice.value.code == "coordination_pending"
    due = hall.case(case_id).due("opinion")
    assert due is not None
    later(hall, due + timedelta(days=1))
    met("housing", "cad")
    assert len(hall.people.session(case_id).minutes) == 2


@pytest.mark.requirement("R69")
def test_the_term_of_the_opinions_is_extended_once(building: Hall):
    hall, case_id = building, begun(building)
    hall.people.extend_opinions(case_id, hall.caller("chief-housing", case_id))
    with pytest.raises(problems.Conflict) as twice:
        hall.people.extend_opinions(case_id, hall.caller("chief-housing", case_id))
    assert twice.value.code == "opinions_extended"
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "refuse")
    hall.people.coordinate_session(case_id, hall.caller("chief-housing", case_id))
    hall.people.extend_opinions(case_id, hall.caller("chief-housing", case_id))  # that is another term


@pytest.mark.requirement("R69")
def test_the_second_round_is_told_which_version_of_a_paper_counts(building: Hall):
    hall, case_id = building, begun(building)
    opinion(hall, case_id, "housing")
    opinion(hall, case_id, "cad", "rectify", findings=("补充人防设计说明",))
    conclude(hall, case_id, "rectify")
    later(hall, date(2026, 9, 16))
    joint.bring(hall, case_id, "01")
    made = hall.people.add_material(case_id, hall.caller("company"), "02")
    assert made.facts["file_id"]
    told = hall.people.convene_session(case_id, hall.caller("chief-housing", case_id)).facts
    assert [one["code"] for one in told["warnings"]] == ["files_unchecked"]
    notice = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "session_notice"][-1]["data"]
    assert "2026年9月16日收到，SHA-256" in notice
    assert "较早版本" in notice
    assert "以同一材料后收到的为准" in notice


def test_a_consent_lists_nothing():
    said = {"opinion": "pass", "reason": "符合规定。", "standard": "演示标准", "findings": ["补强"]}
    with pytest.raises(ValidationError, match="不列条件或者事项"):
        OpinionGiven.model_validate(said)
