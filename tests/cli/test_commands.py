"""The operators' command: what it says, how it ends, and how a long run goes on after an interruption."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from chalicelib.cases.acts.accept import accept
from chalicelib.foundation import deadletters
from chalicelib.foundation.platform import Platform
from cli import __main__ as command
from cli import dead_letters, target
from tests.cli.conftest import Run
from tests.harness.hall import CLERK, Hall
from tests.oversight.letters import CALLBACK, put_dead


def waiting_to_start(hall: Hall) -> str:
    case_id = hall.submitted()
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    return case_id


def test_a_case_is_shown_and_mended(run: Run, hall: Hall):
    case_id = waiting_to_start(hall)
    hall.platform.wall.pass_seconds(300)
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


def test_no_stack_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):
    monkeypatch.setattr(target, "LOCAL", tmp_path / "none")
    assert command.main(["dead-letters", "--local"]) == 2
    assert "make run" in capsys.readouterr().err
