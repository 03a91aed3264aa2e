"""The one font of the documents, in a folder of its own, as the render layer has it."""

from pathlib import Path

from chalicelib.documents.store.rendering.fonts import place_font

FOLDER = Path(__file__).parent.parent / "build" / "fonts"


def font_folder() -> Path:
    """Made on first use; the font comes with the locked dependencies."""
    place_font(FOLDER, link=True)
    return FOLDER
