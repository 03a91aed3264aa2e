"""A package of `make package` on the local stack: its template, its code and its layer instead of the repository's.

Python has the modules of one place only, so the process begins anew with the package's first on its path.
"""

import json
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any, NamedTuple, cast

import chalice

import chalicelib
from chalicelib.foundation import names
from chalicelib.foundation.settings import IN_SECRETS, PREFIX, Settings
from infra.logical import function_id
from local.cloudformation.loader import Loaded
from local.lambda_.functions import Handler

ROOT = Path(__file__).parents[1]
TEMPLATE, CODE, LAYER = "template.json", "code.zip", "layer.zip"
UNPACKED = "unpacked"
HERE = 'make package ARGS="--architecture here"'
# How the name of compiled code ends that only one version of Python on one kind of processor loads.
COMPILED = re.compile(r"\.(?:cpython-|cp)(3)(\d+)-([\w-]+)\.(?:so|pyd)$")


class NoPackage(ValueError):
    """The folder holds no package, or it has no such parameter; says why in one line."""


class Package(NamedTuple):
    """`parameters` are those that whoever deploys has given. `code` and `layer` are the unpacked folders."""

    template: Mapping[str, Any]
    parameters: Mapping[str, str]
    code: Path
    layer: Path

    @property
    def stage(self) -> str:
        function = self.template["Resources"][function_id(names.OPEN_STEP)]
        return str(function["Properties"]["Environment"]["Variables"][f"{PREFIX}STAGE"])

    @property
    def is_running(self) -> bool:
        """Whether this process has the code of the package."""
        return Path(str(chalicelib.__file__)).is_relative_to(self.code)

    def clear(self) -> None:
        """Remove what was unpacked, when nothing runs from it any more."""
        shutil.rmtree(self.code.parent, ignore_errors=True)

    def handlers(self) -> dict[str, Handler]:
        """Function -> what its handler in the template leads to."""
        prefix = names.function(self.stage, "")
        made: dict[str, Handler] = {}
        for resource in self.template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                module, _, name = resource["Properties"]["Handler"].rpartition(".")
                function = str(resource["Properties"]["FunctionName"]).removeprefix(prefix)
                made[function] = getattr(import_module(module), name)
        return made

    def variables(self, loaded: Loaded) -> dict[str, str]:
        """The environment of the functions, as the template gives it."""
        found: Mapping[str, Any] = loaded.properties[function_id(names.API)]["Environment"]["Variables"]
        return {name: str(value) for name, value in found.items() if name.startswith(PREFIX)}

    def settings(self, loaded: Loaded, local: Settings) -> Settings:
        """What the functions' environment says. Of the local stack's own come only the way to the emulator and the
        place of the fonts; keys are in the secrets that the template has made.
        """
        given = {name.removeprefix(PREFIX).lower(): value for name, value in self.variables(loaded).items()}
        own = {"endpoint": local.endpoint, "font_dir": self.layer / "fonts", **IN_SECRETS}
        return Settings.model_validate({**given, **own})


def opened(folder: Path, given: Sequence[str]) -> Package:
    """The package in a folder, unpacked beside its files. `given` are parameters as `Division=441781`.

    Raises NoPackage.
    """
    if missing := [name for name in (TEMPLATE, CODE, LAYER) if not (folder / name).is_file()]:
        raise NoPackage(f"{folder} 中没有 {'、'.join(missing)}：请先运行 {HERE}")
    template = template_in(folder / TEMPLATE)
    if bare := [parameter for parameter in given if "=" not in parameter]:
        raise NoPackage(f"参数应写作 名称=值，不能是 {'、'.join(bare)}")
    parameters = dict(parameter.split("=", 1) for parameter in given)
    if unknown := [name for name in parameters if name not in template["Parameters"]]:
        raise NoPackage(f"模板没有参数 {'、'.join(unknown)}")
    for name in (CODE, LAYER):
        require_made_for_here(folder / name)
    unpacked = {name: folder.resolve() / UNPACKED / name.removesuffix(".zip") for name in (CODE, LAYER)}
    package = Package(template, parameters, unpacked[CODE], unpacked[LAYER])
    try:
        for name, place in unpacked.items():
            unpack(folder / name, place)
    except BaseException:  # raised again: whatever ends the unpacking, half a package stays nowhere
        package.clear()
        raise
    return package


def template_in(file: Path) -> Mapping[str, Any]:
    """Raises NoPackage when the file holds no template."""
    try:
        template = json.loads(file.read_bytes())
    except ValueError:
        template = None
    if not isinstance(template, dict) or not {"Parameters", "Resources"} <= template.keys():
        raise NoPackage(f"{file} 不是完整的模板：请先运行 {HERE}")
    return cast("Mapping[str, Any]", template)


def require_made_for_here(archive: Path) -> None:
    """Raises NoPackage when Python cannot load the compiled code that is in it, or when it is cut off."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            compiled = [name for name in zipped.namelist() if COMPILED.search(name)]
    except zipfile.BadZipFile:
        raise NoPackage(f"{archive} 不是完整的 zip 文件：请先运行 {HERE}") from None
    here = EXTENSION_SUFFIXES[0]
    if other := next((name for name in compiled if not name.endswith(here)), None):
        raise NoPackage(f"{archive} 是为{made_for(other)}制作的，本机是{made_for(here)}：请先运行 {HERE}")


def made_for(name: str) -> str:
    """What the end of a compiled file's name says, as `.cpython-313-aarch64-linux-gnu.so`."""
    found = COMPILED.search(name)
    return f" Python {found[1]}.{found[2]}（{found[3]}）" if found else f" {name} "


def unpack(archive: Path, place: Path) -> None:
    """Again only when the archive has changed."""
    mark = place.with_suffix(".size")
    told = f"{archive.stat().st_size} {archive.stat().st_mtime_ns}"
    if mark.is_file() and mark.read_text() == told:
        return
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(place)
    mark.write_text(told)


def begin_anew(package: Package, module: str, arguments: Sequence[str]) -> None:
    """This program once more, with the code of the package. It does not return."""
    command = [sys.executable, "-P", "-m", module, *arguments]  # -P: not the folder in which we stand
    os.execve(sys.executable, command, {**os.environ, "PYTHONPATH": path_of(package)})  # noqa: S606 - no shell is wanted  # nosec B606


def path_of(package: Package) -> str:
    """Where Python looks for modules before it looks into the environment: the package's code and layer, then ours."""
    places = (whole_chalice(package.code.parent), package.code, package.layer / "python", ROOT)
    return os.pathsep.join(map(str, places))


def whole_chalice(beside: Path) -> Path:
    """A folder with Chalice as it is installed here: the package has two of its modules, and our gateway needs more."""
    folder = beside / "whole"
    folder.mkdir(exist_ok=True)
    link = folder / "chalice"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(str(chalice.__file__)).parent)
    return folder
