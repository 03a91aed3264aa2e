"""审批前服务: advice by the department before an application: appointed, answered in time, linked with a case (R45)."""

from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.consultations.acts.appoint_advice import NewAppointment, appoint_advice
from chalicelib.consultations.acts.link_consultation import LinkedAlready, LinkedCase, link_consultation
from chalicelib.consultations.api import staff
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.store import consultations
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid
from chalicelib.http.routes import Call
from proofs.kit.hall import Hall
from tests.consultations.desk import OFFICER, asked, ready, replied, stored

COMPANY = "company"


@pytest.fixture
def desk(hall: Hall) -> Hall:
    return ready(hall)


def advice(desk: Hall) -> str:
    return asked(desk, COMPANY, kind="advice", item="YM-P01")


def appointed(desk: Hall, one: str, at: datetime) -> None:
    appoint_advice(desk.platform, desk.caller(OFFICER), one, NewAppointment(at=at, place="三楼咨询室"))


@pytest.mark.requirement("R45")
def test_advice_goes_to_the_department_at_once_and_is_answered_within_its_term(desk: Hall):
    one = advice(desk)
    assert (stored(desk, one).department, stored(desk, one).due) == ("food", date(2026, 12, 1))
    appointed(desk, one, datetime(2026, 11, 26, 15, tzinfo=SHANGHAI))
    assert stored(desk, one).state is ConsultationState.APPOINTED
    replied(desk, one)
    last = consultations.events(desk.platform.table, one)[-1]
    assert (last.type, last.data["late"]) == ("replied", False)


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2026, 11, 23, 15, tzinfo=SHANGHAI), "appointment_past"),
        (datetime(2026, 11, 28, 15, tzinfo=SHANGHAI), "appointment_off_day"),
        (datetime(2026, 12, 2, 15, tzinfo=SHANGHAI), "appointment_after_due"),
    ],
)
def test_an_appointment_is_a_workday_within_the_term(desk: Hall, at: datetime, code: str):
    with pytest.raises(Invalid) as refused:
        appointed(desk, advice(desk), at)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/at", code)]


@pytest.mark.requirement("R45")
def test_the_answer_is_linked_with_the_later_case(desk: Hall):
    one, case_id = replied(desk, advice(desk)), desk.accepted()
    caller = desk.caller(COMPANY)
    link_consultation(desk.platform, caller, one, LinkedCase(case=case_id))
    assert stored(desk, one).case == case_id
    for purpose, reply in ((None, "***"), ("review", "届满三十日前申请延续。")):
        query: Any = staff.PurposeQuery.model_validate({"purpose": purpose} if purpose else {})
        call = Call(desk.platform, None, query, "", "", "r-1", known=desk.caller(OFFICER))
        body: Any = staff.list_consultations_of_case(call, case_id).body
        (told,) = body.consultations
        assert (told.id, told.reply) == (one, reply)
    with pytest.raises(LinkedAlready):
        link_consultation(desk.platform, desk.caller(COMPANY), one, LinkedCase(case=case_id))


def test_nobody_links_a_case_of_somebody_else(desk: Hall):
    one = replied(desk, asked(desk, kind="advice", item="YM-P01"))
    with pytest.raises(Invalid) as refused:
        link_consultation(desk.platform, desk.caller("citizen-lin"), one, LinkedCase(case=desk.accepted()))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/case", "case_unknown")]
