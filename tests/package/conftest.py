"""One package for the suite, made for this machine and the Python that runs the tests."""

from pathlib import Path

import pytest

from tools.package.build import build
from tools.package.targets import this_machine


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with code.zip, layer.zip and template.json."""
    folder = tmp_path_factory.mktemp("package") / "prod"
    build(folder, this_machine(), "prod")
    return folder
