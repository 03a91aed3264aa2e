"""Puts code, layer and template of a deployment into a folder, ready for `aws cloudformation package`."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import chalice

from chalicelib.documents.store.rendering.fonts import FONTS, RARE_FILE, place_fonts
from infra import template
from tools.package import archive, licences
from tools.package.bytecode import compile_folder
from tools.package.fonts import COPYRIGHT, FAMILY, said
from tools.package.targets import Target
from tools.package.wheels import install, without_the_unneeded

ROOT = Path(__file__).parents[2]
# Lambda's limit for code and layers of a function, unzipped, is 250 MB; there must be room to grow.
MOST = 200_000_000
OURS = ("app.py", "chalicelib")
CODE, LAYER, TEMPLATE = "code.zip", "layer.zip", "template.json"
# Lambda unpacks a layer into /opt. Python finds /opt/python, and the setting `font_dir` is /opt/fonts.
MODULES, FONT_FOLDER = "python", "fonts"
# What may lie beside them: the template that `aws cloudformation package` writes, and what `make demo` has unpacked.
BESIDE = ("deploy.json", "unpacked")


class TooLarge(Exception):
    """Lambda would refuse the package, or soon would."""


class NotOurs(Exception):
    """The folder holds what `make package` has not made. It would be lost."""


class NotTheFont(Exception):
    """The file is not HanaMinB: the templates would not find its letters."""


class Size(NamedTuple):
    zipped: int
    unzipped: int


def build(into: Path, target: Target, stage: str, rare: Path | None = None) -> Mapping[str, Size]:
    """Make the package and answer the sizes of its zip files. `rare` is a file of the font HanaMinB for the layer.

    An earlier package in the folder stays until the new one is whole. Raises WrongStage and NotOurs before anything is
    made, NotTheFont too, and TooLarge, NotInstalled or NotCompiled.
    """
    into = into.resolve()
    if rare and (not rare.is_file() or said(rare, FAMILY) != RARE_FILE.removesuffix(".ttf")):
        raise NotTheFont(f"{rare} is not the font {RARE_FILE}")
    made = template.build(stage, code_uri=CODE, layer_uri=LAYER, architecture=target.architecture)
    require_ours(into)
    into.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{into.name}-", dir=into.parent) as beside:
        new = Path(beside, "new")
        sizes = zipped(new, target, rare)
        (new / TEMPLATE).write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", "utf-8")
        require_ours(into)  # some minutes have passed
        exchange(into, new, Path(beside, "old"))
    return sizes


def require_ours(folder: Path) -> None:
    """Raises NotOurs. A folder that is not there, or is empty, may be used too."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotOurs(f"{folder} is no folder")
    found = {one.name for one in folder.iterdir()}
    ours = {CODE, LAYER, TEMPLATE}
    if found and (not ours <= found or found - ours - set(BESIDE)):
        other = ", ".join(sorted(found - ours - set(BESIDE))) or "a part of a package only"
        raise NotOurs(f"{folder} holds {other}, which would be lost: empty it yourself, or name another folder")


def exchange(into: Path, new: Path, old: Path) -> None:
    """The new folder takes the place of the one that is there. If it cannot, the one that was there comes back."""
    was_there = into.exists()
    if was_there:
        into.rename(old)
    try:
        new.rename(into)
    except OSError:
        if was_there:
            old.rename(into)
        raise


def zipped(into: Path, target: Target, rare: Path | None = None) -> Mapping[str, Size]:
    """Make the folder, with code and layer as zip files in it. Raises TooLarge, NotInstalled or NotCompiled."""
    into.mkdir()
    with_code(into / "code", target)
    with_layer(into / "layer", target, rare)
    sizes: dict[str, Size] = {}
    for name in (CODE, LAYER):
        folder, file = into / name.removesuffix(".zip"), into / name
        archive.write(folder, file)
        sizes[name] = Size(file.stat().st_size, archive.unzipped(file))
        shutil.rmtree(folder)
    require_room(sizes)
    return sizes


def require_room(sizes: Mapping[str, Size]) -> None:
    """Raises TooLarge. A function has the code and the layer."""
    if (unzipped := sum(size.unzipped for size in sizes.values())) > MOST:
        raise TooLarge(f"{unzipped / 1e6:.0f} MB unzipped are more than {MOST / 1e6:.0f} MB")


def with_code(folder: Path, target: Target, lock: Path = ROOT / "requirements.txt") -> None:
    """Our own modules, what they import, and the two modules of Chalice that run on Lambda."""
    install(lock, target, folder)
    licences.copy_texts(folder, folder / "licences")
    without_the_unneeded(folder)
    for name in OURS:
        copy(ROOT / name, folder / name)
    runtime = Path(str(chalice.__file__)).parent
    for module in ("__init__.py", "app.py"):  # as `chalice package` does
        copy(runtime / module, folder / "chalice" / module)
    for text in licences.of_package(licences.distribution("chalice")).texts:
        copy(text, folder / "licences" / "chalice" / text.name)
    copy(ROOT / "LICENSE", folder / "licences" / "yimen" / "LICENSE")
    compile_folder(folder, target.python)


def with_layer(folder: Path, target: Target, rare: Path | None = None) -> None:
    """Typesetter, QR codes and the free fonts. The wheels of the fonts hold unfree ones too and stay outside."""
    modules, fonts = folder / MODULES, folder / FONT_FOLDER
    install(ROOT / "requirements-render.txt", target, modules)
    licences.copy_texts(modules, folder / "licences")
    for carrier in licences.FONT_CARRIERS:
        for found in modules.glob(f"{carrier.replace('-', '_')}*"):
            shutil.rmtree(found)
        shutil.rmtree(folder / "licences" / carrier)
    without_the_unneeded(modules)
    place_fonts(fonts, rare=rare)
    for font in [font.file for font in FONTS] + [RARE_FILE] * (rare is not None):
        text = f"{said(fonts / font, COPYRIGHT)}\n\n{licences.open_font_licence()}"
        (fonts / f"{font}.licence.txt").write_text(text, "utf-8")
    compile_folder(modules, target.python)


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copyfile(source, target)
