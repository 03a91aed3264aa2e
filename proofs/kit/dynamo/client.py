"""The client: DynamoDB in memory, atomic under threads, no laxer than AWS, with faults let in around every call."""

from collections.abc import Callable
from threading import RLock
from typing import Any

from proofs.kit.dynamo import gets, parameters, reads, transactions, writes
from proofs.kit.dynamo.hooks import Hook, nothing
from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.refusals import (
    NO_REASON,
    Cancelled,
    Exceptions,
    Reason,
    Refused,
    TransactionCanceledException,
)
from proofs.kit.dynamo.schema import Schema, of_stage
from proofs.kit.dynamo.store import Store
from proofs.kit.dynamo.values import Stored
from proofs.kit.requests import WATCH, service_model

Answer = dict[str, Any]
CONFLICT: Reason = ("TransactionConflict", "Transaction is ongoing for the item")


class MemoryDynamo:
    """`before` is called with the operation's name ahead of each call, `after` when it has taken effect; what they
    raise is what the caller sees.
    """

    exceptions = Exceptions

    def __init__(self, schema: Schema | None = None) -> None:
        self.schema = schema or of_stage("local")
        self.store = Store(self.schema)
        self.before: Hook = nothing
        self.after: Hook = nothing
        self._tokens = transactions.Tokens()
        self._lock = RLock()
        self._restored: dict[str, Store] = {}

    def copy(self) -> "MemoryDynamo":
        """An independent table with the same items."""
        twin = MemoryDynamo(self.schema)
        twin.store, twin._tokens = self.store.copy(), self._tokens.copy()
        twin._restored = {name: store.copy() for name, store in self._restored.items()}
        return twin

    def restore(self, other: "MemoryDynamo", name: str) -> None:
        """A second table that has the rows of another one, as AWS restores a backup. It is read, never written."""
        store = other.store.copy()
        store.schema = other.schema._replace(table=name)
        self._restored[name] = store

    def _asked(self, request: Answer) -> Store:
        return self._restored.get(request["TableName"], self.store)

    def _asked_together(self, request: Answer) -> Store:
        return next((self._restored[name] for name in request["RequestItems"] if name in self._restored), self.store)

    # ---------------------------------------------------------------------------------------------------- the calls
    def get_item(self, **request: Any) -> Answer:
        return self._called("GetItem", request, lambda: gets.get(self.store, request))

    def batch_get_item(self, **request: Any) -> Answer:
        return self._called("BatchGetItem", request, lambda: gets.get_batch(self._asked_together(request), request))

    def describe_table(self, **request: Any) -> Answer:
        return self._called("DescribeTable", request, lambda: gets.describe(self._asked(request), request))

    def query(self, **request: Any) -> Answer:
        return self._called("Query", request, lambda: reads.query(self.store, request))

    def scan(self, **request: Any) -> Answer:
        return self._called("Scan", request, lambda: reads.scan(self._asked(request), request))

    def put_item(self, **request: Any) -> Answer:
        return self._called("PutItem", request, lambda: writes.write(self.store, "Put", request))

    def update_item(self, **request: Any) -> Answer:
        return self._called("UpdateItem", request, lambda: writes.write(self.store, "Update", request))

    def delete_item(self, **request: Any) -> Answer:
        return self._called("DeleteItem", request, lambda: writes.write(self.store, "Delete", request))

    def transact_get_items(self, **request: Any) -> Answer:
        return self._called("TransactGetItems", request, lambda: transactions.get_together(self.store, request))

    def transact_write_items(self, **request: Any) -> Answer:
        return self._called(
            "TransactWriteItems", request, lambda: transactions.write_together(self.store, self._tokens, request)
        )

    def _called(self, operation: str, request: Answer, play: Callable[[], Answer]) -> Answer:
        try:
            self.before(operation)
        except TransactionCanceledException:
            others = len(request["TransactItems"]) - 1  # a conflict let in concerns the first operation
            raise Cancelled([CONFLICT, *[NO_REASON] * others]).error(operation) from None
        parameters.check(operation, request)
        parameters.check_types(operation, request)
        WATCH.hold(service_model("dynamodb"), operation, request)
        try:
            with self._lock:
                answer = play()
        except Refused as refused:
            raise refused.error(operation) from None
        self.after(operation)
        return answer

    # ------------------------------------------------------------------------------------- looking without a call
    def item(self, at: Place) -> Stored | None:
        row = self.store.find(at)
        return row.item if row else None

    def partitions(self) -> list[str]:
        return list(self.store.rows)

    def partition(self, pk: str) -> dict[str, Stored]:
        """Its items by sort key, in order."""
        return {sk: self.store.rows[pk][sk].item for sk in self.store.sorted.get(pk, [])}

    def indexed(self, name: str) -> list[Stored]:
        """The whole items that are in this index."""
        positions = [position for found in self.store.indexes[name].values() for position in found]
        return [self.store.rows[pk][sk].item for _, pk, sk in positions]
