"""What `make run` and `make demo` say when they cannot start: one clear line, before anything is started."""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.exchange.store import guard
from chalicelib.foundation import settings
from chalicelib.foundation.settings import Settings
from local import catalogues, run
from local.catalogues import CITY
from local.demo import command
from local.stack import Served, settings_of
from local.stopping import Stop

pytestmark = pytest.mark.enable_socket


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The line that `make run` says on stderr."""
    assert run.main(Stop(), arguments) == 1
    (line,) = capsys.readouterr().err.splitlines()
    return line


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
def test_a_broken_catalogue(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, said: str):
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    line = refused(capsys, "--port", "0", "--catalogue", str(broken))
    assert "事项目录无法载入（broken.json）" in line
    assert said in line


def test_a_catalogue_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert "none.json" in refused(capsys, "--port", "0", "--catalogue", str(tmp_path / "none.json"))


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Has the next start serve the division of this code: settings are read once in a process."""

    def serve(division: str) -> None:
        monkeypatch.setenv("YIMEN_DIVISION", division)
        settings.current.cache_clear()

    yield serve
    settings.current.cache_clear()


def test_the_catalogue_of_another_city(capsys: pytest.CaptureFixture[str], serving: Callable[[str], None]):
    serving("441781")
    line = refused(capsys, "--port", "0", "--catalogue", str(CITY))
    assert "该事项目录属于区划 441700，不能导入区划 441781" in line


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the folder of catalogues, which a test may spoil."""
    copied = Path(shutil.copytree(catalogues.DATA, tmp_path / "data"))
    monkeypatch.setattr(catalogues, "DATA", copied)
    monkeypatch.setattr(catalogues, "CITY", copied / "items.json")
    catalogues.read.cache_clear()
    yield copied
    catalogues.read.cache_clear()


def spoilt(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(file.read_text("utf-8"))
    change(document)
    file.write_text(json.dumps(document), "utf-8")


def test_a_broken_catalogue_of_our_own_is_told_by_its_name(capsys: pytest.CaptureFixture[str], data: Path):
    (data / "items.json").write_text('{"meta":', "utf-8")
    line = refused(capsys, "--port", "0")
    assert line == "事项目录无法载入（items.json）：事项目录不是有效的 JSON：第 1 行第 9 列不符合 JSON 语法"


def unknown_item(county: dict[str, Any]) -> None:
    county["items"]["YM-ZZZ"] = {}


def unknown_field(county: dict[str, Any]) -> None:
    county["items"]["YM-S07"]["nope"] = 1


def items_as_a_list(county: dict[str, Any]) -> None:
    county["items"] = []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (unknown_item, "/items 中的 YM-ZZZ 不在本市目录（items.json）中"),
        (unknown_field, "/items/YM-S07/nope"),
        (items_as_a_list, "/items 应按事项编码列出与本市目录不同之处"),
    ],
)
def test_a_broken_catalogue_of_a_county_is_told_where_its_author_finds_it(
    capsys: pytest.CaptureFixture[str],
    data: Path,
    serving: Callable[[str], None],
    change: Callable[[dict[str, Any]], None],
    said: str,
):
    spoilt(data / "441781.json", change)
    serving("441781")
    line = refused(capsys, "--port", "0")
    assert line.startswith("事项目录无法载入（441781.json）：")
    assert said in line


def test_a_demo_with_a_broken_catalogue(capsys: pytest.CaptureFixture[str], data: Path):
    (data / "items.json").write_text("[]", "utf-8")
    assert command.main(["--port", "0"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("演示中断：事项目录无法载入（items.json）")


def test_a_division_that_is_none(capsys: pytest.CaptureFixture[str], serving: Callable[[str], None]):
    serving("abc")
    assert refused(capsys, "--port", "0").endswith("设置 YIMEN_DIVISION 有误：格式不正确")


def test_a_division_that_no_demo_serves(capsys: pytest.CaptureFixture[str], serving: Callable[[str], None]):
    serving("990100")
    assert command.main(["--port", "0"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("没有区划 990100 的演示目录：YIMEN_DIVISION 可为 441700、441781")


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


@pytest.mark.parametrize("given", ["127.0.0.1:9100", "localhost:9100", "[::1]:9100"])
def test_a_receiver_on_this_machine_may_be_registered(given: str):
    options = run.parse(["--allow-callback", given, "--allow-callback", "127.0.0.1:9101"])
    allowed = settings_with(tuple(options.allow_callback)).callback_allow
    for receiver in (given, "127.0.0.1:9101"):
        assert guard.parse(f"http://{receiver}/yimen", allowed).exempt
    with pytest.raises(guard.Blocked):
        guard.parse("http://127.0.0.1:9102/yimen", allowed)


def settings_with(receivers: tuple[str, ...]) -> Settings:
    """The stack's settings, of an emulator that need not run."""
    key = {"KeyMetadata": {"Arn": "arn:aws:kms:us-east-1:123456789012:key/1"}}
    aws: Any = SimpleNamespace(
        endpoint="http://127.0.0.1:1",
        region="us-east-1",
        account="123456789012",
        client=lambda _: SimpleNamespace(create_key=lambda: key),
    )
    issuer: Any = SimpleNamespace(url="http://127.0.0.1:1/local/issuer")
    here = Served("441700", {}, CITY, {}, {}, receivers)
    return settings_of(aws, here, "http://127.0.0.1:1", issuer, (), "http://127.0.0.1:2/query")


@pytest.mark.parametrize(
    "given", ["", "9100", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", "10.0.0.1:80", "example.com:80"]
)
def test_an_address_elsewhere_is_not_let_through(capsys: pytest.CaptureFixture[str], given: str):
    with pytest.raises(SystemExit) as ended:
        run.parse(["--allow-callback", given])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("began", "installed", "said"),
    [
        ("1000", 1040, "，连同安装 75 秒"),
        ("1000", 990, ""),
        ("1000", None, ""),
        ("1074", 1075, ""),
        ("9000", 9999, ""),
        ("", 1040, ""),
        ("x", 1040, ""),
    ],
    ids=["installed", "installed-before", "never", "clock-set-forward", "clock-set-back", "without-make", "no-number"],
)
def test_the_time_of_an_installation_is_told_if_it_can_be_trusted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, began: str, installed: int | None, said: str
):
    stamp = tmp_path / ".installed-to-run"
    if installed:
        stamp.touch()
        os.utime(stamp, (installed, installed))
    monkeypatch.setattr(run, "INSTALLED", stamp)
    assert run.since_make({"MADE_AT": began}, 1075.2, 3.5) == said
