"""The part of the render layer that functions read at run time: a folder with the fonts of the documents."""

from pathlib import Path

from chalicelib.documents.store.rendering.fonts import RARE_FILE, place_fonts

FOLDER = Path(__file__).parents[2] / "build" / "fonts"
RARE = FOLDER.parent / "rare" / RARE_FILE


def font_folder() -> Path:
    """Links to the fonts of the locked dependencies, and to what `make rare-font` makes, are put into it."""
    place_fonts(FOLDER, link=True, rare=RARE if RARE.is_file() else None)
    return FOLDER
