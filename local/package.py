"""A package of `make package` on the local stack: its template, its code and its layer instead of the repository's.

Python has the modules of one place only, so the process begins anew with the package's first on its path.
"""

import json
import os
import sys
import zipfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import chalice

import chalicelib
from chalicelib.foundation import names
from chalicelib.foundation.settings import PREFIX, Settings
from infra.logical import function_id
from local.cloudformation.loader import Loaded
from local.lambda_.functions import Handler

ROOT = Path(__file__).parents[1]
TEMPLATE, CODE, LAYER = "template.json", "code.zip", "layer.zip"
UNPACKED = "unpacked"


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
        own = {"endpoint": local.endpoint, "font_dir": self.layer / "fonts", "cursor_key": None, "index_key": None}
        return Settings.model_validate({**given, **own})


def opened(folder: Path, given: Sequence[str]) -> Package:
    """The package in a folder, unpacked beside its files. `given` are parameters as `Division=441781`.

    Raises NoPackage.
    """
    if missing := [name for name in (TEMPLATE, CODE, LAYER) if not (folder / name).is_file()]:
        raise NoPackage(f'{folder} 中没有 {"、".join(missing)}：请先运行 make package ARGS="--architecture here"')
    template: Mapping[str, Any] = json.loads((folder / TEMPLATE).read_text("utf-8"))
    if bare := [parameter for parameter in given if "=" not in parameter]:
        raise NoPackage(f"参数应写作 名称=值，不能是 {'、'.join(bare)}")
    parameters = dict(parameter.split("=", 1) for parameter in given)
    if unknown := [name for name in parameters if name not in template["Parameters"]]:
        raise NoPackage(f"模板没有参数 {'、'.join(unknown)}")
    unpacked = {name: folder.resolve() / UNPACKED / name.removesuffix(".zip") for name in (CODE, LAYER)}
    for name, place in unpacked.items():
        unpack(folder / name, place)
    return Package(template, parameters, unpacked[CODE], unpacked[LAYER])


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
