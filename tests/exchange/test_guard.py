import socket
from ipaddress import ip_address
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.exchange.store import guard
from chalicelib.exchange.store.guard import Blocked, is_public, parse, pin, resolve_host

PUBLIC = "203.0.114.9"  # just past a documentation range


def refusal(url: str, allow: tuple[str, ...] = ()) -> str:
    with pytest.raises(Blocked) as blocked:
        parse(url, allow)
    assert blocked.value.message
    return blocked.value.code


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "api.localhost",
        "intranet",
        "db.internal",
        "metadata.google.internal",
        "printer.local",
        "router.home.arpa",
        "127.0.0.1",
        "127.0.0.1.",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "224.0.1.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fd00:ec2::254]",
        "[::ffff:10.0.0.1]",
        "[::ffff:8.8.8.8]",
        "[::ffff:a9fe:a9fe]",
        "[::10.0.0.1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "127.1",
        "10.1",
        "example.com.127",
        "example.0x7f",
    ],
)
def test_an_internal_host_is_refused_as_it_is_written(host: str):
    assert refusal(f"https://{host}/callbacks") in {"callback_address_internal", "callback_url_malformed"}
    assert refusal(f"https://{host}:8443/callbacks") in {"callback_address_internal", "callback_url_malformed"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://food.example.com/x", "callback_url_insecure"),
        ("ftp://food.example.com/x", "callback_url_malformed"),
        ("file:///etc/passwd", "callback_url_malformed"),
        ("gopher://food.example.com/", "callback_url_malformed"),
        ("//food.example.com/x", "callback_url_malformed"),
        ("food.example.com", "callback_url_malformed"),
        ("https://", "callback_url_malformed"),
        ("https://food.example.com:99999/", "callback_url_malformed"),
        ("https://food.example.com:0/", "callback_url_malformed"),
        ("https://food.example.com:x/", "callback_url_malformed"),
        ("https://[::1/", "callback_url_malformed"),
        ("https://food.example.com/a b", "callback_url_malformed"),
        ("https://food.example.com\\@10.0.0.1/", "callback_url_malformed"),
        ("https://food.example.com/\r\nX-Other: 1", "callback_url_malformed"),
        ("https://食品.example.com/", "callback_url_malformed"),
        ("https://１２７.0.0.1/", "callback_url_malformed"),
        ("https://user:pass@food.example.com/", "callback_url_credentials"),
        ("https://food.example.com@10.0.0.1/", "callback_url_credentials"),
        ("https://@food.example.com/", "callback_url_credentials"),
        ("https://food.example.com/#a", "callback_url_credentials"),
        ("https://food.example.com/#", "callback_url_credentials"),
        ("https://food_1..example.com/", "callback_address_internal"),
    ],
)
def test_a_url_of_another_shape_is_refused(url: str, code: str):
    assert refusal(url) == code


@pytest.mark.parametrize(
    ("url", "host", "port", "path", "authority"),
    [
        ("https://food.example.com", "food.example.com", 443, "/", "food.example.com"),
        ("https://Food.Example.com/a?b=1", "food.example.com", 443, "/a?b=1", "food.example.com"),
        ("https://food.example.com:8443/a", "food.example.com", 8443, "/a", "food.example.com:8443"),
        ("https://xn--fiq228c.cn/", "xn--fiq228c.cn", 443, "/", "xn--fiq228c.cn"),
        ("https://8.8.8.8/a", "8.8.8.8", 443, "/a", "8.8.8.8"),
        ("https://[2400:3200::1]:8443/a", "2400:3200::1", 8443, "/a", "[2400:3200::1]:8443"),
    ],
)
def test_a_public_url_is_taken_apart(url: str, host: str, port: int, path: str, authority: str):
    target = parse(url)
    assert (target.host, target.port, target.path, target.exempt) == (host, port, path, False)
    assert target.authority == authority


def test_the_allow_list_exempts_one_exact_host_and_port():
    allow = ("127.0.0.1:9000", "[::1]:9000", "localhost:80")
    assert parse("http://127.0.0.1:9000/x", allow).exempt
    assert parse("http://[::1]:9000/x", allow).exempt
    assert parse("http://localhost/x", allow).exempt
    assert refusal("http://127.0.0.1:9001/x", allow) == "callback_url_insecure"
    assert refusal("https://127.0.0.1/x", allow) == "callback_address_internal"
    assert refusal("https://localhost/x", allow) == "callback_address_internal"
    assert refusal("http://u@127.0.0.1:9000/x", allow) == "callback_url_credentials"


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.1"],
        ["127.0.0.1"],
        ["169.254.169.254"],
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        ["::1"],
        ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"],
        ["2400:3200::1", "fd00:ec2::254"],
    ],
)
def test_a_name_with_any_internal_address_is_refused(addresses: list[str]):
    with pytest.raises(Blocked) as blocked:
        pin(parse("https://food.example.com/"), lambda host, port: addresses)
    assert blocked.value.code == "callback_address_internal"


def test_one_resolved_address_is_pinned_ipv4_first():
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["2400:3200::1", PUBLIC]

    assert pin(parse("https://food.example.com/"), resolve) == PUBLIC
    assert asked == [("food.example.com", 443)]


def test_a_name_without_address_is_a_network_error():
    with pytest.raises(OSError, match="no address"):
        pin(parse("https://food.example.com/"), lambda host, port: [])


def test_an_exempt_target_may_be_internal():
    assert pin(parse("http://127.0.0.1:9000/", ("127.0.0.1:9000",)), lambda host, port: [host]) == "127.0.0.1"


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_never_public_in_ipv6_clothes(address):
    number = int(address)
    mapped, compatible = (
        ip_address(f"::ffff:{address}"),
        ip_address(number) if number < 2 else ip_address(f"::{address}"),
    )
    sixtofour = ip_address(f"2002:{number >> 16:x}:{number & 0xFFFF:x}::")
    nat64 = ip_address(f"64:ff9b::{number >> 16:x}:{number & 0xFFFF:x}")
    assert not any(map(is_public, (mapped, compatible, sixtofour, nat64)))


@given(st.ip_addresses())
def test_what_is_public_is_global_unicast(address):
    if is_public(address):
        assert address.is_global
        assert not any((address.is_private, address.is_loopback, address.is_link_local, address.is_multicast))


def test_a_name_server_that_does_not_answer_is_given_up(monkeypatch: pytest.MonkeyPatch):
    """The system's resolver may wait for half a minute, longer than the function may run."""
    answered = Event()
    monkeypatch.setattr(guard, "RESOLVE_SECONDS", 0.05)
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_, **__: answered.wait(5) and [])
    with pytest.raises(OSError):
        resolve_host("slow.example.com", 443)
    answered.set()


def test_a_name_that_does_not_exist_is_told_at_once(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(guard.socket, "getaddrinfo", unknown)
    with pytest.raises(socket.gaierror):
        resolve_host("nobody.example.com", 443)
