"""Lints the template that is deployed, as we write it and as SAM makes it, for a region of each partition.

`python -m tools.template` prints each finding and fails on any. Nothing is passed over: what a rule of the linter gets
wrong is explained here.
"""

import copy
import json
import sys
from collections.abc import Mapping
from typing import Any, cast

import boto3
from cfnlint.api import lint  # pyright: ignore[reportMissingTypeStubs]
from cfnlint.config import ManualArgs  # pyright: ignore[reportMissingTypeStubs]
from samtranslator.metrics.metrics import Metrics  # pyright: ignore[reportMissingTypeStubs]
from samtranslator.parser.parser import Parser  # pyright: ignore[reportMissingTypeStubs]
from samtranslator.translator.translator import Translator  # pyright: ignore[reportMissingTypeStubs]

from infra.template import build

STAGE = "prod"
# One region of each partition.
PARTITIONS = {"aws": "eu-west-1", "aws-cn": "cn-north-1"}
# What whoever deploys has to say; SAM reads parameters.
GIVEN = {
    "Division": "441700",
    "PublicUrl": "https://hall.example/prod",
    "Issuer": "https://id.example",
    "JwksUrl": "https://id.example/jwks.json",
}


def main() -> int:
    raw = as_written()
    found = [f"as written: {line}" for line in findings(raw, [*PARTITIONS.values()])]
    for partition, region in PARTITIONS.items():
        made = transformed(raw, region)
        found += [f"as SAM makes it in {partition}: {line}" for line in findings(made, [region])]
    for line in found:
        print(line)
    print(f"template: {len(raw['Resources'])} resources, {len(found)} findings")
    return 1 if found else 0


def as_written() -> dict[str, Any]:
    return build(STAGE, code_uri="s3://packages/code.zip", layer_uri="s3://packages/layer.zip")


def transformed(raw: Mapping[str, Any], region: str) -> dict[str, Any]:
    """What CloudFormation gets when the transform of SAM has run."""
    defaults = {name: parameter.get("Default", "") for name, parameter in raw["Parameters"].items()}
    # The managed policies are for SAM's own templates of policies, which we do not use.
    measured = Metrics()
    session: Any = boto3.Session(region_name=region)
    translator = Translator({}, Parser(), boto_session=session, metrics=measured)
    made: Any = translator.translate(copy.deepcopy({**raw}), defaults | GIVEN)
    measured.publish()  # nowhere; what it has measured and not published it complains of when it goes
    return cast("dict[str, Any]", made)


def findings(document: Mapping[str, Any], regions: list[str]) -> list[str]:
    given: Any = ManualArgs(regions=cast(Any, regions))
    found = lint(json.dumps(lintable(document), ensure_ascii=False), config=given)
    return [f"{match.rule.id} {match.message}" for match in found]


def lintable(document: Mapping[str, Any]) -> dict[str, Any]:
    """The machines' definitions with their placeholders filled in for the partition `aws`: the linter's pattern for
    the ARN of a service integration (E3601) knows no placeholder and no other partition.
    """
    copied = copy.deepcopy({**document})
    for resource in copied["Resources"].values():
        if resource["Type"] == "AWS::StepFunctions::StateMachine":
            properties = resource["Properties"]
            for word in properties["DefinitionSubstitutions"]:
                value = "aws" if word == "Partition" else f"arn:aws:lambda:eu-west-1:111122223333:function:{word}"
                properties["DefinitionString"] = properties["DefinitionString"].replace(f"${{{word}}}", value)
            del properties["DefinitionSubstitutions"]
    return copied


if __name__ == "__main__":
    sys.exit(main())
