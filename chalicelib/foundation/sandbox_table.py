"""A table within the table: every row of a sandbox lies in one partition of its own, whatever key it has inside.

The code that reads and writes knows nothing of it. No read inside can meet a row outside, and no read outside a row
inside: not by its key, and not in an index, because a row inside is in none. Every row ends by itself (TTL).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item, dump
from chalicelib.foundation.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Between the partition key that the code means and its sort key; the first one counts, and no partition key has it.
BETWEEN = "|"
TTL = "ttl"
# The attributes of the sparse indexes have another name inside, so that no index has a row of a sandbox.
INDEXED: Mapping[str, str] = {
    f"{index}_{part}": f"inside_{index}_{part}"
    for index in (keys.TASKS_INDEX, keys.COUNTER_INDEX, keys.PENDING_INDEX, keys.ALARMS_INDEX, keys.DAYS_INDEX)
    for part in ("pk", "sk")
}
OUTSIDE: Mapping[str, str] = {inside: outside for outside, inside in INDEXED.items()}
# Every placeholder of what this module adds to an expression begins so.
ADDED = "inside_ttl"

Request = dict[str, Any]
Stored = Mapping[str, Any]


class SandboxTable(Table):
    """The table as the code inside the sandbox sees it. Two of the same sandbox are the same, so that what a process
    keeps of the one is found with the other.
    """

    def __init__(self, outer: Table, partition: str, ends_at: int) -> None:
        """`ends_at`: when DynamoDB deletes the rows, in seconds of real time."""
        client = cast("DynamoDBClient", SandboxClient(outer.client, partition, ends_at))
        super().__init__(client, outer.name, sealing=outer.sealing)
        self._same = (outer, partition)
        self._inside = client

    def partitions(self, beginning: str) -> Iterator[Item]:
        """The rows inside whose partition key begins so, in the order of their keys."""
        after: Mapping[str, Any] | None = None
        while True:
            answer = cast("SandboxClient", self._inside).page(self.name, beginning, after)
            yield from (self.loaded(row) for row in answer["Items"])
            if (after := answer.get("LastEvaluatedKey")) is None:
                return

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SandboxTable) and other._same == self._same

    def __hash__(self) -> int:
        return hash(self._same)


class SandboxClient:
    """DynamoDB's client for a `SandboxTable`: the calls that a table makes, each with its keys brought inside."""

    def __init__(self, client: "DynamoDBClient", partition: str, ends_at: int) -> None:
        self._client: Any = client
        self._partition, self._ends_at = partition, ends_at
        self.exceptions = client.exceptions

    # ------------------------------------------------------------------------------------------------------- reading
    def get_item(self, **request: Any) -> Request:
        return self._shown(self._client.get_item(**{**request, "Key": self._key(request["Key"])}))

    def transact_get_items(self, **request: Any) -> Request:
        wanted: Sequence[Request] = request["TransactItems"]
        inside = [{"Get": {**one["Get"], "Key": self._key(one["Get"]["Key"])}} for one in wanted]
        answer = self._client.transact_get_items(TransactItems=inside)
        return {**answer, "Responses": [self._shown(one) for one in answer["Responses"]]}

    def batch_get_item(self, **request: Any) -> Request:
        ((table, wanted),) = request["RequestItems"].items()
        inside = {table: {**wanted, "Keys": [self._key(key) for key in wanted["Keys"]]}}
        answer = self._client.batch_get_item(RequestItems=inside)
        left = answer.get("UnprocessedKeys", {})
        return {
            "Responses": {name: [self._outside(row) for row in rows] for name, rows in answer["Responses"].items()},
            "UnprocessedKeys": {
                name: {**one, "Keys": [self._outside(key) for key in one["Keys"]]} for name, one in left.items()
            },
        }

    def query(self, **request: Any) -> Request:
        """Of a partition that the code means: the rows of the sandbox that belong to it. An index has none of them."""
        if "IndexName" in request:
            return {"Items": []}
        values = dict(request["ExpressionAttributeValues"])
        meant = values.pop(":pk")["S"]
        bounds = {name: {"S": self._sk(meant, value["S"])} for name, value in values.items()}
        condition = request["KeyConditionExpression"]
        if not bounds:
            condition, bounds = f"{condition} AND begins_with(#sk, :prefix)", {":prefix": {"S": self._sk(meant, "")}}
        inside = {
            **request,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": {"#pk": "pk", "#sk": "sk"},
            "ExpressionAttributeValues": {":pk": {"S": self._partition}, **bounds},
        }
        if "ExclusiveStartKey" in request:
            inside["ExclusiveStartKey"] = self._key(request["ExclusiveStartKey"])
        answer = self._client.query(**inside)
        last = answer.get("LastEvaluatedKey")
        shown = {"Items": [self._outside(row) for row in answer["Items"]]}
        return shown | ({"LastEvaluatedKey": self._outside(last)} if last else {})

    def page(self, table: str, beginning: str, after: Stored | None) -> Request:
        """The rows whose partition key, as the code means it, begins so."""
        inside: Request = {
            "TableName": table,
            "KeyConditionExpression": "#pk = :pk AND begins_with(#sk, :prefix)",
            "ExpressionAttributeNames": {"#pk": "pk", "#sk": "sk"},
            "ExpressionAttributeValues": {":pk": {"S": self._partition}, ":prefix": {"S": beginning}},
            "ConsistentRead": True,
        }
        answer = self._client.query(**inside, **({"ExclusiveStartKey": after} if after else {}))
        return {**answer, "Items": [self._outside(row) for row in answer["Items"]]}

    # ------------------------------------------------------------------------------------------------------- writing
    def put_item(self, **request: Any) -> Request:
        return self._client.put_item(**self._written("Put", request))

    def update_item(self, **request: Any) -> Request:
        return self._client.update_item(**self._written("Update", request))

    def delete_item(self, **request: Any) -> Request:
        return self._client.delete_item(**self._written("Delete", request))

    def transact_write_items(self, **request: Any) -> Request:
        ops: Sequence[Request] = request["TransactItems"]
        inside = [{action: self._written(action, body) for action, body in one.items()} for one in ops]
        return self._client.transact_write_items(TransactItems=inside)

    # ---------------------------------------------------------------------------------------------------- translation
    def _sk(self, pk: str, sk: str) -> str:
        return f"{pk}{BETWEEN}{sk}"

    def _key(self, key: Stored) -> Request:
        return {"pk": {"S": self._partition}, "sk": {"S": self._sk(key["pk"]["S"], key["sk"]["S"])}}

    def _outside(self, row: Stored) -> Request:
        """A row or key as the code wrote it, without the end that every row of a sandbox has."""
        pk, _, sk = row["sk"]["S"].partition(BETWEEN)
        ends = {"N": str(self._ends_at)}
        rest = {
            OUTSIDE.get(name, name): value
            for name, value in row.items()
            if name not in ("pk", "sk") and not (name == TTL and value == ends)
        }
        return {"pk": {"S": pk}, "sk": {"S": sk}, **rest}

    def _shown(self, answer: Stored) -> Request:
        return {**answer, "Item": self._outside(answer["Item"])} if answer.get("Item") else dict(answer)

    def _written(self, action: str, body: Stored) -> Request:
        inside = dict(body)
        if "ExpressionAttributeNames" in inside:
            names: Mapping[str, str] = inside["ExpressionAttributeNames"]
            inside["ExpressionAttributeNames"] = {mark: INDEXED.get(name, name) for mark, name in names.items()}
        if action == "Put":
            return inside | {"Item": self._item(inside["Item"])}
        inside["Key"] = self._key(inside["Key"])
        return self._ending(inside) if action == "Update" else inside

    def _item(self, item: Stored) -> Request:
        named = {INDEXED.get(name, name): value for name, value in item.items()}
        own = int(item[TTL]["N"]) if TTL in item else self._ends_at
        return {**named, **self._key(item), TTL: {"N": str(min(own, self._ends_at))}}

    def _ending(self, update: Request) -> Request:
        """An update may make the row, so it says when the row ends, unless it does so already."""
        names = dict(update.get("ExpressionAttributeNames", {}))
        if TTL in names.values():
            return update
        expression, setting = update["UpdateExpression"], f"SET #{ADDED} = if_not_exists(#{ADDED}, :{ADDED})"
        joined = f"{setting}, {expression[4:]}" if expression.startswith("SET ") else f"{setting} {expression}"
        values = {**update.get("ExpressionAttributeValues", {}), **dump({f":{ADDED}": self._ends_at})}
        return {
            **update,
            "UpdateExpression": joined,
            "ExpressionAttributeNames": names | {f"#{ADDED}": TTL},
            "ExpressionAttributeValues": values,
        }
