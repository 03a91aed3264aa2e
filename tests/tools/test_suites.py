"""The suites' agreement: unit tests reach no network, loopback suites reach 127.0.0.1 only and run last."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

ROOT = Path(__file__).parents[2]
LOOPBACK = """
import socket
import pytest
from pytest_socket import SocketConnectBlockedError

def test_reaches_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

@pytest.mark.filterwarnings("ignore:A test tried")
def test_reaches_no_other():
    with pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 9))
"""


def test_a_unit_test_cannot_open_a_socket():
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
        socket.create_connection(("127.0.0.1", 9))


def test_loopback_suites_reach_this_machine_only_and_run_last(tmp_path: Path):
    for place, text in {"e2e": LOOPBACK, "zebra": "def test_rule():\n    assert True\n"}.items():
        (tmp_path / "tests" / place).mkdir(parents=True)
        (tmp_path / "tests" / place / f"test_{place}.py").write_text(text)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}  # the conftest watches requests with what is there
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    order = [line.split()[0] for line in run.stdout.splitlines() if "PASSED" in line]
    assert [test.split("::")[-1] for test in order] == [
        "test_rule",
        "test_reaches_this_machine",
        "test_reaches_no_other",
    ]


@pytest.mark.xdist_group("suites")
def test_a_group_stays_on_one_worker(request: pytest.FixtureRequest, worker_id: str):
    """xdist tells groups by a suffix of the test's id; a pytest too new for it drops the suffix without a word."""
    grouped = request.node.nodeid.endswith("@suites")
    assert grouped is (worker_id != "master")
