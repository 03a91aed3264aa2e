"""The part of the render layer that functions read at run time: a folder with the fonts of the documents."""

from pathlib import Path

from chalicelib.documents.store.rendering.fonts import place_fonts

FOLDER = Path(__file__).parents[2] / "build" / "fonts"


def font_folder() -> Path:
    """Links to the fonts of the locked dependencies are put into it on first use."""
    place_fonts(FOLDER, link=True)
    return FOLDER
