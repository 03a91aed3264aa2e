"""The consultation desk: asked, answered from the knowledge base, forwarded, replied, told (R17, R18, R74)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.consultations.acts.found import WrongState
from chalicelib.consultations.acts.send_back_consultation import SentBack, send_back_consultation
from chalicelib.consultations.acts.tell_asker import Telling, tell_asker
from chalicelib.consultations.acts.withdraw_consultation import withdraw_consultation
from chalicelib.consultations.api import staff
from chalicelib.consultations.api.asker import read_own_consultation
from chalicelib.consultations.api.staff import ReadForQuery, WaitingQuery
from chalicelib.consultations.model.consultation import ConsultationState, ToldBy
from chalicelib.consultations.model.reading import ReadFor
from chalicelib.consultations.store import consultations, readings
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.durable.audit import broken_at
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid, NotFound
from chalicelib.http.routes import Call
from chalicelib.operations.acts.load_calendar import load_calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER
from chalicelib.wiring.alarms import FIRES
from proofs.kit.hall import Hall
from tests.consultations.desk import (
    ASKER,
    ELSEWHERE,
    GUIDE,
    OFFICER,
    QUESTION,
    VISITOR,
    answered,
    asked,
    came,
    entry,
    forwarded,
    ready,
    replied,
    stored,
)
from tests.operations.test_loading_a_calendar import day_off

S = ConsultationState


def waiting(hall: Hall, who: str, place: str = "desk") -> list[str]:
    query = WaitingQuery.model_validate({"place": place})
    call = Call(hall.platform, None, query, "", "", "r-1", known=hall.caller(who))
    body: Any = staff.list_consultations(call).body
    return [one.id for one in body.consultations]


def shown(hall: Hall, one: str, who: str = ASKER) -> Any:
    call = Call(hall.platform, None, None, "", "", "r-1", known=hall.caller(who))
    return read_own_consultation(call, one).body


@pytest.fixture
def desk(hall: Hall) -> Hall:
    return ready(hall)


@pytest.mark.requirement("R17")
def test_the_desk_answers_with_an_entry_that_is_valid_today(desk: Hall):
    cited = entry(desk)
    one = answered(desk, asked(desk), cited)
    told = shown(desk, one)
    assert told.state is S.ANSWERED
    assert (told.cited.id, told.cited.version, told.cited.source) == (cited, 1, "行政许可法第五十条")
    assert [change.type for change in told.history] == ["asked", "answered"]
    assert waiting(desk, GUIDE) == []


@pytest.mark.requirement("R17")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts": date(2026, 12, 1)}, "entry_pending"),
        ({"ends": date(2026, 11, 30)}, "entry_expired"),
    ],
)
def test_an_entry_outside_its_days_is_not_cited(desk: Hall, changes: dict[str, Any], code: str):
    cited, one = entry(desk, **changes), asked(desk)
    if "ends" in changes:
        desk.clock.move_to(datetime(2026, 12, 1, 9, tzinfo=SHANGHAI))
    with pytest.raises(Invalid) as refused:
        answered(desk, one, cited)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/entry", code)]
    assert stored(desk, one).state is S.AT_DESK
    with pytest.raises(Invalid):
        answered(desk, one, "nothing")


@pytest.mark.requirement("R18", "R74")
def test_what_the_desk_cannot_answer_goes_to_the_department_and_back_to_the_visitor(desk: Hall):
    one = came(desk)
    assert stored(desk, one).number == "ZX202611240001"
    assert waiting(desk, GUIDE) == [one]
    forwarded(desk, one)
    assert stored(desk, one).due == date(2026, 11, 27)
    assert (waiting(desk, GUIDE), waiting(desk, OFFICER), waiting(desk, ELSEWHERE)) == ([], [one], [])
    replied(desk, one)
    assert stored(desk, one).state is S.ANSWERED
    assert waiting(desk, GUIDE, "to_tell") == [one]
    tell_asker(desk.platform, desk.caller(GUIDE), one, Telling(by="phone"))
    assert (stored(desk, one).state, stored(desk, one).told_by) == (S.TOLD, "phone")
    assert waiting(desk, GUIDE, "to_tell") == []
    chain = consultations.events(desk.platform.table, one)
    assert [event.type for event in chain] == ["asked", "forwarded", "replied", "told"]
    assert broken_at(chain) is None


def test_an_account_reads_the_answer_itself(desk: Hall):
    one = replied(desk, forwarded(desk, asked(desk)))
    assert (shown(desk, one).reply, shown(desk, one).basis) == ("届满三十日前申请延续。", "行政许可法第五十条")
    with pytest.raises(WrongState):
        tell_asker(desk.platform, desk.caller(GUIDE), one, Telling(by="phone"))
    with pytest.raises(NotFound):
        shown(desk, one, "citizen-huang")


@pytest.mark.requirement("R18")
def test_nobody_has_answered_in_time_and_the_supervisors_see_it_once(desk: Hall):
    one = forwarded(desk, asked(desk))
    desk.clock.move_to(datetime(2026, 11, 27, 23, 59, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    assert waiting(desk, "supervisor") == []
    desk.clock.move_to(datetime(2026, 11, 28, 0, 1, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    sweep(desk.platform, FIRES)
    assert waiting(desk, "supervisor") == [one]
    assert [event.type for event in consultations.events(desk.platform.table, one)][-1:] == ["unanswered"]
    replied(desk, one)
    last = consultations.events(desk.platform.table, one)[-1]
    assert (last.type, last.data["late"]) == ("replied", True)


def test_a_question_that_lies_at_the_desk_is_told_too(desk: Hall):
    one = asked(desk)
    desk.clock.move_to(datetime(2026, 11, 26, 0, 1, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    assert waiting(desk, "supervisor") == [one]
    forwarded(desk, one)
    assert not stored(desk, one).overdue_told, "the department has a term of its own"
    desk.clock.move_to(datetime(2026, 12, 2, 0, 1, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    assert waiting(desk, "supervisor") == [one, one]
    replied(desk, one)
    missed = stored(desk, one).missed
    assert missed, "an answer later on does not hide who was late"
    assert (missed.due, missed.department) == (date(2026, 12, 1), "food")


def test_the_desk_has_questions_in_the_order_in_which_they_came(desk: Hall):
    came_first = [asked(desk) for _ in range(6)]
    assert waiting(desk, GUIDE) == came_first


def test_supervisors_read_no_words_of_the_asker(desk: Hall):
    one = forwarded(desk, came(desk))
    for who, text in ((GUIDE, QUESTION), (OFFICER, QUESTION), ("supervisor", "***")):
        body = read(desk, one, who)
        assert (body.text, body.visitor is not None) == (text, who == GUIDE)


WRITTEN = "我叫来访示例，身份证441702199001011234，电话13912345678或0662-3456789，怎样延续？"


def read(desk: Hall, one: str, who: str, purpose: ReadFor | None = None) -> Any:
    query = ReadForQuery(purpose=purpose)
    call = Call(desk.platform, None, query, "", "", f"r-{who}-{purpose}", known=desk.caller(who))
    return staff.read_consultation(call, one).body


@pytest.mark.law("15.21")
def test_numbers_and_visitors_are_masked_until_somebody_says_what_for_and_that_is_recorded(desk: Hall):
    one = came(desk, text=WRITTEN)
    query = WaitingQuery.model_validate({"place": "desk"})
    body: Any = staff.list_consultations(Call(desk.platform, None, query, "", "", "r", known=desk.caller(GUIDE))).body
    for shown_row in (body.consultations[0], read(desk, one, GUIDE)):
        assert shown_row.text == "我叫来访示例，身份证***，电话***或***，怎样延续？"
        assert (shown_row.visitor.name, shown_row.visitor.phone) == ("来**例", "138********")
    assert readings.readings_of(desk.platform.table, one) == []
    whole = read(desk, one, GUIDE, ReadFor.CALL_BACK)
    assert (whole.text, whole.visitor.phone) == (WRITTEN, VISITOR["phone"])
    (kept,) = readings.readings_of(desk.platform.table, one)
    assert (kept.role, kept.purpose) == ("guide", "call_back")
    assert not any(word in kept.model_dump_json() for word in (VISITOR["phone"], "441702199001011234"))


@pytest.mark.law("15.21")
def test_whoever_has_left_reads_no_question_whole_and_no_purpose_opens_it_to_a_supervisor(desk: Hall):
    one = came(desk, text=WRITTEN)
    assert read(desk, one, "supervisor", ReadFor.ANSWER).text == "***"
    assert readings.readings_of(desk.platform.table, one) == []

    def left() -> None:
        raise NotFound

    call = Call(
        *(desk.platform, None, ReadForQuery(purpose=ReadFor.ANSWER), "", "", "r-1"),
        known=replace(desk.caller(GUIDE), in_post=left),
    )
    with pytest.raises(NotFound):
        staff.read_consultation(call, one)


@pytest.mark.law("15.21")
def test_who_asked_sees_who_has_read_the_question_whole_by_post_and_organ(desk: Hall):
    one = forwarded(desk, asked(desk, text=WRITTEN))
    assert shown(desk, one).readings == []
    read(desk, one, GUIDE)
    read(desk, one, GUIDE, ReadFor.CALL_BACK)
    desk.clock.pass_time(minutes=1)
    read(desk, one, OFFICER, ReadFor.ANSWER)
    newest, older = shown(desk, one).readings
    assert (newest.role, newest.organ, newest.purpose_label) == ("officer", "阳江市市场监督管理局", "答复咨询")
    assert (older.role, older.organ, older.purpose_label) == ("guide", "阳江市政务服务中心", "反馈提问人")
    told = shown(desk, one).model_dump_json()
    for who in (GUIDE, OFFICER):
        actor = desk.caller(who).actor
        assert actor.sub not in told
        assert actor.name not in told
    with pytest.raises(NotFound):
        shown(desk, one, "citizen-huang")


@pytest.mark.parametrize("by", ["phone", "message"])
def test_who_has_left_no_contact_is_told_in_person_only(desk: Hall, by: ToldBy):
    one = replied(desk, forwarded(desk, came(desk, visitor=None)))
    with pytest.raises(Invalid) as refused:
        tell_asker(desk.platform, desk.caller(GUIDE), one, Telling(by=by))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/by", "visitor_without_contact")]
    tell_asker(desk.platform, desk.caller(GUIDE), one, Telling(by="in_person"))
    assert stored(desk, one).state is S.TOLD


def test_a_visitor_leaves_a_telephone_that_can_be_called(desk: Hall):
    with pytest.raises(ValidationError) as refused:
        came(desk, visitor={"name": "来访示例", "phone": "abc"})
    assert [error["type"] for error in refused.value.errors()] == ["telephone_format"]


def test_a_day_off_moves_the_alarm(desk: Hall):
    one = forwarded(desk, asked(desk))
    load_calendar(desk.platform, desk.caller("administrator"), day_off(date(2026, 11, 26)), "台风")
    desk.clock.move_to(desk.clock() + HOLDS_AFTER)
    desk.clock.move_to(datetime(2026, 11, 28, 0, 1, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    assert not stored(desk, one).overdue_told
    desk.clock.move_to(datetime(2026, 12, 1, 0, 1, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    assert stored(desk, one).overdue_told


def test_the_wrong_department_sends_it_back_with_its_reason(desk: Hall):
    one = forwarded(desk, asked(desk), "hrss")
    with pytest.raises(NotFound):
        replied(desk, one)
    back = SentBack(reason="许可由市场监管部门办理。")
    send_back_consultation(desk.platform, desk.caller(ELSEWHERE), one, back)
    assert (stored(desk, one).state, stored(desk, one).department) == (S.AT_DESK, None)
    assert waiting(desk, GUIDE) == [one]
    assert waiting(desk, ELSEWHERE) == []


def test_what_came_back_is_forwarded_again_with_a_reason_only(desk: Hall):
    one = forwarded(desk, asked(desk), "hrss")
    send_back_consultation(desk.platform, desk.caller(ELSEWHERE), one, SentBack(reason="许可由市场监管部门办理。"))
    for department in ("hrss", "food"):
        with pytest.raises(Invalid) as refused:
            forwarded(desk, one, department)
        assert [(error.pointer, error.code) for error in refused.value.errors] == [("/reason", "forwarded_again")]
    assert stored(desk, one).state is S.AT_DESK
    forwarded(desk, one, reason="经营餐饮，由市场监管部门答复。")
    assert (stored(desk, one).department, stored(desk, one).forward_reason) == (
        "food",
        "经营餐饮，由市场监管部门答复。",
    )


def test_what_nobody_has_answered_is_withdrawn(desk: Hall):
    one = asked(desk)
    withdraw_consultation(desk.platform, desk.caller(ASKER), one)
    assert waiting(desk, GUIDE) == []
    for again in (lambda: forwarded(desk, one), lambda: withdraw_consultation(desk.platform, desk.caller(ASKER), one)):
        with pytest.raises(WrongState):
            again()
    desk.clock.move_to(datetime(2026, 12, 20, tzinfo=SHANGHAI))
    sweep(desk.platform, FIRES)
    assert waiting(desk, "supervisor") == []


def test_wrong_items_and_departments_are_named(desk: Hall):
    for changes, pointer in (
        ({"item": "YM-X99"}, "/item"),
        ({"department": "food"}, "/department"),
        ({"kind": "advice"}, "/item"),
        ({"kind": "advice", "department": "nobody"}, "/department"),
        ({"kind": "advice", "item": "YM-P01", "department": "hrss"}, "/department"),
    ):
        with pytest.raises(Invalid) as refused:
            asked(desk, **changes)
        assert [error.pointer for error in refused.value.errors] == [pointer]
    one = asked(desk)
    with pytest.raises(Invalid) as refused:
        forwarded(desk, one, "nobody")
    assert [error.pointer for error in refused.value.errors] == ["/department"]


def test_what_people_typed_is_encrypted(desk: Hall):
    one = replied(desk, forwarded(desk, came(desk), reason="来访人很着急"))
    said = str([row for rows in desk.world.dynamo.store.rows.values() for row in rows.values()])
    for words in (QUESTION, VISITOR["phone"], "届满三十日前", "来访人很着急"):
        assert words not in said
    assert one in said
