"""What the package holds, what it does not, and that two builds are the same byte for byte."""

import hashlib
import json
import os
import re
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

from chalicelib.documents.store.rendering.fonts import FONTS, RARE_FILE
from infra.functions import FUNCTIONS
from infra.logical import RENDER_LAYER, function_id
from tests.documents.rendering.conftest import OF_THREE
from tools import npm
from tools.package import __main__ as command
from tools.package import archive, bytecode, licences, targets, wheels
from tools.package import build as building
from tools.package.build import ROOT, Size, TooLarge, require_room, with_code
from tools.package.fonts import LICENCE, said

pytestmark = pytest.mark.xdist_group("package")  # it is built once


def contents(package: Path, name: str) -> list[str]:
    with zipfile.ZipFile(package / name) as zipped:
        return zipped.namelist()


def locked(*packages: str) -> str:
    """The lines of the lock file that are about these packages."""
    lines = (ROOT / "requirements.txt").read_text("utf-8")
    return "".join(re.search(rf"^{package}==(.|\n)*?(?=^\w)", lines, re.MULTILINE)[0] for package in packages)  # type: ignore[index]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# -------------------------------------------------------------------------------------------------------- byte for byte
def test_two_builds_are_the_same_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lock = tmp_path / "lock.txt"
    lock.write_text(locked("annotated-types", "joserfc"), "utf-8")
    made: list[str] = []
    for folder, mask, seed in (("one", 0o022, "1"), ("another/place", 0o077, "2")):
        before = os.umask(mask)
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        try:
            with_code(tmp_path / folder, targets.this_machine(), lock)
            archive.write(tmp_path / folder, tmp_path / f"{seed}.zip")
        finally:
            os.umask(before)
        made.append(digest(tmp_path / f"{seed}.zip"))
    assert made[0] == made[1]


def test_files_have_one_time_one_mode_and_stand_in_order(package: Path):
    for name in ("code.zip", "layer.zip"):
        with zipfile.ZipFile(package / name) as zipped:
            entries = zipped.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


# ------------------------------------------------------------------------------------------------------ what is in it
def test_the_code_has_what_functions_import_and_nothing_else(package: Path):
    names = contents(package, "code.zip")
    tops = {name.split("/")[0].split(".")[0] for name in names}
    assert {"chalicelib", "chalice", "pydantic", "pydantic_core", "cryptography", "joserfc", "licences"} <= tops
    of_the_runtime = {"boto3", "botocore", "s3transfer", "urllib3", "dateutil", "jmespath"}
    assert not tops & (of_the_runtime | {"typst", "segno", "mplfonts", "moto", "tests", "local", "infra", "bin"})
    unneeded = re.compile(r"\.dist-info/|(^|/)tests?/|\.pyi$|\.c$|\.h$|^chalice/(cli|deploy|local)")
    assert [name for name in names if unneeded.search(name)] == []


def test_the_layer_has_the_three_free_fonts_and_no_other(package: Path):
    names = contents(package, "layer.zip")
    fonts = [name for name in names if re.search(r"\.(ttf|otf|ttc|woff2?|pfb)$", name, re.IGNORECASE)]
    assert sorted(fonts) == sorted(f"fonts/{font.file}" for font in FONTS)
    assert [name for name in names if "simhei" in name.lower() or "mplfonts" in name] == []


def test_each_font_says_itself_that_it_is_free(package: Path, tmp_path: Path):
    with zipfile.ZipFile(package / "layer.zip") as zipped:
        for font in FONTS:
            file = Path(zipped.extract(f"fonts/{font.file}", tmp_path))
            assert "SIL Open Font License, Version 1.1" in said(file, LICENCE)
            text = zipped.read(f"fonts/{font.file}.licence.txt").decode()
            assert "Copyright" in text.splitlines()[0] or "©" in text.splitlines()[0]
            assert licences.OPEN_FONT_LICENCE in text


def test_the_font_of_rare_names_is_put_into_the_layer_where_it_is_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """Without the wheels, which have their own tests."""
    monkeypatch.setattr(building, "install", lambda _, __, folder: folder.mkdir(parents=True))
    monkeypatch.setattr(licences, "FONT_CARRIERS", ())
    monkeypatch.setattr(building, "compile_folder", lambda *_: None)
    building.with_layer(tmp_path / "layer", targets.this_machine(), OF_THREE)
    assert (tmp_path / "layer" / "fonts" / RARE_FILE).read_bytes() == OF_THREE.read_bytes()
    text = (tmp_path / "layer" / "fonts" / f"{RARE_FILE}.licence.txt").read_text("utf-8")
    assert "GlyphWiki" in text
    assert licences.OPEN_FONT_LICENCE in text


@pytest.mark.parametrize("file", ["nothere.ttf", "README.md"])
def test_another_file_than_that_font_stops_the_build(tmp_path: Path, file: str):
    with pytest.raises(building.NotTheFont, match=r"is not the font HanaMinB\.ttf"):
        building.build(tmp_path / "into", targets.this_machine(), "prod", building.ROOT / file)


def test_an_unfree_font_says_so():
    simhei = distribution("mplfonts").locate_file("mplfonts/fonts/SimHei.ttf")
    assert "Open Font License" not in said(Path(str(simhei)), LICENCE)


def test_the_template_finds_code_and_layer_beside_it(package: Path):
    resources = json.loads((package / "template.json").read_text("utf-8"))["Resources"]
    functions = {function_id(row.name): row for row in FUNCTIONS}
    assert {resources[name]["Properties"]["CodeUri"] for name in functions} == {"code.zip"}
    assert resources[RENDER_LAYER]["Properties"]["ContentUri"] == "layer.zip"
    code = contents(package, "code.zip")
    modules = {f"{row.handler.removesuffix('.handler').replace('.', '/')}.py" for row in FUNCTIONS}
    assert modules <= set(code)
    assert {"code.zip", "layer.zip", "template.json"} <= {file.name for file in package.iterdir()}
    assert not (package / "code").exists()  # the folders that were zipped


# ------------------------------------------------------------------------------------------------------------ licences
def test_the_licence_of_everything_that_ships_is_in_the_package(package: Path):
    for name in ("code.zip", "layer.zip"):
        names = contents(package, name)
        lock = licences.LOCKS[name.removesuffix(".zip")]
        shipping = [found.package for found in licences.of_lock(lock) if found.package not in licences.FONT_CARRIERS]
        assert [package for package in shipping if not any(n.startswith(f"licences/{package}/") for n in names)] == []


def test_a_licence_that_nobody_allowed_stops_the_list(monkeypatch: pytest.MonkeyPatch, capsys: Any):
    monkeypatch.setattr(licences, "ALLOWED", {})
    assert licences.main(["--check"]) == 1
    assert "python-stdnum ships under LGPL-2.1-or-later" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------ what stops a build
@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "module.py").write_text("NAMES = {'b', 'a'}\n\n\ndef f(x):\n    return x in {'q', 'r', 's'}\n")
    return tmp_path


def test_code_is_compiled_for_the_python_of_lambda_by_a_machine_that_has_another_one(small: Path):
    if reason := npm.install(bytecode.COMPILER):
        pytest.fail(f"the compiler cannot be installed: {reason}")
    bytecode.compile_folder(small, "3.13")
    (compiled,) = (small / "__pycache__").glob("*.pyc")
    assert compiled.name == "module.cpython-313.pyc"
    read = compiled.read_bytes()
    assert int.from_bytes(read[:2], "little") == 3571  # the mark of 3.13
    assert int.from_bytes(read[4:8], "little") == 1  # by a hash that nobody checks
    assert b"/var/task/module.py" in read


def test_a_machine_that_cannot_compile_says_so(small: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(npm, "install", lambda _: "network request failed")
    with pytest.raises(bytecode.NotCompiled, match=r"Python 3.99 needs that version .* network request failed"):
        bytecode.compile_folder(small, "3.99")


def test_a_file_that_is_no_python_stops_the_build(small: Path):
    (small / "broken.py").write_text("def :")
    with pytest.raises(bytecode.NotCompiled, match="a file could not be compiled"):
        bytecode.compile_folder(small, targets.RUNNING)


def test_a_wheel_that_is_not_the_locked_one_stops_the_build(tmp_path: Path):
    (tmp_path / "lock.txt").write_text(f"annotated-types==0.8.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(wheels.NotInstalled, match=r"(?i)hash"):
        wheels.install(tmp_path / "lock.txt", targets.this_machine(), tmp_path / "into")


def test_what_comes_near_the_limit_of_lambda_stops_the_build():
    require_room({"code.zip": Size(1, 100_000_000), "layer.zip": Size(1, 100_000_000)})
    with pytest.raises(TooLarge, match="201 MB unzipped are more than 200 MB"):
        require_room({"code.zip": Size(1, 100_000_000), "layer.zip": Size(1, 101_000_000)})


def test_the_command_says_what_stopped_it(monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path):
    def too_large(*_: Any) -> None:
        raise TooLarge("300 MB")

    monkeypatch.setattr(command, "build", too_large)
    assert command.main(["--into", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "300 MB\n"


def test_the_command_tells_the_sizes(monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path):
    monkeypatch.setattr(command, "build", lambda *_: {"code.zip": Size(2_000_000, 5_000_000)})
    assert command.main(["--into", str(tmp_path), "--architecture", "x86_64"]) == 0
    told = capsys.readouterr().out
    assert "code.zip          2.0 MB,    5.0 MB unzipped" in told
    assert "Python 3.13, x86_64" in told


# ------------------------------------------------------------------------------------------ the folder it is put into
@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code and layer of one file each, so that a build takes no time."""

    def one_file(folder: Path, *_: object) -> None:
        folder.mkdir()
        (folder / "module.py").write_text("")

    monkeypatch.setattr(building, "with_code", one_file)
    monkeypatch.setattr(building, "with_layer", one_file)


def kept_in(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def package_in(folder: Path, stage: str = "prod") -> int:
    return command.main(["--into", str(folder), "--architecture", "here", "--stage", stage])


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("names", [("notes.txt",), ("code.zip",), ("code.zip", "layer.zip", "template.json", "notes")])
def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path, names: tuple[str, ...], capsys: Any):
    folder = tmp_path / "documents"
    (folder / "years").mkdir(parents=True)
    for name in names:
        (folder / name).write_text("mine")
    before = kept_in(tmp_path)
    assert package_in(folder) == 1
    assert "years, which would be lost" in capsys.readouterr().err
    assert kept_in(tmp_path) == before


@pytest.mark.usefixtures("little")
def test_half_a_package_and_a_file_are_left_alone(tmp_path: Path, capsys: Any):
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "code.zip").write_text("mine")
    before = kept_in(tmp_path)
    assert package_in(tmp_path / "half") == package_in(tmp_path / "half" / "code.zip") == 1
    assert kept_in(tmp_path) == before
    told = capsys.readouterr().err
    assert "a part of a package only" in told
    assert "is no folder" in told


@pytest.mark.usefixtures("little")
def test_a_wrong_stage_is_told_before_anything_is_made_or_lost(tmp_path: Path, capsys: Any):
    assert package_in(tmp_path / "package") == 0
    before = kept_in(tmp_path)
    assert package_in(tmp_path / "package", "Prod!") == package_in(tmp_path / "other", "Prod!") == 1
    assert kept_in(tmp_path) == before
    assert [one.name for one in tmp_path.iterdir()] == ["package"]
    assert "a stage is called like prod" in capsys.readouterr().err


@pytest.mark.usefixtures("little")
def test_a_build_that_stops_leaves_the_earlier_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert package_in(tmp_path / "package") == 0
    before = kept_in(tmp_path)

    def stopped(*_: Any) -> None:
        raise wheels.NotInstalled("no network")

    monkeypatch.setattr(building, "with_layer", stopped)
    assert package_in(tmp_path / "package") == 1
    assert kept_in(tmp_path) == before
    assert [one.name for one in tmp_path.iterdir()] == ["package"]  # nothing is left beside it


@pytest.mark.usefixtures("little")
def test_what_cannot_be_put_in_its_place_leaves_the_earlier_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert package_in(tmp_path / "package") == 0
    before, rename = kept_in(tmp_path), Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise PermissionError("refused")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    assert package_in(tmp_path / "package") == 1
    assert kept_in(tmp_path) == before


@pytest.mark.usefixtures("little")
def test_an_earlier_package_is_replaced_with_what_was_made_of_it(tmp_path: Path):
    folder = tmp_path / "a" / "package"
    folder.mkdir(parents=True)  # an empty one may be used
    assert package_in(folder) == 0
    (folder / "deploy.json").write_text("of the earlier one")
    (folder / "unpacked").mkdir()
    assert package_in(folder, "test") == 0
    assert set(kept_in(folder)) == {"code.zip", "layer.zip", "template.json"}
    assert "yimen-test" in (folder / "template.json").read_text("utf-8")
