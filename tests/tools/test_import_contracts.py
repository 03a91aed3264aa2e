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
    "foundation/keys.py": "",
    "foundation/table.py": "import boto3\nfrom chalicelib.foundation import keys",
    "access/actor.py": "",
    "access/policy.py": "from chalicelib.access import actor",
    "durable/audit.py": "",
    "durable/caller.py": "from chalicelib.access import actor",
    "durable/effects.py": "",
    "durable/flows.py": "",
    "durable/outbox.py": "from chalicelib.foundation import table\nfrom chalicelib.durable import effects",
    "http/routes.py": "from chalicelib.durable import caller",
    "directory/model.py": "",
    "catalogue/model.py": "from chalicelib.clock import deadline\nfrom chalicelib.directory import model",
    "catalogue/store.py": "from chalicelib.foundation import table\nfrom chalicelib.catalogue import model",
    "catalogue/acts/publish.py": "from chalicelib.catalogue import model, store",
    "consents/model.py": "",
    "cases/model/case.py": "from chalicelib.catalogue.model import anything",
    "cases/store/commit.py": "from chalicelib.durable import outbox\nfrom chalicelib.cases.model import case",
    "cases/acts/lookup.py": "from chalicelib.cases.store import commit",
    "cases/api/case_answers.py": "from chalicelib.cases.model import case",
    "cases/api/shared.py": "from chalicelib.cases.api import case_answers",
    "cases/tasks.py": "from chalicelib.cases.acts import lookup",
    "documents/model/notice.py": "",
    "documents/api/applicant.py": "",
    "documents/api/counter.py": "",
    "exchange/model.py": "from chalicelib.cases.model import case",
    "joint/model.py": "from chalicelib.cases.model import case",
    "intake/acts/submit.py": "from chalicelib.cases.acts import lookup\nfrom chalicelib.documents.model import notice",
    "intake/api/applicant.py": "from chalicelib.intake.acts import submit\nimport chalicelib.cases.api.case_answers",
    "intake/api/counter.py": "from chalicelib.intake.acts import submit",
    "review/acts/decide.py": "from chalicelib.cases.store import commit",
    "issuance/acts/deliver.py": "from chalicelib.cases.store import commit",
    "issuance/api/counter.py": "from chalicelib.issuance.acts import deliver",
    "issuance/api/department.py": "from chalicelib.issuance.acts import deliver",
    "issuance/api/public.py": "",
    "consultations/acts/ask.py": "from chalicelib.cases.acts import lookup",
    "operations/acts/repair.py": "from chalicelib.intake.acts import submit",
    "hall/api/progress.py": "from chalicelib.cases.store import commit",
    "trials/acts/play.py": "from chalicelib.intake.acts import submit",
    "evidence/acts/export_case.py": "from chalicelib.operations.acts import repair",
    "wiring/apis.py": "from chalicelib.intake.api import applicant, counter",
}


def lint(folder: Path, changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build the house with these additions under `folder` and hold this project's contracts against it."""
    for path in HOUSE.keys() | changes.keys():
        file = folder / "chalicelib" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{HOUSE.get(path, '')}\n{changes.get(path, '')}\n")
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
        ("foundation/table.py", "chalicelib.cases.model", "the rooms in order"),
        ("foundation/table.py", "chalicelib.durable.audit", "the rooms in order"),
        ("clock/deadline.py", "chalicelib.foundation.table", "the rooms in order"),
        ("clock/deadline.py", "chalicelib.catalogue.model", "the rooms in order"),
        ("durable/outbox.py", "chalicelib.http.routes", "the rooms in order"),
        ("cases/tasks.py", "chalicelib.exchange.model", "the rooms in order"),
        ("cases/acts/lookup.py", "chalicelib.documents.model.notice", "the rooms in order"),
        ("intake/acts/submit.py", "chalicelib.review.acts.decide", "the rooms in order"),
        ("review/acts/decide.py", "chalicelib.issuance.acts.deliver", "the rooms in order"),
        ("operations/acts/repair.py", "chalicelib.wiring.apis", "the rooms in order"),
        ("cases/tasks.py", "local.aws", "what ships knows nothing"),
        ("cases/tasks.py", "proofs.kit", "what ships knows nothing"),
        ("cases/tasks.py", "app", "what ships knows nothing"),
        ("operations/acts/repair.py", "chalicelib.cases.tasks", "a room's views and tasks are its own"),
        ("intake/api/counter.py", "chalicelib.documents.api.counter", "a room's views and tasks are its own"),
        ("intake/api/counter.py", "chalicelib.intake.api.applicant", "views of one audience"),
        ("issuance/api/public.py", "chalicelib.issuance.api.counter", "views of one audience"),
        ("issuance/api/department.py", "chalicelib.issuance.api.counter", "views of one audience"),
        ("cases/model/case.py", "chalicelib.cases.acts.lookup", "inside a room"),
        ("cases/tasks.py", "chalicelib.cases.api.case_answers", "inside a room"),
        ("catalogue/store.py", "chalicelib.catalogue.acts.publish", "inside a room"),
        ("cases/model/case.py", "boto3", "the law is pure code"),
        ("catalogue/model.py", "chalice", "the law is pure code"),
        # Three steps away: what a model imports must be pure, too.
        ("access/actor.py", "chalicelib.foundation.table", "the law is pure code"),
        ("directory/model.py", "chalicelib.foundation.table", "the law is pure code"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tmp_path: Path, importer: str, imported: str, contract: str):
    answer = lint(tmp_path, {importer: f"import {imported}"})
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert contract in answer.stdout.partition("Broken contracts")[2]


def test_a_helper_beside_the_floors_breaks_the_contract(tmp_path: Path):
    answer = lint(tmp_path, {"cases/numbers.py": "COUNT = 1"})
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "inside a room" in answer.stdout.partition("Broken contracts")[2]


@pytest.mark.parametrize(
    "module", ["cases.model.status", "cases.model.task", "clock.term", "issuance.model.certificate"]
)
def test_the_law_loads_no_aws(module: str):
    """The contract reads the text; this is what a process really loads."""
    look = (
        f"import sys; import chalicelib.{module}; print(sorted({{'boto3', 'botocore', 'chalice'}} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
