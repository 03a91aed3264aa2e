"""TransactWriteItems and TransactGetItems: all or nothing, and what each operation was refused for."""

import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from botocore.exceptions import ParamValidationError

from proofs.kit.dynamo import keys, parameters, plans, writes
from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.refusals import NO_REASON, Cancelled, Invalid, Reason, Refused
from proofs.kit.dynamo.store import Row, Store
from proofs.kit.dynamo.values import projected, wrong_type
from proofs.kit.dynamo.writes import ConditionFailed, Operation

OPERATIONS_AT_MOST = 100
BYTES_AT_MOST = 4 * 1024 * 1024
NEVER_TOO_LARGE = BYTES_AT_MOST // writes.ITEM_AT_MOST  # operations
TOKEN_LIVES = 600  # seconds
SEVERAL = "Transaction request cannot include multiple operations on one item"
TOO_MANY = (
    "1 validation error detected: Value at 'TransactItems' failed to satisfy constraint: "
    "Member must have length less than or equal to 100"
)
ACTIONS = ("ConditionCheck", "Put", "Delete", "Update")
P = ParamSpec("P")
T = TypeVar("T")


class Tokens:
    """Which requests were carried out under which token, for ten minutes."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[float, str]] = {}

    def copy(self) -> "Tokens":
        twin = Tokens()
        twin._seen = dict(self._seen)
        return twin

    def know(self, request: Mapping[str, Any]) -> bool:
        """Whether this request was carried out already under its token."""
        then, body = self._seen.get(request.get("ClientRequestToken", ""), (0.0, ""))
        if not body or time.monotonic() - then > TOKEN_LIVES:
            return False
        if body != written(request):
            raise Refused(
                "IdempotentParameterMismatchException",
                "The specified idempotent token was already used with different request parameters",
            )
        return True

    def keep(self, request: Mapping[str, Any]) -> None:
        if token := request.get("ClientRequestToken"):
            self._seen[token] = (time.monotonic(), written(request))


def written(request: Mapping[str, Any]) -> str:
    return json.dumps(request["TransactItems"], sort_keys=True, default=repr)


def write_together(store: Store, tokens: Tokens, request: Mapping[str, Any]) -> dict[str, Any]:
    """First what AWS refuses unseen, then what does not fit the table, last what does not fit the items."""
    operations = [writes.read(action, body) for action, body in entries(request, *ACTIONS)]
    for operation in operations:
        store.named(operation.body)
    if tokens.know(request):
        return {}
    try:
        places = [writes.place(store.schema, operation) for operation in operations]
        distinct(places)
        rows = [writes.result(store, at, each) for at, each in zip(places, operations, strict=True)]
    except Refused:
        raise refused(store, operations) from None
    if len(operations) > NEVER_TOO_LARGE:
        small_enough(max(size(store.find(at)), size(row)) for at, row in zip(places, rows, strict=True))
    for at, row in zip(places, rows, strict=True):
        store.change(at, row)
    tokens.keep(request)
    return {}


def refused(store: Store, operations: Sequence[Operation]) -> Refused:
    """What AWS sees before it looks at any item is the answer, else the transaction is cancelled, with a reason for
    each operation.
    """
    places = [tried(writes.place, store.schema, operation) for operation in operations]
    distinct([at for at in places if not isinstance(at, Refused)])
    rows = [
        at if isinstance(at, Refused) else tried(writes.result, store, at, operation)
        for at, operation in zip(places, operations, strict=True)
    ]
    return Cancelled([reason(row) for row in rows])


def get_together(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    """The items as they are between two transactions."""
    asked = [(body, plans.of(body)[0]) for _, body in entries(request, "Get")]
    for body, _ in asked:
        store.named(body)
    places = [tried(keys.of_key, store.schema, body["Key"]) for body, _ in asked]
    known = [at for at in places if not isinstance(at, Refused)]
    if len(known) < len(places):
        raise Cancelled([reason(at) for at in places])
    distinct(known)
    rows = [store.find(at) for at in known]
    small_enough(map(size, rows))
    found = [
        {"Item": projected(row.item, plan.projected)} if row else {} for row, (_, plan) in zip(rows, asked, strict=True)
    ]
    return {"Responses": found}


def entries(request: Mapping[str, Any], *actions: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Each operation, one of these actions, with what it is about."""
    given: list[Any] = request["TransactItems"]
    parameters.at_least(1, "TransactItems", len(given))
    if len(given) > OPERATIONS_AT_MOST:
        raise Invalid(TOO_MANY)
    found: list[tuple[str, Mapping[str, Any]]] = []
    for entry in given:
        operation: dict[str, Any] = entry
        if type(operation) is not dict:
            raise wrong_type("TransactItems", entry, "dict")
        if len(operation) != 1:
            raise Invalid(f"TransactItems can only contain one of {', '.join(actions)}")
        for action, body in operation.items():
            if action not in actions:
                raise ParamValidationError(report=f"Unknown parameter in TransactItems: {action!r}")
            parameters.check(action, body)
            found.append((action, body))
    return found


def tried(make: Callable[P, T], *given: P.args, **more: P.kwargs) -> T | Refused:
    """What is wrong with one operation is told beside the others, unless AWS sees it before it looks at any item."""
    try:
        return make(*given, **more)
    except Refused as refused:
        if isinstance(refused, Invalid) and refused.up_front:
            raise
        return refused


def reason(found: object) -> Reason:
    if isinstance(found, ConditionFailed):
        return ("ConditionalCheckFailed", found.sentence)
    return ("ValidationError", found.sentence) if isinstance(found, Refused) else NO_REASON


def distinct(places: Sequence[Place]) -> None:
    if len(set(places)) < len(places):
        raise Invalid(SEVERAL)


def size(row: Row | None) -> int:
    return row.size if row else 0


def small_enough(sizes: Iterable[int]) -> None:
    """An item counts as large as it is or will be, also one that is only looked at."""
    if sum(sizes) > BYTES_AT_MOST:
        raise Invalid("The aggregate size of the items in the transaction exceeds 4 MB")
