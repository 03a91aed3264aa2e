"""Which deployment the command works on: the running stack is found by its file, with its settings and its time."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest

from chalicelib.foundation.platform import wall_clock
from chalicelib.foundation.settings import NotConfigured, Settings
from chalicelib.http.app import App
from cli import target
from cli.__main__ import no_stack
from local import settings_file
from local.api_gateway.gateway import Gateway
from local.console.legal_time import LegalTime
from local.console.routes import Console
from local.identity_provider.issuer import Issuer

LOCAL = Settings(endpoint="http://127.0.0.1:9", callback_allow=("127.0.0.1:1", "127.0.0.1:2"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "build" / "local.env"


def reached(monkeypatch: pytest.MonkeyPatch, transport: httpx.BaseTransport) -> None:
    monkeypatch.setattr(target.httpx, "Client", partial(httpx.Client, transport=transport))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> LegalTime:
    """Of a stack that answers under /local."""
    time = LegalTime()
    console = Console(Issuer("http://127.0.0.1:8000/local/issuer", "yimen", wall_clock), {}, time)
    gateway = Gateway(App("yimen"), console.handle)
    reached(monkeypatch, httpx.WSGITransport(app=gateway))
    return time


def test_the_running_stack_is_found_by_its_file(file: Path, time: LegalTime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_PROFILE", "of-my-own")
    with settings_file.written(LOCAL, file), target.platform(local=True, file=file) as platform:
        assert platform.settings == LOCAL
        assert os.environ["AWS_ACCESS_KEY_ID"] == "testing-only"
        assert "AWS_PROFILE" not in os.environ
    assert not file.exists()
    with pytest.raises(target.NoStack), target.platform(local=True, file=file):
        raise AssertionError("nothing runs")


def test_settings_of_another_deployment_are_not_mixed_in(file: Path, time: LegalTime, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YIMEN_PUBLIC_URL", "https://yimen.example.gov.cn")
    with settings_file.written(LOCAL, file), target.platform(local=True, file=file) as platform:
        assert platform.settings.public_url == LOCAL.public_url


def test_legal_time_is_that_of_the_stack_also_when_it_is_moved_meanwhile(file: Path, time: LegalTime):
    time.move_to(wall_clock().replace(year=wall_clock().year + 1, day=1))
    with settings_file.written(LOCAL, file), target.platform(local=True, file=file) as platform:
        assert abs(platform.now() - time.now()).total_seconds() < 5
        time.move_to(wall_clock().replace(year=wall_clock().year + 2, day=1))
        assert abs(platform.now() - time.now()).total_seconds() < 5
        assert abs(platform.wall() - wall_clock()).total_seconds() < 5


DEPLOYMENT = {
    "STAGE": "prod",
    "AWS_REGION": "ap-southeast-1",
    "ACCOUNT": "210987654321",
    "DIVISION": "441700",
    "PUBLIC_URL": "https://hall.yangjiang.example.cn/prod",
    "ISSUER": "https://id.yangjiang.example.cn",
    "AUDIENCE": "yimen",
    "JWKS_URL": "https://id.yangjiang.example.cn/jwks.json",
    "DATA_KEY": "arn:aws:kms:ap-southeast-1:210987654321:key/8f2a1c34-0000-4000-8000-123456789abc",
}


def test_elsewhere_legal_time_is_real_time(monkeypatch: pytest.MonkeyPatch):
    for name, value in DEPLOYMENT.items():
        monkeypatch.setenv(f"YIMEN_{name}", value)
    with target.platform(local=False) as platform:
        assert platform.now is wall_clock
        assert (platform.settings.cursor_key, platform.settings.index_key) == (None, None)


@pytest.mark.parametrize("missing", DEPLOYMENT)
def test_a_command_works_on_no_deployment_that_it_was_not_told(monkeypatch: pytest.MonkeyPatch, missing: str):
    monkeypatch.delenv("AWS_REGION", raising=False)
    for name, value in DEPLOYMENT.items():
        if name != missing:
            monkeypatch.setenv(f"YIMEN_{name}", value)
    with pytest.raises(NotConfigured, match=f"not set: YIMEN_{missing}$"), target.platform(local=False):
        raise AssertionError("nothing to work on")


def refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


@pytest.mark.parametrize("answer", [refuse, lambda _: httpx.Response(404), lambda _: httpx.Response(200, text="hm")])
def test_a_file_left_behind_is_no_running_stack(file: Path, monkeypatch: pytest.MonkeyPatch, answer: Callable):
    reached(monkeypatch, httpx.MockTransport(answer))
    with settings_file.written(LOCAL, file), pytest.raises(target.NoStack), target.platform(local=True, file=file):
        raise AssertionError("nothing runs")


def test_a_settings_file_that_is_not_there_is_told_from_a_stack_that_has_stopped(tmp_path: Path):
    missing, stale = tmp_path / "none.env", tmp_path / "old.env"
    stale.write_text("YIMEN_PUBLIC_URL=http://127.0.0.1:9\n", encoding="utf-8")
    for file, words in ((missing, "没有设置文件"), (stale, "没有在运行"), (None, "请先执行 make run")):
        said = no_stack(file)
        assert words in said
        assert file is None or file.name in said
