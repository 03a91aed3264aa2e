from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError

from chalicelib.access.actor import Actor
from chalicelib.durable.caller import Receipt
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.exchange.model import Endpoint, Registration
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import secrets as secret
from chalicelib.foundation import names, problems
from chalicelib.foundation.platform import Platform
from tests.exchange.conftest import OTHER_SECRET, SECRET, URL, by, system

Register = Callable[..., Receipt]


def endpoint(platform: Platform, department: str = "food", division: str = "441700") -> Endpoint:
    found = store.load_endpoint(platform.table, division, department)
    assert found is not None
    return found


def signing(platform: Platform, division: str = "441700") -> str:
    """The newest secret, which signs first."""
    return secret.secrets_of(platform, endpoint(platform, division=division))[0]


def test_a_department_registers_where_it_listens(platform: Platform, register: Register):
    receipt = register()
    assert receipt.facts == {"url": URL, "enabled": True, "updated_at": "2026-11-24T09:00:00+08:00", "version": 1}
    assert signing(platform) == SECRET


def test_the_secret_is_in_secrets_manager_only(platform: Platform, register: Register):
    receipt = register()
    rows = platform.table.client.scan(TableName=platform.table.name)["Items"]
    assert len(rows) == 2
    assert SECRET.removeprefix("whsec_") not in f"{rows}{receipt}"


def test_registering_again_replaces_url_and_secret(platform: Platform, register: Register):
    register()
    moved = register("https://new.example.gov.cn/x", key="key-0002", secret=OTHER_SECRET)
    assert (moved.facts["url"], moved.facts["version"]) == ("https://new.example.gov.cn/x", 2)
    assert signing(platform) == OTHER_SECRET


def test_going_back_to_an_old_secret_is_a_registration_of_its_own(platform: Platform, register: Register):
    for number, key in enumerate((SECRET, OTHER_SECRET, SECRET), 1):
        assert register(key=f"key-000{number}", secret=key).facts["version"] == number
        assert signing(platform) == key


def test_a_repeated_request_is_answered_again_and_changes_nothing(platform: Platform, register: Register):
    first = register()
    register(key="key-0002", secret=OTHER_SECRET)
    assert register() == first
    assert endpoint(platform).version == 2
    assert signing(platform) == OTHER_SECRET


def test_a_key_used_with_another_body_does_not_touch_the_secret(platform: Platform, register: Register):
    register()
    with pytest.raises(problems.Invalid) as refusal:
        register(secret=OTHER_SECRET)
    assert refusal.value.code == "idempotency_key_reused"
    name = names.callback_secret("local", secret.place_of("441700", "food"))
    assert platform.secrets.get_secret_value(SecretId=name)["SecretString"] == SECRET


@pytest.mark.parametrize("url", ["https://127.0.0.1/x", "http://food.example.com/", "https://a:b@food.example.com/"])
def test_an_unsafe_url_is_refused_and_nothing_is_stored(platform: Platform, register: Register, url: str):
    with pytest.raises(problems.Invalid) as refusal:
        register(url)
    assert [error.pointer for error in refusal.value.errors] == ["/url"]
    assert platform.table.client.scan(TableName=platform.table.name)["Items"] == []
    assert platform.secrets.list_secrets()["SecretList"] == []


def test_a_secret_whose_row_was_not_written_is_not_used(
    platform: Platform, register: Register, monkeypatch: pytest.MonkeyPatch
):
    register()

    def down(*ops: object) -> None:
        raise problems.Unavailable

    with monkeypatch.context() as outage:
        outage.setattr(platform.table, "write", down)
        with pytest.raises(problems.Unavailable):
            register("https://new.example.gov.cn/x", key="key-0002", secret=OTHER_SECRET)
    assert (endpoint(platform).url, signing(platform)) == (URL, SECRET)
    register("https://new.example.gov.cn/x", key="key-0002", secret=OTHER_SECRET)
    assert signing(platform) == OTHER_SECRET


def test_departments_and_divisions_are_apart(platform: Platform, register: Register):
    register()
    register(key="key-0002", secret=OTHER_SECRET, actor=system("food", "441702001000"))
    assert signing(platform) == SECRET
    assert signing(platform, "441702") == OTHER_SECRET


def test_who_acts_for_no_department_has_no_endpoint(platform: Platform):
    clerk = Actor.model_validate({"sub": "c", "role": "counter_clerk", "name": "窗口", "region": "441700"})
    with pytest.raises(problems.Forbidden):
        register_endpoint(platform, by(clerk), Registration.model_validate({"url": URL, "secret": SECRET}))


def test_a_secret_is_known_for_a_minute(platform: Platform, register: Register, wall):
    register()
    found = endpoint(platform)
    secret.secrets_of(platform, found)[0]
    name = names.callback_secret("local", secret.place_of("441700", "food"))
    platform.secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    wall.pass_time(seconds=59)
    assert secret.secrets_of(platform, found)[0] == SECRET
    wall.pass_time(seconds=1)
    with pytest.raises(ClientError):
        secret.secrets_of(platform, found)[0]


def both(platform: Platform) -> list[str]:
    return secret.secrets_of(platform, endpoint(platform))


def test_a_new_secret_and_the_one_before_overlap_for_a_day(platform: Platform, register: Register, wall):
    register()
    receipt = register(key="key-0002", secret=OTHER_SECRET)
    assert receipt.facts["former_until"] == "2026-11-25T09:00:00+08:00"
    assert both(platform) == [OTHER_SECRET, SECRET]
    wall.pass_time(hours=23, minutes=59)
    assert both(platform) == [OTHER_SECRET, SECRET]
    wall.pass_time(minutes=1)
    assert both(platform) == [OTHER_SECRET]


@pytest.mark.parametrize(("hours", "signing"), [(0, [OTHER_SECRET]), (168, [OTHER_SECRET, SECRET])])
def test_the_department_says_how_long_they_overlap(platform: Platform, register: Register, wall, hours, signing):
    register()
    register(key="key-0002", secret=OTHER_SECRET, overlap_hours=hours)
    wall.pass_time(hours=100)
    assert both(platform) == signing


@pytest.mark.parametrize("hours", [-1, 169])
def test_an_overlap_is_at_most_a_week(hours: int):
    with pytest.raises(ValueError, match="overlap_hours"):
        Registration.model_validate({"url": URL, "secret": SECRET, "overlap_hours": hours})


def test_the_same_secret_registered_again_does_not_shorten_the_overlap(platform: Platform, register: Register, wall):
    """A client that lost the answer sends the new secret once more, with a key of its own."""
    register()
    register(key="key-0002", secret=OTHER_SECRET)
    wall.pass_time(hours=1)
    again = register("https://new.example.gov.cn/x", key="key-0003", secret=OTHER_SECRET)
    assert again.facts["former_until"] == "2026-11-25T09:00:00+08:00"
    assert both(platform) == [OTHER_SECRET, SECRET]
    register(key="key-0004", secret=OTHER_SECRET, overlap_hours=0)
    assert both(platform) == [OTHER_SECRET]


def test_a_version_that_aws_has_dropped_does_not_stop_the_other(platform: Platform, register: Register):
    register()
    register(key="key-0002", secret=OTHER_SECRET)
    found = endpoint(platform)
    dropped = found.model_copy(update={"former_version": "f" * 64})
    assert secret.secrets_of(platform, dropped) == [OTHER_SECRET]


def test_a_registration_that_died_before_its_row_leaves_one_version(
    platform: Platform, register: Register, monkeypatch: pytest.MonkeyPatch
):
    """Made again with another key it is the same version: AWS keeps two for certain, and the receiver has the first."""
    register()
    with monkeypatch.context() as death:
        death.setattr(store, "put_endpoint", lambda *_: (_ for _ in ()).throw(problems.Unavailable()))
        with pytest.raises(problems.Unavailable):
            register(key="key-0002", secret=OTHER_SECRET)
    register(key="key-0003", secret=OTHER_SECRET)
    versions = platform.secrets.versions[names.callback_secret("local", secret.place_of("441700", "food"))]  # type: ignore[attr-defined]
    assert [*versions.values()] == [SECRET, OTHER_SECRET]
    assert both(platform) == [OTHER_SECRET, SECRET]
