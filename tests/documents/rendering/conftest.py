"""The font folder of the tests: only our fonts, linked."""

from pathlib import Path

import pytest

from chalicelib.documents.store.rendering.fonts import place_fonts

# Three characters of the font that `make rare-font` makes: U+283E7, U+2B740, U+2CEB0.
OF_THREE = Path(__file__).with_name("HanaMinB-of-three.ttf")


@pytest.fixture(scope="session")
def font_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    place_fonts(folder, link=True)
    return folder


@pytest.fixture
def with_rare(tmp_path: Path) -> Path:
    """The same folder with HanaMinB in it."""
    place_fonts(tmp_path, link=True, rare=OF_THREE)
    return tmp_path
