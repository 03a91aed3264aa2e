"""Deploys an app to the emulated AWS: resources, functions, state machines and the event pump."""

import io
import json
import zipfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from chalice.app import Chalice

from chalicelib.foundation import names
from chalicelib.foundation.settings import Settings
from infra.parameters import SETTINGS
from local.aws.emulator import LocalAws
from local.cloudformation.loader import Loaded, load
from local.lambda_.event_pump import EventPump, Pace
from local.lambda_.functions import Functions, Handler
from local.step_functions.lambda_tasks import lambda_tasks
from local.terminal.watch import Watch


@dataclass(frozen=True)
class Deployment:
    """A deployed app: the AWS it is on, the resources made there, its functions and the pump that feeds them."""

    aws: LocalAws
    loaded: Loaded
    functions: Functions
    pump: EventPump


@contextmanager
def deployed(
    app: Chalice,
    template: Mapping[str, Any],
    aws: LocalAws,
    *,
    stage: str = "local",
    parameters: Mapping[str, str] | None = None,
    handlers: Mapping[str, Handler] | None = None,
    pace: Pace | None = None,
    watch: Watch | None = None,
) -> Generator[Deployment]:
    """Create the template's resources with these parameters, and feed the app's functions during the block.

    `handlers` are the functions' own, where they are not those of the app's declarations.
    """
    functions = Functions(handlers or app.handler_map)
    prefix = names.function(stage, "")
    with lambda_tasks(functions, lambda deployed: deployed.removeprefix(prefix)):
        register_functions(aws, prefix, [function.name for function in app.pure_lambda_functions])
        loaded = load(template, aws, parameters)
        pump = EventPump(app, loaded, aws, functions, pace, watch)
        pump.start()
        try:
            yield Deployment(aws, loaded, functions, pump)
        finally:
            pump.stop()


def parameters_of(settings: Settings) -> dict[str, str]:
    """The template's parameters with which whoever deploys would ask for these settings."""
    given = settings.model_dump()
    return {
        **{parameter: as_parameter(given[setting]) for setting, parameter in SETTINGS.items()},
        "CorsOrigins": as_parameter(settings.cors_origins),
        "CallbackAllow": as_parameter(settings.callback_allow),
        "SharingUrl": settings.sharing_url,
    }


def as_parameter(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(cast("tuple[str, ...]", value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def register_functions(aws: LocalAws, prefix: str, functions: list[str]) -> None:
    """moto's Step Functions look a function up before they call it, so each needs an entry; its code is never run."""
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
