"""What the issuance machine calls to close a delivered case."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.durable.flows import Step
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.issuance.acts.archive import archive

functions = Blueprint(__name__)


@functions.lambda_function(name=names.ARCHIVE_CASE)
@boundary
def archive_case(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    archive(platforms.current(), Step.model_validate(event))
    return {}
