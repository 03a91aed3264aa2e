"""The limits of an operation of a service model, made into one function that checks a request."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape

# Shapes whose pattern Python cannot read. All are in operations that nobody here calls.
NOT_PYTHON = {
    "AutoScalingPolicyName": "a class of characters, \\p{Print}",
    "AutoScalingRoleArn": "ranges of surrogates",
    "TraceHeader": "a class of characters, \\p{ASCII}",
}
# Shapes that are not looked into.
NOT_OPENED = {"AttributeValue": "DynamoDB in memory measures values itself; twice would cost a write a third more"}
# Whose length AWS counts in bytes.
IN_BYTES = ("SensitiveData", "SecretStringType", "ObjectKey", "MessageBody")


class Limits(NamedTuple):
    """Of lengths and sizes, or of a number itself; None is no limit."""

    least: float | None = None
    most: float | None = None
    pattern: str | None = None
    enum: frozenset[str] = frozenset()


# What AWS documents and the models leave out, by service and member.
DOCUMENTED: Mapping[tuple[str, str], Limits] = {
    ("s3", "Key"): Limits(1, 1024),
    ("s3", "Bucket"): Limits(3, 63, r"[a-z0-9][a-z0-9.-]*[a-z0-9]"),
    ("sqs", "MessageBody"): Limits(1, 262_144),
    ("sqs", "MessageDeduplicationId"): Limits(1, 128, r"[!-~]+"),
    ("sqs", "MessageGroupId"): Limits(1, 128, r"[!-~]+"),
    ("sqs", "DelaySeconds"): Limits(0, 900),
    ("sqs", "MaxNumberOfMessages"): Limits(1, 10),
    ("sqs", "WaitTimeSeconds"): Limits(0, 20),
    ("stepfunctions", "name"): Limits(1, 80, r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]+"),
}

Check = Callable[[Any], None]


class Beyond(Exception):
    """What is wrong, and under which members, from the inside out."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        self.path: list[str] = []

    def __str__(self) -> str:
        return f"{'.'.join(reversed(self.path))} {self.what}"


class Compiler:
    """For one service; a shape that is met again inside of itself is checked by the same function."""

    def __init__(self, model: ServiceModel) -> None:
        self._model = model
        self._known: dict[str, Check | None] = {}

    def operation(self, name: str) -> Check | None:
        """None if there is nothing to check."""
        shape = self._model.operation_model(name).input_shape
        return self._shape(shape) if shape else None

    def _shape(self, shape: Shape, member: str = "") -> Check | None:
        if shape.name in NOT_OPENED:
            return None
        documented = self._documented(shape, member)
        if documented:
            return scalar(documented, member in IN_BYTES or shape.name in IN_BYTES)
        if shape.name not in self._known:
            self._known[shape.name] = lambda value: self._again(shape.name, value)
            self._known[shape.name] = self._made(shape)
        return self._known[shape.name]

    def _again(self, name: str, value: Any) -> None:
        if check := self._known[name]:
            check(value)

    def _documented(self, shape: Shape, member: str) -> Limits | None:
        plain = shape.type_name in ("string", "integer")
        return DOCUMENTED.get((str(self._model.service_name), member)) if plain else None

    def _made(self, shape: Shape) -> Check | None:
        limits = of_shape(shape)
        match shape:
            case StructureShape():
                checks = {name: self._shape(inner, name) for name, inner in shape.members.items()}
                return structure({name: check for name, check in checks.items() if check})
            case ListShape():
                return container(limits, inside=self._shape(shape.member))
            case MapShape():
                return container(limits, keys=self._shape(shape.key), inside=self._shape(shape.value))
            case _:
                return scalar(limits, shape.name in IN_BYTES)


def of_shape(shape: Shape) -> Limits:
    found: Mapping[str, Any] = shape.metadata
    pattern = None if shape.name in NOT_PYTHON else found.get("pattern")
    enum = frozenset(shape.enum) if isinstance(shape, StringShape) else frozenset[str]()
    return Limits(found.get("min"), found.get("max"), pattern, enum)


def scalar(limits: Limits, in_bytes: bool) -> Check | None:
    """For texts, bytes and numbers; what has neither a length nor a size is not judged."""
    if limits == Limits():
        return None
    least, most, pattern, enum = limits
    matches = re.compile(pattern).fullmatch if pattern else None

    def check(value: Any) -> None:
        size = size_of(value, in_bytes)
        if size is not None:
            between(size, least, most)
        if isinstance(value, str):
            if enum and value not in enum:
                raise Beyond(f"is {value!r}, none of {sorted(enum)}")
            if matches and not matches(value):
                raise Beyond(f"is {value[:100]!r}, which does not match {pattern}")

    return check


def size_of(value: Any, in_bytes: bool) -> float | None:
    match value:
        case bool():
            return None
        case int() | float():
            return value
        case str():
            return len(value.encode()) if in_bytes else len(value)
        case bytes() | bytearray():
            return len(value)
        case _:
            return None


def between(size: float, least: float | None, most: float | None) -> None:
    if least is not None and size < least:
        raise Beyond(f"is {size}, below {least}")
    if most is not None and size > most:
        raise Beyond(f"is {size}, above {most}")


def structure(checks: Mapping[str, Check]) -> Check | None:
    if not checks:
        return None

    def check(value: Any) -> None:
        if isinstance(value, Mapping):
            each(
                (
                    (name, checks[name], given)
                    for name, given in cast(Mapping[str, Any], value).items()
                    if name in checks
                )
            )

    return check


def container(limits: Limits, *, keys: Check | None = None, inside: Check | None = None) -> Check | None:
    """For lists and maps."""
    if limits == Limits() and keys is None and inside is None:
        return None

    def check(value: Any) -> None:
        if not isinstance(value, (list, tuple, dict)):
            return
        given = cast(dict[Any, Any] | list[Any], value)
        between(len(given), limits.least, limits.most)
        if keys:
            each((str(key), keys, key) for key in given)
        if inside:
            places = given.items() if isinstance(given, dict) else enumerate(given)
            each((str(place), inside, inner) for place, inner in places)

    return check


def each(checks: Iterator[tuple[str, Check, Any]]) -> None:
    """Every check of its value; what is wrong is told with the place where it is."""
    for place, check, value in checks:
        try:
            check(value)
        except Beyond as beyond:
            beyond.path.append(place)
            raise
