"""The part of the render layer that functions read at run time: a folder with the one font of the documents."""

from pathlib import Path

from chalicelib.documents.store.rendering.fonts import place_font

FOLDER = Path(__file__).parents[2] / "build" / "fonts"


def font_folder() -> Path:
    """A link to the font of the locked dependencies is put into it on first use."""
    place_font(FOLDER, link=True)
    return FOLDER
