"""The data-sharing platform of the demonstration, asked over the loopback as the platform asks a real one."""

import base64
import json
from functools import partial
from typing import Any

import pytest

from chalicelib.exchange.model.sharing import NotObtained
from chalicelib.exchange.store import wire
from chalicelib.exchange.store.sharing import SharingPlatform
from chalicelib.foundation.platform import wall_clock
from local.console.sharing import sharing_routes
from local.peers import serving
from local.sharing import SharingPeer
from local.sharing.platform import ISSUER, SAMPLE
from proofs.kit.clock import NEVER
from proofs.kit.world import World
from tests.exchange.test_sharing import LICENCE, QUERY, SECRET, TODAY, keep_secret


@pytest.fixture
def world() -> World:
    """Its wall clock is the real one, by which the peer judges a signature."""
    made = World(tick=NEVER)
    made.platform.wall = wall_clock
    return made


def asking(world: World, url: str, *allow: str, seconds: float = 5.0) -> SharingPlatform:
    changed = {"sharing_url": url, "callback_allow": allow}
    world.platform.settings = world.platform.settings.model_copy(update=changed)
    return SharingPlatform(world.platform, post=partial(wire.post, seconds=seconds, kept=100_000))


@pytest.fixture
def peer():
    with serving(SharingPeer(SECRET, slow_seconds=2.0)) as serves:
        yield serves


def test_the_simulator_gives_a_certificate_to_a_signed_query(world: World, peer: SharingPeer):
    keep_secret(world)
    found = asking(world, peer.url, peer.host_port).query(QUERY, TODAY)
    assert (found.issuer, found.content) == (ISSUER, SAMPLE)
    assert peer.queries == [QUERY.model_dump()]


@pytest.mark.parametrize(
    ("does", "word"),
    [
        ("no_record", "no_record"),
        ("refused", "refused"),
        ("expired", "expired"),
        ("other_holder", "unusable"),
        ("fails", "unreachable"),
        ("slow", "timeout"),
    ],
)
def test_each_way_to_fail_has_its_word(world: World, peer: SharingPeer, does: Any, word: str):
    keep_secret(world)
    peer.behaviour[LICENCE] = does
    with pytest.raises(NotObtained) as failed:
        asking(world, peer.url, peer.host_port, seconds=0.5).query(QUERY, TODAY)
    assert failed.value.code == word


def test_a_query_with_another_secret_is_refused(world: World, peer: SharingPeer):
    keep_secret(world, "whsec_" + base64.b64encode(b"another secret altogether").decode())
    with pytest.raises(NotObtained) as failed:
        asking(world, peer.url, peer.host_port).query(QUERY, TODAY)
    assert (failed.value.code, peer.queries) == ("refused", [])


def put(peer: SharingPeer, body: Any) -> tuple[int, Any]:
    return sharing_routes(peer)["/local/sharing"]["PUT"](json.dumps(body).encode())


def test_the_console_sets_what_the_simulator_does(peer: SharingPeer):
    assert put(peer, {"does": "no_record", "certificate": LICENCE})[0] == 200
    assert (peer.otherwise, peer.behaviour) == ("found", {LICENCE: "no_record"})
    status, shown = put(peer, {"does": "slow", "slow_seconds": 3})
    assert (status, shown["does"], shown["certificates"], shown["slow_seconds"]) == (200, "slow", {}, 3)
    assert (peer.otherwise, peer.behaviour, peer.slow_seconds) == ("slow", {}, 3)


@pytest.mark.parametrize("body", [{"does": "sleeps"}, {"certificate": LICENCE}, {"slow_seconds": 61}, {"do": "x"}, []])
def test_a_behaviour_that_it_does_not_have_is_refused(peer: SharingPeer, body: Any):
    status, told = put(peer, body)
    assert (status, told["code"], peer.otherwise, peer.behaviour) == (422, "invalid_fields", "found", {})


def test_the_console_shows_queries_without_personal_data(world: World, peer: SharingPeer):
    keep_secret(world)
    asking(world, peer.url, peer.host_port).query(QUERY, TODAY)
    shown = sharing_routes(peer)["/local/sharing"]["GET"](b"")[1]
    assert shown["queries"] == [{"id": QUERY.id, "certificate": QUERY.certificate}]
