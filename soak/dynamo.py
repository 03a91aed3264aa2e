"""DynamoDB in memory: the calls that `Table` makes, atomic under threads, indexes kept, faults let in at every call.

It keeps what AWS promises of conditions, transactions, pages and sparse indexes, and refuses what AWS refuses.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from threading import RLock
from typing import Any, NoReturn

from botocore.exceptions import ClientError

from soak.expressions import Stored, holds, updated

INDEXES = ("tasks", "counter", "pending", "alarms")
OPERATIONS_AT_MOST = 100
Place = tuple[str, str]
Hook = Callable[[str], None]


class TransactionCanceledException(ClientError):
    """Named and shaped as botocore's."""


def refusal(code: str, *reasons: str, operation: str = "TransactWriteItems") -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": code}}
    if reasons:
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    kind = TransactionCanceledException if code == "TransactionCanceledException" else ClientError
    return kind(response, operation)


def nothing(_: str) -> None:
    """No fault."""


class Exceptions:
    """As botocore's clients have them."""

    TransactionCanceledException = TransactionCanceledException


class MemoryDynamo:
    """`before` is called with the operation's name ahead of each call, `after` when it has taken effect; what they
    raise is what the caller sees.
    """

    exceptions = Exceptions

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Stored]] = {}
        self.indexes: dict[str, dict[str, dict[Place, str]]] = {name: {} for name in INDEXES}
        self.sorted: dict[str, list[str]] = {}
        self.before: Hook = nothing
        self.after: Hook = nothing
        self._lock = RLock()

    def copy(self) -> "MemoryDynamo":
        """An independent table with the same items; items are replaced when written, never changed."""
        twin = MemoryDynamo()
        twin.rows = {pk: dict(rows) for pk, rows in self.rows.items()}
        twin.indexes = {
            name: {pk: dict(places) for pk, places in index.items()} for name, index in self.indexes.items()
        }
        twin.sorted = {pk: list(keys) for pk, keys in self.sorted.items()}
        return twin

    # ---------------------------------------------------------------------------------------------------- the calls
    def get_item(self, *, Key: Mapping[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        self.before("GetItem")
        item = self.item(place(Key))
        self.after("GetItem")
        return {"Item": item} if item else {}

    def transact_get_items(self, *, TransactItems: list[Mapping[str, Any]]) -> dict[str, Any]:  # noqa: N803
        self.before("TransactGetItems")
        with self._lock:
            found = [self.item(place(entry["Get"]["Key"])) for entry in TransactItems]
        self.after("TransactGetItems")
        return {"Responses": [{"Item": item} if item else {} for item in found]}

    def batch_get_item(self, *, RequestItems: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N803
        self.before("BatchGetItem")
        ((table, asked),) = RequestItems.items()
        with self._lock:
            found = [item for key in asked["Keys"] if (item := self.item(place(key)))]
        self.after("BatchGetItem")
        return {"Responses": {table: found}, "UnprocessedKeys": {}}

    def query(self, **request: Any) -> dict[str, Any]:
        self.before("Query")
        with self._lock:
            found = self._found(request)
        self.after("Query")
        return found

    def scan(self, *, IndexName: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.before("Scan")
        with self._lock:
            places = [found for index in self.indexes[IndexName].values() for found in index]
            items = [item for found in places if (item := self.item(found))]
        self.after("Scan")
        return {"Items": items}

    def update_item(self, *, Key: Mapping[str, Any], **operation: Any) -> dict[str, Any]:  # noqa: N803
        self.before("UpdateItem")
        with self._lock:
            item = updated(self.item(place(Key)) or dict(Key), operation)
            self._store(place(Key), item)
        self.after("UpdateItem")
        return {"Attributes": item}

    def transact_write_items(self, *, TransactItems: list[Mapping[str, Any]]) -> None:  # noqa: N803
        operations = [next(iter(entry.items())) for entry in TransactItems]
        self._begin(len(operations))
        places = [place(operation.get("Key") or operation["Item"]) for _, operation in operations]
        if len(set(places)) < len(places) or len(places) > OPERATIONS_AT_MOST:
            invalid("one operation on each item, a hundred in all")
        with self._lock:
            held = [holds(self.item(at), operation) for at, (_, operation) in zip(places, operations, strict=True)]
            if not all(held):
                reasons = ["None" if ok else "ConditionalCheckFailed" for ok in held]
                raise refusal("TransactionCanceledException", *reasons)
            for at, (action, operation) in zip(places, operations, strict=True):
                self._apply(at, action, operation)
        self.after("TransactWriteItems")

    # ------------------------------------------------------------------------------------------------------- inside
    def _begin(self, operations: int) -> None:
        """A conflict let in concerns the first operation; the answer has a reason for each."""
        try:
            self.before("TransactWriteItems")
        except TransactionCanceledException:
            reasons = ["TransactionConflict", *["None"] * (operations - 1)]
            raise refusal("TransactionCanceledException", *reasons) from None

    def item(self, at: Place) -> Stored | None:
        return self.rows.get(at[0], {}).get(at[1])

    def _apply(self, at: Place, action: str, operation: Mapping[str, Any]) -> None:
        match action:
            case "Put":
                self._store(at, dict(operation["Item"]))
            case "Delete":
                self._store(at, None)
            case "Update":
                self._store(at, updated(self.item(at) or dict(operation["Key"]), operation))
            case _:
                """A condition check writes nothing."""

    def _store(self, at: Place, item: Stored | None) -> None:
        old, partition = self.item(at), self.rows.setdefault(at[0], {})
        self._index(at, old, item)
        keys = self.sorted.setdefault(at[0], [])
        if item is None:
            if old is not None:
                keys.pop(bisect_left(keys, at[1]))
            partition.pop(at[1], None)
            return
        if old is None:
            insort(keys, at[1])
        partition[at[1]] = item

    def _index(self, at: Place, old: Stored | None, new: Stored | None) -> None:
        """Sparse: an item is in an index while it has both of its keys."""
        for name, index in self.indexes.items():
            pk, sk = f"{name}_pk", f"{name}_sk"
            if old and pk in old and sk in old:
                index[old[pk]["S"]].pop(at, None)
            if new and pk in new and sk in new:
                if not new[pk]["S"] or not new[sk]["S"]:
                    invalid("a key of an index may not be empty")
                index.setdefault(new[pk]["S"], {})[at] = new[sk]["S"]

    def _found(self, request: Mapping[str, Any]) -> dict[str, Any]:
        values = {name: value["S"] for name, value in request["ExpressionAttributeValues"].items()}
        pk, low, high = values[":pk"], values.get(":low", ""), values.get(":high")
        prefix = values.get(":prefix", "")
        if "" in values.values():
            invalid("a key may not be empty")
        places = [
            (sk, at)
            for sk, at in self._partition(request.get("IndexName"), pk)
            if low <= sk and (high is None or sk <= high) and sk.startswith(prefix)
        ]
        if not request["ScanIndexForward"]:
            places.reverse()
        if begin := request.get("ExclusiveStartKey"):
            last = begin["at"]["S"], place(begin)
            places = [found for found in places if (found > last if request["ScanIndexForward"] else found < last)]
        shown = places[: request["Limit"]]
        answer: dict[str, Any] = {"Items": [self.rows[at[0]][at[1]] for _, at in shown]}
        if len(shown) == request["Limit"]:  # as AWS: a full page always says that there may be more
            at, (pk, sk) = shown[-1]
            answer["LastEvaluatedKey"] = {"pk": {"S": pk}, "sk": {"S": sk}, "at": {"S": at}}
        return answer

    def _partition(self, index: str | None, pk: str) -> list[tuple[str, Place]]:
        if index is None:
            return [(sk, (pk, sk)) for sk in self.sorted.get(pk, [])]
        return sorted((sk, at) for at, sk in self.indexes[index].get(pk, {}).items())


def place(key: Mapping[str, Any]) -> Place:
    return key["pk"]["S"], key["sk"]["S"]


def invalid(what: str) -> NoReturn:
    raise refusal("ValidationException", operation=what)
