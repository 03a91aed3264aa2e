import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.exchange.model import (
    ATTEMPTS_KEPT,
    PAUSES,
    TRIES,
    WHY_NO_ANSWER,
    Attempt,
    Delivery,
    Registration,
    delivery_of,
    message_id,
    pause,
    task_event,
    written,
)
from chalicelib.exchange.store import guard, wire
from chalicelib.exchange.tasks import send_callback, send_test
from proofs.kit.catalogue import place_of
from proofs.kit.tasks import review_task
from tests.exchange.conftest import AT, SECRET, URL

TASK = review_task()
NAMESPACE = place_of("441700").event_namespace


def test_the_event_is_a_cloud_event_of_ids_and_a_link():
    assert task_event(TASK, "https://yimen.example", NAMESPACE) == {
        "specversion": "1.0",
        "id": "msg_C0001_review_opened",
        "source": "https://yimen.example/v1",
        "type": "cn.gov.yangjiang.yimen.task.opened",
        "subject": "C0001.review",
        "time": "2026-11-24T09:00:00+08:00",
        "datacontenttype": "application/json",
        "data": {
            "task_id": "C0001.review",
            "case_id": "C0001",
            "kind": "review",
            "href": "https://yimen.example/v1/tasks/C0001.review?purpose=review",
        },
    }


def test_what_is_written_reads_back_the_same():
    event = task_event(TASK, "https://yimen.example", NAMESPACE)
    assert json.loads(written(event)) == event


def test_a_message_id_has_no_full_stop_and_is_the_same_every_time():
    assert message_id("C0001.review") == message_id("C0001.review") == "msg_C0001_review_opened"
    assert message_id("C0001.review") != message_id("C0002.review")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"),
        (202, "delivered"),
        (204, "delivered"),
        (301, "retrying"),
        (307, "retrying"),
        (400, "failed"),
        (401, "retrying"),
        (403, "retrying"),
        (404, "retrying"),
        (405, "failed"),
        (408, "retrying"),
        (410, "disabled"),
        (422, "failed"),
        (425, "retrying"),
        (429, "retrying"),
        (500, "retrying"),
        (503, "retrying"),
        (None, "retrying"),
    ],
)
def test_the_outcome_of_an_answer(status: int | None, outcome: str):
    assert Attempt(at=AT, ms=1, status=status).outcome == outcome


def tried(delivery: Delivery, state: str) -> Delivery:
    return delivery.tried(URL, Attempt(at=AT, ms=1, status=500), state)  # type: ignore[arg-type]


def test_only_delivered_and_obsolete_are_settled():
    fresh = delivery_of(TASK)
    assert not fresh.settled
    assert not tried(fresh, "retrying").settled
    assert tried(fresh, "delivered").settled
    assert (tried(fresh, "failed").settled, tried(fresh, "failed").given_up) == (False, True)
    assert tried(fresh, "failed").reason == "refused"
    assert fresh.closed("obsolete").settled
    assert not fresh.closed("disabled").settled


def test_the_last_attempt_exhausts_a_delivery_which_may_be_sent_again():
    exhausted = delivery_of(TASK)
    for _ in range(TRIES):
        assert exhausted.reason is None
        exhausted = tried(exhausted, "retrying")
    assert (exhausted.state, exhausted.reason, exhausted.settled) == ("failed", "exhausted", False)
    assert (tried(exhausted, "retrying").state, tried(exhausted, "retrying").tries) == ("retrying", 1)
    again = tried(exhausted, "delivered")
    assert (again.state, again.reason, again.settled) == ("delivered", None, True)


def test_only_the_last_attempts_are_kept():
    delivery = delivery_of(TASK)
    for second in range(ATTEMPTS_KEPT + 5):
        attempt = Attempt(at=AT + timedelta(seconds=second), ms=1, error="timeout")
        delivery = delivery.tried(URL, attempt, "retrying")
    assert len(delivery.attempts) == ATTEMPTS_KEPT
    assert delivery.attempts[-1].at == delivery.last_at == AT + timedelta(seconds=ATTEMPTS_KEPT + 4)


@given(st.integers(1, 20), st.floats(0, 1), st.one_of(st.none(), st.integers(0, 10**6)))
def test_a_pause_is_between_seconds_and_a_day(tries: int, jitter: float, asked: int | None):
    waited = pause(tries, jitter, asked).total_seconds()
    assert 4 <= waited <= PAUSES[-1]
    assert waited >= min(asked or 0, PAUSES[-1])


def test_pauses_grow_vary_and_add_up_to_some_75_hours():
    usual = [pause(tries, 0.5) for tries in range(1, TRIES)]
    assert [waited.total_seconds() for waited in usual] == list(PAUSES)
    assert usual == sorted(usual)
    assert timedelta(hours=75) < sum(usual, timedelta()) < timedelta(hours=76)
    assert pause(1, 0.0) < pause(1, 1.0)
    assert pause(1, 0.0, asked=60) == timedelta(minutes=1)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_",
        "whsec_c2hvcnQ=",
        "whsec_" + "QUJD" * 22,
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!",
        "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ],
)
def test_a_weak_or_malformed_secret_is_refused_without_repeating_it(secret: str):
    with pytest.raises(ValidationError, match="密钥应为 whsec_") as refusal:
        Registration.model_validate({"secret": secret})
    assert not secret.removeprefix("whsec_") or secret not in str(refusal.value)


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        ({"error": "dns_failed"}, "回调地址的域名无法解析，请检查域名是否正确"),
        ({"error": "something_new"}, "投递失败"),
        ({"status": 500}, "贵方系统返回 HTTP 500"),
        ({"status": 410}, "贵方系统返回 HTTP 410"),
        ({"status": 204}, None),
    ],
)
def test_an_attempt_says_why_it_did_not_deliver(outcome: dict[str, Any], message: str | None):
    assert Attempt(at=AT, ms=1, **outcome).message == message


def test_every_reason_there_is_has_its_sentence():
    """The codes as the guard, the wire and the sender write them."""
    sources = "".join(Path(module.__file__ or "").read_text() for module in (guard, wire, send_callback, send_test))
    codes = re.findall(r'(?:Blocked|Unreachable)\("([a-z_]+)"|error ?= ?"([a-z_]+)"|return "([a-z_]+)"', sources)
    written = {code for found in codes for code in found if code} | {"tls_failed", "bad_response"}
    assert written == set(WHY_NO_ANSWER)


def test_a_registration_does_not_show_its_secret():
    registration = Registration.model_validate({"url": URL, "secret": SECRET})
    assert registration.secret.get_secret_value() == SECRET
    assert SECRET not in repr(registration) + str(registration) + registration.model_dump_json()
