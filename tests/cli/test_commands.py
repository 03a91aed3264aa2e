"""The operators' command: what it says, how it ends, and how a long run goes on after an interruption."""

import io
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from rich.console import Console

from chalicelib.cases.acts.accept import accept
from chalicelib.cases.tasks.repair import census
from chalicelib.foundation import deadletters
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from cli import __main__ as command
from cli import dead_letters, repair_all, target
from local import environment
from tests.harness.hall import CLERK, Hall
from tests.oversight.letters import CALLBACK, put_dead

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Run:
    @contextmanager
    def here(*, local: bool) -> Generator[Platform]:
        yield platform

    def do(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(target, "platform", here)
        written = io.StringIO()
        status = command.main(arguments, Console(file=written, width=200))
        return status, written.getvalue()

    return do


def waiting_to_start(hall: Hall) -> str:
    case_id = hall.submitted()
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    return case_id


def test_a_case_is_shown_and_mended(run: Run, hall: Hall):
    case_id = waiting_to_start(hall)
    status, said = run("repair", case_id, "--dry-run")
    assert (status, "待修复" in said, "已修复" in said) == (1, True, False)
    assert hall.crank.pending() != []
    status, said = run("repair", case_id)
    assert "已修复" in said
    assert hall.case(case_id).status.label in said
    hall.crank.turn()
    assert hall.crank.pending() == []


def test_tokens_are_not_shown(run: Run, hall: Hall):
    case_id = hall.accepted()
    (flow,) = hall.rows(case_id, "FLOW#")
    _, said = run("repair", case_id)
    assert "review" in said
    assert flow["token"] not in said


def test_a_case_that_does_not_exist(run: Run):
    assert run("repair", "nothing")[0] == 2


def test_one_case_or_all(run: Run, capsys: pytest.CaptureFixture[str]):
    for arguments in (["repair"], ["repair", "c1", "--all"]):
        with pytest.raises(SystemExit):
            run(*arguments)
        assert "--all" in capsys.readouterr().err


def test_all_cases_and_a_summary(run: Run, hall: Hall):
    drafts = {hall.draft() for _ in range(3)}
    broken = hall.draft()
    hall.platform.table.client.update_item(
        TableName=hall.platform.table.name,
        Key={"pk": {"S": f"CASE#{broken}"}, "sk": {"S": "META"}},
        UpdateExpression="REMOVE item_version",
    )
    status, said = run("repair", "--all")
    assert status == 1
    assert f"共检查 {len(drafts) + 1} 件，1 件需要关注" in said
    assert f"{broken}  检查时出错：ValidationError" in said


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
    with pytest.raises(KeyboardInterrupt):
        run("repair", "--all", "--resume", str(file))
    assert file.exists()
    _, said = run("repair", "--all", "--resume", str(file))
    assert set(seen) - {"interrupted"} == cases
    assert f"共检查 {len(cases)} 件" in said
    assert not file.exists()


def test_a_progress_file_of_another_deployment_is_refused(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "progress.json"
    repair_all.save(repair_all.Tally(table="yimen-elsewhere"), file)
    assert run("repair", "--all", "--resume", str(file))[0] == 2
    assert "yimen-elsewhere" in capsys.readouterr().err


def test_dead_letters_are_shown_and_replayed(run: Run, platform: Platform):
    letter = put_dead(platform, "callbacks", CALLBACK)
    status, said = run("dead-letters")
    assert (status, letter in said, "task.opened 1" in said) == (1, True, True)
    status, said = run("dead-letters", "--replay", "all")
    assert (status, "部门回调：已重放 1 条" in said) == (0, True)
    assert deadletters.count(platform, "callbacks") == (1, 0)


def test_every_place_has_a_chinese_name():
    assert tuple(dead_letters.NAMES) == command.PLACES


def test_a_cloud_that_refuses_is_said_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch, capsys):
    def refuse(*_: object, **__: object) -> None:
        raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "secret"}}, "Query")

    monkeypatch.setattr("cli.repair.repair_case", refuse)
    assert run("repair", "c1")[0] == 2
    said = capsys.readouterr().err
    assert "ExpiredToken" in said
    assert "secret" not in said


def test_the_running_stack_is_found_by_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_PROFILE", "of-my-own")
    settings = Settings(endpoint="http://127.0.0.1:9", callback_allow=("127.0.0.1:1", "127.0.0.1:2"))
    file = tmp_path / "build" / "local.env"
    with environment.written(settings, file), target.platform(local=True, file=file) as platform:
        assert platform.settings == settings
        credentials = platform.session.get_credentials()
        assert credentials is not None
        assert credentials.access_key == "testing-only"
    assert not file.exists()
    with pytest.raises(target.NoStack), target.platform(local=True, file=file):
        raise AssertionError("nothing runs")


def test_no_stack_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    monkeypatch.setattr(target, "LOCAL", tmp_path / "none")
    assert command.main(["dead-letters", "--local"]) == 2
    assert "make run" in capsys.readouterr().err
