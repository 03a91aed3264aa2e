"""The real sender against peers that misbehave, on loopback."""

import socket
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Thread

import pytest

from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import KEPT_BYTES, Reply, Unreachable, post

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.xdist_group("exchange")]
HEADERS = {"Content-Type": "application/json"}


@contextmanager
def peer(behave: Callable[[socket.socket, bytes], None]) -> Generator[tuple[Target, list[bytes]]]:
    """A server for one connection, which reads the request and then does as it likes."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(5)
                data = b""
                while b"\r\n\r\n" not in data or not data.endswith(b"{}"):
                    data += connection.recv(4096)
                heard.append(data)
                try:
                    behave(connection, data)
                except OSError:
                    return  # the sender has hung up

        thread = Thread(target=serve)
        thread.start()
        try:
            yield Target("http", "food.example.gov.cn", server.getsockname()[1], "/x?y=1", exempt=True), heard
        finally:
            thread.join()


def said(text: bytes) -> Callable[[socket.socket, bytes], None]:
    return lambda connection, _: connection.sendall(text)


def test_the_request_names_the_host_and_goes_to_the_address():
    with peer(said(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")) as (target, heard):
        assert post(target, "127.0.0.1", b"{}", HEADERS) == Reply(202)
    lines = heard[0].decode().split("\r\n")
    assert lines[0] == "POST /x?y=1 HTTP/1.1"
    assert f"Host: food.example.gov.cn:{target.port}" in lines
    assert lines[-1] == "{}"


def test_a_redirect_is_an_answer_and_not_followed():
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with peer(said(answer)) as (target, heard):
        assert post(target, "127.0.0.1", b"{}", HEADERS) == Reply(302)
    assert len(heard) == 1


@pytest.mark.parametrize(("header", "seconds"), [(b"120", 120), (b"soon", None), (b"-1", None), (b"9" * 30, None)])
def test_retry_after_is_read_in_seconds(header: bytes, seconds: int | None):
    answer = b"HTTP/1.1 503 Busy\r\nRetry-After: " + header + b"\r\nContent-Length: 0\r\n\r\n"
    with peer(said(answer)) as (target, _):
        assert post(target, "127.0.0.1", b"{}", HEADERS) == Reply(503, seconds)


def trickle(head: bytes) -> Callable[[socket.socket, bytes], None]:
    def behave(connection: socket.socket, _: bytes) -> None:
        connection.sendall(head)
        for _second in range(60):
            connection.sendall(b"a")
            time.sleep(0.05)

    return behave


def test_headers_that_trickle_in_do_not_hold_the_sender():
    with peer(trickle(b"HTTP/1.1 200 OK\r\nX-Slow: ")) as (target, _):
        started = time.monotonic()
        with pytest.raises(Unreachable) as failure:
            post(target, "127.0.0.1", b"{}", HEADERS, seconds=0.3)
        assert failure.value.code == "timeout"
        assert time.monotonic() - started < 2


def test_a_body_that_never_ends_changes_nothing():
    with peer(trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")) as (target, _):
        started = time.monotonic()
        assert post(target, "127.0.0.1", b"{}", HEADERS, seconds=0.3)[:2] == (200, None)
        assert time.monotonic() - started < 2


def test_a_huge_body_is_not_read_to_its_end():
    def flood(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _chunk in range(1000):
            connection.sendall(b"x" * 65536)
        raise AssertionError("the sender read 64 MB")

    with peer(flood) as (target, _):
        reply = post(target, "127.0.0.1", b"{}", HEADERS)
    assert (reply.status, reply.body) == (200, b"x" * KEPT_BYTES)


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_no_http_is_a_bad_response(answer: bytes):
    with peer(said(answer)) as (target, _), pytest.raises(Unreachable) as failure:
        post(target, "127.0.0.1", b"{}", HEADERS)
    assert failure.value.code == "bad_response"


def test_silence_is_a_timeout():
    with peer(lambda connection, _: time.sleep(0.5)) as (target, _), pytest.raises(Unreachable) as failure:
        post(target, "127.0.0.1", b"{}", HEADERS, seconds=0.2)
    assert failure.value.code == "timeout"


def test_nobody_listening_is_a_failed_connection():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unreachable) as failure:
        post(Target("http", "127.0.0.1", port, "/", exempt=True), "127.0.0.1", b"{}", HEADERS)
    assert failure.value.code == "connect_failed"


def test_a_peer_without_tls_is_not_spoken_to_in_clear():
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                heard.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = Thread(target=serve)
        thread.start()
        target = Target("https", "food.example.gov.cn", server.getsockname()[1], "/", exempt=True)
        with pytest.raises(Unreachable) as failure:
            post(target, "127.0.0.1", b"{}", HEADERS)
        thread.join()
    assert failure.value.code == "tls_failed"
    assert b"POST" not in heard[0]
