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
from local.cloudformation.intrinsics import Attributes, Dangling, UnknownIntrinsic, references, resolve
from local.cloudformation.resource_types import RESOURCE_TYPES

RESOURCE_KEYS = {"Type", "Properties", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy"}


class LoadError(RuntimeError):
    """The template has something that the local stack cannot create. The message names resource and property."""


@dataclass(frozen=True)
class Loaded:
    """The created resources by logical id: attributes, with "Ref" among them, and properties without intrinsics."""

    attributes: Mapping[str, Attributes]
    properties: Mapping[str, Properties]


def load(template: Mapping[str, Any], aws: LocalAws) -> Loaded:
    """Create all resources, each after those it refers to. Raises `LoadError`."""
    resources: dict[str, Any] = template["Resources"]
    pseudo = pseudo_parameters(aws)
    for logical, resource in resources.items():
        check(logical, resource)
    known: dict[str, Attributes] = dict(pseudo)
    properties: dict[str, Properties] = {}
    for logical in in_order(resources, set(pseudo)):
        try:
            properties[logical] = resolve(resources[logical].get("Properties", {}), known)
        except Dangling as dangling:
            raise LoadError(f"{logical}: {dangling} does not exist") from dangling
        create = RESOURCE_TYPES[resources[logical]["Type"]].create
        known[logical] = create(aws, logical, properties[logical])
    return Loaded({name: known[name] for name in resources}, properties)


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
    values = {"Partition": aws.partition, "Region": aws.region, "AccountId": aws.account, "StackName": "local"}
    return {f"AWS::{name}": {"Ref": value} for name, value in values.items()}
