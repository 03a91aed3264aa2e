"""`yimen restore`: rows of a restored table come back as they were, and nothing of now is lost by it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import SEALED
from chalicelib.foundation.writes import delete, put
from chalicelib.operations.acts import restore_rows
from cli import restore
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cli.cases import STAGES, finish, keep_files
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture
def backed_up(hall: Hall) -> Callable[[], None]:
    """Take a backup, as a table that AWS has restored."""

    def now() -> None:
        hall.world.dynamo.restore(hall.world.dynamo, names.restored_table("local"))

    return now


def stored(hall: Hall) -> dict[tuple[str, str], Any]:
    """Every row as DynamoDB keeps it."""
    dynamo = hall.world.dynamo
    return {(pk, sk): dict(row) for pk in dynamo.partitions() for sk, row in dynamo.partition(pk).items()}


def lose(hall: Hall, *places: tuple[str, str]) -> None:
    for place in places:
        hall.platform.table.write(delete(Key(*place)))


def test_lost_rows_come_back_as_they_were(run: Run, hall: Hall, backed_up: Callable[[], None]):
    """Those of two cases, with what is encrypted in them, and of tables of the hall."""
    cases = [STAGES["in review"](hall), hall.submitted()]
    backed_up()
    before = stored(hall)
    assert any(SEALED in row for row in before.values())
    lost = [place for place in before if place[0] in [keys.case(case_id) for case_id in cases]]
    lost += [place for place in before if place[0].startswith("DEPARTMENT")][:3]
    lose(hall, *lost)
    left = stored(hall)
    status, said = run("restore")
    assert (status, f"待恢复：{len(lost)} 行" in said, "--write" in said) == (1, True, True)
    assert stored(hall) == left
    status, said = run("restore", "--write", "--yes")
    assert (status, f"已恢复：{len(lost)} 行" in said, "待恢复" in said) == (0, True, False)
    assert stored(hall) == before
    status, said = run("restore", "--write", "--yes")
    assert (status, f"相同：{len(before)} 行" in said) == (0, True)


def test_a_whole_table_comes_back_and_its_cases_finish(run: Run, hall: Hall, backed_up: Callable[[], None]):
    case_id = STAGES["in review"](hall)
    keep_files(hall, case_id)
    backed_up()
    before = stored(hall)
    lose(hall, *before)
    assert run("restore", "--write", "--yes")[0] == 0
    assert stored(hall) == before
    hall.world.machines.executions.clear()
    hall.wall.pass_time(seconds=3600)
    run("repair", "--all", "--mend")
    assert finish(hall, case_id) is Status.CLOSED


def test_what_is_newer_is_never_overwritten(run: Run, hall: Hall, backed_up: Callable[[], None]):
    case_id = hall.submitted()
    backed_up()
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    after = stored(hall)
    status, said = run("restore", "--write", "--yes")
    assert (status, "保留表中的" in said) == (0, True)
    assert keys.case(case_id) in said
    assert stored(hall) == after


def test_what_a_later_act_has_deleted_does_not_come_back(run: Run, hall: Hall, backed_up: Callable[[], None]):
    """The acceptance ends the alarm of its term. Restored, it would accept a second time."""
    case_id = hall.submitted()
    alarms = {row["sk"] for row in hall.rows(case_id, keys.ALARM)}
    backed_up()
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    gone = alarms - {row["sk"] for row in hall.rows(case_id, keys.ALARM)}
    assert gone
    _, said = run("restore", "--write", "--yes")
    assert f"所属办件在备份之后有变化，保留表中的：{len(gone)} 行" in said
    assert gone & {row["sk"] for row in hall.rows(case_id)} == set()


def test_a_row_whose_time_was_over_does_not_come_back(run: Run, hall: Hall, backed_up: Callable[[], None]):
    key = Key("TEST#1", "OLD")
    hall.platform.table.write(put({**key._asdict(), "ttl": int(hall.platform.wall().timestamp()) + 60}))
    backed_up()
    lose(hall, key)
    hall.wall.pass_time(seconds=61)
    status, said = run("restore", "--write", "--yes")
    assert (status, "已过保存期，不恢复：1 行" in said) == (0, True)
    assert hall.platform.table.get(key) is None


def test_whoever_writes_at_the_same_time_wins(
    run: Run, hall: Hall, backed_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
):
    key = Key("TEST#1", "COUNT")
    hall.platform.table.write(put({**key._asdict(), "value": 1}))
    backed_up()
    lose(hall, key)
    judge = restore_rows.fates

    def then_somebody_writes(*given: Any) -> Any:
        found = judge(*given)
        hall.platform.table.write(put({**key._asdict(), "value": 2}))
        return found

    monkeypatch.setattr(restore, "fates", then_somebody_writes)
    status, said = run("restore", "--write", "--yes")
    assert (status, "保留表中的：1 行" in said) == (0, True)
    assert (hall.platform.table.get(key) or {})["value"] == 2


def test_it_goes_on_from_its_file_and_no_other(
    run: Run, hall: Hall, backed_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
):
    hall.submitted()
    backed_up()
    before, file = stored(hall), tmp_path / "progress.json"
    lose(hall, *before)
    write, written = restore_rows.bring_back, list[Any]()

    def killed(platform: Any, row: Any) -> Any:
        """Once the first page has been kept in the file, within a later one."""
        if file.exists():
            raise KeyboardInterrupt
        written.append(row)
        return write(platform, row)

    with monkeypatch.context() as patch:
        patch.setattr(restore, "bring_back", killed)
        patch.setattr(restore, "in_parallel", lambda calls: [call() for call in calls])
        assert run("restore", "--write", "--yes", "--resume", str(file))[0] == 130
    assert 0 < len(stored(hall)) < len(before)
    assert run("restore", "--resume", str(file))[0] == 2  # of a run that writes
    with monkeypatch.context() as patch:
        patch.setattr(restore, "about_restored", lambda _: "another table of this name")
        assert run("restore", "--write", "--yes", "--resume", str(file))[0] == 2
    assert capsys.readouterr().err.count("进度文件属于另一次运行") == 2
    assert run("restore", "--write", "--yes", "--resume", str(file))[0] == 0
    assert (stored(hall), file.exists()) == (before, False)


def test_nothing_is_written_before_the_word_was_typed(
    run: Run, hall: Hall, backed_up: Callable[[], None], monkeypatch: pytest.MonkeyPatch
):
    backed_up()
    before = stored(hall)
    lose(hall, *[*before][:3])
    for answer, status in (("不", 2), ("", 2), (restore.WORD, 0)):
        monkeypatch.setattr("builtins.input", lambda answer=answer: answer)
        left = stored(hall)
        assert run("restore", "--write")[0] == status
        assert stored(hall) == (left if status else before)


def test_without_a_restored_table_it_says_how_it_is_to_be_called(run: Run, capsys: pytest.CaptureFixture[str]):
    assert run("restore")[0] == 2
    assert "没有表 yimen-local.restored" in capsys.readouterr().err


def test_only_with_write_can_the_question_be_left_out(run: Run, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        run("restore", "--yes")
    assert "--yes 须与 --write 合用" in capsys.readouterr().err
