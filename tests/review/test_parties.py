"""利害关系人: told by a numbered notice, served, heard; until then nothing is decided (行政许可法36, 46, 47)."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.interested import Interested
from chalicelib.cases.model.parties import MOST
from chalicelib.cases.store.due_days import end_of
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store import vault
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.review.acts.decide import Proofs, decide
from chalicelib.review.acts.tell_party import require_possible
from proofs.kit.cases_so_far import party_told
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall
from proofs.kit.interested import CONCERNED, REFERENCE, WAIVES

TOLD = date(2026, 11, 24)
# Five workdays after Tuesday 2026-11-24.
LAST = date(2026, 12, 1)


def reviewed(hall: Hall) -> str:
    case_id = party_told(hall)
    hall.answer(case_id)
    hall.carry_out_everything()
    return case_id


def serve(hall: Hall, case_id: str, **said: Any) -> Any:
    made = hall.people.serve_party(case_id, hall.caller(CHIEF, case_id), **said)
    hall.issue_documents()
    return made


def held_back(hall: Hall, case_id: str, outcome: Any = "grant") -> str:
    before = hall.everything()
    with pytest.raises(Conflict) as told:
        hall.decide(case_id, outcome)
    assert hall.everything() == before
    assert "第四十七条" in told.value.title
    return told.value.code


def paper(hall: Hall, case_id: str, kind: DocumentKind) -> vault.WholeDocument:
    (found,) = (one for one in vault.whole_documents(hall.platform, case_id) if one.kind == kind)
    return found


@pytest.mark.law("2.3", "15.4", "15.9")
def test_the_notice_is_numbered_and_tells_matter_and_rights(hall: Hall):
    case_id = party_told(hall)
    notice = paper(hall, case_id, DocumentKind.PARTY_NOTICE)
    assert notice.number == "阳市监食利告字〔2026〕1号"
    for said in (
        CONCERNED["name"],
        CONCERNED["address"],
        CONCERNED["matter"],
        "陈述和申辩",
        "要求听证的权利",
        "五日（以工作日计算，不含法定节假日）内",
    ):
        assert said in notice.data
    told = str([event.data for event in hall.events(case_id)])
    assert CONCERNED["name"] not in told
    assert CONCERNED["address"] not in told


@pytest.mark.law("2.3", "15.9")
def test_the_applicant_is_told_of_the_right_to_a_hearing_once_and_of_nobodys_address(hall: Hall):
    case_id = party_told(hall)
    hall.people.tell_party(case_id, hall.caller(CHIEF, case_id), name="另一名邻居")
    hall.issue_documents()
    own = paper(hall, case_id, DocumentKind.HEARING_RIGHT_NOTICE)  # one of both acts
    assert (own.number, own.to_applicant) == ("阳市监食听告字〔2026〕1号", True)
    for said in ("要求听证的权利", "五日（以工作日计算", "陈述和申辩", "第四十七条"):
        assert said in own.data
    for said in CONCERNED.values():
        assert said not in own.data


@pytest.mark.law("2.3", "15.9")
@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_nothing_is_decided_before_the_service_and_before_five_workdays_after_it(hall: Hall, outcome: Any):
    case_id = reviewed(hall)
    assert held_back(hall, case_id, outcome) == "party_unserved"
    served = serve(hall, case_id)
    assert served.facts["until"] == str(LAST)
    assert held_back(hall, case_id, outcome) == "party_awaited"
    hall.clock.move_to(end_of(LAST) - timedelta(seconds=1))
    assert held_back(hall, case_id, outcome) == "party_awaited"
    hall.clock.move_to(end_of(LAST))
    hall.decide(case_id, outcome)
    assert hall.case(case_id).outcome == outcome


@pytest.mark.law("2.3")
def test_silence_and_answers_stand_in_the_decision(hall: Hall):
    case_id = reviewed(hall)
    serve(hall, case_id)
    hall.clock.move_to(end_of(LAST))
    hall.decide(case_id)
    said = hall.case(case_id).interested
    assert said is not None
    assert (said.told_on, said.response) == (TOLD, "silent")
    assert "期满没有提出意见，也没有要求听证" in paper(hall, case_id, DocumentKind.GRANT_DECISION).data


@pytest.mark.law("2.3")
def test_who_waives_is_not_waited_for(hall: Hall):
    case_id = reviewed(hall)
    hall.clock.move_to(datetime.combine(LAST, time(10), SHANGHAI))
    serve(hall, case_id)
    hall.clock.move_to(end_of(LAST))
    assert held_back(hall, case_id) == "party_awaited"
    hall.people.hear_party(case_id, hall.caller(CHIEF, case_id))
    hall.decide(case_id)
    assert hall.case(case_id).status is Status.DECIDED
    assert WAIVES["reference"] not in str([event.data for event in hall.events(case_id)])


@pytest.mark.law("2.3", "15.9")
def test_the_applicant_has_the_five_days_too_whatever_the_parties_waive(hall: Hall):
    """许可法47: the applicant is told of the right to a hearing with the first of them."""
    case_id = reviewed(hall)
    hall.people.hear_party(case_id, hall.caller(CHIEF, case_id))
    for moment in (TOLD, LAST):
        hall.clock.move_to(datetime.combine(moment, time(23), SHANGHAI))
        assert held_back(hall, case_id) == "party_awaited"
    hall.clock.move_to(end_of(LAST))
    hall.decide(case_id)
    assert hall.case(case_id).outcome == "grant"


@pytest.mark.law("2.3", "6.1", "15.9")
def test_who_asks_for_a_hearing_has_it_before_any_decision(hall: Hall):
    case_id = reviewed(hall)
    serve(hall, case_id)
    asks = {"response": "heard", "hearing_asked": True}
    hall.people.hear_party(case_id, hall.caller(CHIEF, case_id), **asks)
    hall.clock.move_to(end_of(LAST + timedelta(days=9)))
    for outcome in ("grant", "refuse"):
        assert held_back(hall, case_id, outcome) == "party_hearing_open"
    hall.people.hear_party(case_id, hall.caller(CHIEF, case_id))  # it waives what it has asked for
    hall.decide(case_id)
    assert hall.case(case_id).outcome == "grant"


@pytest.mark.law("6.1")
def test_a_hearing_is_asked_for_within_the_five_days(hall: Hall):
    case_id = party_told(hall)
    serve(hall, case_id)
    hall.clock.move_to(end_of(LAST))
    with pytest.raises(Conflict) as told:
        hall.people.hear_party(case_id, hall.caller(CHIEF, case_id), response="heard", hearing_asked=True)
    assert told.value.code == "hearing_too_late"


@pytest.mark.law("2.3")
def test_each_party_has_days_of_its_own_and_the_last_one_counts(hall: Hall):
    case_id = reviewed(hall)
    serve(hall, case_id)
    hall.clock.move_to(datetime.combine(LAST, time(10), SHANGHAI))
    hall.people.tell_party(case_id, hall.caller(CHIEF, case_id), name="另一名邻居")
    hall.carry_out_everything()
    hall.issue_documents()
    hall.clock.move_to(end_of(LAST))
    assert held_back(hall, case_id) == "party_unserved"
    serve(hall, case_id)
    assert held_back(hall, case_id) == "party_awaited"
    hall.people.hear_party(case_id, hall.caller(CHIEF, case_id), response="waived")
    hall.decide(case_id)
    said = hall.case(case_id).interested
    assert said is not None
    assert said.response == "silent"
    decision = paper(hall, case_id, DocumentKind.GRANT_DECISION).data
    assert "利害关系人1名期满没有提出意见，也没有要求听证，1名已书面放弃陈述、申辩和听证。" in decision


@pytest.mark.law("15.4")
def test_the_service_has_a_record_and_happens_once(hall: Hall):
    case_id = party_told(hall)
    serve(hall, case_id, mode="post", received_by=None)
    record = paper(hall, case_id, DocumentKind.SERVICE_RECORD)
    for said in ("邮寄送达", "阳市监食利告字〔2026〕1号", CONCERNED["address"]):
        assert said in record.data
    with pytest.raises(Conflict) as told:
        serve(hall, case_id)
    assert told.value.code == "party_served"


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-25"])
def test_it_is_served_between_the_notice_and_today(hall: Hall, day: str):
    case_id = party_told(hall)
    with pytest.raises(Invalid) as told:
        serve(hall, case_id, served_on=day)
    assert [error.code for error in told.value.errors] == ["service_day"]


@pytest.mark.law("15.4")
def test_a_public_notice_serves_after_thirty_days_and_at_no_address(hall: Hall):
    """民事诉讼法95."""
    case_id, over = party_told(hall), TOLD + timedelta(days=30)
    hall.clock.move_to(datetime.combine(over - timedelta(days=1), time(10), SHANGHAI))
    for day in (TOLD, over - timedelta(days=1), over):  # the last is still to come
        with pytest.raises(Invalid) as told:
            serve(hall, case_id, mode="public_notice", received_by=None, served_on=str(day))
        assert told.value.errors[0].pointer == "/served_on"
    hall.clock.move_to(datetime.combine(over, time(10), SHANGHAI))
    serve(hall, case_id, mode="public_notice", received_by=None, served_on=str(over))
    record = paper(hall, case_id, DocumentKind.SERVICE_RECORD).data
    assert "民事诉讼法》第九十五条" in record
    assert "第八十七条" not in record
    assert CONCERNED["address"] not in record


@pytest.mark.law("15.4")
@pytest.mark.parametrize(
    ("mode", "received_by", "code"),
    [("direct", None, "receiver_missing"), ("left", "林志远", "receiver_unfit")],
)
def test_who_was_handed_it_has_signed_and_nobody_where_it_was_left(
    hall: Hall, mode: str, received_by: str | None, code: str
):
    case_id = party_told(hall)
    with pytest.raises(Invalid) as told:
        serve(hall, case_id, mode=mode, received_by=received_by)
    assert [(error.pointer, error.code) for error in told.value.errors] == [("/received_by", code)]
    assert hall.case(case_id).parties[0].served_on is None


def test_a_notice_that_could_not_be_printed_was_not_served(hall: Hall):
    case_id = hall.accepted()
    hall.people.tell_party(case_id, hall.caller(CHIEF, case_id), name="林\ue000志")
    hall.carry_out_everything()
    hall.issue_documents()
    assert paper(hall, case_id, DocumentKind.PARTY_NOTICE).state == vault.HELD
    with pytest.raises(Conflict) as told:
        serve(hall, case_id)
    assert told.value.code == "document_held"


def test_the_applicant_does_not_read_the_address_of_a_neighbour(hall: Hall):
    case_id = party_told(hall)
    serve(hall, case_id)
    shown = vault.documents(hall.platform, case_id)
    own = [one.kind for one in shown if one.to_applicant]
    assert DocumentKind.PARTY_NOTICE not in own
    assert DocumentKind.SERVICE_RECORD not in own


def test_a_party_that_was_not_told_is_not_found(hall: Hall):
    case_id = party_told(hall)
    with pytest.raises(NotFound):
        hall.people.hear_party(case_id, hall.caller(CHIEF, case_id), no=2)


@pytest.mark.parametrize(("licence", "told", "code"), [(False, 0, "not_a_licence"), (True, MOST, "too_many_parties")])
def test_what_is_no_licence_has_its_own_law_and_many_are_told_by_public_notice(told: int, code: str, *, licence: bool):
    with pytest.raises(Conflict) as refused:
        require_possible(licence=licence, told=told)
    assert refused.value.code == code


def test_what_is_on_record_is_not_stated_again(hall: Hall):
    case_id = reviewed(hall)
    hall.people.hear_party(case_id, hall.caller(CHIEF, case_id))
    hall.clock.move_to(end_of(LAST))
    said = {"told_on": TOLD, "response": "waived", "reference": REFERENCE}
    proofs = Proofs(interested=Interested.model_validate(said))
    face, caller = hall.people.stated_face(case_id), hall.caller(CHIEF, case_id)
    with pytest.raises(Invalid) as told:
        decide(hall.platform, caller, case_id, "grant", [], face=face, proofs=proofs)
    assert [error.code for error in told.value.errors] == ["interested_on_record"]
