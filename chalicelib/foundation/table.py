"""The one DynamoDB table: how it is read, and how one row or a transaction is written.

When conditions of a transaction fail, `Refused` names the operations they belong to.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from chalicelib.foundation import problems
from chalicelib.foundation.attributes import Item, dump, dump_key, load
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import SEALED
from chalicelib.foundation.writes import Op, key_of, with_blob

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from chalicelib.foundation.sealing import Sealing

# How often a call is made that meets another transaction or is throttled.
ATTEMPTS = 5
# The calls that write a single operation. A condition check alone is only possible in a transaction.
PLAIN = {"Put": "put_item", "Update": "update_item", "Delete": "delete_item"}


class Refused(Exception):
    """Conditions of a write failed, and nothing was written.

    `labels` are those of the operations whose condition failed.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = tuple(labels)


Stored = Mapping[str, Any]
"""A row in DynamoDB's own writing, as `{"pk": {"S": …}}`."""


class Page(NamedTuple):
    """Items in sort order. `after` is where the next page begins; None at the end."""

    items: list[Item]
    after: dict[str, str] | None


class Table:
    """Access to the table `name`. Reads are strongly consistent, but not those of an index.

    `sealing` encrypts the personal attributes of what is written, and decrypts those of what is read. Rows that were
    written without it stay readable.
    """

    def __init__(
        self,
        client: "DynamoDBClient",
        name: str,
        *,
        sealing: "Sealing | None" = None,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.client = client
        self.name = name
        self.sealing = sealing
        self._sleep = sleep
        self._jitter = jitter

    def get(self, key: Key) -> Item | None:
        answer = self.client.get_item(TableName=self.name, Key=dump_key(key), ConsistentRead=True)
        return self.loaded(answer["Item"]) if "Item" in answer else None

    def get_closed(self, key: Key) -> Item | None:
        """The row without what is encrypted of it, for whoever may not open it."""
        answer = self.client.get_item(TableName=self.name, Key=dump_key(key), ConsistentRead=True)
        return (
            {name: value for name, value in load(answer["Item"]).items() if name != SEALED}
            if "Item" in answer
            else None
        )

    def get_serializable(self, key: Key) -> Item | None:
        """A serializable read: it waits for a transaction in flight that writes this item.

        DynamoDB shows the rows of a transaction one after the other. So `get` may still miss this item although another
        row of the same transaction is already visible. DynamoDB refuses this read until the transaction has ended.
        """
        return self.get_settled([key]).get(key)

    def get_settled(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """These items as they are at one moment, before or after any transaction. Those that do not exist are left out
        of the answer.
        """
        request: Any = [{"Get": {"TableName": self.name, "Key": dump_key(key)}} for key in keys]
        for attempt in range(ATTEMPTS):
            if attempt:
                self._pause(attempt)
            try:
                answer = self.client.transact_get_items(TransactItems=request)
            except self.client.exceptions.TransactionCanceledException as error:
                codes = {reason.get("Code") for reason in error.response.get("CancellationReasons", [])}
                if not codes & TRANSIENT:
                    raise
            else:
                found = [response.get("Item") for response in answer["Responses"]]
                return {key: self.loaded(item) for key, item in zip(keys, found, strict=True) if item}
        raise problems.Unavailable

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """Read at most 100 items in one call. Those that do not exist are left out of the answer."""
        return {key: self.loaded(row) for key, row in self.stored_many(keys).items()}

    def stored_many(self, keys: Sequence[Key]) -> dict[Key, Stored]:
        """Like `get_many`, but as DynamoDB keeps them: what is encrypted stays encrypted."""
        wanted: list[Any] = [dump_key(key) for key in dict.fromkeys(keys)]
        found: dict[Key, Stored] = {}
        for attempt in range(ATTEMPTS):
            if not wanted:
                return found
            if attempt:
                self._pause(attempt)
            answer = self.client.batch_get_item(RequestItems={self.name: {"Keys": wanted, "ConsistentRead": True}})
            rows: list[Any] = answer["Responses"].get(self.name, [])
            found |= {Key(row["pk"]["S"], row["sk"]["S"]): row for row in rows}
            left: dict[str, Any] = answer.get("UnprocessedKeys", {})
            wanted = left[self.name]["Keys"] if self.name in left else []
        if wanted:
            raise problems.Unavailable
        return found

    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        index: str | None = None,
        limit: int = 100,
        after: Mapping[str, str] | None = None,
        forward: bool = True,
    ) -> Page:
        """One page of a partition, at most `limit` items in sort order. `after` is that of the page before.

        `prefix` or `between` (both ends included) choose sort keys. `index` names a sparse index.
        """
        pk_name, sk_name = (f"{index}_pk", f"{index}_sk") if index else ("pk", "sk")
        condition, values = "#pk = :pk", {":pk": pk}
        if between:
            condition, values = (
                f"{condition} AND #sk BETWEEN :low AND :high",
                {**values, ":low": between[0], ":high": between[1]},
            )
        elif prefix:
            condition, values = f"{condition} AND begins_with(#sk, :prefix)", {**values, ":prefix": prefix}
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": {"#pk": pk_name} | ({"#sk": sk_name} if len(values) > 1 else {}),
            "ExpressionAttributeValues": dump(values),
            "ConsistentRead": index is None,
            "ScanIndexForward": forward,
            "Limit": limit,
        }
        if index:
            request["IndexName"] = index
        if after:
            request["ExclusiveStartKey"] = dump(dict(after))
        answer = self.client.query(**request)
        last = answer.get("LastEvaluatedKey")
        return Page([self.loaded(item) for item in answer["Items"]], load(last) if last else None)

    def query_merged(
        self, partitions: Sequence[str], *, limit: int, after: Mapping[str, str] | None, forward: bool = True
    ) -> Page:
        """One page of several partitions as if they were one. While rows move from the last to the first of them, none
        is missed: the one that rows leave is read first, and what is found in both counts once.
        """
        found: dict[str, Item] = {}
        more = False
        for partition in reversed(partitions):
            start = {"pk": partition, "sk": after["sk"]} if after else None
            page = self.query(partition, limit=limit, after=start, forward=forward)
            found |= {item["sk"]: item for item in page.items}
            more = more or page.after is not None
        rows = [found[sk] for sk in sorted(found, reverse=not forward)]
        shown = rows[:limit]
        going_on = more or len(rows) > limit
        return Page(shown, {"pk": shown[-1]["pk"], "sk": shown[-1]["sk"]} if going_on and shown else None)

    def query_all(self, pk: str, **how: Any) -> Iterator[Item]:
        """Every item of a small partition. `how` is as for `query`."""
        page = self.query(pk, **how)
        yield from page.items
        while page.after:
            page = self.query(pk, after=page.after, **how)
            yield from page.items

    def increment(self, key: Key, *, by: int = 1, ttl: int | None = None) -> int:
        """Add `by` to the attribute `value` and return it. The first call creates the counter.

        When the answer of a call is lost, its number is lost too: there may be gaps.
        """
        answer = self.client.update_item(
            TableName=self.name,
            Key=dump_key(key),
            UpdateExpression="ADD #value :by" + (" SET #ttl = :ttl" if ttl else ""),
            ExpressionAttributeNames={"#value": "value"} | ({"#ttl": "ttl"} if ttl else {}),
            ExpressionAttributeValues=dump({":by": by} | ({":ttl": ttl} if ttl else {})),
            ReturnValues="UPDATED_NEW",
        )
        return int(load(answer["Attributes"])["value"])

    def write(self, *ops: Op) -> None:
        """Write all operations, or none: several in one transaction, a single one as a plain conditional write.

        A transaction costs twice the units of a plain write, and a single operation gains nothing from it.
        Raises `Refused` when conditions fail. A conflict with another transaction, or throttling, is retried after a
        random pause, and raises `Unavailable` in the end.

        A call whose answer was lost is repeated by the client. A transaction is then known by its token. A plain write
        is tried again, and its own first try may have made its condition false: so `Refused` may also mean that the
        write has been done. Who writes a single operation reads the row again or takes both cases as one.
        """
        call = self._plain(ops[0]) if len(ops) == 1 and ops[0].action in PLAIN else self._transaction(ops)
        for attempt in range(ATTEMPTS):
            if attempt:
                self._pause(attempt)
            try:
                call()
            except self.client.exceptions.ConditionalCheckFailedException:
                raise Refused([op.label for op in ops]) from None
            except self.client.exceptions.TransactionCanceledException as error:
                codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
                failed = [op.label for op, code in zip(ops, codes, strict=True) if code == "ConditionalCheckFailed"]
                if failed:
                    raise Refused(failed) from None
                if not set(codes) & TRANSIENT:
                    raise
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") not in TRANSIENT:
                    raise
            else:
                return
        raise problems.Unavailable

    def loaded(self, stored: Mapping[str, Any]) -> Item:
        """A row in plain writing, with its personal attributes."""
        item = load(stored)
        blob = item.pop(SEALED, None)
        if blob is None:
            return item
        if self.sealing is None:
            raise problems.Unreadable
        return item | self.sealing.open(Key(item["pk"], item["sk"]), bytes(blob))

    def lost(self, key: Key) -> problems.Problem:
        """The failure of who finds that a row with personal data is missing: told like one that cannot be opened."""
        return self.sealing.refusal("missing", key) if self.sealing else problems.Unreadable()

    def _body(self, op: Op) -> Mapping[str, Any]:
        if not op.secret:
            return op.body
        if self.sealing is None:
            raise problems.Unreadable
        return with_blob(op, self.sealing.seal(key_of(op), op.secret))

    def _plain(self, op: Op) -> Callable[[], object]:
        request: Any = {"TableName": self.name, **self._body(op)}
        return partial(getattr(self.client, PLAIN[op.action]), **request)

    def _transaction(self, ops: Sequence[Op]) -> Callable[[], object]:
        request: Any = [{op.action: {"TableName": self.name, **self._body(op)}} for op in ops]
        return partial(self.client.transact_write_items, TransactItems=request)

    def _pause(self, attempt: int) -> None:
        self._sleep(min(1.0, 0.02 * 2**attempt) * (0.5 + self._jitter()))


# Codes that mean "try again". DynamoDB gives them as the reason of a cancellation or as the error of the call.
TRANSIENT = {
    "TransactionConflict",
    "TransactionConflictException",
    "TransactionInProgressException",
    "ThrottlingError",
    "ThrottlingException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "InternalServerError",
}
