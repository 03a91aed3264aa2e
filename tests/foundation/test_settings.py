"""Settings that the hall could not work with are refused when the process starts."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from chalicelib.foundation import settings
from chalicelib.foundation.settings import NotConfigured, Settings

ROOT = Path(__file__).parents[2]
# As a template would set them for a city.
DEPLOYED = {
    "AWS_LAMBDA_FUNCTION_NAME": "yimen-prod-open_step",
    "AWS_REGION": "ap-southeast-1",
    "YIMEN_STAGE": "prod",
    "YIMEN_ACCOUNT": "210987654321",
    "YIMEN_DIVISION": "441700",
    "YIMEN_PUBLIC_URL": "https://hall.yangjiang.example.cn/prod",
    "YIMEN_ISSUER": "https://id.yangjiang.example.cn",
    "YIMEN_AUDIENCE": "yimen",
    "YIMEN_JWKS_URL": "https://id.yangjiang.example.cn/jwks.json",
    "YIMEN_CORS_ORIGINS": "https://portal.yangjiang.example.cn",
    "YIMEN_DATA_KEY": "arn:aws:kms:ap-southeast-1:210987654321:key/8f2a1c34-0000-4000-8000-123456789abc",
}
REQUIRED = sorted(name for name in DEPLOYED if name.startswith("YIMEN_"))
# What stands in a developer's environment and must serve nobody else.
FOR_DEVELOPMENT = [
    ("YIMEN_STAGE", "local"),
    ("YIMEN_ACCOUNT", "123456789012"),
    ("YIMEN_ENDPOINT", "http://127.0.0.1:5000"),
    ("YIMEN_CALLBACK_ALLOW", "127.0.0.1:9000"),
    ("YIMEN_CALLBACK_ALLOW", "10.20.30.40:8443, localhost:9000"),
    ("YIMEN_CURSOR_KEY", "local-development-cursor-key"),
    ("YIMEN_INDEX_KEY", "local-development-index-key"),
    ("YIMEN_WRAPPING_KEY", "local-development-wrapping-key"),
    ("YIMEN_CORS_ORIGINS", "*"),
    *(
        (name, address)
        for name in ("YIMEN_PUBLIC_URL", "YIMEN_ISSUER", "YIMEN_JWKS_URL")
        for address in (
            "http://127.0.0.1:8000/local/issuer",
            "https://127.0.0.1/jwks.json",
            "https://localhost:8000",
            "https://[::1]/jwks.json",
            "http://id.yangjiang.example.cn",
            "https://issuer.localhost",
            "https://hall",
            "no address",
        )
    ),
]


def started_with(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> Settings:
    """The settings of a process with this environment; None takes a variable away."""
    for name, value in (DEPLOYED | changes).items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    settings.current.cache_clear()
    try:
        return settings.current()
    finally:
        settings.current.cache_clear()


def test_a_function_takes_its_settings_from_the_template(monkeypatch: pytest.MonkeyPatch):
    found = started_with(monkeypatch)
    assert (found.stage, found.account, found.aws_region, found.partition) == (
        "prod",
        "210987654321",
        "ap-southeast-1",
        "aws",
    )
    assert (found.cursor_key, found.index_key, found.wrapping_key, found.endpoint) == (None, None, None, None)
    assert found.cors_origins == ("https://portal.yangjiang.example.cn",)


def test_the_partition_follows_from_the_region(monkeypatch: pytest.MonkeyPatch):
    assert started_with(monkeypatch, AWS_REGION="cn-north-1").partition == "aws-cn"
    assert started_with(monkeypatch, AWS_REGION="cn-north-1").machine_arn("review").startswith("arn:aws-cn:states:cn-n")


def test_no_origin_is_an_answer_to_the_question_for_origins(monkeypatch: pytest.MonkeyPatch):
    assert started_with(monkeypatch, YIMEN_CORS_ORIGINS="").cors_origins == ()


def test_departments_in_an_extranet_are_exempt_from_the_address_guard(monkeypatch: pytest.MonkeyPatch):
    assert started_with(monkeypatch, YIMEN_CALLBACK_ALLOW="").callback_allow == ()
    assert started_with(monkeypatch, YIMEN_CALLBACK_ALLOW="10.20.30.40:8443").callback_allow == ("10.20.30.40:8443",)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, ""])
def test_a_function_does_not_start_without(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None):
    if name == "YIMEN_CORS_ORIGINS" and value == "":
        return
    with pytest.raises(NotConfigured) as refused:
        started_with(monkeypatch, **{name: value})
    assert str(refused.value) == f"not set: {name}"


@pytest.mark.parametrize(("name", "value"), FOR_DEVELOPMENT)
def test_a_function_does_not_start_with(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    with pytest.raises(NotConfigured) as refused:
        started_with(monkeypatch, **{name: value})
    assert str(refused.value) == f"fit for development only: {name}"


def test_everything_wrong_is_told_at_once_and_no_value(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(NotConfigured) as refused:
        started_with(
            monkeypatch,
            YIMEN_STAGE=None,
            YIMEN_ISSUER=None,
            YIMEN_INDEX_KEY="a-secret-that-nobody-may-read",
            YIMEN_ACCOUNT="2109",
            YIMEN_WAIT_SECONDS="a-while",
        )
    assert str(refused.value) == (
        "not set: YIMEN_ISSUER, YIMEN_STAGE; fit for development only: YIMEN_INDEX_KEY; "
        "malformed: YIMEN_ACCOUNT, YIMEN_WAIT_SECONDS"
    )


@pytest.mark.parametrize("entry", ["api", "dispatch_outbox"])
def test_no_entry_loads_in_a_function_without_settings(entry: str):
    """Through the module that Lambda loads, in a process of its own: nothing catches it on the way."""
    environment = {**settings.bare_environment(), "AWS_LAMBDA_FUNCTION_NAME": "yimen-prod", "AWS_REGION": "eu-west-1"}
    ended = subprocess.run(
        [sys.executable, "-c", f"import chalicelib.wiring.entries.{entry}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].endswith("NotConfigured: not set: " + ", ".join(REQUIRED))


def test_a_command_for_a_stage_of_its_own_has_no_development_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("YIMEN_STAGE", "prod")
    settings.current.cache_clear()
    try:
        found = settings.current()
        assert (found.cursor_key, found.index_key, found.wrapping_key) == (None, None, None)
    finally:
        settings.current.cache_clear()


@pytest.mark.parametrize(("workdays", "fine"), [(4, False), (5, True), (250, True), (251, False)])
def test_the_term_for_a_supplement_is_neither_a_trap_nor_endless(workdays: int, fine: bool):
    """No law says how long it is; less than the hall's own five workdays to tell the gaps would be unfair."""
    if fine:
        assert Settings(supplement_workdays=workdays).supplement_workdays == workdays
        return
    with pytest.raises(ValidationError) as refused:
        Settings(supplement_workdays=workdays)
    assert [error["loc"] for error in refused.value.errors()] == [("supplement_workdays",)]
