"""A sample of `make faults`: whatever a call comes to, the case ends as if nothing had happened."""

import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from app import ROUTES, app
from chalicelib.cases.acts.gate import begin
from chalicelib.catalogue.model.life_acts import LIFE_ACTS
from chalicelib.foundation import names
from proofs.faults.calls import DEATHS, Fault, Site
from proofs.faults.paths import PATHS
from proofs.faults.request_paths import REQUEST_PATHS
from proofs.faults.runs import Record, Runner, running
from proofs.faults.steps import Path

SEED = 20261124
EVERY_SITE, EVERY_ERROR = 9, 250
# Requests of several departments take five times as long; `make faults` has them whole.
OF_REQUESTS, EVERY_FIFTH = {path.name for path in REQUEST_PATHS}, 5
BY_NAME = {path.name: path for path in PATHS}
# Acts on the hall itself: `test_twenty_at_once.py` and the suites of their rooms repeat them after a death. What people
# have sent again is of any case.
NOT_OF_A_CASE = {
    # The count of the cases that follows is let die in tests/operations/test_loading_a_calendar.py.
    "POST /v1/admin/calendar/amendments",
    "POST /v1/admin/calendar/notices",
    "POST /v1/admin/dead-letters/replay",
    "POST /v1/admin/payments/{parked_id}/settle",
    "PUT /v1/admin/item-lists",
    "POST /v1/admin/items/{code}/end",
    "POST /v1/admin/items/{code}/trial/clock",
    "POST /v1/admin/items/{code}/trial/samples",
    "POST /v1/admin/items/{code}/trial/steps",
    "POST /v1/callbacks/deliveries/{message_id}/replay",
    "POST /v1/callbacks/test",
    # One transaction each, repeated in tests/consultations/test_repeated.py.
    "POST /v1/consultations",
    "POST /v1/consultations/{consultation_id}/case",
    "POST /v1/consultations/{consultation_id}/withdraw",
    "POST /v1/desk/consultations",
    "POST /v1/desk/consultations/{consultation_id}/answer",
    "POST /v1/desk/consultations/{consultation_id}/appoint",
    "POST /v1/desk/consultations/{consultation_id}/forward",
    "POST /v1/desk/consultations/{consultation_id}/reply",
    "POST /v1/desk/consultations/{consultation_id}/send-back",
    "POST /v1/desk/consultations/{consultation_id}/tell",
    "POST /v1/admin/knowledge",
    "POST /v1/admin/knowledge/{entry_id}/withdraw",
    "PUT /v1/admin/knowledge/{entry_id}",
}
# Functions that act on no case of the hall. Heads of days are anchored again by the next hour:
# tests/evidence/test_heads.py. Deaths in a trial: tests/trials/test_deaths.py. Deaths while an organ is asked:
# tests/intake/test_sharing.py. While a day of payments is compared: tests/issuance/test_reconcile_payments.py.
NO_FUNCTION_OF_A_CASE = {
    names.REPLAY_LETTERS,
    names.ANCHOR_DAYS,
    names.PRINT_TRIALS,
    names.FETCH_SHARED,
    names.RECONCILE_PAYMENTS,
}
Recording = Callable[[str], Record]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def recorded(runner: Runner) -> Recording:
    return cache(lambda name: runner.record(BY_NAME[name]))


def step_of(record: Record) -> int:
    return EVERY_SITE * (EVERY_FIFTH if record.path.name in OF_REQUESTS else 1)


def sample(record: Record) -> list[Fault]:
    """One death at every ninth site, and some of the errors; where the counting begins is drawn."""
    draw, every = random.Random(f"{SEED} {record.path.name}"), step_of(record)
    sites = record.sites[draw.randrange(every) :: every]
    errors = [fault for fault in record.faults() if fault.kind not in DEATHS]
    return [Fault(site, draw.choice(DEATHS)) for site in sites] + errors[draw.randrange(EVERY_ERROR) :: EVERY_ERROR]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_a_fault_at_any_call_changes_nothing_in_the_end(runner: Runner, recorded: Recording, path: Path):
    record = recorded(path.name)
    chosen = sample(record)
    assert len(chosen) >= len(record.sites) // step_of(record) > 0
    failures = [failure for fault in chosen if (failure := runner.run(record, fault))]
    assert failures == [], "\n".join(f"{failure.fault}: {failure.what}" for failure in failures)


def test_a_run_to_the_very_end_ends_alike(runner: Runner, recorded: Recording):
    record = recorded("walk-in")
    assert runner.run(record, Fault(record.sites[0], "dies after"), whole=True) is None


def test_every_act_and_every_function_of_a_case_is_on_some_path(recorded: Recording):
    invoked = {site.invoked for path in PATHS for site in recorded(path.name).sites}
    acting = {f"{route.method} /v1{route.path}" for route in ROUTES if route.acts and route.act not in LIFE_ACTS}
    named = {value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)}
    functions = {name for name in app.handler_map if name in named} - NO_FUNCTION_OF_A_CASE
    assert (acting - NOT_OF_A_CASE | functions) - invoked == set()


@pytest.mark.parametrize("function", names.TASK_FUNCTIONS)
def test_a_task_function_that_aws_refuses_is_tried_again_by_its_machine(
    runner: Runner, recorded: Recording, function: str
):
    """Though botocore gives each refusal a class of its own, which no Retry could list."""
    record = recorded("walk-in")
    assert runner.run(record, Fault(site(record, function, "Query"), "throttled", lasting=True)) is None


# ---------------------------------------------------------------------------------------------- these runs can fail
def site(record: Record, invoked: str, operation: str) -> Site:
    return next(site for site in record.sites if site.invoked == invoked and site.operation == operation)


def test_an_act_that_forgets_its_record_is_found_out(
    runner: Runner, recorded: Recording, monkeypatch: pytest.MonkeyPatch
):
    record = recorded("walk-in")
    monkeypatch.setattr("chalicelib.durable.acts.record", lambda platform, caller, receipt: [])
    failure = runner.run(record, Fault(site(record, "POST /v1/cases", "TransactWriteItems"), "dies after"))
    assert failure is not None


def test_what_the_stream_loses_is_found_out_without_the_reconciler(
    runner: Runner, recorded: Recording, monkeypatch: pytest.MonkeyPatch
):
    record = recorded("walk-in")
    monkeypatch.setattr("chalicelib.durable.reconciler.reconcile", lambda *_, **__: 0)
    failure = runner.run(record, Fault(site(record, names.DISPATCH_OUTBOX, "SendMessage"), "dies before"))
    assert failure is not None
    assert "never quiet" in failure.what


def test_a_new_call_of_an_act_is_a_site_without_being_listed(runner: Runner, monkeypatch: pytest.MonkeyPatch):
    before = runner.record(BY_NAME["rejected"]).sites

    def looking_first(platform: Any, *asked: Any, **how: Any) -> Any:
        platform.s3.list_objects_v2(Bucket=platform.settings.documents_bucket)
        return begin(platform, *asked, **how)

    monkeypatch.setattr("chalicelib.intake.acts.reject.begin", looking_first)
    added = {*runner.record(BY_NAME["rejected"]).sites} - {*before}
    assert [(site.invoked, site.operation) for site in added] == [("POST /v1/cases/{case_id}/reject", "ListObjectsV2")]
