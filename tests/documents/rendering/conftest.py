"""The font folder of the tests: only our fonts, linked."""

from pathlib import Path

import pytest

from chalicelib.documents.store.rendering.fonts import place_fonts


@pytest.fixture(scope="session")
def font_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    place_fonts(folder, link=True)
    return folder
