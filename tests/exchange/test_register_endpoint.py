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


def test_a_department_registers_where_it_listens(platform: Platform, register: Register):
    receipt = register()
    assert receipt.facts == {"url": URL, "enabled": True, "updated_at": "2026-11-24T09:00:00+08:00", "version": 1}
    assert secret.secret_of(platform, endpoint(platform)) == SECRET


def test_the_secret_is_in_secrets_manager_only(platform: Platform, register: Register):
    receipt = register()
    rows = platform.table.client.scan(TableName=platform.table.name)["Items"]
    assert len(rows) == 2
    assert SECRET.removeprefix("whsec_") not in f"{rows}{receipt}"


def test_registering_again_replaces_url_and_secret(platform: Platform, register: Register):
    register()
    moved = register("https://new.example.gov.cn/x", key="key-0002", secret=OTHER_SECRET)
    assert (moved.facts["url"], moved.facts["version"]) == ("https://new.example.gov.cn/x", 2)
    assert secret.secret_of(platform, endpoint(platform)) == OTHER_SECRET


def test_going_back_to_an_old_secret_is_a_registration_of_its_own(platform: Platform, register: Register):
    for number, key in enumerate((SECRET, OTHER_SECRET, SECRET), 1):
        assert register(key=f"key-000{number}", secret=key).facts["version"] == number
        assert secret.secret_of(platform, endpoint(platform)) == key


def test_a_repeated_request_is_answered_again_and_changes_nothing(platform: Platform, register: Register):
    first = register()
    register(key="key-0002", secret=OTHER_SECRET)
    assert register() == first
    assert endpoint(platform).version == 2
    assert secret.secret_of(platform, endpoint(platform)) == OTHER_SECRET


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
    assert (endpoint(platform).url, secret.secret_of(platform, endpoint(platform))) == (URL, SECRET)
    register("https://new.example.gov.cn/x", key="key-0002", secret=OTHER_SECRET)
    assert secret.secret_of(platform, endpoint(platform)) == OTHER_SECRET


def test_departments_and_divisions_are_apart(platform: Platform, register: Register):
    register()
    register(key="key-0002", secret=OTHER_SECRET, actor=system("food", "441702001000"))
    assert secret.secret_of(platform, endpoint(platform)) == SECRET
    assert secret.secret_of(platform, endpoint(platform, division="441702")) == OTHER_SECRET


def test_who_acts_for_no_department_has_no_endpoint(platform: Platform):
    clerk = Actor.model_validate({"sub": "c", "role": "counter_clerk", "name": "窗口", "region": "441700"})
    with pytest.raises(problems.Forbidden):
        register_endpoint(platform, by(clerk), Registration.model_validate({"url": URL, "secret": SECRET}))


def test_a_secret_is_known_for_a_minute(platform: Platform, register: Register, wall):
    register()
    found = endpoint(platform)
    secret.secret_of(platform, found)
    name = names.callback_secret("local", secret.place_of("441700", "food"))
    platform.secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    wall.pass_time(seconds=59)
    assert secret.secret_of(platform, found) == SECRET
    wall.pass_time(seconds=1)
    with pytest.raises(ClientError):
        secret.secret_of(platform, found)
