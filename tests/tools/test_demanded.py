"""The catalogue's page tells how many lines of the demonstration are demanded as uploads."""

from pathlib import Path

import pytest

from tools.demanded import demanded

PAGE = Path(__file__).parents[2] / "docs" / "catalogue.md"


@pytest.mark.requirement("R8")
def test_the_page_tells_the_number_of_lines_that_are_uploaded():
    assert demanded().sentence in PAGE.read_text("utf-8")


@pytest.mark.requirement("R8")
def test_every_line_is_uploaded_fetched_printed_or_optional():
    found = demanded()
    assert 0 < found.always + found.sometimes <= found.lines - found.shared - found.printed
    assert found.printed > 0
