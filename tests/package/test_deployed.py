"""The packaged template on the local stack, with another city's parameters and the code of the package: the demo."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from local import package as packages
from local.demo import command
from local.package import NoPackage, opened, path_of

pytestmark = pytest.mark.xdist_group("package")  # it is built once
PROGRAM = Path(__file__).with_name("deployed.py")
PARAMETERS = ("Division=441781", "SupplementWorkdays=20", "CorsOrigins=https://portal.example")


def test_another_city_is_deployed_from_the_package_and_the_demo_passes(package: Path):
    path = path_of(opened(package, PARAMETERS))
    ended = subprocess.run(
        [sys.executable, "-P", str(PROGRAM), str(package), *PARAMETERS],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    told = json.loads(ended.stdout.splitlines()[-1])
    assert told["number"].startswith("11441781")
    assert (told["stage"], told["table"], told["division"]) == ("prod", "yimen-prod", "441781")
    assert (told["supplement_workdays"], told["origin"]) == (20, "https://portal.example")
    # The key and the secrets are those of the template.
    assert told["data_key"].startswith("arn:aws:kms:")
    assert told["own_keys"] is None
    # What ships was run, and nothing of it from the repository.
    assert told["is_running"] is True
    code, layer = package / "unpacked" / "code", package / "unpacked" / "layer"
    places = dict.fromkeys(("chalicelib", "app", "pydantic", "joserfc"), code) | {"typst": layer}
    loaded = {name: file for name, file in told["files"].items() if file and name.split(".")[0] in places}
    assert {"chalicelib.wiring.entries.api", "chalicelib.wiring.entries.make_result", "typst"} <= loaded.keys()
    assert [f for name, f in loaded.items() if not Path(f).is_relative_to(places[name.split(".")[0]].resolve())] == []


def test_the_demo_begins_anew_with_the_code_of_the_package(package: Path, monkeypatch: pytest.MonkeyPatch):
    begun: list[tuple[Sequence[str], str]] = []

    def execve(_: str, arguments: Sequence[str], environment: dict[str, str]) -> None:
        begun.append((arguments, environment["PYTHONPATH"]))
        raise InterruptedError("the process is another one now")

    monkeypatch.setattr(packages.os, "execve", execve)
    assert command.main(["--package", str(package), "--parameter", "Division=441781"]) == 1
    ((arguments, path),) = begun
    assert arguments[1:4] == ["-P", "-m", "local.demo"]
    assert arguments[4:] == ["--package", str(package), "--parameter", "Division=441781"]
    assert path.split(os.pathsep)[1] == str(package / "unpacked" / "code")


def test_what_is_no_package_is_told(tmp_path: Path, capsys: Any):
    assert command.main(["--package", str(tmp_path)]) == 1
    assert "中没有 template.json、code.zip、layer.zip" in capsys.readouterr().err


@pytest.mark.parametrize("archive", ["code.zip", "layer.zip"])
def test_a_package_for_another_machine_is_told_before_it_is_unpacked(tmp_path: Path, archive: str, capsys: Any):
    """`make package` without more makes one for Lambda: Python 3.13 on arm64."""
    for name in ("code.zip", "layer.zip"):
        native = "cpython-399-aarch64-linux-gnu" if name == archive else "abi3"
        with zipfile.ZipFile(tmp_path / name, "w") as zipped:
            zipped.writestr(f"pydantic_core/_pydantic_core.{native}.so", "")
    (tmp_path / "template.json").write_text('{"Parameters": {}, "Resources": {}}')
    before = set(tmp_path.rglob("*"))
    assert command.main(["--package", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert f"{archive} 是为 Python 3.99（aarch64-linux-gnu）制作的" in told
    assert f"本机是 Python {sys.version_info.major}.{sys.version_info.minor}" in told
    assert '请先运行 make package ARGS="--architecture here"' in told
    assert set(tmp_path.rglob("*")) == before


def test_a_demo_leaves_the_package_as_it_was(package: Path, monkeypatch: pytest.MonkeyPatch):
    def stopped(*_: Any) -> None:
        raise InterruptedError("the demo ends here")

    monkeypatch.setattr(command, "begin_anew", stopped)
    assert command.main(["--package", str(package)]) == 1
    assert {one.name for one in package.iterdir()} == {"code.zip", "layer.zip", "template.json"}


@pytest.mark.parametrize("cut_off", ["template.json", "code.zip", "layer.zip"])
def test_a_package_that_is_cut_off_is_told(tmp_path: Path, cut_off: str, capsys: Any):
    for name in ("code.zip", "layer.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as zipped:
            zipped.writestr("app.py", "")
    (tmp_path / "template.json").write_text('{"Parameters": {}, "Resources": {}}')
    (tmp_path / cut_off).write_bytes((tmp_path / cut_off).read_bytes()[:20])
    assert command.main(["--package", str(tmp_path)]) == 1
    assert f"演示中断：{tmp_path / cut_off} 不是完整的" in capsys.readouterr().err
    assert not (tmp_path / "unpacked").exists()


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/operate.md", "CONTRIBUTING.md"])
def test_documents_say_how_a_package_is_tried_here(document: str):
    text = (packages.ROOT / document).read_text("utf-8")
    assert 'make package ARGS="--architecture here"' in text
    assert 'make demo ARGS="--package build/package"' in text


def test_a_parameter_that_the_template_does_not_have_is_told(package: Path):
    with pytest.raises(NoPackage, match="模板没有参数 City"):
        opened(package, ["City=441781"])


def test_a_parameter_without_a_value_is_told(package: Path):
    with pytest.raises(NoPackage, match="Division"):
        opened(package, ["Division"])
