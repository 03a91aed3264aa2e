"""`yimen export` and `yimen verify`: what they print, how they end, and that verifying needs no deployment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.cases.store.access_log import readings
from cli import __main__ as command
from cli import target
from proofs.kit.hall import Hall
from tests.cli.conftest import Run
from tests.evidence.exports import closed_case, packed, parts_of

pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "case.zip"
    made.write_bytes(closed_case())
    return made


def changed(folder: Path) -> Path:
    parts = parts_of(closed_case())
    events = json.loads(parts["events.json"])
    events[1]["actor"], events[4]["actor"] = "persona:a", "persona:b"
    made = folder / "changed.zip"
    made.write_bytes(packed({**parts, "events.json": json.dumps(events).encode()}))
    return made


@pytest.mark.requirement("R88")
def test_an_export_is_written_recorded_and_intact(hall: Hall, run: Run, tmp_path: Path):
    case_id, out = hall.decided(), tmp_path / "case.zip"
    hall.issue_documents()
    number = hall.case(case_id).number or ""
    status, said = run("export", number, "--purpose", "complaint", "--out", str(out))
    assert (status, str(out) in said) == (0, True)
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert (reading.purpose, reading.actor) == ("complaint", "bin/yimen export")
    assert "/export" in reading.fields
    assert run("verify", str(out))[0] == 0
    assert run("export", number, "--purpose", "audit", "--out", str(out))[0] == 2  # it is there already
    assert [path.name for path in tmp_path.iterdir()] == ["case.zip"]
    assert run("export", "0000", "--purpose", "audit")[0] == 2


def test_without_papers_nothing_of_a_document_is_shown(hall: Hall, run: Run, tmp_path: Path):
    case_id, out = hall.decided(), tmp_path / "case.zip"
    hall.issue_documents()
    run("export", case_id, "--purpose", "supervision", "--out", str(out))
    assert not [name for name in parts_of(out.read_bytes()) if name.startswith("documents/")]
    status, said = run("verify", str(out), "--all")
    assert (status, "所填查看目的不含文书的内容" in said) == (0, True)


def test_what_is_told_of_an_intact_case(run: Run, file: Path):
    status, said = run("verify", str(file))
    assert status == 0
    assert said.splitlines()[-1] == "完好：各环节前后相接，没有发现改动"
    assert "事件 10  文书 6  材料 4  期限 4" in said
    status, said = run("verify", str(file), "--english")
    assert (status, said.splitlines()[-1]) == (0, "intact: every link holds")


def test_the_first_broken_link_is_told_and_all_of_them_when_asked(run: Run, tmp_path: Path):
    broken = changed(tmp_path)
    status, said = run("verify", str(broken))
    assert status == 1
    assert "断在  event/2/hash  chain_hash  事件的内容与其摘要不符" in said
    assert "event/5" not in said
    assert "另有 2 处，加 --all 全部列出" in said
    status, said = run("verify", str(broken), "--all", "--english")
    assert status == 1
    assert [line.split()[2] for line in said.splitlines() if line.startswith("broken at")] == [
        "event/2/hash",
        "event/5/hash",
        "part/events.json",
    ]


def test_a_program_reads_the_verdict(run: Run, tmp_path: Path, file: Path):
    status, said = run("verify", str(changed(tmp_path)), "--json")
    verdict = json.loads(said)
    assert (status, verdict["intact"]) == (1, False)
    assert [finding["place"] for finding in verdict["findings"]] == ["event/2/hash", "event/5/hash", "part/events.json"]
    verdict = json.loads(run("verify", str(file), "--json")[1])
    assert (verdict["intact"], verdict["case"]["status"], len(verdict["keys"])) == (True, "closed", 1)


def test_files_that_cannot_be_looked_into(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"no zip")
    status, said = run("verify", str(wrong))
    assert (status, "archive_unreadable" in said) == (2, True)
    assert run("verify", str(tmp_path / "nothing.zip"))[0] == 2
    assert "nothing.zip" in capsys.readouterr().err


def test_a_key_that_is_given_is_the_one_that_counts(run: Run, tmp_path: Path, file: Path):
    manifest = json.loads(parts_of(closed_case())["manifest.json"])
    right, other, none = tmp_path / "right.pem", tmp_path / "other.pem", tmp_path / "none.pem"
    right.write_text(manifest["key"]["pem"])
    other.write_text(OTHER)
    none.write_text("no key")
    status, said = run("verify", str(file), "--key", str(right))
    assert (status, "指纹" in said) == (0, False)
    status, said = run("verify", str(file), "--key", str(other))
    assert (status, "manifest_key" in said) == (1, True)
    assert run("verify", str(file), "--key", str(none))[0] == 2


OTHER = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
-----END PUBLIC KEY-----
"""


def test_verifying_asks_no_deployment_and_reads_no_setting(file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(target, "platform", None)
    assert command.main(["verify", str(file)]) == 0


def test_verifying_works_in_a_process_without_settings_and_loads_no_client_of_aws(file: Path):
    program = (
        "import sys; from cli.__main__ import main; status = main(['verify', sys.argv[1]]);"
        "sys.exit(status or ('boto3' in sys.modules and 9) or 0)"
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("YIMEN", "AWS"))}
    done = subprocess.run(
        [sys.executable, "-c", program, str(file)], env=plain, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
