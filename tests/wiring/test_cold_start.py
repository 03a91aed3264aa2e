"""What a fresh process loads for a function or the API: module lists and counts, no timing (that is `make bench`)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from app import FUNCTIONS, app
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.wiring import entries

ENTRIES = sorted(module.name for module in iter_modules(entries.__path__))
# Module -> why nothing needs it to start.
NEVER = {
    "boto3": "botocore makes the clients",
    "s3transfer": "nothing moves files in parts",
    "multiprocessing": "nothing starts processes of this kind",
    "asyncio": "nothing here is asynchronous",
    "typst": "a document is drawn when it is asked for",
    "segno": "a QR code is drawn when it is asked for",
    "pypdf": "a file is opened in a process of its own",
    "joserfc": "the first token loads it",
    "cryptography": "the first token, seal or signature loads it",
    "aws_encryption_sdk": "it is loaded when something is encrypted",
    "chinese_calendar": "days are counted when they are asked for",
    "aws_lambda_powertools.utilities.batch": "a batch is a loop",
    "chalicelib.http.openapi": "the description is made when it is asked for",
}
NOT_IN_FUNCTIONS = {
    "chalicelib.http": "functions answer no requests",
    "chalicelib.hall": "what anybody may ask is asked of the API",
    "chalicelib.operations": "the desk is part of the API",
    "chalicelib.wiring.web": "the routes are those of the API",
}
# The API serves an ordinary case from its start; what else it serves is loaded with the first request for it.
NOT_AT_THE_START = {
    "chalicelib.wiring.apis": "it loads every route",
    "chalicelib.trials": "an editor plays an item through now and then",
    "chalicelib.evidence": "a case is seldom exported",
    "chalicelib.operations": "the desk is for operators",
    "chalicelib.exchange": "departments register their callbacks once",
    "chalicelib.consents.api": "an authorisation is given once for many cases",
    "chalicelib.catalogue.api.life": "items are edited seldom",
    "chalicelib.catalogue.model.schemes": "a scheme is planned before the case",
    "chalicelib.catalogue.model.artefacts": "sheets are printed before the case",
    "chalicelib.catalogue.model.publishing": "items are published seldom",
    "chalicelib.directory.api": "registers are read and changed seldom",
    "chalicelib.directory.acts.register_import": "registers are imported seldom",
    "openpyxl": "workbooks are read by the command",
    "stdnum": "the first number loads it",
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
# With these botocore asks nobody for credentials.
ACCOUNT = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1"}
# Models whose validators are built at the start. All others are built when they are first used.
BUILT = {"chalicelib.foundation.settings.Settings"}


@pytest.fixture
def own_platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An entry makes the platform of its process."""
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
    platforms.use(None)
    yield
    platforms.use(None)


def loaded(entry: str) -> dict[str, Any]:
    """What stands in memory after the entry was imported in a process of its own, as on a developer's machine."""
    environment = {**os.environ, **ACCOUNT}
    command = [sys.executable, "-c", LISTED, f"{entries.__name__}.{entry}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_loads_nothing_that_it_does_not_need_to_start(entry: str):
    found = loaded(entry)
    reasons = NEVER | (NOT_AT_THE_START if entry == names.API else NOT_IN_FUNCTIONS)
    if entry == names.REPLAY_LETTERS:
        reasons = {name: why for name, why in reasons.items() if name != "chalicelib.operations"}  # its own room
    unneeded = {name for name in reasons for module in found["modules"] if f"{module}.".startswith(f"{name}.")}
    assert not unneeded, {name: reasons[name] for name in unneeded}
    assert set(found["built"]) <= BUILT
    others = {f"chalicelib.wiring.functions.{name}" for name in ENTRIES if name != entry}
    assert not others & set(found["modules"]), "a function loads another one"


def test_the_function_that_prints_loads_no_act_on_a_case():
    """Only a document that cannot be printed needs one: it is held."""
    modules = loaded(names.RENDER_DOCUMENT)["modules"]
    assert [name for name in modules if name.startswith(("chalicelib.cases.acts", "chalicelib.cases.store"))] == []


def test_every_function_and_the_api_has_an_entry_of_its_name():
    deployed = {function.name for function in (*app.pure_lambda_functions, *app.event_sources)}
    assert sorted({*deployed, names.API}) == ENTRIES
    assert FUNCTIONS.keys() == deployed


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if entry != names.API])
@pytest.mark.usefixtures("own_platform")
def test_an_entry_leads_to_the_function_of_its_name(entry: str):
    handler = import_module(f"chalicelib.wiring.functions.{entry}")
    ready = import_module(f"{entries.__name__}.{entry}").handler
    assert ready in vars(handler).values()
    # Chalice wraps what an event source calls; `func` is what it wraps.
    assert ready is app.handler_map[entry] or ready.func is vars(app.handler_map[entry])["func"]


@pytest.mark.usefixtures("own_platform")
def test_the_api_is_the_app_itself():
    assert import_module(f"{entries.__name__}.{names.API}").handler is app
