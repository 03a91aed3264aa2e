"""What the table is: keys and indexes as the template of the stack declares them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from infra import store
from infra.logical import TABLE

PROJECTIONS = ("ALL", "KEYS_ONLY")


class Index(NamedTuple):
    """A global index; with `whole` it gives whole items, otherwise keys only."""

    name: str
    pk: str
    sk: str
    whole: bool


class Schema(NamedTuple):
    """Keys and index keys are strings; `index_keys` are all attributes that are the key of an index. An item without
    any is `nowhere` in each of them.
    """

    table: str
    pk: str
    sk: str
    indexes: tuple[Index, ...]
    index_keys: frozenset[str]
    nowhere: tuple[None, ...]


@cache
def of_stage(stage: str) -> Schema:
    """The table of this stage, as it would be deployed."""
    return declared(store.resources(stage)[TABLE]["Properties"])


def declared(properties: Mapping[str, Any]) -> Schema:
    """Raises `NotImplementedError` for what is not played here: keys of other types, other projections."""
    if any(defined["AttributeType"] != "S" for defined in properties["AttributeDefinitions"]):
        raise NotImplementedError("only strings are played as keys")
    pk, sk = keys(properties["KeySchema"])
    indexes = tuple(index(declared) for declared in properties["GlobalSecondaryIndexes"])
    index_keys = frozenset(name for index in indexes for name in (index.pk, index.sk))
    return Schema(properties["TableName"], pk, sk, indexes, index_keys, (None,) * len(indexes))


def index(properties: Mapping[str, Any]) -> Index:
    projection = properties["Projection"]["ProjectionType"]
    if projection not in PROJECTIONS:
        raise NotImplementedError(f"no projection {projection} is played")
    return Index(properties["IndexName"], *keys(properties["KeySchema"]), whole=projection == "ALL")


def keys(schema: Sequence[Mapping[str, str]]) -> tuple[str, str]:
    by_type = {key["KeyType"]: key["AttributeName"] for key in schema}
    return by_type["HASH"], by_type["RANGE"]
