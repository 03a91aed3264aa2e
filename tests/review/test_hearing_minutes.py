"""听证 (行政许可法48): who chairs has not examined the case, and the decision rests on the minutes."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.acts.disclose import Seen
from chalicelib.cases.api.case_answers import case_seen
from chalicelib.cases.model.clock_acts import RESUME
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.hearing import unheard
from chalicelib.cases.model.minutes import Hearing, Minutes, as_ended
from chalicelib.documents.model.clock_notices import RECUSAL
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.review.acts.answer_task import ReviewAnswer
from chalicelib.review.acts.resume import Ending, MinutesTaken, resume
from proofs.kit.cast import CHIEF, OFFICER
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from proofs.kit.hearings import MINUTES, TOLD

CHECK = {"at": "2026-11-24T10:30:00+08:00", "place": "经营场所", "findings": "布局合理", "officers": ["张一", "李二"]}


def hear(hall: Hall, case_id: str, **told: Any) -> None:
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), "hearing", 7, **told)


def end(hall: Hall, case_id: str, ending: Ending, kind: Any = "hearing") -> None:
    resume(hall.platform, hall.caller(CHIEF, case_id), case_id, kind, None, ending)


def taken(**other: Any) -> MinutesTaken:
    return MinutesTaken.model_validate({**MINUTES, **other})


def refused(what: Any, *args: Any, **named: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(Invalid) as found:
        what(*args, **named)
    return [(error.pointer, error.code, error.message) for error in found.value.errors]


def documents(hall: Hall, case_id: str) -> list[str]:
    return [row["data"] for row in hall.rows(case_id, keys.DOCUMENT) if "data" in row]


@pytest.mark.law("6.2")
def test_the_notice_names_chair_and_place_and_the_right_to_have_somebody_else(hall: Hall):
    case_id = hall.accepted()
    wrong = refused(hear, hall, case_id, chair=None, place=None)
    assert [one[:2] for one in wrong] == [("/chair", "hearing_chair_missing"), ("/place", "hearing_place_missing")]
    hear(hall, case_id)
    assert hall.case(case_id).hearings == (Hearing.model_validate(TOLD),)
    notice = next(text for text in documents(hall, case_id) if "听证主持人" in text)
    assert all(words in notice for words in (*TOLD.values(), RECUSAL))


@pytest.mark.law("15.9")
def test_a_later_notice_keeps_chair_and_place(hall: Hall):
    case_id = hall.accepted()
    hear(hall, case_id)
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), "hearing", 9, chair=None, place="上午十时，听证室")
    assert hall.case(case_id).hearings == (Hearing(chair=TOLD["chair"], place="上午十时，听证室"),)


@pytest.mark.law("6.2", "15.10")
@pytest.mark.parametrize("name", ["the examiner", "张一", " 李 二（科长）"])
def test_who_has_examined_does_not_chair(hall: Hall, name: str):
    case_id = hall.accepted()
    chair = hall.caller(OFFICER).actor.name if name == "the examiner" else name
    hall.clock.at += timedelta(hours=3)
    checked = ReviewAnswer.model_validate({"recommendation": "grant", "opinion": "符合条件", "site_check": CHECK})
    hall.answer(case_id, checked)
    ((pointer, code, message),) = refused(hear, hall, case_id, chair=chair)
    assert (pointer, code) == ("/chair", "chair_has_examined")
    assert "第四十八条第一款第三项" in message
    hear(hall, case_id)
    assert hall.case(case_id).hearings[0].chair == TOLD["chair"]


@pytest.mark.law("6.2", "15.10")
def test_who_took_up_the_review_after_the_notice_has_not_chaired(hall: Hall):
    case_id, name = hall.accepted(), hall.caller(OFFICER).actor.name
    hear(hall, case_id, chair=name)
    hall.people.claim_task(case_id, hall.caller(OFFICER))
    assert [one[:2] for one in refused(end, hall, case_id, Ending(taken(chair=name)))] == [
        ("/minutes/chair", "chair_has_examined")
    ]
    end(hall, case_id, Ending(taken()))


@pytest.mark.law("6.2", "15.9")
@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_a_hearing_ends_with_its_minutes_and_the_decision_rests_on_them(hall: Hall, outcome: Any):
    case_id = hall.reviewed()
    hear(hall, case_id)
    ((pointer, code, message),) = refused(end, hall, case_id, Ending())
    assert (pointer, code) == ("/minutes", "minutes_missing")
    assert "第四十八条第二款" in message
    with pytest.raises(Conflict, match="听证尚未结束"):
        hall.decide(case_id, outcome)
    end(hall, case_id, Ending(taken()))
    (held,) = hall.case(case_id).hearings
    assert held.minutes
    assert (held.minutes.attended, held.minutes.held_on) == (tuple(MINUTES["attended"]), hall.clock.at.date())
    hall.decide(case_id, outcome)
    assert any("根据2026年11月24日举行的听证的笔录" in text for text in documents(hall, case_id))


def test_no_decision_names_a_hearing_that_was_not_held(hall: Hall):
    case_id = hall.reviewed()
    hear(hall, case_id)
    end(hall, case_id, Ending(not_held="申请人撤回听证申请"))
    assert hall.case(case_id).hearings[0].not_held == "申请人撤回听证申请"
    hall.decide(case_id)
    assert not any("举行的听证的笔录" in text for text in documents(hall, case_id))


@pytest.mark.law("6.2")
def test_where_the_law_demands_a_hearing_nobody_decides_without_minutes(hall: Hall):
    """娱乐场所管理条例10."""
    item, case = item_document("YM-P07"), hall.case(hall.accepted())
    found = unheard(case, item)
    assert found
    assert found.code == "hearing_not_held"
    not_held = case.model_copy(update={"hearings": as_ended((), None, "申请人撤回听证申请")})
    assert unheard(not_held, item) == found
    minutes = Minutes(held_on=hall.clock.at.date(), chair="钟示例", attended=("林示例",), argued="没有异议")
    assert unheard(case.model_copy(update={"hearings": as_ended((), minutes, None)}), item) is None
    assert unheard(case, item_document("YM-P01")) is None


def test_the_event_of_the_minutes_names_nobody(hall: Hall):
    case_id = hall.accepted()
    hear(hall, case_id)
    end(hall, case_id, Ending(taken()))
    event = next(event for event in hall.events(case_id) if event.type == RESUME.event)
    assert event.data["minutes"]
    assert not any(name in str(event.data) for name in (TOLD["chair"], *MINUTES["attended"], MINUTES["argued"]))


@pytest.mark.parametrize(
    ("ending", "fault"),
    [
        (Ending(taken()), ("/minutes", "not_a_hearing")),
        (Ending(not_held="没有举行"), ("/not_held", "not_a_hearing")),
    ],
)
def test_only_a_hearing_has_minutes(hall: Hall, ending: Ending, fault: tuple[str, str]):
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    assert [one[:2] for one in refused(end, hall, case_id, ending, "inspection_test")] == [fault]


def test_what_was_held_is_not_told_as_not_held(hall: Hall):
    case_id = hall.accepted()
    hear(hall, case_id)
    both = refused(end, hall, case_id, Ending(taken(), "没有举行"))
    assert [one[:2] for one in both] == [("/not_held", "hearing_was_held")]


@pytest.mark.parametrize("wrong", [{"signed": False}, {"attended": []}, {"argued": ""}])
def test_minutes_are_signed_and_say_who_came_and_what_was_argued(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        taken(**wrong)


def test_the_window_reads_minutes_with_a_purpose_only(hall: Hall):
    case_id = hall.accepted()
    hear(hall, case_id)
    case = hall.case(case_id)
    assert case_seen(case, Seen(Sight.MASKED, {}, "")).hearings is None
    assert case_seen(case, Seen(Sight.WHOLE, {}, "")).hearings == list(case.hearings)
