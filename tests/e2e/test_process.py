"""`make run` as a person has it: a process that starts, tells, serves, and is gone after Ctrl-C."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.catalogues import CITY
from local.demo import story
from local.demo.application import PHONE, REPRESENTATIVE
from local.demo.client import Client
from local.identity_provider.personas import PERSONAS

ROOT = Path(__file__).parents[2]
LAST = [*PERSONAS][-1]  # of what the welcome tells
PATIENCE = 60
DEAD_PROXY = "http://127.0.0.1:9"  # what is on this machine must not be asked for through it


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments: str, module: str = "local", **variables: str) -> subprocess.CompletedProcess[str]:
    command, env = [sys.executable, "-m", module, *arguments], os.environ | variables
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
            env=os.environ | {"HTTP_PROXY": DEAD_PROXY, "http_proxy": DEAD_PROXY},
        )
    try:
        late = time.monotonic() + PATIENCE
        while LAST not in output.read_text("utf-8"):
            assert started.poll() is None, output.read_text("utf-8")
            assert time.monotonic() < late
            time.sleep(0.1)
        yield started
    finally:
        started.kill()
        started.wait()


def test_it_starts_serves_keeps_secrets_and_stops(
    process: subprocess.Popen[bytes], port: int, output: Path, tmp_path: Path
) -> None:
    url = f"http://127.0.0.1:{port}"
    welcome = output.read_text("utf-8")
    for address in (f"{url}/v1/items", f"{url}/v1/docs", f"{url}/v1/openapi.json", f"{url}/local/token"):
        assert address in welcome
    assert f"make demo PORT={port}" in welcome
    assert '{"level"' not in welcome

    second = run("--port", str(port))
    assert (second.returncode, len(second.stderr.splitlines())) == (1, 1)
    assert f"端口 {port} 已被占用" in second.stderr

    client = Client(url)
    food = {"mode": "manual", "delay": 3}
    client.act(None, "PUT", "/local/departments/food", food)
    told = story.play(client, lambda line: None, tmp_path)
    assert told.file.read_bytes().startswith(b"%PDF")
    (kept, *_) = client.get(None, "/local/departments").json()["departments"]
    assert {name: kept[name] for name in food} == food
    logged = output.read_text("utf-8").removeprefix(welcome)
    assert "POST /v1/applications" in logged
    secret = [told.query_code, client.token("company"), *REPRESENTATIVE.values(), PHONE, "01.pdf"]
    assert [one for one in [*secret, "阳江示例餐饮", "91441702MA5YM00074"] if one in logged] == []

    process.send_signal(signal.SIGINT)
    assert process.wait(5) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def without_names() -> str:
    document = json.loads(CITY.read_text("utf-8"))
    for item in document["items"][:2]:
        del item["name"]
    return json.dumps(document)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "第 1 行第 2 列"),
        ('{\n"meta": 事}'.encode("gb18030"), "第 2 行第 9 列"),
        (b"[]", ""),
        (without_names().encode(), "/items/0/name"),
    ],
    ids=["no-json", "no-utf8", "no-catalogue", "nameless"],
)
def test_a_broken_catalogue_is_one_clear_line(port: int, tmp_path: Path, content: bytes, said: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    ended = run("--port", str(port), "--catalogue", str(broken))
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1), ended.stderr
    assert "事项目录无法载入（broken.json）" in ended.stderr
    assert said in ended.stderr


def test_a_catalogue_that_is_not_there(port: int, tmp_path: Path) -> None:
    ended = run("--port", str(port), "--catalogue", str(tmp_path / "none.json"))
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert "none.json" in ended.stderr


@pytest.mark.parametrize(
    ("module", "division", "said"),
    [
        ("local", "abc", "设置 YIMEN_DIVISION 有误：格式不正确"),
        ("local.demo", "990100", "没有区划 990100 的演示目录：YIMEN_DIVISION 可为 441700、441781"),
    ],
)
def test_a_division_that_cannot_be_served_is_one_clear_line(port: int, module: str, division: str, said: str) -> None:
    ended = run("--port", str(port), module=module, YIMEN_DIVISION=division)
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1), ended.stderr
    assert ended.stderr.strip().endswith(said)


def test_another_city_is_a_setting() -> None:
    played = run("--port", str(free_port()), module="local.demo", YIMEN_DIVISION="441781")
    assert played.returncode == 0, played.stderr
    assert "办件编号 11441781YM0011073H4" in played.stdout
    assert "案卷已归档" in played.stdout


def test_the_catalogue_of_another_city_is_refused(port: int) -> None:
    ended = run("--port", str(port), "--catalogue", str(CITY), YIMEN_DIVISION="441781")
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1), ended.stderr
    assert "该事项目录属于区划 441700，不能导入区划 441781" in ended.stderr


@pytest.mark.parametrize("port", ["99999", "-1", "a"])
@pytest.mark.parametrize("module", ["local", "local.demo"])
def test_a_port_that_is_none_is_one_clear_line(port: str, module: str) -> None:
    ended = run("--port", port, module=module)
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert "端口应为 0 至 65535 的整数" in ended.stderr


def test_workdays_that_are_none_are_refused_before_anything_is_stored() -> None:
    ended = run("--workdays", "-1", module="local.demo")
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)
    assert "工作日数" in ended.stderr


@pytest.mark.parametrize("after", [1.0, 4.0])
def test_ctrl_c_while_it_starts_ends_it_at_once(port: int, after: float) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "local", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    time.sleep(after)
    started.send_signal(signal.SIGINT)
    told, _ = started.communicate(timeout=5)
    assert started.returncode == 0, told
    assert "Traceback" not in told
    assert told.endswith("正在停止 …\n")
