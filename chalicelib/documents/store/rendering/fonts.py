"""The fonts of our documents (SIL Open Font License): found in their wheels, placed, asked what they contain.

Noto Serif CJK SC sets everything that it can. Noto Serif has the Latin, Greek and Cyrillic letters that it lacks, Noto
Sans CJK SC some 1,700 more rare Chinese characters. HanaMinB has the other 60,000 of the extensions B to F; no wheel
carries it, so that it is drawn with where it lies in the folder. `templates/sheet.typ` names the families in the same
order.
"""

import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from chalicelib.documents.store.rendering.cmap import Coverage, read_coverage

FONT_FILE = "NotoSerifCJKsc-Regular.otf"
RARE_FILE = "HanaMinB.ttf"


class Carried(NamedTuple):
    """A font file: what it is called in the font folder, which package carries it, and where."""

    file: str
    package: str
    path: str


FONTS = (
    Carried(FONT_FILE, "mplfonts", f"mplfonts/fonts/{FONT_FILE}"),
    Carried("NotoSerif.ttf", "fontpkg-noto-serif", "fontpkg_noto_serif/files/NotoSerif[wdth,wght].ttf"),
    Carried("NotoSansCJKsc-Regular.otf", "mplfonts", "mplfonts/fonts/NotoSansCJKsc-Regular.otf"),
)


class FontUnavailable(RuntimeError):
    """A font is neither in the folder nor in the package that carries it."""


class FontFolder:
    """What the fonts of a folder can draw together; `char in drawn` asks for one character and keeps the answer."""

    def __init__(self, fonts: tuple[Coverage, ...]) -> None:
        self._fonts = fonts
        self._known: dict[str, bool] = {}

    def __contains__(self, char: str) -> bool:
        known = self._known.get(char)
        if known is None:
            known = self._known[char] = any(char in font for font in self._fonts)
        return known


def place_fonts(folder: Path, *, link: bool = False, rare: Path | None = None) -> None:
    """Put the fonts, and nothing else, into `folder` (made if needed). `rare` is a file of HanaMinB.

    `link` makes symlinks instead of copies (42 MB). The wheels hold other fonts too, some proprietary: these are the
    only ones ever taken out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = {font.file: carried_font(font) for font in FONTS} | ({RARE_FILE: rare} if rare else {})
    for file, source in sources.items():
        target = folder / file
        if target.exists() and target.stat().st_size == source.stat().st_size:
            continue
        target.unlink(missing_ok=True)
        if link:
            target.symlink_to(source)
        else:
            shutil.copyfile(source, target)


def carried_font(font: Carried) -> Path:
    """Where the installed wheel keeps the font; the package itself is never imported."""
    try:
        path = Path(str(distribution(font.package).locate_file(font.path)))
    except PackageNotFoundError as missing:
        raise FontUnavailable(f"the package {font.package}, which carries {font.file}, is not installed") from missing
    if not path.is_file():
        raise FontUnavailable(f"{font.package} is installed without {font.path}")
    return path


def missing_characters(text: str, font_dir: Path) -> str:
    """The characters of `text` that no font in `font_dir` can draw, each once, in order; white space never is."""
    return missing_from(coverage(font_dir), text)


def missing_from(drawn: FontFolder, text: str) -> str:
    return "".join(char for char in dict.fromkeys(text) if char not in drawn and not char.isspace())


def coverage(font_dir: Path) -> FontFolder:
    """What the fonts in `font_dir` can draw, read once per folder; raises `FontUnavailable` if one is not there."""
    return _read_once(font_dir)


@cache
def _read_once(font_dir: Path) -> FontFolder:
    for font in FONTS:
        if not (font_dir / font.file).is_file():
            raise FontUnavailable(f"{font.file} is not in the font folder")
    files = [font.file for font in FONTS] + [RARE_FILE] * (font_dir / RARE_FILE).is_file()
    return FontFolder(tuple(read_coverage(font_dir / file) for file in files))
