"""All cases, page by page, so that a run over all of them can stop and go on later."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chalicelib.cases.model.numbers import typed_code
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import dump, load
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Stored, Table

SCANNED = 500  # items read for one page


class Page(NamedTuple):
    """Ids of cases, found among `scanned` items. `after` is where the next page begins; None at the end."""

    cases: list[str]
    scanned: int
    after: dict[str, str] | None


def case_named(platform: Platform, named: str) -> str:
    """The id of the case with this number (办件编号) or query code (查询码); `named` itself where neither leads to one.

    People have these on paper, and paste them. Ids are in logs and lists of dead letters.
    """
    code = typed_code(named)
    leads = [keys.case_number(code), keys.query_code(code)]
    found = platform.table.get_many(leads)
    return next((found[key]["case_id"] for key in leads if key in found), named.strip())


def every_case(
    platform: Platform, after: Mapping[str, str] | None = None, *, segment: int = 0, segments: int = 1
) -> Iterator[Page]:
    """Scan one of the `segments` of the table, counted from 0. Together they hold every row once.

    The order is DynamoDB's own. A case that is created during the scan may be missing.
    """
    return _every(platform, keys.META, after, segment=segment, segments=segments)


def every_authorisation(platform: Platform) -> Iterator[str]:
    """The ids of all authorisations."""
    for page in _every(platform, keys.GRANT, None, segment=0, segments=1):
        yield from page.cases


def _every(
    platform: Platform, sort_key: str, after: Mapping[str, str] | None, *, segment: int, segments: int
) -> Iterator[Page]:
    """Page by page, the ids of the rows with this sort key."""
    while True:
        start: Any = {"ExclusiveStartKey": dump(after)} if after else {}
        start |= {"Segment": segment, "TotalSegments": segments}
        answer = platform.table.client.scan(
            TableName=platform.table.name,
            FilterExpression="#sk = :meta",
            ProjectionExpression="#id",
            ExpressionAttributeNames={"#sk": "sk", "#id": "id"},
            ExpressionAttributeValues=dump({":meta": sort_key}),
            Limit=SCANNED,
            **start,
        )
        last = answer.get("LastEvaluatedKey")
        after = load(last) if last else None
        yield Page([load(item)["id"] for item in answer["Items"]], answer["ScannedCount"], after)
        if after is None:
            return


def every_row(
    table: Table, after: Mapping[str, str] | None = None, *, segment: int = 0, segments: int = 1
) -> Iterator[tuple[list[Stored], int, dict[str, str] | None]]:
    """Like `every_case`, but whole rows of any kind, as DynamoDB keeps them."""
    while True:
        start: Any = {"ExclusiveStartKey": dump(after)} if after else {}
        answer = table.client.scan(
            TableName=table.name,
            ConsistentRead=True,
            Limit=SCANNED,
            Segment=segment,
            TotalSegments=segments,
            **start,
        )
        last = answer.get("LastEvaluatedKey")
        after = load(last) if last else None
        yield list(answer["Items"]), answer["ScannedCount"], after
        if after is None:
            return


def items(platform: Platform) -> int:
    """How many items the table holds. DynamoDB counts them every few hours."""
    return int(described(platform.table).get("ItemCount", 0))


def described(table: Table) -> Mapping[str, Any]:
    """What DynamoDB says of the table itself."""
    return table.client.describe_table(TableName=table.name)["Table"]
