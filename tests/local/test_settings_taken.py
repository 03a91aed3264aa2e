"""What the local stack takes from the environment, and what it names as ignored."""

import pytest

from chalicelib.foundation.settings import current
from local.settings_taken import ignored_in
from tests.local.test_commands import settings_with

GIVEN = {
    "admission_rate": 1,
    "draft_days": 31,
    "identity_level": 3,
    "wait_seconds": 61,
    "supplement_workdays": 6,
    "access_kept_days": 184,
    "sample_documents": False,
}


@pytest.mark.parametrize(("name", "value"), GIVEN.items())
def test_a_setting_that_says_how_the_platform_behaves_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: int):
    monkeypatch.setenv(f"YIMEN_{name.upper()}", str(value))
    current.cache_clear()
    try:
        assert getattr(settings_with(()), name) == value
        assert getattr(current(), name) == value
    finally:
        monkeypatch.undo()
        current.cache_clear()


def test_settings_that_the_stack_makes_itself_are_named_as_ignored():
    given = {
        "YIMEN_ISSUER": "https://id.example",
        "YIMEN_STAGE": "x",
        "YIMEN_DRAFT_DAYS": "31",
        "AWS_REGION": "cn-north-1",
    }
    assert ignored_in(given) == ["YIMEN_ISSUER", "YIMEN_STAGE"]
