"""The import contracts refuse what they are there to refuse: each forbidden import is tried on a small house."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
HOUSE = {
    "clock/deadline.py": "",
    "foundation/table.py": "import boto3",
    "catalogue/__init__.py": "from chalicelib.catalogue.acts import publish",
    "catalogue/model.py": "from chalicelib.clock import deadline",
    "catalogue/store.py": "from chalicelib.foundation import table\nfrom chalicelib.catalogue import model",
    "catalogue/acts/publish.py": "from chalicelib.catalogue import model, store",
    "cases/model/case.py": "from chalicelib.catalogue.model import anything",
    "cases/acts/submit.py": "import chalicelib.catalogue\nfrom chalicelib.cases.model import case",
    "cases/api/applicant.py": "from chalicelib.cases.acts import submit",
    "cases/tasks.py": "from chalicelib.cases.acts import submit",
}


def lint(folder: Path, changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build the house with these additions under `folder` and hold this project's contracts against it."""
    for path, text in HOUSE.items():
        file = folder / "chalicelib" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n{changes.get(path, '')}\n")
    for package in [folder / "chalicelib", *(place for place in (folder / "chalicelib").rglob("*") if place.is_dir())]:
        (package / "__init__.py").touch()
    command = [sys.executable, "-c", LINT, "--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")]
    environment = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_house_in_order_keeps_every_contract(tmp_path: Path):
    answer = lint(tmp_path, {})
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "0 broken" in answer.stdout


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("foundation/table.py", "chalicelib.cases.model", "imports go one way"),
        ("foundation/table.py", "chalicelib.catalogue", "imports go one way"),
        ("clock/deadline.py", "chalicelib.foundation.table", "imports go one way"),
        ("clock/deadline.py", "chalicelib.catalogue.model", "imports go one way"),
        ("cases/tasks.py", "local.aws", "what ships knows nothing"),
        ("cases/tasks.py", "app", "what ships knows nothing"),
        ("cases/tasks.py", "proofs.kit.dynamo", "what ships knows nothing"),
        ("cases/tasks.py", "soak.world", "what ships knows nothing"),
        ("cases/acts/submit.py", "chalicelib.catalogue.store", "a room sees another room"),
        ("cases/acts/submit.py", "chalicelib.catalogue.acts.publish", "a room sees another room"),
        ("cases/model/case.py", "chalicelib.cases.acts.submit", "inside a room"),
        ("cases/tasks.py", "chalicelib.cases.api.applicant", "inside a room"),
        ("catalogue/store.py", "chalicelib.catalogue.acts.publish", "inside a room"),
        ("cases/model/case.py", "boto3", "the law is pure code"),
        ("catalogue/model.py", "chalice", "the law is pure code"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tmp_path: Path, importer: str, imported: str, contract: str):
    answer = lint(tmp_path, {importer: f"import {imported}"})
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert contract in answer.stdout.partition("Broken contracts")[2]
