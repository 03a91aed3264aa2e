"""What the issuance machine calls to make the result of a decided case."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.durable.flows import Step
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.issuance.acts.make_result import make_result

functions = Blueprint(__name__)


@functions.lambda_function(name=names.MAKE_RESULT)
@boundary
def make_result_function(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    make_result(platforms.current(), Step.model_validate(event))
    return {}
