"""The operators' command: what it says, how it ends, and how a long run goes on after an interruption."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import accept
from chalicelib.operations.acts.replay_dead_letters import Chosen
from chalicelib.operations.store import deadletters, parked
from chalicelib.operations.store.desk import Place
from cli import __main__ as command
from cli import dead_letters, target
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cli.conftest import Run
from tests.operations.letters import CALLBACK, put_dead, received


def waiting_to_start(hall: Hall) -> str:
    case_id = hall.submitted()
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    return case_id


def test_a_case_is_shown_and_mended(run: Run, hall: Hall):
    case_id = waiting_to_start(hall)
    hall.wall.pass_time(seconds=300)
    status, said = run("repair", case_id, "--dry-run")
    assert (status, "待修复" in said, "已修复" in said) == (1, True, False)
    assert hall.pending() != []
    status, said = run("repair", case_id, "--mend")
    assert "已修复" in said
    assert hall.case(case_id).status.label in said
    hall.carry_out_everything()
    assert hall.pending() == []


def test_a_case_is_named_by_what_people_have_on_paper_and_only_looked_at(run: Run, hall: Hall):
    case_id = waiting_to_start(hall)
    hall.wall.pass_time(seconds=300)
    case, before = hall.case(case_id), hall.everything()
    code = case.query_code or ""
    for named in (case_id, case.number or "", code, f" {code.lower()} ", f"{code[:5]}-{code[5:]}"):
        status, said = run("repair", named)
        assert (status, case_id in said, "待修复" in said, "--mend" in said) == (1, True, True, True)
    assert hall.everything() == before
    status, said = run("repair", case.number or "", "--mend")
    assert "已修复" in said


def test_looking_and_mending_exclude_each_other(run: Run, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        run("repair", "c1", "--mend", "--dry-run")
    assert "--mend" in capsys.readouterr().err


def test_all_cases_are_only_looked_at_too(run: Run, hall: Hall):
    waiting_to_start(hall)
    hall.wall.pass_time(seconds=300)
    before = hall.everything()
    status, said = run("repair", "--all")
    assert (status, "待修复" in said) == (1, True)
    assert hall.everything() == before


def test_tokens_are_not_shown(run: Run, hall: Hall):
    case_id = hall.accepted()
    (flow,) = hall.rows(case_id, "FLOW#")
    _, said = run("repair", case_id, "--mend")
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
    status, said = run("repair", "--all", "--mend")
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


def test_one_letter_is_replayed(run: Run, platform: Platform):
    put_dead(platform, "callbacks", CALLBACK)
    wanted = put_dead(platform, "callbacks", {**CALLBACK, "task_id": "c2.review"})
    status, said = run("dead-letters", "--replay", "callbacks", "--id", wanted)
    assert (status, "部门回调：已重放 1 条" in said) == (1, True)
    (message,) = received(platform, "callbacks")
    assert "c2.review" in message["Body"]


def test_one_that_is_not_there_is_said(run: Run, platform: Platform, capsys: pytest.CaptureFixture[str]):
    put_dead(platform, "callbacks", CALLBACK)
    assert run("dead-letters", "--replay", "callbacks", "--id", "gone")[0] == 2
    assert "没有这条死信" in capsys.readouterr().err


def test_one_that_somebody_looks_at_is_not_said_to_be_gone(
    run: Run, platform: Platform, capsys: pytest.CaptureFixture[str]
):
    wanted = put_dead(platform, "callbacks", CALLBACK)
    with deadletters.hidden(platform, deadletters.dead_queue("callbacks")) as letters:
        next(letters)
        assert run("dead-letters", "--replay", "callbacks", "--id", wanted)[0] == 2
    assert "暂时看不到" in capsys.readouterr().err


def test_those_of_a_kind_are_replayed(run: Run, platform: Platform):
    for number in range(dead_letters.STEP + 5):
        put_dead(platform, "callbacks", {**CALLBACK, "task_id": f"c{number}.review"})
    put_dead(platform, "callbacks", "not json")
    put_dead(platform, "materials", "not json")
    status, said = run("dead-letters", "--replay", "callbacks", "--kind", "task.opened")
    assert (status, f"部门回调：已重放 {dead_letters.STEP + 5} 条" in said) == (1, True)
    status, said = run("dead-letters", "--replay", "all", "--kind", "unreadable")
    assert (status, "部门回调：已重放 1 条" in said, "材料校验：已重放 1 条" in said) == (0, True, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--id", "a"], "--replay"),
        (["--kind", "task.opened"], "--replay"),
        (["--replay", "all", "--id", "a"], "请指明一处"),
        (["--replay", "callbacks", "--id", "a", "--kind", "b"], "not allowed with"),
        (["--replay", "callbacks", "--kind", ""], "不能为空"),
        (["--replay", "nowhere"], "nowhere"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
):
    with pytest.raises(SystemExit) as refused:
        run("dead-letters", *arguments)
    assert refused.value.code == 2
    assert said in capsys.readouterr().err


def test_the_bar_ends_where_the_work_does(platform: Platform):
    kinds = {"task.opened": 2, "unreadable": 1}
    place = Place("callbacks", 0, 0, 3, kinds, None, [])
    assert dead_letters.expected(place, Chosen()) == 3
    assert dead_letters.expected(place, Chosen(kind="task.opened")) == 2
    assert dead_letters.expected(place, Chosen(kind="document")) == 0
    assert dead_letters.expected(place, Chosen(id="a")) == 1
    assert dead_letters.expected(replace(place, dead=60), Chosen(kind="task.opened")) is None


def test_every_place_has_a_chinese_name():
    assert [*command.PLACES] == [*names.QUEUES, names.STREAM_FAILURES_QUEUE, *parked.PARKS]
    assert all(re.fullmatch(r"[\u4e00-\u9fff]+", label) for label in command.PLACES.values())


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
