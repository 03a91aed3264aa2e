"""A run over all cases: few questions to AWS, patience with it, and going on after an interruption."""

import io
from collections.abc import Callable
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import ClientError
from rich.console import Console

from chalicelib.foundation.platform import Platform
from chalicelib.operations.store import census
from cli import repair_all, walk
from cli.progress import save
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.hall import Hall
from proofs.kit.machines import Machines
from tests.cli.conftest import Run

THROTTLED = ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "DescribeExecution")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The executions that are asked for."""
    names, describe = list[str](), Machines.describe_execution

    def counted(machines: Machines, *, executionArn: str):  # noqa: N803
        names.append(executionArn.rpartition(":")[2])
        return describe(machines, executionArn=executionArn)

    monkeypatch.setattr(Machines, "describe_execution", counted)
    return names


@pytest.mark.usefixtures("quick_documents")
def test_executions_that_cannot_tell_of_a_standstill_are_not_asked_for(run: Run, hall: Hall, asked: list[str]):
    hall.closed()
    hall.accepted()
    hall.ready_to_collect()
    hall.wall.pass_time(seconds=600)
    asked.clear()
    run("repair", "--all", "--mend")
    assert asked == []


def test_those_are_that_can(run: Run, hall: Hall, asked: list[str]):
    case_id = hall.accepted()
    hall.answer(case_id)
    hall.wall.pass_time(seconds=600)
    asked.clear()
    run("repair", "--all", "--dry-run")
    assert asked == [f"CASE_{case_id}-review-1"]


def failing(monkeypatch: pytest.MonkeyPatch, broken: str, times: int, failure: Exception = THROTTLED) -> list[str]:
    """Looking at this case fails so many times; the cases that were tried."""
    tried, repair_case = list[str](), repair_all.repair_case

    def perhaps(platform: Platform, case_id: str, **how: bool):
        tried.append(case_id)
        if case_id == broken and tried.count(broken) <= times:
            raise failure
        return repair_case(platform, case_id, **how)

    monkeypatch.setattr(repair_all, "repair_case", perhaps)
    return tried


def run_all(platform: Platform, resume: Path | None = None, sleep: Callable[[float], None] = lambda _: None):
    written = io.StringIO()
    console = Console(file=written, width=200)
    status = repair_all.run_all(platform, console, dry_run=False, resume=resume, sleep=sleep)
    return status, written.getvalue()


def test_a_throttled_case_is_tried_again_after_growing_pauses(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id, pauses = hall.draft(), list[float]()
    tried = failing(monkeypatch, case_id, times=2)
    status, said = run_all(hall.platform, sleep=pauses.append)
    assert (status, tried) == (0, [case_id] * 3)
    assert pauses == sorted(pauses) == list(walk.PAUSES[:2])
    assert "检查时出错" not in said


def test_one_that_is_throttled_longer_is_looked_at_again_at_the_end(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    first, *others = (hall.draft() for _ in range(3))
    tried = failing(monkeypatch, first, times=len(walk.PAUSES) + 1)
    status, said = run_all(hall.platform)
    assert status == 0
    assert set(tried) == {first, *others}
    assert "共检查 3 件，0 件需要关注" in said


def test_one_that_fails_to_the_end_is_not_lost_for_the_next_run(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    broken, sound = hall.draft(), hall.draft()
    file = tmp_path / "progress.json"
    with monkeypatch.context() as patch:
        tried = failing(patch, broken, times=100)
        status, said = run_all(hall.platform, file)
        assert (status, f"{broken}  检查时出错：ThrottlingException" in said) == (1, True)
        assert f"--resume {file}" in said
        assert tried.count(sound) == 1
    tried = failing(monkeypatch, broken, times=0)
    status, said = run_all(hall.platform, file)
    assert (status, tried) == (0, [broken])
    assert "共检查 2 件，0 件需要关注" in said
    assert not file.exists()


def test_what_no_retry_will_mend_is_not_retried(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = hall.draft()
    tried = failing(monkeypatch, case_id, times=100, failure=LookupError())
    assert run_all(hall.platform, sleep=lambda _: pytest.fail("no pause"))[0] == 1
    assert tried == [case_id]


@pytest.mark.usefixtures("quick_documents")
def test_an_effect_that_is_throttled_is_no_broken_case(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Carrying out a row tells of its failure instead of raising it."""
    hall.submitted()
    hall.wall.pass_time(seconds=600)
    send, failures = hall.platform.sqs.send_message, [THROTTLED]

    def throttled_once(**message: Any):
        if failures:
            raise failures.pop()
        return send(**message)

    monkeypatch.setattr(hall.platform.sqs, "send_message", throttled_once)
    _, said = run_all(hall.platform)
    assert "effects_pending" not in said
    assert hall.pending() == []


def test_an_interrupted_run_goes_on_where_it_was(run: Run, hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(census, "SCANNED", 4)
    cases = {hall.draft() for _ in range(6)}
    seen: list[str] = []
    repair_case = repair_all.repair_case

    def until_interrupted(platform: Platform, case_id: str, **how: bool):
        if len(seen) == 4:
            seen.append("interrupted")
            raise KeyboardInterrupt
        seen.append(case_id)
        return repair_case(platform, case_id, **how)

    monkeypatch.setattr(repair_all, "repair_case", until_interrupted)
    file = tmp_path / "progress.json"
    assert run("repair", "--all", "--mend", "--resume", str(file))[0] == 130
    assert file.exists()
    _, said = run("repair", "--all", "--mend", "--resume", str(file))
    assert set(seen) - {"interrupted"} == cases
    assert f"共检查 {len(cases)} 件" in said
    assert not file.exists()


def test_every_segment_is_walked_and_each_case_once(run: Run, hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """A province has millions of rows: one scan after the other would take days."""
    cases = [hall.draft() for _ in range(30)]
    asked, scan = list[tuple[int, int]](), MemoryDynamo.scan

    def noted(dynamo: MemoryDynamo, **request: Any) -> Any:
        asked.append((request["Segment"], request["TotalSegments"]))
        return scan(dynamo, **request)

    monkeypatch.setattr(MemoryDynamo, "scan", noted)
    tried = failing(monkeypatch, "none", times=0)
    _, said = run("repair", "--all", "--mend")
    assert sorted(tried) == sorted(cases)
    assert {*asked} == {(number, walk.SEGMENTS) for number in range(walk.SEGMENTS)}
    assert "共检查 30 件" in said


def test_segments_are_walked_at_the_same_time(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Two cases of two segments wait for each other: one after the other they would wait in vain."""
    cases = [hall.draft() for _ in range(30)]
    together, met, repair_case = Barrier(2), list[str](), repair_all.repair_case

    def meets(platform: Platform, case_id: str, **how: bool):
        if len(met) < 2:
            met.append(case_id)
            together.wait(timeout=10)
        return repair_case(platform, case_id, **how)

    monkeypatch.setattr(repair_all, "repair_case", meets)
    status, said = run_all(hall.platform)
    assert (status, len(met) >= 2, f"共检查 {len(cases)} 件" in said) == (0, True, True)


def test_a_segment_that_was_walked_is_not_walked_again(
    run: Run, hall: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    cases, file = [hall.draft() for _ in range(20)], tmp_path / "progress.json"
    tally = repair_all.Tally(table=hall.platform.table.name, run="repair --mend")
    first = [case for page in census.every_case(hall.platform, segments=len(tally.parts)) for case in page.cases]
    tally.parts[0].walked, tally.cases = True, len(first)
    save(tally, file)
    tried = failing(monkeypatch, "none", times=0)
    _, said = run("repair", "--all", "--mend", "--resume", str(file))
    assert sorted([*tried, *first]) == sorted(cases)
    assert "共检查 20 件" in said


def test_a_progress_file_of_another_deployment_is_refused(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "progress.json"
    save(repair_all.Tally(table="yimen-elsewhere"), file)
    assert run("repair", "--all", "--mend", "--resume", str(file))[0] == 2
    assert "yimen-elsewhere" in capsys.readouterr().err


def test_a_run_that_mends_does_not_go_on_from_a_dry_run(run: Run, hall: Hall, tmp_path: Path):
    """Nothing was mended of the cases which it would skip."""
    file = tmp_path / "progress.json"
    hall.draft()
    save(repair_all.Tally(table=hall.platform.table.name, run="repair --dry-run"), file)
    assert run("repair", "--all", "--mend", "--resume", str(file))[0] == 2
    assert run("repair", "--all", "--dry-run", "--resume", str(file))[0] == 0
    save(repair_all.Tally(table=hall.platform.table.name, run="repair --mend"), file)
    assert run("repair", "--all", "--resume", str(file))[0] == 2


def test_a_file_that_cannot_be_read_or_written_is_named(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    cut = tmp_path / "cut.json"
    cut.write_text('{"table": "yim', "utf-8")
    for file in (cut, tmp_path, tmp_path / "nowhere" / "progress.json"):
        assert run("repair", "--all", "--mend", "--resume", str(file))[0] == 2
        assert str(tmp_path) in capsys.readouterr().err
