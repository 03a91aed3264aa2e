"""The one definition of what Chalice does not make: merged into its package, loaded by the local stack."""

from pathlib import Path

from infra import (
    alarms,
    dashboard,
    encryption,
    files,
    gateway,
    lambdas,
    machines,
    messages,
    operators,
    parameters,
    sources,
    store,
)
from infra.logical import Template, merge

ARM = "arm64"
LAYER = "layer.zip"


def template(
    stage: str, definitions: Path = machines.DEFINITIONS, *, architecture: str = ARM, layer_uri: str = LAYER
) -> Template:
    """The CloudFormation document of a stage. `layer_uri` is the package with typesetter and fonts."""
    made: Template = {}
    for part in (
        encryption.resources(stage),
        store.resources(stage),
        messages.resources(stage),
        alarms.resources(stage),
        files.resources(stage),
        machines.resources(stage, definitions),
        lambdas.resources(stage),
        lambdas.layer(stage, layer_uri, architecture),
        gateway.resources(stage),
        sources.resources(),
        dashboard.resources(stage),
        operators.resources(stage),
    ):
        made = merge(part, made)
    return document(made, architecture)


def document(resources: Template, architecture: str = ARM) -> Template:
    """These resources with the parameters and conditions that they may refer to."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Parameters": parameters.parameters(architecture),
        "Conditions": parameters.conditions(),
        "Resources": resources,
    }
