"""At a peak a submission is refused before any call of AWS, and received when it comes again."""

import pytest

from chalicelib.cases.store import serials
from chalicelib.foundation import problems
from chalicelib.foundation.settings import Settings
from chalicelib.intake.acts import admitted
from chalicelib.intake.acts.admitted import AtPeak
from infra import gateway
from infra.parameters import parameters
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall


@pytest.fixture
def peak(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Half of those who come are let in; `chance` decides for whom."""
    serials.forget()
    monkeypatch.setattr(hall.platform, "settings", hall.platform.settings.model_copy(update={"admission_rate": 10}))
    here = serials.admission(hall.platform)
    here.share = 0.5
    here._moved = hall.platform.wall()
    chances = [0.9]
    monkeypatch.setattr(admitted, "_chance", lambda: chances[0])
    yield chances
    serials.forget()


def test_who_is_not_let_in_costs_no_call_and_is_received_with_the_same_key_later(hall: Hall, peak: list[float]):
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    caller, before, calls = hall.caller(COMPANY, case_id), hall.everything(), list[str]()
    hall.world.dynamo.before = calls.append
    with pytest.raises(AtPeak) as refused:
        hall.people.submit(case_id, caller)
    assert refused.value.status == 429
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 30
    assert calls == []
    assert hall.everything() == before
    assert hall.case(case_id)  # reads are answered
    peak[0] = 0.1
    receipt = hall.people.submit(case_id, caller)
    assert hall.case(case_id).number == receipt.facts["number"]
    peak[0] = 0.9
    with pytest.raises(AtPeak):
        hall.people.submit(case_id, caller)
    peak[0] = 0.1
    assert hall.people.submit(case_id, caller).facts == receipt.facts


def test_the_window_is_not_told_that_something_is_saved(hall: Hall, peak: list[float]):
    before = hall.everything()
    with pytest.raises(AtPeak) as refused:
        hall.people.receive_walk_in(hall.caller(CLERK))
    assert (refused.value.status, refused.value.code) == (429, "submissions_at_peak")
    assert "没有保存" in refused.value.title
    assert "已保存" not in refused.value.title
    assert hall.everything() == before
    peak[0] = 0.1
    assert hall.people.receive_walk_in(hall.caller(CLERK)).facts["number"]


def test_who_submits_is_told_that_draft_and_materials_are_saved(hall: Hall, peak: list[float]):
    case_id = hall.draft()
    with pytest.raises(AtPeak) as refused:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert "草稿和材料已保存" in refused.value.title


@pytest.mark.law("15.1")
def test_the_time_of_receipt_is_that_of_the_act_that_was_let_in(hall: Hall, peak: list[float]):
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    peak[0] = 0.1
    caller = hall.caller(COMPANY, case_id)
    hall.people.submit(case_id, caller)
    assert hall.case(case_id).received_at == caller.at


def test_without_a_rate_nothing_is_refused_and_nothing_is_counted(hall: Hall):
    assert Settings().admission_rate == 0
    here = serials.admission(hall.platform)
    here.share = 0.0
    assert here.admits(hall.platform.wall(), 0.999)


def test_it_is_a_passing_failure_that_the_client_is_told_to_repeat():
    assert issubclass(AtPeak, problems.TooMany)


def test_submissions_have_a_throttle_of_their_own_and_its_answer_says_when_to_come_again():
    settings = gateway.api("prod")["MethodSettings"]
    own = {one["ResourcePath"]: one["ThrottlingRateLimit"] for one in settings if one["HttpMethod"] == "POST"}
    assert own == {
        "/~1v1~1applications~1{case_id}~1submit": {"Ref": "SubmissionRate"},
        "/~1v1~1cases": {"Ref": "SubmissionRate"},
    }
    given = parameters("arm64")
    assert given["SubmissionRate"]["Default"] > given["AdmissionRate"]["Default"]
    throttled = next(answer for answer in gateway.ANSWERS if answer.response == "THROTTLED")
    assert (throttled.status, throttled.again) == (429, 2)
