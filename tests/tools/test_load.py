"""`make load` fails for what a load run must not show, and for nothing else."""

import httpx
import pytest

from benchmarks import load
from benchmarks.load import Answered, Recorder, Run, growth, percentile, route_of, shortcomings
from benchmarks.stack_process import Sample
from local.demo.client import Unexpected

MB = 1_000_000


def samples(*memory: int, threads: int = 40) -> list[Sample]:
    return [Sample(float(at), at * 0.5, mb * MB, threads) for at, mb in enumerate(memory)]


def run(cases: int, answers: list[Answered], *memory: int) -> Run:
    recorder = Recorder()
    recorder.finished += [1.0] * cases
    recorder.answers += answers
    return Run(recorder, samples(*memory), 10.0)


def test_a_good_run_lacks_nothing():
    answers = [Answered("GET /items", 200, False, 0.1), Answered("POST /applications/{}/submit", 409, True, 0.1)]
    assert shortcomings(run(20, answers, 250, 300, 310), 1.0) == []


@pytest.mark.parametrize(
    ("answered", "failed"),
    [
        (Answered("GET /items", 500, False, 0.1), True),
        (Answered("GET /items", 503, False, 0.1), True),
        (Answered("GET /items", 0, False, 0.1), True),
        (Answered("POST /x", 409, False, 0.1), True),
        (Answered("POST /x", 429, True, 0.1), False),
        (Answered("POST /x", 201, False, 0.1), False),
    ],
)
def test_every_answer_that_ends_a_case_is_an_error(answered: Answered, failed: bool):
    assert answered.failed is failed
    assert bool(shortcomings(run(20, [answered], 250, 260, 270), 1.0)) is failed


def test_too_few_cases_and_broken_cases_are_told():
    slow = run(9, [], 250, 260, 270)
    slow.recorder.broke("Unexpected: no")
    assert shortcomings(slow, 1.0) == ["a case broke off: Unexpected: no", "0.90 cases a second, 1.0 were asked for"]


def test_memory_may_grow_by_what_cases_leave_and_no_more():
    assert growth(samples(250, 300, 320, 340, 345), 20) == []
    assert growth(samples(250, 300, 320, 400, 500), 20) == [
        "memory grew by 180 MB in the second half, 25 MB are explained"
    ]


def test_threads_that_do_not_end_are_told():
    more = [Sample(0, 0, MB, 20), Sample(1, 0, MB, 140), Sample(2, 0, MB, 141)]
    assert growth(more, 100) == ["141 threads at the end, 140 in the middle"]


def test_routes_are_told_without_ids():
    case = "a" * 26
    assert route_of("GET", f"/cases/{case}/certificate?x=1") == "GET /cases/{}/{}"
    assert route_of("GET", "/items?limit=100") == "GET /items"


def test_percentiles_of_few_numbers():
    assert [percentile([1.0, 2.0, 3.0], share) for share in (0.0, 0.5, 0.95, 1.0)] == [1.0, 2.0, 3.0, 3.0]


def test_a_client_goes_on_after_a_case_that_broke_off(monkeypatch: pytest.MonkeyPatch):
    failures = [Unexpected("no"), httpx.ConnectError("down"), None]

    def play(_client: object, _draw: object) -> None:
        if failure := failures.pop(0):
            raise failure

    clock = iter([0.0, 0.0, 1.0, 1.0, 2.0, 2.5, 3.5, 11.0])
    monkeypatch.setattr(load.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(load, "play", play)
    recorder = Recorder()
    load.one_client("http://127.0.0.1:1", recorder, 10.0, str.encode)
    assert recorder.broken == ["Unexpected: no", "ConnectError: down"]
    assert len(recorder.finished) == 1
