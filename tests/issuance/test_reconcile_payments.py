"""逐日核对缴费: each difference between a day's payments and the provider's list is found, kept and shown (R70)."""

import json
from collections.abc import Mapping
from datetime import UTC, date, timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.foundation import names, register_keys, telemetry
from chalicelib.foundation.platform import wall_clock
from chalicelib.foundation.problems import NotFound
from chalicelib.http.routes import Call
from chalicelib.issuance.acts.reconcile_payments import Reconciled, reconcile_payments
from chalicelib.issuance.acts.record_payment import record_payment
from chalicelib.issuance.api.payment_days import DaysQuery, WholeDay, list_payment_days, read_payment_day
from chalicelib.issuance.model.payment_days import NoList
from chalicelib.issuance.store import payment_days
from chalicelib.issuance.store.payment_lists import PaymentLists
from chalicelib.issuance.store.provider import known_provider
from local.payments.lists import answer
from local.payments.simulator import Simulator
from proofs.kit.dynamo import nothing
from proofs.kit.fees import FEN, connect, ordered, park, pay
from proofs.kit.hall import Hall
from proofs.kit.payment_lists import MemoryLists, listed, reconciled

pytestmark = pytest.mark.requirement("R70")
ONE_DAY = timedelta(days=1)


@pytest.fixture
def case_id(hall: Hall) -> str:
    connect(hall.platform)
    return ordered(hall)


def day_over(hall: Hall) -> date:
    """The day that was, an hour and more after its end."""
    day = hall.platform.now().date()
    hall.clock.pass_time(days=1)
    return day


def shown(hall: Hall, day: date) -> WholeDay:
    call = Call(hall.platform, None, None, "", "", "", known=hall.caller("supervisor"))
    return read_payment_day(call, day.isoformat()).body  # type: ignore[return-value]


def kinds(hall: Hall, day: date) -> list[tuple[str, str]]:
    return [(one.kind, one.payment) for one in shown(hall, day).found]


def test_a_day_on_which_all_agree_is_reconciled(hall: Hall, case_id: str):
    pay(hall.platform, case_id)
    line = listed(hall.platform, order_no(case_id))
    day = day_over(hall)
    assert reconciled(hall.platform, MemoryLists({day: [line]})) == Reconciled(1, 0)
    known = shown(hall, day)
    assert (known.state, known.listed, known.kept, known.same, known.found) == ("reconciled", 1, 1, 1, [])
    again = MemoryLists()
    assert reconciled(hall.platform, again) == Reconciled(0, 0)
    assert again.asked == []


def test_a_payment_that_was_never_notified_is_recorded_and_told_as_a_difference(hall: Hall, case_id: str):
    line = listed(hall.platform, order_no(case_id), receipt_no="4417-SIM1")
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists({day: [line]}))
    fee = hall.case(case_id).fee
    assert fee is not None
    assert (fee.state, fee.payments[0].no, fee.payments[0].receipt_no) == ("paid", "SIM1", "4417-SIM1")
    assert kinds(hall, day) == [("missing_here", "SIM1")]
    before = hall.everything()
    record_payment(hall.platform, order_no(case_id), line.told)
    assert hall.everything() == before


def test_one_that_is_listed_under_a_number_of_nobody_is_parked(hall: Hall, case_id: str):
    line = listed(hall.platform, "YM-nobody", "SIM7")
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists({day: [line]}))
    assert hall.platform.table.get(register_keys.unknown_payment("SIM7"))
    assert kinds(hall, day) == [("missing_here", "SIM7")]


def test_a_payment_that_the_list_lacks_stays_and_is_shown(hall: Hall, case_id: str):
    pay(hall.platform, case_id)
    park(hall.platform)
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists())
    assert kinds(hall, day) == [("missing_there", "SIM1"), ("missing_there", "SIM9")]
    assert (shown(hall, day).state, shown(hall, day).differences) == ("differs", 2)
    assert reconciled(hall.platform, MemoryLists()) == Reconciled(0, 0)
    fee = hall.case(case_id).fee
    assert fee is not None
    assert fee.state == "paid"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [({"fen": FEN + 1}, "amount_differs"), ({"order": "YM-other"}, "order_differs")],
)
def test_a_line_that_says_something_else_changes_nothing_and_is_shown(
    hall: Hall, case_id: str, changes: dict[str, Any], kind: str
):
    pay(hall.platform, case_id)
    line = listed(hall.platform, **{"order": order_no(case_id), **changes})
    day = day_over(hall)
    before = hall.case(case_id)
    reconciled(hall.platform, MemoryLists({day: [line]}))
    assert hall.case(case_id) == before
    (found,) = shown(hall, day).found
    assert (found.kind, found.order, found.fen) == (kind, order_no(case_id), FEN)
    assert (found.order_there, found.fen_there) == (line.order, line.fen)


def test_a_number_that_is_listed_twice_counts_once(hall: Hall, case_id: str):
    pay(hall.platform, case_id)
    line = listed(hall.platform, order_no(case_id))
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists({day: [line, line]}))
    known = shown(hall, day)
    assert (known.listed, known.same, kinds(hall, day)) == (1, 1, [("listed_twice", "SIM1")])


def test_the_day_is_that_of_legal_time(hall: Hall, case_id: str):
    """23:59:59 of one day and 0:00 of the next one, told in UTC."""
    start = hall.platform.now().replace(hour=0, minute=0, second=0)
    late, early = start + ONE_DAY - timedelta(seconds=1), start + ONE_DAY
    for no, at in (("SIM1", late), ("SIM2", early)):
        told = Told(no, FEN, at.astimezone(UTC))
        record_payment(hall.platform, order_no(case_id), told)
    found = [payment_days.known_of(hall.platform.table, at.date()) for at in (late, early)]
    assert [[one.payment for one in day] for day in found] == [["SIM1"], ["SIM2"]]


def test_a_payment_that_the_list_has_on_the_day_beside_it_is_the_same(hall: Hall, case_id: str):
    pay(hall.platform, case_id)
    line = listed(hall.platform, order_no(case_id))
    first = day_over(hall)
    second = day_over(hall)
    reconciled(hall.platform, MemoryLists({first: [line], second: [line]}))
    assert (kinds(hall, second), shown(hall, second).same) == ([], 1)


def test_a_payment_from_before_days_had_entries_is_no_difference(hall: Hall, case_id: str):
    pay(hall.platform, case_id)
    line, day = listed(hall.platform, order_no(case_id)), hall.platform.now().date()
    (row,) = hall.world.stored(register_keys.payments_of_day(day.isoformat()))
    hall.platform.table.client.delete_item(TableName=hall.platform.table.name, Key={"pk": row["pk"], "sk": row["sk"]})
    day_over(hall)
    reconciled(hall.platform, MemoryLists({day: [line]}))
    assert (kinds(hall, day), shown(hall, day).same) == ([], 1)


# ------------------------------------------------------------------------------------------- lists that fail, and runs
def test_a_day_whose_list_fails_is_shown_and_tried_again(hall: Hall, case_id: str, monkeypatch: pytest.MonkeyPatch):
    rung = list[tuple[str, float]]()
    monkeypatch.setattr(telemetry, "gauge", lambda metric, value, **_: rung.append((metric, value)))
    pay(hall.platform, case_id)
    line = listed(hall.platform, order_no(case_id))
    day = day_over(hall)
    lists = MemoryLists({day: "not_ready"})
    for tries in (1, 2):
        assert reconciled(hall.platform, lists) == Reconciled(0, 1)
        known = shown(hall, day)
        assert (known.state, known.why, known.tries) == ("not_reconciled", "not_ready", tries)
    assert rung == []
    day_over(hall)
    assert reconciled(hall.platform, lists) == Reconciled(1, 1)
    assert rung == [(names.PAYMENT_DAYS_OPEN, 1)]
    lists.days[day] = [line]
    assert reconciled(hall.platform, lists) == Reconciled(1, 0)
    known = shown(hall, day)
    assert (known.state, known.why, known.tries, known.same) == ("reconciled", None, 4, 1)


def test_a_provider_that_is_silent_is_asked_once_a_run(hall: Hall, case_id: str):
    first = day_over(hall)
    reconciled(hall.platform, lists := MemoryLists({first: "timeout"}))
    day_over(hall)
    assert reconciled(hall.platform, lists) == Reconciled(0, 2)
    assert lists.asked == [first, first]


def test_days_that_no_run_has_met_are_made_good_in_order(hall: Hall, case_id: str):
    first = day_over(hall)
    reconciled(hall.platform, MemoryLists())
    hall.clock.pass_time(days=4)
    assert reconciled(hall.platform, lists := MemoryLists()) == Reconciled(4, 0)
    assert lists.asked == [first + number * ONE_DAY for number in (1, 2, 3, 4)]


def test_a_run_whose_time_is_over_leaves_the_rest_to_the_next(hall: Hall, case_id: str):
    day_over(hall)
    done = reconcile_payments(hall.platform, lambda: timedelta(seconds=1), lists := MemoryLists())
    assert (done, lists.asked) == (Reconciled(0, 1), [])


def test_the_day_is_not_asked_for_before_an_hour_has_passed(hall: Hall, case_id: str):
    today = hall.platform.now()
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0) + ONE_DAY
    hall.clock.pass_time(midnight + timedelta(minutes=59) - today)
    reconciled(hall.platform, lists := MemoryLists())
    assert today.date() not in lists.asked
    hall.clock.pass_time(timedelta(minutes=2))
    reconciled(hall.platform, lists)
    assert today.date() in lists.asked


def test_a_notification_that_comes_after_its_day_was_compared_has_it_compared_anew(hall: Hall, case_id: str):
    told = Told("SIM1", FEN, hall.platform.now())
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists())
    record_payment(hall.platform, order_no(case_id), told)
    assert reconciled(hall.platform, MemoryLists()) == Reconciled(1, 0)
    assert kinds(hall, day) == [("missing_there", "SIM1")]


def test_a_difference_that_the_next_comparison_has_not_is_taken_away(hall: Hall, case_id: str):
    pay(hall.platform, case_id)
    line = listed(hall.platform, order_no(case_id))
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists())
    assert kinds(hall, day) == [("missing_there", "SIM1")]
    record_payment(hall.platform, "YM-nobody", Told("SIM9", FEN, line.at))
    reconciled(hall.platform, MemoryLists({day: [line]}))
    assert kinds(hall, day) == [("missing_there", "SIM9")]


def test_without_a_provider_nothing_is_done(hall: Hall):
    day_over(hall)
    before = hall.everything()
    assert reconciled(hall.platform, MemoryLists()) == Reconciled(0, 0)
    assert hall.everything() == before


# --------------------------------------------------------------------------------------------------- deaths and races
def outcome(hall: Hall, case_id: str, day: date) -> tuple[Any, ...]:
    known = shown(hall, day)
    return known.state, known.listed, known.kept, known.same, known.found, hall.case(case_id).fee


def test_a_run_that_dies_at_any_call_is_made_good_by_the_next(hall: Hall, case_id: str):
    """One payment of each kind of difference. After each call, before its answer: the next run ends the same."""
    pay(hall.platform, case_id)
    order = order_no(case_id)
    record_payment(hall.platform, order, Told("SIM3", FEN, hall.platform.now()))
    lines = [
        listed(hall.platform, order, "SIM1", fen=FEN + 1),
        listed(hall.platform, order, "SIM2"),
        listed(hall.platform, order, "SIM2"),
        listed(hall.platform, "YM-nobody", "SIM7"),
    ]
    day = day_over(hall)
    lists, start = MemoryLists({day: lines}), hall.world.moment()
    calls = list[str]()
    hall.world.listen(nothing, calls.append)
    reconciled(hall.platform, lists)
    hall.world.listen(nothing, nothing)
    wanted = outcome(hall, case_id, day)
    assert [one.kind for one in wanted[4]] == [
        "amount_differs",
        "listed_twice",
        "missing_here",
        "missing_here",
        "missing_there",
    ]
    assert len(calls) > 10
    for site in range(len(calls)):
        hall.world.go_back(start)
        left = iter(range(site, -1, -1))

        def dies(operation: str, left: Any = left) -> None:
            if next(left, 0) == 0:
                raise EndpointConnectionError(endpoint_url="https://aws.invalid")

        hall.world.listen(nothing, dies)
        with pytest.raises(EndpointConnectionError):
            reconciled(hall.platform, lists)
        hall.world.listen(nothing, nothing)
        reconciled(hall.platform, lists)
        found = outcome(hall, case_id, day)
        assert [one.model_dump() for one in found[4]] == [one.model_dump() for one in wanted[4]]
        assert found[:4] == wanted[:4]
        fee = hall.case(case_id).fee
        assert fee is not None
        assert sorted(one.no for one in fee.payments) == ["SIM1", "SIM2", "SIM3"]


def test_two_runs_at_once_record_a_payment_once(hall: Hall, case_id: str):
    line = listed(hall.platform, order_no(case_id))
    day = day_over(hall)
    lists = MemoryLists({day: [line]})

    def comes_between(operation: str) -> None:
        if operation == "TransactWriteItems":
            hall.world.listen(nothing, nothing)
            reconciled(hall.platform, lists)

    hall.world.listen(comes_between, nothing)
    reconciled(hall.platform, lists)
    fee = hall.case(case_id).fee
    assert fee is not None
    assert [one.no for one in fee.payments] == ["SIM1"]
    assert kinds(hall, day) == [("missing_here", "SIM1")]


# ------------------------------------------------------------------------------------------------------------ the wire
def public(host: str, port: int) -> list[str]:
    return ["93.184.216.34"]


def lists_of(hall: Hall, reply: Any) -> PaymentLists:
    """The adapter, before a provider that does this."""
    connect(hall.platform)
    provider = known_provider(hall.platform)
    assert provider is not None

    def post(target: object, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        made = reply(body, headers)
        if isinstance(made, Exception):
            raise made
        status, told = made
        return Reply(status, body=told if isinstance(told, bytes) else json.dumps(told).encode())

    return PaymentLists(hall.platform, provider, post=post, resolve=public)


@pytest.mark.parametrize(
    ("lists", "found"),
    [("complete", [FEN, FEN]), ("misses", [FEN]), ("doubles", [FEN] * 3), ("differs", [FEN, FEN + 1])],
)
def test_the_simulators_list_is_asked_for_by_a_signed_request(hall: Hall, lists: Any, found: list[int]):
    made = Simulator(lambda sent: None, hall.platform.wall, hall.platform.now)
    made.lists = lists
    for order in ("YM-a", "YM-b"):
        made.paid(order, FEN)
    hall.platform.wall = wall_clock
    day = hall.platform.now().date()
    adapter = lists_of(hall, lambda body, headers: answer(made, body, headers))
    assert [one.fen for one in adapter.of(day)] == found
    assert adapter.of(day - ONE_DAY) == ()


@pytest.mark.parametrize(("lists", "why"), [("late", "not_ready"), ("fails", "unreachable")])
def test_the_simulators_list_may_be_late_or_fail(hall: Hall, lists: Any, why: str):
    made = Simulator(lambda sent: None, hall.platform.wall, hall.platform.now)
    made.lists = lists
    hall.platform.wall = wall_clock
    with pytest.raises(NoList) as failed:
        lists_of(hall, lambda body, headers: answer(made, body, headers)).of(hall.platform.now().date())
    assert failed.value.code == why


def test_whoever_does_not_sign_gets_no_list(hall: Hall):
    made = Simulator(lambda sent: None, hall.platform.wall, hall.platform.now)
    assert answer(made, b'{"id": "day", "day": "2026-11-24"}', {}) == (401, {})


def replying(status: int, **changes: Any) -> Any:
    def reply(body: bytes, headers: Mapping[str, str]) -> tuple[int, Any]:
        asked = json.loads(body)
        return status, {"id": asked["id"], "day": asked["day"], "payments": [], **changes}

    return reply


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (replying(401), "refused"),
        (replying(404), "not_ready"),
        (replying(503), "unreachable"),
        (replying(302), "unusable"),
        (replying(200, id="another"), "unusable"),
        (replying(200, day="2020-01-01"), "unusable"),
        (replying(200, payments=[{"order": "YM-a"}]), "unusable"),
        (
            replying(200, payments=[{"order": "YM-a", "payment": "S", "fen": 1, "at": "2020-01-01T00:00:00+08:00"}]),
            "unusable",
        ),
        (lambda body, headers: (200, b'{"id": "cut'), "unusable"),
        (lambda body, headers: Unreachable("timeout"), "timeout"),
        (lambda body, headers: Unreachable("tls_failed"), "unreachable"),
        (lambda body, headers: TimeoutError(), "timeout"),
        (lambda body, headers: OSError(), "unreachable"),
    ],
)
def test_each_way_in_which_there_is_no_list_has_its_word(hall: Hall, reply: Any, why: str):
    with pytest.raises(NoList) as failed:
        lists_of(hall, reply).of(hall.platform.now().date())
    assert failed.value.code == why


def test_an_internal_address_is_not_asked(hall: Hall):
    adapter = lists_of(hall, replying(200))
    adapter._resolve = lambda host, port: ["10.0.0.1"]
    with pytest.raises(NoList) as failed:
        adapter.of(hall.platform.now().date())
    assert failed.value.code == "unreachable"


def test_a_provider_without_an_address_for_lists_is_shown(hall: Hall, case_id: str):
    provider = known_provider(hall.platform)
    assert provider is not None
    adapter = PaymentLists(hall.platform, provider.model_copy(update={"days_url": None}))
    with pytest.raises(NoList) as failed:
        adapter.of(hall.platform.now().date())
    assert failed.value.code == "not_connected"


# ----------------------------------------------------------------------------------------------------------- the views
def test_days_are_listed_the_newest_first_also_those_that_were_never_tried(hall: Hall, case_id: str):
    day = day_over(hall)
    reconciled(hall.platform, MemoryLists())
    call = Call(hall.platform, None, DaysQuery(limit=2), "", "", "", known=hall.caller("administrator"))
    days = list_payment_days(call).body.days  # type: ignore[union-attr]
    assert [(one.day, one.state) for one in days] == [(day, "reconciled"), (day - ONE_DAY, "waiting")]


@pytest.mark.parametrize("day", ["2026-11-24T00", "tomorrow", "20261101", ""])
def test_what_is_no_day_is_not_found(hall: Hall, day: str):
    call = Call(hall.platform, None, None, "", "", "", known=hall.caller("supervisor"))
    for asked in (day, hall.platform.now().date().isoformat()):
        with pytest.raises(NotFound):
            read_payment_day(call, asked)
