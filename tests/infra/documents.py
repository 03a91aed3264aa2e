"""The template as it is deployed: as we write it, as SAM makes it, and with its functions replaced by their results."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from local.cloudformation.intrinsics import CONDITIONS, resolve
from local.cloudformation.loader import conditions, parameters
from tools import template
from tools.template import PARTITIONS

ACCOUNT = "111122223333"
GIVEN = {
    **template.GIVEN,
    "CorsOrigins": "https://portal.example,https://staff.example",
    "AlarmMail": "duty@hall.example",
    "WebAclArn": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/hall/1",
    "SubnetIds": "subnet-1",
    "SecurityGroupIds": "sg-1",
    "ApiAtOnce": "50",
}
FUNCTIONS = ("Fn::", "Ref", "Condition")


@cache
def raw() -> dict[str, Any]:
    return template.as_written()


@cache
def transformed(partition: str) -> dict[str, Any]:
    """What CloudFormation gets when the transform of SAM has run."""
    return template.transformed(raw(), PARTITIONS[partition])


def known(document: Mapping[str, Any], partition: str, **given: str) -> dict[str, Any]:
    """What the functions of CloudFormation answer from, but for the attributes of resources."""
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    here = {
        "Partition": partition,
        "Region": PARTITIONS[partition],
        "AccountId": ACCOUNT,
        "URLSuffix": suffix,
        "StackName": "hall",
        "NoValue": None,
    }
    values = {f"AWS::{name}": {"Ref": value} for name, value in here.items()}
    values |= parameters(document, {**GIVEN, **given})
    return {**values, CONDITIONS: conditions(document, values)}


def properties(document: Mapping[str, Any], logical: str, partition: str = "aws", **given: str) -> Any:
    """The properties of a resource. An attribute of another resource is its logical id and the attribute's name."""
    here = known(document, partition, **given)
    for name in document["Resources"]:
        here[name] = _Attributes(name)
    return resolve(document["Resources"][logical]["Properties"], here)


class _Attributes(dict[str, str]):
    def __init__(self, resource: str) -> None:
        super().__init__()
        self.resource = resource

    def __missing__(self, attribute: str) -> str:
        return f"{self.resource}.{attribute}"


def of_type(document: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {name: made for name, made in document["Resources"].items() if made["Type"] == kind}


def values(inside: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with the path to it."""
    yield path, inside
    if isinstance(inside, dict):
        for name, value in inside.items():
            yield from values(value, f"{path}/{name}")
    elif isinstance(inside, list):
        for number, value in enumerate(inside):
            yield from values(value, f"{path}/{number}")


def as_text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False)
