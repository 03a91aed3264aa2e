"""`make run` and `make demo` as a person has them: processes that start, tell, serve, and are gone after Ctrl-C."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import cast

import pytest
from rich.console import Console

from local.demo import command
from local.demo.application import PHONE, REPRESENTATIVE
from local.demo.client import Client
from local.identity_provider.personas import PERSONAS
from local.run import personas_table
from tests.e2e.files import text_of

ROOT = Path(__file__).parents[2]
WIDE = 200  # so wide that no line of the welcome is folded
PATIENCE = 60
DEAD_PROXY = "http://127.0.0.1:9"  # what is on this machine must not be asked for through it
# Runs a module that presses Ctrl-C on itself when it imports another one.
INTERRUPTED = """
import os, runpy, signal, sys
module, when = sys.argv.pop(1), sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a job in the background of a shell does not have
def press(event, arguments):
    if event == "import" and arguments[0] == when:
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(press)
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def last_told() -> str:
    """What the welcome ends with, in the width of these processes."""
    told = Console(file=StringIO(), width=WIDE)
    told.print(personas_table(PERSONAS.values()))
    return cast(StringIO, told.file).getvalue().split()[-1]


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command, env = (sys.executable, *command), os.environ | variables
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False, env=env)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def process(port: int, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Running and ready, in a session of its own."""
    with output.open("wb") as told:
        started = subprocess.Popen(
            [sys.executable, "-m", "local", "--port", str(port)],
            cwd=ROOT,
            stdout=told,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=os.environ | {"HTTP_PROXY": DEAD_PROXY, "http_proxy": DEAD_PROXY, "COLUMNS": str(WIDE)},
        )
    try:
        late, last = time.monotonic() + PATIENCE, last_told()
        while last not in (welcome := output.read_text("utf-8")):
            assert started.poll() is None, welcome
            assert time.monotonic() < late, f"{last} is not in: {welcome}"
            time.sleep(0.02)
        yield started
    finally:
        started.kill()
        started.wait()


def test_it_starts_serves_keeps_secrets_and_stops(
    process: subprocess.Popen[bytes],
    port: int,
    output: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"http://127.0.0.1:{port}"
    welcome = output.read_text("utf-8")
    for address in (f"{url}/v1/items", f"{url}/v1/docs", f"{url}/v1/openapi.json", f"{url}/local/token"):
        assert address in welcome
    assert f"make demo PORT={port}" in welcome
    assert '{"level"' not in welcome

    client = Client(url)
    food = {"mode": "manual", "delay": 3}
    client.act(None, "PUT", "/local/departments/food", food)
    monkeypatch.chdir(tmp_path)
    query_code = demo_played(port, tmp_path, capsys)
    systems = client.get(None, "/local/departments").json()["departments"]
    kept = next(one for one in systems if one["department"] == "food")
    assert {name: kept[name] for name in food} == food
    logged = output.read_text("utf-8").removeprefix(welcome)
    assert "POST   /v1/applications  201" in logged
    assert "送达 → 已送达  clerk-issuing" in logged
    assert "{" not in logged  # readable lines: neither the log of AWS nor its metrics
    secret = [query_code, client.token("company"), *REPRESENTATIVE.values(), PHONE, "01.pdf"]
    assert [one for one in [*secret, "阳江示例餐饮", "91441702MA5YM00074"] if one in logged] == []

    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def demo_played(port: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """`make demo` against the running stack: the certificate is there. The case's query code."""
    assert command.main(["--port", str(port)]) == 0
    told = capsys.readouterr().out
    assert f"使用正在运行的 http://127.0.0.1:{port}" in told
    assert "下载证照" in told
    (file,) = folder.glob("build/certificate-*.pdf")
    assert "食品经营许可证" in text_of(file.read_bytes())
    found = re.search(r"查询码 (\w+)", told)
    assert found
    return found[1]


@pytest.mark.usefixtures("process")
def test_the_commands_of_the_readme_run_as_they_are_typed(port: int, tmp_path: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    typed = next(block for block in blocks if "API=" in block).replace("127.0.0.1:8000", f"127.0.0.1:{port}")
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    told = subprocess.run(
        ["bash", "-eu"], input=typed, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env=env
    )
    assert told.returncode == 0, told.stderr
    answers = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]
    refused = [answer["code"] for answer in answers if "code" in answer]
    assert refused == ["certificate_pending"]
    assert [answer["matched"] for answer in answers if "matched" in answer] == [True]
    assert "delivered" in [stage["stage"] for stage in answers[-1]["stages"]]


def test_another_city_is_a_setting() -> None:
    played = run("-m", "local.demo", "--port", str(free_port()), YIMEN_DIVISION="441781")
    assert played.returncode == 0, played.stderr
    assert "办件编号 11441781YM0011073H4" in played.stdout
    assert "案卷已归档" in played.stdout


def test_a_start_that_fails_is_one_clear_line_of_the_process(port: int, tmp_path: Path) -> None:
    ended = run("-m", "local", "--port", str(port), "--catalogue", str(tmp_path / "none.json"))
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "none.json" in ended.stderr


def test_a_demo_that_is_asked_wrongly_is_one_clear_line_of_the_process() -> None:
    ended = run("-m", "local.demo", "--workdays", "-1")
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert "工作日数" in ended.stderr


@pytest.mark.parametrize(
    ("module", "when", "status", "said"),
    [
        ("local", "local.run", 0, "\n正在停止 …\n"),
        ("local", "app", 0, "\n正在停止 …\n"),
        ("local.demo", "local.demo.command", 130, "\n演示已停止\n"),
    ],
    ids=["imports", "starts", "demo"],
)
def test_ctrl_c_while_it_loads_ends_it_at_once(module: str, when: str, status: int, said: str) -> None:
    """While its modules are imported, and when the emulator and the departments' systems run already."""
    port = ("--port", str(free_port())) if module == "local" else ()
    ended = run("-c", INTERRUPTED, module, when, *port)
    assert ended.returncode == status, ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert (ended.stdout + ended.stderr).endswith(said)
