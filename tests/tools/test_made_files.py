"""Files that are made from the code are written by `make fmt` and compared by `make check`."""

from pathlib import Path

import pytest

from tools.made_files import write_or_compare


def test_a_file_is_written_and_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "pages" / "page.md"
    assert write_or_compare({file: "new"}, ["--check"], "same") == 1  # it is not there
    assert not file.exists()
    assert write_or_compare({file: "new"}, [], "same") == 0
    assert file.read_text("utf-8") == "new"
    assert write_or_compare({file: "new"}, ["--check"], "same") == 0
    assert write_or_compare({file: "newer"}, ["--check"], "same") == 1
    assert file.read_text("utf-8") == "new"
    told = capsys.readouterr().out.splitlines()
    assert [line.startswith("page.md is not what the code says") for line in told] == [True, False, True]
