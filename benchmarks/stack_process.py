"""The local stack in a process of its own, and what the kernel tells of it: CPU, memory, threads."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import httpx

from local.http_client import local_client

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 90.0  # seconds until it must answer


class Sample(NamedTuple):
    """Of one moment. `at` and `cpu` in seconds, `memory` in bytes."""

    at: float
    cpu: float
    memory: int
    threads: int


class StackProcess:
    """A running `python -m local`."""

    def __init__(self, process: "subprocess.Popen[bytes]", url: str) -> None:
        self._process = process
        self.url = url

    def sample(self) -> Sample:
        folder = Path("/proc") / str(self._process.pid)
        # The name of the command may hold spaces; what follows its bracket does not.
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
        cpu = (int(fields[11]) + int(fields[12])) / TICKS
        return Sample(time.monotonic(), cpu, int(status["VmRSS"].split()[0]) * 1024, int(fields[17]))


@contextmanager
def running_stack(port: int, output: IO[bytes]) -> Generator[StackProcess]:
    """Start it on this port, wait until it answers, and stop it at the end. Raises OSError when it does not start."""
    command = [sys.executable, "-m", "local", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)  # noqa: S603 - our own command
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_up(process, url)
        yield StackProcess(process, url)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_up(process: "subprocess.Popen[bytes]", url: str) -> None:
    until = time.monotonic() + PATIENCE
    with local_client(timeout=5) as client:
        while process.poll() is None and time.monotonic() < until:
            try:
                # 503 until the stack is whole.
                if client.get(f"{url}/local/departments").status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
    raise OSError("the stack did not start")
