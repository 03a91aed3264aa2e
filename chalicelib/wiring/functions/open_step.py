"""What both state machines call: opening a wait."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.cases.acts.open_step import open_step
from chalicelib.durable.flows import Step
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary

functions = Blueprint(__name__)


@functions.lambda_function(name=names.OPEN_STEP)
@boundary
def open_step_function(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    open_step(platforms.current(), Step.model_validate(event))
    return {}
