"""The whole template: what Chalice makes of the app, with everything of ours merged over it."""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from chalice.config import Config
from chalice.deploy.appgraph import ApplicationGraphBuilder, DependencyBuilder
from chalice.deploy.models import DeploymentPackage, RestAPI
from chalice.deploy.swagger import CFNSwaggerGenerator
from chalice.package import PackageOptions, SAMTemplateGenerator

from chalicelib.foundation import names
from chalicelib.foundation.settings import LOCAL
from infra import gateway, resources
from infra.logical import REST_API, Template, merge

if TYPE_CHECKING:
    from chalice.app import Chalice

RUNTIME = "python3.13"
CODE = "code.zip"
# The stage is a part of all names. A bucket's name takes 63 letters, and the account's number is in it.
STAGE = re.compile(r"[a-z][a-z0-9-]{0,19}")


class WrongStage(ValueError):
    """The stage cannot be a part of the names of resources."""


def build(
    stage: str,
    *,
    code_uri: str = CODE,
    layer_uri: str = resources.LAYER,
    architecture: str = resources.ARM,
    app: "Chalice | None" = None,
) -> Template:
    """The SAM document of a stage, ready for `aws cloudformation package`. Raises WrongStage.

    The two URIs are the packages of code and layer, as paths or as addresses in S3.
    """
    if not STAGE.fullmatch(stage):
        raise WrongStage(f"a stage is called like prod or prod-2, not {stage!r}")
    if stage == LOCAL:
        raise WrongStage(f"{stage!r} is the stage of a developer's machine: with it no function would start")
    made = chalice_template(app or our_app(), stage, code_uri)
    made["Resources"][REST_API] = gateway.merged(made["Resources"][REST_API])
    ours = resources.template(stage, architecture=architecture, layer_uri=layer_uri)
    return merge(ours, made)


def our_app() -> "Chalice":
    from app import app  # loads all rooms, so only when a template is really made

    return app


def chalice_template(app: "Chalice", stage: str, code_uri: str) -> Template:
    """What `chalice package` generates of functions, event sources and API, without building the package itself."""
    # Its own roles and policies are not wanted: ours are merged over them.
    config: Any = Config.create(  # pyright: ignore[reportUnknownMemberType]
        chalice_app=app,
        app_name=names.APP,
        chalice_stage=stage,
        api_gateway_stage=stage,
        api_gateway_endpoint_type="REGIONAL",
        manage_iam_role=False,
        iam_role_arn="in-the-template",
        automatic_layer=False,
    )
    models = DependencyBuilder().build_dependencies(ApplicationGraphBuilder().build(config, stage))
    for model in models:
        match model:
            case DeploymentPackage():
                model.filename = code_uri
            case RestAPI():
                model.swagger_doc = CFNSwaggerGenerator().generate_swagger(app, model)
            case _:
                pass
    made: Template = SAMTemplateGenerator(config, Principals()).generate(models)
    for resource in made["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["Runtime"] = RUNTIME
    return made


class Principals(PackageOptions):
    """Chalice would ask a client for the name of a service, which for API Gateway is the same in all partitions."""

    def __init__(self) -> None:
        """There is no client."""

    def service_principal(self, service: str) -> str:
        return f"{service}.amazonaws.com"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.template", description="Print the template of a stage.")
    parser.add_argument("stage", help="a part of the names of all resources, such as prod")
    given = parser.parse_args(arguments)
    try:
        document = build(given.stage)
    except WrongStage as wrong:
        parser.error(str(wrong))
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    return 0


if __name__ == "__main__":
    sys.exit(main())
