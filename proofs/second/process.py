"""ministack in a process of its own, empty at its start, listening on this machine only."""

import os
import socket
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx

from local.aws.emulator import ACCOUNT, CREDENTIALS
from local.aws.environment import no_proxy
from local.web_server import LOOPBACK

STARTS_WITHIN = 30.0  # seconds
REGION = "us-east-1"


class NotStarted(RuntimeError):
    """The emulator has ended at once, or does not answer."""


@contextmanager
def running(python: Path) -> Generator[str]:
    """The address of an emulator that is started with this Python, in whose environment it is installed."""
    port = free_port()
    environment = os.environ | {
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": LOOPBACK,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "AWS_ACCESS_KEY_ID": CREDENTIALS.access_key,  # it verifies presigned links
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS.secret_key,
        "LOG_LEVEL": "ERROR",
        **no_proxy(),
    }
    command = [str(python), "-m", "ministack"]
    process = subprocess.Popen(  # noqa: S603 - the path is the Makefile's
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        address = f"http://{LOOPBACK}:{port}"
        wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        return int(server.getsockname()[1])


def wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{address}/_ministack/health", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise NotStarted(f"{address}: exit status {process.poll()}")
