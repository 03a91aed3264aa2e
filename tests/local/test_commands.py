"""What `make run` and `make demo` say when they cannot start: one clear line, before anything is started."""

import json
import socket
from pathlib import Path

import pytest

from local import run
from local.demo import command
from local.stack import CATALOGUE
from local.stopping import Stop

pytestmark = pytest.mark.enable_socket


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The line that `make run` says on stderr."""
    assert run.main(Stop(), arguments) == 1
    (line,) = capsys.readouterr().err.splitlines()
    return line


def without_names() -> str:
    document = json.loads(CATALOGUE.read_text("utf-8"))
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
def test_a_broken_catalogue(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, said: str):
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    line = refused(capsys, "--port", "0", "--catalogue", str(broken))
    assert "事项目录无法载入（broken.json）" in line
    assert said in line


def test_a_catalogue_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert "none.json" in refused(capsys, "--port", "0", "--catalogue", str(tmp_path / "none.json"))


def test_a_port_that_is_taken(capsys: pytest.CaptureFixture[str]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"端口 {port} 已被占用" in refused(capsys, "--port", str(port))


@pytest.mark.parametrize("parse", [run.parse, command.parse], ids=["run", "demo"])
@pytest.mark.parametrize("port", ["99999", "-1", "a", "８０００", "1_0"])
def test_a_port_that_is_none(capsys: pytest.CaptureFixture[str], parse, port: str):
    with pytest.raises(SystemExit) as ended:
        parse(["--port", port])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert "端口应为 0 至 65535 的整数" in told.err


@pytest.mark.parametrize("workdays", ["-1", "1001"])
def test_workdays_that_are_none(capsys: pytest.CaptureFixture[str], workdays: str):
    with pytest.raises(SystemExit) as ended:
        command.main(["--workdays", workdays])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)
    assert "工作日数" in told.err
