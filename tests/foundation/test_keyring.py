"""The keys of cursors, indexes and personal data: where they come from, and what holds while one follows another."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.foundation import names, problems
from chalicelib.foundation.keyring import READ_AGAIN, STALE, TRY_AGAIN, Keyring, index_key
from chalicelib.foundation.keys import meta
from chalicelib.foundation.sealing import Sealing
from chalicelib.foundation.settings import Settings
from proofs.kit.clock import Clock
from proofs.kit.kms import DATA_KEY, MemoryKms
from proofs.kit.secrets import MemorySecrets

NOW = datetime(2026, 11, 26, 22, tzinfo=UTC)
OLD, NEW = "the-key-before-" * 4, "the-new-key-" * 4
DEPLOYED = Settings(stage="prod", cursor_key=None, index_key=None, wrapping_key=None)


class Stored:
    """The secrets in Secrets Manager, a process that reads them, and how often it did."""

    def __init__(self) -> None:
        self.secrets: Any = MemorySecrets()
        self.wall = Clock(NOW, tick=timedelta())
        self.calls = 0
        for purpose in names.KEYS:
            self.secrets.create_secret(
                Name=names.key_secret("prod", purpose),
                SecretString=json.dumps({"current": OLD}),
                ClientRequestToken="0" * 32,
            )
        self.secrets.before = self.count
        self.keyring = Keyring(DEPLOYED, lambda: self.secrets, self.wall)

    def count(self, _: str) -> None:
        self.calls += 1

    def put(self, **keys: str | list[str]) -> None:
        for number, purpose in enumerate(names.KEYS):
            token = f"{number}{len(self.secrets.versions)}".ljust(40, "0") + str(self.calls)
            self.secrets.put_secret_value(
                SecretId=names.key_secret("prod", purpose), SecretString=json.dumps(keys), ClientRequestToken=token
            )


@pytest.fixture
def stored() -> Stored:
    return Stored()


def test_the_local_stack_has_its_keys_in_its_settings_and_asks_nobody():
    def nobody() -> Any:
        raise AssertionError("no secret is read")

    keyring = Keyring(Settings(), nobody, Clock(NOW, tick=timedelta()))
    assert keyring.cursor().reads == (Settings().cursor_key,)
    assert keyring.index().reads == (index_key("local-development-index-key"),)
    assert keyring.wrapping().reads == (Settings().wrapping_key,)


def test_each_key_is_a_secret_of_its_own():
    assert names.key_secret("prod", names.WRAPPING_KEY) == "yimen/prod/keys/wrapping"
    assert names.key_secret("prod", names.CURSOR_KEY) == "yimen/prod/keys/cursor"
    assert names.key_secret("prod", names.INDEX_KEY) == "yimen/prod/keys/index"
    assert len({Settings().cursor_key, Settings().index_key, Settings().wrapping_key}) == 3


def test_each_key_is_read_once_and_again_after_some_minutes(stored: Stored):
    for _ in range(3):
        assert stored.keyring.index().writes == index_key(OLD)
        assert stored.keyring.cursor().writes == OLD
    assert stored.calls == 2
    stored.wall.pass_time(READ_AGAIN)
    assert stored.keyring.index().reads == (index_key(OLD),)
    assert stored.calls == 3


def test_a_rotation_is_seen_by_running_processes_before_anybody_writes_with_the_new_key(stored: Stored):
    """No process may write with a key that another one does not read yet: what it writes would not be found."""
    assert stored.keyring.index().writes == index_key(OLD)
    stored.put(current=NEW, previous=OLD, current_from=(NOW + timedelta(minutes=10)).isoformat())
    fresh = Keyring(DEPLOYED, lambda: stored.secrets, stored.wall)
    assert fresh.index() == (index_key(OLD), (index_key(OLD), index_key(NEW)))
    stored.wall.pass_time(READ_AGAIN)
    assert stored.keyring.index() == fresh.index()
    assert stored.keyring.cursor() == (OLD, (OLD, NEW))
    stored.wall.pass_time(minutes=5)
    assert stored.keyring.index() == (index_key(NEW), (index_key(NEW), index_key(OLD)))
    assert stored.keyring.cursor() == (NEW, (NEW, OLD))


def test_a_new_wrapping_key_writes_when_every_process_knows_it_and_no_earlier_one_ends(stored: Stored):
    """A row that was sealed under a key that another process does not know would be unreadable there."""
    oldest = "the-oldest-key-" * 4
    stored.put(current=NEW, previous=OLD, current_from=(NOW + timedelta(minutes=10)).isoformat(), earlier=[oldest])
    assert stored.keyring.wrapping() == (OLD, (OLD, NEW, oldest))
    stored.wall.pass_time(minutes=10)
    assert stored.keyring.wrapping() == (NEW, (NEW, OLD, oldest))


def test_a_deployment_without_the_secret_seals_with_no_other_key(stored: Stored):
    """Above all not with that of a developer's machine."""
    stored.secrets.versions.clear()
    with pytest.raises(problems.Unavailable):
        stored.keyring.wrapping()


def test_rows_are_sealed_and_opened_on_while_secrets_manager_is_out_of_reach(stored: Stored):
    kms: Any = MemoryKms()
    sealing = Sealing(DATA_KEY, "441700", lambda: kms, stored.keyring.wrapping)
    blob = sealing.seal(meta("0190"), {"applicant_name": "x"})
    assert stored.calls == 1
    stored.secrets.versions.clear()
    stored.wall.pass_time(READ_AGAIN)
    assert sealing.seal(meta("0191"), {"applicant_name": "y"})
    fresh = Keyring(DEPLOYED, lambda: stored.secrets, stored.wall)
    with pytest.raises(problems.Unavailable) as problem:
        Sealing(DATA_KEY, "441700", lambda: kms, fresh.wrapping).open(meta("0190"), blob)
    assert (problem.value.status, problem.value.headers) == (503, {"Retry-After": "3"})


def test_a_count_that_began_before_the_change_goes_on_with_its_key(stored: Stored):
    stored.put(current=NEW, previous=OLD, current_from=NOW.isoformat())
    assert stored.keyring.index(NOW - timedelta(minutes=3)).writes == index_key(OLD)
    assert stored.keyring.index(NOW).writes == index_key(NEW)


@pytest.mark.parametrize("text", [" ", "{}", '{"current": "short"}', '{"current": null}', '"a-plain-text"'])
def test_a_secret_that_is_no_key_stops_the_request(stored: Stored, text: str):
    name = names.key_secret("prod", names.INDEX_KEY)
    stored.secrets.put_secret_value(SecretId=name, SecretString=text, ClientRequestToken="1" * 32)
    with pytest.raises(problems.Unavailable):
        stored.keyring.index()


def test_an_outage_of_secrets_manager_is_survived_for_an_hour(stored: Stored):
    assert stored.keyring.index().writes == index_key(OLD)
    stored.secrets.versions.clear()
    stored.wall.pass_time(READ_AGAIN)
    before = stored.calls
    for _ in range(3):
        assert stored.keyring.index().writes == index_key(OLD)
    assert stored.calls == before + 1, "asked again at each request"
    stored.wall.pass_time(TRY_AGAIN)
    assert stored.keyring.index().writes == index_key(OLD)
    stored.wall.pass_time(STALE)
    with pytest.raises(problems.Unavailable):
        stored.keyring.index()


def test_what_a_keyring_holds_shows_no_key(stored: Stored):
    shown: Callable[[object], str] = repr
    stored.put(current=NEW, previous=OLD, earlier=[OLD])
    told = shown(stored.keyring.stored(names.WRAPPING_KEY))
    assert not [secret for secret in (OLD, NEW) if secret in told]
    assert "development" not in shown(Settings())
