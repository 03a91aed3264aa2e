"""The example system's receiver is quiet about senders that break off."""

import socket
import struct
import time

import pytest

from local.department import DepartmentSystem


def test_a_sender_that_hangs_up_is_one_line(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture):
    system = DepartmentSystem("http://127.0.0.1:1", lambda: "token", "whsec_" + "A" * 32, "food")
    system.start()
    host, port = system.host_port.split(":")
    with socket.create_connection((host, int(port))) as sender:
        sender.sendall(b"POST /yimen/callbacks HTTP/1.1\r\nContent-Length: 10\r\n\r\n1")
        # Closing with a linger of nothing resets the connection.
        sender.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    late = time.monotonic() + 10
    while not caplog.records and time.monotonic() < late:
        time.sleep(0.05)
    system.stop()
    assert [record.getMessage() for record in caplog.records] == [
        '{"message": "callback cut short", "error": "ConnectionResetError"}'
    ]
    assert "Traceback" not in capfd.readouterr().err
