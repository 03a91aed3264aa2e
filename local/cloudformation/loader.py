"""Creates every resource of a template in the emulator, each after those it refers to.

Nothing is passed over in silence: a type or property that `local.cloudformation.resource_types` neither applies nor
lists as not emulated raises an error that names it, before anything is created.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from local.aws.emulator import LocalAws
from local.cloudformation.creation import Properties
from local.cloudformation.intrinsics import (
    CONDITIONS,
    Attributes,
    Dangling,
    UnknownIntrinsic,
    decide,
    references,
    resolve,
)
from local.cloudformation.resource_types import RESOURCE_TYPES

RESOURCE_KEYS = {"Type", "Properties", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Condition"}


class LoadError(RuntimeError):
    """The template has something that the local stack cannot create. The message names resource and property."""


@dataclass(frozen=True)
class Loaded:
    """The created resources by logical id: attributes, with "Ref" among them, and properties without intrinsics."""

    attributes: Mapping[str, Attributes]
    properties: Mapping[str, Properties]


def load(template: Mapping[str, Any], aws: LocalAws, given: Mapping[str, str] | None = None) -> Loaded:
    """Create all resources whose condition holds, each after those it refers to. `given` are parameters' values.

    Raises `LoadError`.
    """
    pseudo = {**pseudo_parameters(aws), **parameters(template, given or {})}
    known: dict[str, Attributes] = {**pseudo, CONDITIONS: conditions(template, pseudo)}
    resources = {
        logical: resource
        for logical, resource in template["Resources"].items()
        if is_wanted(logical, resource, known[CONDITIONS])
    }
    left_out = template["Resources"].keys() - resources.keys()
    for logical, resource in resources.items():
        check(logical, resource)
    properties: dict[str, Properties] = {}
    for logical in in_order(resources, {*pseudo, *left_out}):
        try:
            properties[logical] = resolve(resources[logical].get("Properties", {}), known)
        except Dangling as dangling:
            raise LoadError(f"{logical}: {dangling} does not exist") from dangling
        create = RESOURCE_TYPES[resources[logical]["Type"]].create
        known[logical] = create(aws, logical, properties[logical])
    return Loaded({name: known[name] for name in resources}, properties)


def parameters(template: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Attributes]:
    """The value of each parameter, that of its default if none is given. Raises `LoadError`."""
    declared: Mapping[str, Any] = template.get("Parameters", {})
    for name in given.keys() - declared.keys():
        raise LoadError(f"the template has no parameter {name}")
    made: dict[str, Attributes] = {}
    for name, parameter in declared.items():
        if name not in given and "Default" not in parameter:
            raise LoadError(f"the parameter {name} has no default, so a value is needed")
        value = str(given.get(name, parameter.get("Default")))
        several = parameter["Type"] == "CommaDelimitedList"
        made[name] = {"Ref": [part.strip() for part in value.split(",")] if several else value}
    return made


def conditions(template: Mapping[str, Any], known: Mapping[str, Attributes]) -> Attributes:
    return {name: decide(condition, known) for name, condition in template.get("Conditions", {}).items()}


def is_wanted(logical: str, resource: Mapping[str, Any], holds: Mapping[str, bool]) -> bool:
    """Whether its condition holds. Raises `LoadError` for an unknown one."""
    condition = resource.get("Condition")
    if condition is not None and condition not in holds:
        raise LoadError(f"{logical}: there is no condition {condition}")
    return condition is None or holds[condition]


def check(logical: str, resource: Mapping[str, Any]) -> None:
    known = RESOURCE_TYPES.get(resource["Type"])
    if known is None:
        raise LoadError(f"{logical}: the local stack does not know the type {resource['Type']}")
    for name in resource.keys() - RESOURCE_KEYS:
        raise LoadError(f"{logical}: the local stack does not know {name}")
    for name in resource.get("Properties", {}).keys() - known.applied - known.not_emulated.keys():
        raise LoadError(f"{logical}: the local stack does not know the property {name} of {resource['Type']}")


def in_order(resources: Mapping[str, Any], pseudo: set[str]) -> list[str]:
    """Logical ids, each after those it refers to or depends on. Raises `LoadError` for unknown ones and for circles."""
    graph: dict[str, set[str]] = {}
    for logical, resource in resources.items():
        needed = {*as_list(resource.get("DependsOn"))}
        for name, value in resource.get("Properties", {}).items():
            needed |= referred(logical, name, value)
        for missing in needed - resources.keys() - pseudo:
            raise LoadError(f"{logical}: refers to {missing}, which is not in the template")
        graph[logical] = needed - pseudo
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as cycle:
        raise LoadError(f"resources refer to each other in a circle: {' -> '.join(cycle.args[1])}") from cycle


def referred(logical: str, name: str, value: Any) -> set[str]:
    try:
        return {reference.resource for reference in references(value)}
    except UnknownIntrinsic as unknown:
        raise LoadError(f"{logical}.{name}: the local stack does not understand {unknown}") from unknown


def as_list(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def pseudo_parameters(aws: LocalAws) -> dict[str, Attributes]:
    suffix = "amazonaws.com.cn" if aws.partition == "aws-cn" else "amazonaws.com"
    here = {"Partition": aws.partition, "Region": aws.region, "AccountId": aws.account, "URLSuffix": suffix}
    values = {**here, "StackName": "local", "NoValue": None}
    return {f"AWS::{name}": {"Ref": value} for name, value in values.items()}
