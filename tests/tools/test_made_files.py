"""Files that are made from the code are written by `make fmt` and compared by `make check`."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tools.made_files import takes_check, write_or_compare


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


def test_nothing_is_made_for_an_option_that_is_not_known(capsys: pytest.CaptureFixture[str]):
    asked = list[Sequence[str]]()

    @takes_check
    def main(arguments: Sequence[str]) -> int:
        asked.append(arguments)
        return 0

    assert [main(["--chek"]), main(["--check", "now"]), main(["--check"]), main([])] == [2, 2, 0, 0]
    assert asked == [["--check"], []]
    assert "--check is the only option, not --chek" in capsys.readouterr().err
