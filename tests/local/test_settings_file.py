"""The file by which `bin/yimen --local` finds the running stack, when two stacks run on one machine."""

import socket
from pathlib import Path

import pytest

from chalicelib.foundation.settings import Settings
from local import settings_file

pytestmark = pytest.mark.enable_socket
SECOND = Settings(endpoint="http://127.0.0.1:9", public_url="http://127.0.0.1:8151")


def test_a_stack_beside_a_living_one_has_a_file_of_its_own(tmp_path: Path):
    file = tmp_path / "build" / "local.env"
    with socket.create_server(("127.0.0.1", 0)) as emulator:
        first = Settings(endpoint=f"http://127.0.0.1:{emulator.getsockname()[1]}")
        with settings_file.written(first, file) as of_first:
            lines = file.read_text("utf-8")
            with settings_file.written(SECOND, file) as of_second:
                assert (of_first, of_second) == (file, file.with_name("local-8151.env"))
                assert file.read_text("utf-8") == lines
                assert "http://127.0.0.1:8151" in of_second.read_text("utf-8")
            assert not of_second.exists()
            assert file.read_text("utf-8") == lines
        assert not file.exists()


def test_the_file_of_a_stack_that_died_is_written_over(tmp_path: Path):
    file = tmp_path / "build" / "local.env"
    file.parent.mkdir()
    file.write_text("YIMEN_ENDPOINT=http://127.0.0.1:9\n", encoding="utf-8")
    with settings_file.written(SECOND, file) as written:
        assert written == file
        assert "http://127.0.0.1:8151" in file.read_text("utf-8")
    assert not file.exists()
