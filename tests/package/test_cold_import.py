"""From the unzipped package, with boto3 only beside it, each function is loaded and answers in a fresh process."""

import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from chalicelib.foundation import names
from infra.functions import FUNCTIONS
from infra.logical import function_id
from proofs.kit.events import EVERY_MINUTE
from tests.infra.documents import properties, transformed

pytestmark = pytest.mark.xdist_group("package")  # it is built once
COLD = Path(__file__).with_name("cold.py")
DATA_KEY = "arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000"
# What Lambda's runtime for Python has.
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six")
GET = {
    "httpMethod": "GET",
    "resource": "/v1/items",
    "path": "/v1/items",
    "headers": {"accept": "application/json"},
    "multiValueHeaders": {"accept": ["application/json"]},
    "requestContext": {"resourcePath": "/v1/items", "httpMethod": "GET", "path": "/v1/items", "requestId": "r"},
}
REQUEST = {**GET, "multiValueQueryStringParameters": None, "pathParameters": None, "body": None, "stageVariables": None}
STEP = {"owner": "CASE#" + "a" * 26, "machine": "review", "generation": 1, "step": "decide", "token": "t"}
NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}
# Function -> its event and its answer. A step of a case that is not there is an error without words.
CALLS: dict[str, tuple[Any, Any]] = {
    names.OPEN_STEP: (STEP, None),
    names.MAKE_RESULT: (STEP, None),
    names.ARCHIVE_CASE: (STEP, None),
    names.DISPATCH_OUTBOX: ({"Records": []}, NOTHING_FAILED),
    names.CHECK_MATERIAL: ({"Records": []}, NOTHING_FAILED),
    names.ISSUE_DOCUMENT: ({"Records": []}, NOTHING_FAILED),
    names.SEND_CALLBACK: ({"Records": []}, NOTHING_FAILED),
    names.FETCH_SHARED: ({"Records": []}, NOTHING_FAILED),
    names.RECONCILE_OUTBOX: (EVERY_MINUTE, {"carried_out": 0}),
    names.SWEEP_ALARMS: (EVERY_MINUTE, {"fired": 0}),
    names.ANCHOR_DAYS: (EVERY_MINUTE, {"made": 0, "left": 0}),
    names.RECONCILE_PAYMENTS: (EVERY_MINUTE, {"done": 0, "left": 0}),
}


@pytest.fixture(scope="session")
def unpacked(package: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Where Lambda would look for modules: the code, and what its runtime has."""
    code, runtime = tmp_path_factory.mktemp("task"), tmp_path_factory.mktemp("runtime")
    with zipfile.ZipFile(package / "code.zip") as zipped:
        zipped.extractall(code)
    for name in RUNTIME:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        found = Path(spec.origin)
        source = found.parent if found.name == "__init__.py" else found
        (runtime / source.name).symlink_to(source)
    return [str(code), str(runtime)]


def called(path: list[str], row: Any, event: Any) -> dict[str, Any]:
    made = properties(transformed("aws"), function_id(row.name))["Environment"]["Variables"] | {
        "YIMEN_DATA_KEY": DATA_KEY
    }
    lambdas = {"AWS_LAMBDA_FUNCTION_NAME": row.name, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    account = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing"}
    environment = {"PATH": os.environ["PATH"], **lambdas, **account, **{name: str(made[name]) for name in made}}
    arguments = json.dumps({"path": path, "handler": row.handler, "event": event})
    command = [sys.executable, "-I", "-S", str(COLD), arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=path[0])
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1])  # lines of the log may stand before it


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_handler_is_loaded_from_the_package_alone_and_answers(row: Any, unpacked: list[str]):
    event, wanted = CALLS.get(row.name, (REQUEST, None))
    found = called(unpacked, row, event)
    ours = {name: file for name, file in found["files"].items() if name.startswith("chalice")}
    assert [file for file in ours.values() if file and not file.startswith(unpacked[0])] == []
    if row.name == names.API:
        assert found["answer"]["statusCode"] == 200, found["answer"]
        assert json.loads(found["answer"]["body"])["items"] == []
    elif wanted is None:
        assert found["answer"] in ({}, {"raised": "TaskFailed"}, {"raised": "Unavailable"})
    else:
        assert found["answer"] == wanted


def test_no_module_of_the_package_is_compiled_when_it_is_loaded(unpacked: list[str]):
    code = Path(unpacked[0])
    sources = list(code.rglob("*.py"))
    assert len(sources) > 1000
    tag = sys.implementation.cache_tag
    compiled = [file.parent / "__pycache__" / f"{file.stem}.{tag}.pyc" for file in sources]
    assert [file for file in compiled if not file.is_file()] == []
    # Flags of PEP 552: 1 is a hash that nobody checks.
    assert {int.from_bytes(file.read_bytes()[4:8], "little") for file in compiled} == {1}
    assert b"/var/task/chalicelib" in (code / "chalicelib" / "__pycache__" / f"__init__.{tag}.pyc").read_bytes()
