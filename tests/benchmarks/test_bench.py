"""The page of `make bench`: budgets beside figures, what is stored, and the ordinary case behind it."""

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import figures
from benchmarks.asked import READS, REQUESTS, kind_of
from benchmarks.cpu import Request, gathered
from benchmarks.figures import Figure, Run
from benchmarks.meter import Invocation, Meter
from benchmarks.ordinary import MeteredWorld, gigabyte_seconds, metered, ordinary_case, outlived
from benchmarks.prices import PRICES
from benchmarks.wire import Wire
from chalicelib.foundation import names
from proofs.kit.applications import PERMIT

RUN = Run([Figure("calls", 131, 130), Figure("units", 229.5, 230), Figure("told", 7)], {"calls": {"s3:GetObject": 4}})


@pytest.fixture(scope="module")
def played() -> Meter:
    meter = Meter()
    world = ordinary_case(meter)
    assert world.people.case(world.facts["case"]).status == "closed"
    return meter


def test_a_case_has_sixteen_requests_and_all_of_it_is_counted(played: Meter):
    assert len(REQUESTS) == 16
    assert played.units["API calls"] == 16
    assert played.units["invocations"] == len(played.invocations)
    uploads = len(PERMIT.lines)
    documents = played.calls["s3:PutObject"]
    assert played.units["S3 puts"] == uploads + documents
    # Each upload is told to the queue, taken and deleted; so is each message that the app sends.
    assert played.units["SQS calls"] == 3 * (uploads + played.calls["sqs:SendMessage"])
    assert played.units["write units"] == sum(write.units for write in played.writes)
    assert set(played.units) <= set(PRICES)


def test_the_same_case_costs_the_same_again_to_the_byte(played: Meter):
    again = Meter()
    ordinary_case(again)
    assert (again.calls, again.units, again.writes, again.sent) == (
        played.calls,
        played.units,
        played.writes,
        played.sent,
    )


def test_botocore_makes_the_same_calls(played: Meter):
    wired = Meter()
    ordinary_case(wired, Wire())
    assert wired.calls == played.calls
    assert wired.units == played.units


def test_a_case_whose_waits_outlive_their_executions_costs_more(played: Meter):
    slow = Meter()
    world = ordinary_case(slow, before=outlived)
    assert world.people.case(world.facts["case"]).status == "closed"
    assert world.left == 0
    assert slow.calls["stepfunctions:StartExecution"] > played.calls["stepfunctions:StartExecution"]
    assert (played.units["transitions"], slow.units["transitions"]) == (5, 9)


def test_gigabyte_seconds_are_memory_times_processor_and_waiting():
    """The API has 1,024 MB, which is 0.579 of a processor; who draws documents has 1,769, which is a whole one."""
    request = Invocation("accept", sequence=2, cpu=0.01)
    drawing = Invocation(names.RENDER_DOCUMENT, sequence=3, cpu=0.1)
    assert gigabyte_seconds([request], slower=2) == pytest.approx(0.005 * 1769 / 1024 + 0.016)
    assert gigabyte_seconds([drawing], slower=1) == pytest.approx((0.1 + 0.024) * 1769 / 1024)


def test_a_figure_over_its_budget_ends_the_run_with_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(figures, "RESULTS", tmp_path)
    for run, code in ((RUN, 1), (Run(RUN.figures[1:], RUN.details), 0)):
        monkeypatch.setattr(bench, "measured", lambda run=run, **_: run)
        assert bench.main(["--counts"]) == code
    assert [figure.name for figure in RUN.over] == ["calls"]


def test_a_run_is_stored_with_its_commit_and_compared(tmp_path: Path):
    path = figures.store(RUN, tmp_path)
    stored = json.loads(path.read_text())
    assert path.stem == stored["commit"] == figures.measured_commit()
    assert stored["figures"] == {"calls": 131, "units": 229.5, "told": 7}
    assert stored["calls"] == {"s3:GetObject": 4}
    assert figures.earlier(path) == stored["figures"]


def test_a_read_waits_for_one_call_and_an_act_for_two():
    """What is read besides is read at the same time. A reading that is recorded waits for the record too. Each kind of
    request is sent once more in its own world.
    """
    meter = Meter()
    with metered(meter) as world:
        kept = gathered(world)
        sequences = {one.sent.asked.name: sent_again(world, one) for one in kept}
    kinds = {one.sent.asked.name: kind_of(one.sent.asked) for one in kept}
    assert set(kinds.values()) == {"read", "recorded read", "act"}
    assert all(kinds[asked.name] == "read" for asked in READS)
    assert {name: waits for name, waits in sequences.items() if waits > (1 if kinds[name] == "read" else 2)} == {}


def sent_again(world: MeteredWorld, one: Request) -> int:
    """How many calls it waits for, once the process has read the item and the place."""
    for _ in range(2):
        world.go_back(one.world)
        world.facts = dict(one.facts)
        world.send(one.sent)
    return world.meter.invocations[-1].sequence


def test_the_row_of_a_case_says_nothing_that_goes_without_saying(played: Meter):
    """Each act writes it whole. A second kilobyte would be two units more in a transaction, and one or two in the
    index. What is personal in it would be half a kilobyte, as it is encrypted, and has a row of its own.
    """
    rows = [write for write in played.writes if write.row == "CASE META"]
    assert max(write.bytes for write in rows) <= 1024
    assert max(write.units for write in rows) <= 2 + 2


def test_no_document_text_is_longer_than_a_kilobyte(played: Meter):
    """They are legal prose, compressed with a dictionary of it."""
    rows = [write for write in played.writes if write.row == "CASE DOCUMENT-TEXT"]
    assert len(rows) == 6
    assert max(write.bytes for write in rows) <= 960


def test_what_is_personal_in_a_case_is_written_only_when_it_changes(played: Meter):
    """At the creation, receipt, acceptance and decision, of 19 writes of the case."""
    rows = [write for write in played.writes if write.row == "CASE HOLDER"]
    assert [write.units for write in rows] == [2, 2, 2, 2]
