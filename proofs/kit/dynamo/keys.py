"""Keys of the table and of its indexes: strings, not empty, not too long."""

from typing import Any, NoReturn

from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.schema import Index, Schema
from proofs.kit.dynamo.values import BAD, Stored, Value, length, taken

Place = tuple[str, str]  # partition and sort key
Entry = tuple[str, str] | None  # the keys under which an item is in an index

PARTITION_KEY_AT_MOST = 2048  # bytes
SORT_KEY_AT_MOST = 1024
SURELY_SHORT = 256  # characters of at most four bytes
MISMATCH = "The provided key element does not match the schema"
NOT_VALID = "One or more parameter values are not valid. "
EMPTY = "The AttributeValue for a key attribute cannot contain an empty string value."


def of_key(schema: Schema, key: Any) -> Place:
    """Where the parameter `Key` points to."""
    try:
        pk, sk = key[schema.pk], key[schema.sk]
        if len(key) == len(pk) + len(sk) == 2 and type(pk["S"]) is type(sk["S"]) is str:
            return place(schema, pk["S"], sk["S"])
    except (KeyError, TypeError):
        """It is another kind of key, or none."""
    taken(key, "Key")
    raise Invalid(MISMATCH)


def of_item(schema: Schema, item: Stored) -> Place:
    """Where an item belongs."""
    pk, sk = item.get(schema.pk), item.get(schema.sk)
    if pk is None or sk is None:
        raise Invalid(f"{BAD}Missing the key {schema.sk if pk else schema.pk} in the item")
    if "S" not in pk or "S" not in sk:
        name, wrong = (schema.sk, sk) if "S" in pk else (schema.pk, pk)
        raise Invalid(f"{BAD}Type mismatch for key {name} expected: S actual: {kind(wrong)}")
    return place(schema, pk["S"], sk["S"])


def place(schema: Schema, pk: str, sk: str) -> Place:
    if not pk or not sk:
        raise Invalid(f"{NOT_VALID}{EMPTY} Key: {schema.sk if pk else schema.pk}", up_front=True)
    if len(pk) > SURELY_SHORT or len(sk) > SURELY_SHORT:
        measure(pk, sk)
    return pk, sk


def measure(pk: str, sk: str) -> None:
    if length(pk) > PARTITION_KEY_AT_MOST:
        raise Invalid(f"{BAD}Size of hashkey has exceeded the maximum size limit of2048 bytes")
    if length(sk) > SORT_KEY_AT_MOST:
        raise Invalid(f"{BAD}Aggregated size of all range keys has exceeded the size limit of 1024 bytes")


def entries(schema: Schema, item: Stored, *, updated: bool = False) -> tuple[Entry, ...]:
    """Where the item is in each index: sparse, as an item is in an index while it has both of its keys.

    An attribute that is the key of an index must be fit for it even while the other key is not there.
    """
    if schema.index_keys.isdisjoint(item):
        return schema.nowhere
    found: list[Entry] = []
    for index in schema.indexes:
        pk, sk = item.get(index.pk), item.get(index.sk)
        if pk is not None:
            check(index, index.pk, pk, PARTITION_KEY_AT_MOST, updated=updated)
        if sk is not None:
            check(index, index.sk, sk, SORT_KEY_AT_MOST, updated=updated)
        found.append((pk["S"], sk["S"]) if pk and sk else None)
    return tuple(found)


def check(index: Index, name: str, value: Value, at_most: int, *, updated: bool) -> None:
    text = value.get("S")
    if not text or (len(text) > SURELY_SHORT and length(text) > at_most):
        unfit(index, name, value, at_most, updated=updated)


def unfit(index: Index, name: str, value: Value, at_most: int, *, updated: bool) -> NoReturn:
    text = value.get("S")
    if text is None:
        raise Invalid(
            f"{BAD}Type mismatch for Index Key {name} Expected: S Actual: {kind(value)} IndexName: {index.name}"
        )
    if text:
        raise Invalid(
            f"{BAD}Size limit exceeded for Index Key {name} Actual Size: {length(text)} bytes "
            f"Max Size: {at_most} bytes IndexName: {index.name}"
        )
    if updated:
        how = "The update expression attempted to update a secondary index key to a value that is not supported."
        raise Invalid(f"{NOT_VALID}{how} {EMPTY}", up_front=True)
    how = "A value specified for a secondary index key is not supported."
    raise Invalid(f"{NOT_VALID}{how} {EMPTY} IndexName: {index.name}, IndexKey: {name}", up_front=True)


def kind(value: Value) -> str:
    return next(iter(value))
