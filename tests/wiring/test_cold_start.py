"""What a fresh process loads for a function, in module lists and counts: no timing. The ratios are in `make bench`."""

import json
import subprocess
import sys

import pytest

FUNCTIONS = ("waits", "results", "outbox", "alarms", "queues")
# Module -> why no function needs it to start.
NEVER = {
    "boto3": "botocore makes the clients",
    "s3transfer": "nothing moves files in parts",
    "multiprocessing": "nothing starts processes of this kind",
    "asyncio": "nothing here is asynchronous",
    "typst": "a document is drawn when it is asked for",
    "segno": "a QR code is drawn when it is asked for",
    "pypdf": "a file is opened in a process of its own",
    "joserfc": "functions read no tokens",
    "aws_encryption_sdk": "it is loaded when something is encrypted",
    "chinese_calendar": "days are counted when they are asked for",
    "aws_lambda_powertools.utilities.batch": "a batch is a loop",
    "chalicelib.http": "functions answer no requests",
}
LISTED = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
from pydantic import BaseModel
def below(model):
    for one in model.__subclasses__():
        yield one
        yield from below(one)
models = {one for one in below(BaseModel) if one.__module__.startswith("chalicelib")}
built = sorted(f"{one.__module__}.{one.__name__}" for one in models if one.__pydantic_complete__)
print(json.dumps({"modules": sorted(sys.modules), "models": len(models), "built": built}))
"""
# A model that stands in a constant is built at once; all others when they are first used.
BUILT = 10


def loaded(module: str) -> dict[str, list[str]]:
    """What stands in memory after this module was imported in a process of its own."""
    ended = subprocess.run([sys.executable, "-c", LISTED, module], capture_output=True, text=True, check=True)
    return json.loads(ended.stdout)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_loads_nothing_that_it_does_not_need_to_start(function: str):
    found = loaded(f"chalicelib.wiring.functions.{function}")
    unneeded = {name for name in NEVER for module in found["modules"] if f"{module}.".startswith(f"{name}.")}
    assert not unneeded, {name: NEVER[name] for name in unneeded}
    assert len(found["built"]) <= BUILT, found["built"]
