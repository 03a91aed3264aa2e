"""The one font of our documents, Noto Serif CJK SC (SIL Open Font License): found, placed, asked what it contains."""

import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from chalicelib.documents.store.rendering.cmap import Coverage, read_coverage

FONT_FILE = "NotoSerifCJKsc-Regular.otf"


class FontUnavailable(RuntimeError):
    """The font is neither in the folder nor in the package that carries it."""


def place_font(folder: Path, *, link: bool = False) -> Path:
    """Put the font alone into `folder` (made if needed) and return its path.

    `link` makes a symlink instead of a 23 MB copy. The wheel that carries it holds other
    fonts too, some proprietary: this is the only one ever taken out.
    """
    source = carried_font()
    target = folder / FONT_FILE
    folder.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return target
    target.unlink(missing_ok=True)
    if link:
        target.symlink_to(source)
    else:
        shutil.copyfile(source, target)
    return target


def carried_font() -> Path:
    """Where the installed `mplfonts` wheel keeps the font; the package itself is never imported."""
    try:
        path = Path(str(distribution("mplfonts").locate_file(f"mplfonts/fonts/{FONT_FILE}")))
    except PackageNotFoundError as missing:
        raise FontUnavailable("the package mplfonts, which carries the font, is not installed") from missing
    if not path.is_file():
        raise FontUnavailable(f"mplfonts is installed without {FONT_FILE}")
    return path


def missing_characters(text: str, font_dir: Path) -> str:
    """The characters of `text` that the font in `font_dir` cannot draw, each once, in order; white space never is."""
    drawn = coverage(font_dir)
    return "".join(dict.fromkeys(char for char in text if char not in drawn and not char.isspace()))


def coverage(font_dir: Path) -> Coverage:
    """What the font in `font_dir` can draw, read once per folder; raises `FontUnavailable` if it is not there."""
    path = font_dir / FONT_FILE
    if not path.is_file():
        raise FontUnavailable(f"{FONT_FILE} is not in the font folder")
    return _read_once(path)


@cache
def _read_once(path: Path) -> Coverage:
    return read_coverage(path)
