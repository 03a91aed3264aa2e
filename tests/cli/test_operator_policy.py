"""The operators' policy both ways: every command of bin/yimen may do what it calls, and nothing else."""

import argparse
import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

import pytest
from rich.console import Console

from chalicelib.evidence.store import signing
from chalicelib.foundation import alongside, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import delete
from chalicelib.operations.store.desk import TRAYS
from cli import __main__ as command
from cli import target, walk
from infra import operators, resources
from infra.operators import OPERATOR, RIGHTS
from local.catalogues import CITY
from proofs import rights
from proofs.kit.callers import calling
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from proofs.kit.requests import noted
from proofs.kit.seams import AtOnce
from proofs.kit.world import World
from tests.cli.cases import STAGES, concluded_and_lost, keep_files, restore
from tests.intake.test_check_material import announced, upload
from tests.intake.test_traces import EXIF, pdf, photo
from tests.operations.letters import CALLBACK, DOCUMENT, put_dead

# Of these, `token` asks the issuer for its keys, `listen` receives on a developer's machine, `verify` reads a file.
COMMANDS = {
    *("repair", "dead-letters", "import", "token", "listen", "retention", "restore", "export", "verify"),
    "export-items",
}
# Exchanging keys is for administrators of the account: whoever holds the key of the indexes can try numbers of people.
FOR_ADMINISTRATORS = {"keys"}
Run = Callable[..., int]


class ThreadsOfTheCaller(ThreadPoolExecutor):
    """Threads in which it is known who calls, as their caller's context goes with the work."""

    def submit(self, fn, /, *args, **kwargs):
        return super().submit(copy_context().run, fn, *args, **kwargs)


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Callable[[Platform], Run]:
    """Runs commands on a platform as the operator."""

    def of(platform: Platform) -> Run:
        @contextmanager
        def here(**_: object) -> Iterator[Platform]:
            yield platform

        def run(*arguments: str) -> int:
            monkeypatch.setattr(target, "platform", here)
            monkeypatch.setattr(walk, "ThreadPoolExecutor", ThreadsOfTheCaller)
            for pool in ("_POOL", "_WORKERS"):
                monkeypatch.setattr(alongside, pool, AtOnce())
            with calling(OPERATOR):
                return command.main(arguments, Console(file=io.StringIO(), width=200))

        return run

    return of


def repairs(hall: Hall, run: Run) -> None:
    """A case in each stage: looked at by each of its names, and mended."""
    for make in (*STAGES.values(), concluded_and_lost):
        case_id = make(hall)
        keep_files(hall, case_id)
        hall.wall.pass_time(seconds=300)
        for named in filter(None, (case_id, hall.case(case_id).number, hall.case(case_id).query_code)):
            run("repair", named)
        run("repair", case_id, "--mend")


def unchecked(hall: Hall) -> None:
    """Files have come and nobody has heard of them: one that stays as it is, a photo with traces, and no PDF at all."""
    case_id = hall.draft()
    hall.hand_in(case_id, "01", state="requested", stored=True)
    for content in (pdf(photo(EXIF)), b"this is no PDF"):
        _, key = announced(hall, content)
        upload(hall, key, content)
    hall.wall.pass_time(seconds=300)


def undone(hall: Hall, run: Run) -> None:
    for queue in TRAYS:
        put_dead(hall.platform, queue, CALLBACK if queue == "callbacks" else DOCUMENT)
    run("dead-letters")
    run("dead-letters", "--replay", "all")


def keeps(hall: Hall, run: Run, folder: Path) -> None:
    """A closed case and an old draft: exported, held, let go, and erased."""
    case_id = hall.ready_to_collect()
    keep_files(hall, case_id)
    signing.forget()
    out = str(folder / "case.zip")
    assert run("export", case_id, "--purpose", "audit", "--with-materials", "--out", out) == 0
    assert run("verify", out) == 0
    hall.deliver(case_id)
    hall.carry_out_everything()
    run("retention", "--hold", case_id, "--reason", "审计")
    run("retention", "--lift", case_id)
    for clock in (hall.clock, hall.wall):
        clock.move_to(clock.at.replace(year=clock.at.year + 40))
    run("retention", "--erase", "--yes")
    assert hall.case(case_id).erased_at


def brings_back(hall: Hall, run: Run) -> None:
    """A case is lost and comes back; another one has moved since the backup."""
    lost, moved = hall.submitted(), hall.submitted()
    hall.world.dynamo.restore(hall.world.dynamo, names.restored_table("local"))
    for row in hall.rows(lost):
        hall.platform.table.write(delete(Key(row["pk"], row["sk"])))
    hall.people.accept(moved, hall.caller(CLERK, moved))
    assert run("restore") == 1
    assert run("restore", "--write", "--yes") == 0
    assert hall.case(lost).id == lost


def imports(run: Run, folder: Path) -> None:
    run("import", "catalogue", str(CITY), "--write")
    document = json.loads(CITY.read_text("utf-8"))
    named = {code for item in document["items"] for code in item["prerequisites"]}
    document["joint_themes"], last = [], next(item for item in document["items"] if item["id"] not in named)
    document["items"].remove(last)
    fewer = folder / "fewer.json"
    fewer.write_text(json.dumps(document), "utf-8")
    assert run("import", "catalogue", str(fewer), "--end-absent", "--write") == 0
    assert run("export-items", "--out", str(folder / "items.json")) == 0
    run("import", "directory", str(fewer))
    run("import", "place", str(fewer))


def test_an_operator_lacks_no_right_and_has_none_that_no_command_uses(
    hall: Hall, empty: World, operator: Callable[[Platform], Run], tmp_path: Path
):
    allowed = rights.allowed_to(OPERATOR, RIGHTS)
    with noted(), rights.recording() as used:
        imports(operator(World().platform), tmp_path)
        run = operator(hall.platform)
        repairs(hall, run)
        undone(hall, run)
        unchecked(hall)
        run("repair", "--all")
        again = restore(hall, empty)
        run = operator(again.platform)
        run("repair", "--all", "--mend")
        keeps(hall, operator(hall.platform), tmp_path)
        brings_back(hall, operator(hall.platform))
    calls = [use for use in used if use.function == OPERATOR]
    assert len(calls) > 50
    refused = {use for use in calls if not any(rights.covers(right, use) for right in allowed)}
    assert refused == set()
    needless = [right for right in allowed if not right.unused and not any(rights.covers(right, use) for use in calls)]
    assert needless == []


def test_a_new_command_is_tried_here_too():
    (choices,) = [
        action.choices for action in command.make_parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    assert set(choices) - FOR_ADMINISTRATORS == COMMANDS


def test_a_right_that_is_taken_away_is_missed(hall: Hall, operator: Callable[[Platform], Run]):
    with noted(), rights.recording() as used:
        operator(hall.platform)("repair", hall.submitted())
    fewer = [right for right in rights.allowed_to(OPERATOR, RIGHTS) if right.action != "dynamodb:Query"]
    assert any(not any(rights.covers(right, use) for right in fewer) for use in used if use.function == OPERATOR)


def test_the_policy_is_in_the_template_and_names_no_star():
    document = operators.resources("prod")[operators.POLICY]["Properties"]["PolicyDocument"]
    assert resources.template("prod")["Resources"][operators.POLICY]["Properties"]["PolicyDocument"] == document
    for statement in document["Statement"]:
        assert "*" not in statement["Resource"]
        assert all("*" not in action for action in statement["Action"])


def test_the_policy_fits_into_a_managed_policy():
    """AWS takes 6,144 characters, white space not counted; a stage and an account are longer there than here."""
    document = operators.resources("a-stage-of-20-letter")[operators.POLICY]["Properties"]["PolicyDocument"]
    assert len(json.dumps(document, separators=(",", ":"))) < 6_144
