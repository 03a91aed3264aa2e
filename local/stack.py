"""An app on the emulated AWS: resources, functions, state machines and event pump, up together and down together."""

import io
import json
import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from chalice.app import Chalice

from chalicelib.foundation import names
from local.aws import LocalAws
from local.invocation import Functions
from local.loader import Loaded, load
from local.pump import Pump
from local.pump_loop import Pace
from local.seams import lambda_tasks


@dataclass(frozen=True)
class Stack:
    """A running app: its AWS, what was made there, its functions and the pump that feeds them."""

    aws: LocalAws
    loaded: Loaded
    functions: Functions
    pump: Pump


@contextmanager
def deployed(
    app: Chalice, template: Mapping[str, Any], aws: LocalAws, *, stage: str = "local", pace: Pace | None = None
) -> Generator[Stack]:
    """Load the template and feed the app until the end of the block. `aws` is of `local.aws.running`."""
    functions = Functions(app.handler_map)
    prefix = names.function(stage, "")
    with lambda_tasks(functions, lambda deployed: deployed.removeprefix(prefix)):
        create_functions(aws, prefix, [function.name for function in app.pure_lambda_functions])
        loaded = load(template, aws)
        pump = Pump(app, loaded, aws, functions, pace)
        pump.start()
        try:
            yield Stack(aws, loaded, functions, pump)
        finally:
            pump.stop()


def create_functions(aws: LocalAws, prefix: str, functions: list[str]) -> None:
    """The engine looks a function up before it calls it, so each needs an entry; its code is never run."""
    assume = json.dumps({"Version": "2012-10-17", "Statement": []})
    role = aws.client("iam").create_role(RoleName=f"{prefix}functions", AssumeRolePolicyDocument=assume)["Role"]
    for function in functions:
        aws.client("lambda").create_function(
            FunctionName=f"{prefix}{function}",
            Runtime="python3.13",
            Role=role["Arn"],
            Handler="app.app",
            Code={"ZipFile": empty_package()},
        )


def empty_package() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("app.py", "")
    return packed.getvalue()
