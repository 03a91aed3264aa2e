"""The file by which `bin/yimen --local` finds the running stack, when two stacks run on one machine."""

import socket
from pathlib import Path

import pytest

from chalicelib.foundation.settings import Settings
from local import settings_file

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("runs", [True, False])
def test_when_the_later_of_two_stacks_ends_the_earlier_one_is_found_again_if_it_runs(tmp_path: Path, runs: bool):
    file = tmp_path / "build" / "local.env"
    with socket.create_server(("127.0.0.1", 0)) as emulator:
        earlier = Settings(endpoint=f"http://127.0.0.1:{emulator.getsockname()[1]}")
        with settings_file.written(earlier, file):
            lines = file.read_text("utf-8")
            with settings_file.written(Settings(endpoint="http://127.0.0.1:9"), file):
                assert file.read_text("utf-8") != lines
                if not runs:
                    emulator.close()
            assert (file.exists() and file.read_text("utf-8")) == (lines if runs else False)
        assert not file.exists()
