"""What may be asked of the client: parameters and their types. What is not played here is refused loudly."""

from collections.abc import Mapping
from typing import Any, NoReturn

from botocore.exceptions import ParamValidationError

from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.values import wrong_type
from proofs.kit.requests import service_model

KEY: dict[str, type] = {"TableName": str, "Key": dict}
NAMES: dict[str, type] = {"ExpressionAttributeNames": dict}
CONDITION: dict[str, type] = {"ConditionExpression": str, "ExpressionAttributeValues": dict, **NAMES}
PROJECTION: dict[str, type] = {"ProjectionExpression": str, **NAMES}
PAGE: dict[str, type] = {
    "TableName": str,
    "IndexName": str,
    "Limit": int,
    "ConsistentRead": bool,
    "ExclusiveStartKey": dict,
    "FilterExpression": str,
    "ExpressionAttributeValues": dict,
    **PROJECTION,
}

# Parameters of operations and of what is inside them, named as in the service model.
PLAYED: Mapping[str, Mapping[str, type]] = {
    "GetItem": {**KEY, "ConsistentRead": bool, **PROJECTION},
    "PutItem": {"TableName": str, "Item": dict, "ReturnValues": str, **CONDITION},
    "UpdateItem": {**KEY, "UpdateExpression": str, "ReturnValues": str, **CONDITION},
    "DeleteItem": {**KEY, "ReturnValues": str, **CONDITION},
    "Query": {**PAGE, "KeyConditionExpression": str, "ScanIndexForward": bool},
    "Scan": {**PAGE, "Segment": int, "TotalSegments": int},
    "BatchGetItem": {"RequestItems": dict},
    "KeysAndAttributes": {"Keys": list, "ConsistentRead": bool, **PROJECTION},
    "TransactGetItems": {"TransactItems": list},
    "Get": {**KEY, **PROJECTION},
    "TransactWriteItems": {"TransactItems": list, "ClientRequestToken": str},
    "Put": {"TableName": str, "Item": dict, **CONDITION},
    "Update": {**KEY, "UpdateExpression": str, **CONDITION},
    "Delete": {**KEY, **CONDITION},
    "ConditionCheck": {**KEY, **CONDITION},
    "DescribeTable": {"TableName": str},
}
REQUIRED: Mapping[str, frozenset[str]] = {
    "GetItem": frozenset(KEY),
    "PutItem": frozenset({"TableName", "Item"}),
    "UpdateItem": frozenset(KEY),
    "DeleteItem": frozenset(KEY),
    "Query": frozenset({"TableName"}),
    "Scan": frozenset({"TableName"}),
    "BatchGetItem": frozenset({"RequestItems"}),
    "KeysAndAttributes": frozenset({"Keys"}),
    "TransactGetItems": frozenset({"TransactItems"}),
    "Get": frozenset(KEY),
    "TransactWriteItems": frozenset({"TransactItems"}),
    "Put": frozenset({"TableName", "Item"}),
    "Update": frozenset({*KEY, "UpdateExpression"}),
    "Delete": frozenset(KEY),
    "ConditionCheck": frozenset({*KEY, "ConditionExpression"}),
    "DescribeTable": frozenset({"TableName"}),
}


_fit: set[tuple[str, ...]] = set()  # names that were checked before


def check(what: str, given: Any) -> None:
    """`what` is an operation, or a structure inside of one. Errors are botocore's: such a request is never sent."""
    request: dict[str, Any] = given
    if type(request) is not dict:
        raise wrong_type(what, given, "dict")
    names = (what, *request)
    if names in _fit:
        return
    for name in request:
        if name not in PLAYED[what]:
            unknown(what, name)
    if not request.keys() >= REQUIRED[what]:
        missing = sorted(REQUIRED[what] - request.keys())
        raise ParamValidationError(report=f"Missing required parameter in {what}: {', '.join(missing)}")
    _fit.add(names)


def check_types(what: str, request: Mapping[str, Any]) -> None:
    for name, value in request.items():
        if not isinstance(value, PLAYED[what][name]):
            raise wrong_type(name, value, str(PLAYED[what][name]))


def unknown(what: str, name: str) -> NoReturn:
    if name in members(what):
        raise NotImplementedError(f"{what}: {name} is not played")
    raise ParamValidationError(report=f"Unknown parameter in {what}: {name!r}, must be one of: {members(what)}")


def at_least(minimum: int, name: str, size: int) -> None:
    """As botocore checks lower bounds before it sends anything."""
    if size < minimum:
        raise ParamValidationError(report=f"Invalid length or value for parameter {name}: {size}, valid min: {minimum}")


def members(what: str) -> tuple[str, ...]:
    """Everything the service model knows of this operation or structure."""
    model = service_model("dynamodb")
    shape: Any = model.operation_model(what).input_shape if what in model.operation_names else model.shape_for(what)
    return tuple(shape.members)


def segment_in(request: Mapping[str, Any]) -> tuple[int, int] | None:
    """The part of the table that a scan reads, counted from 0, and how many parts there are."""
    if not {"Segment", "TotalSegments"} & request.keys():
        return None
    for name, other in (("TotalSegments", "Segment"), ("Segment", "TotalSegments")):
        if name not in request:
            words = f"The {name} parameter is required but was not present in the request when {other} parameter"
            raise Invalid(f"{words} is present")
    part, parts = int(request["Segment"]), int(request["TotalSegments"])
    if not 0 <= part < parts:
        words = "The Segment parameter is zero-based and must be less than parameter TotalSegments"
        raise Invalid(f"{words}: Segment: {part} is not less than TotalSegments: {parts}")
    return part, parts
