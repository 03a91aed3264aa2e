"""Query and Scan: pages of a partition or of everything, in the table or in an index."""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from proofs.kit.dynamo import keys, parameters, plans
from proofs.kit.dynamo.key_conditions import Span, asked
from proofs.kit.dynamo.keys import MISMATCH
from proofs.kit.dynamo.plans import Plan
from proofs.kit.dynamo.reader import Values
from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.store import Row, Store, View
from proofs.kit.dynamo.values import BAD, Stored, projected, size_of, taken

PAGE_AT_MOST = 1024 * 1024  # bytes
START_INVALID = "The provided starting key is invalid"
OUTSIDE = "The provided starting key is outside query boundaries based on provided conditions"
Answer = dict[str, Any]


def query(store: Store, request: Mapping[str, Any]) -> Answer:
    plan, values = plans.of(request)
    if plan.key is None:
        raise Invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    view = viewed(store, request, plan)
    partition, span = asked(plan.key, view.pk, view.sk, values)
    for name in (view.pk, view.sk):
        if name in plan.filtered:
            raise Invalid(
                f"Filter Expression can only contain non-primary key attributes: Primary key attribute: {name}"
            )
    forward = request.get("ScanIndexForward", True)
    positions = view.partitions.get(partition, ())
    low, high = bounds(positions, span, view) if span else (0, len(positions))
    if (start := exclusive_start(store, view, request)) is not None:
        within(view, start, partition, span)
        at = view.position(start)
        if forward:
            low = max(low, bisect_right(positions, at))
        else:
            high = min(high, bisect_left(positions, at))
    order = positions[low:high] if forward else positions[low:high][::-1]
    return page(view, view.rows(store, partition, order), plan, values, request.get("Limit"))


def scan(store: Store, request: Mapping[str, Any]) -> Answer:
    plan, values = plans.of(request)
    view = viewed(store, request, plan)
    rows: Iterable[Row] = scanned(store, view, exclusive_start(store, view, request))
    if segment := parameters.segment_in(request):
        part, parts = segment
        rows = (row for row in rows if segment_of(view.start(row)["pk"]["S"], parts) == part)
    return page(view, rows, plan, values, request.get("Limit"))


def segment_of(partition: str, segments: int) -> int:
    """The rows of one partition are in one segment. Which one, AWS does not say."""
    return zlib.crc32(partition.encode()) % segments


def viewed(store: Store, request: Mapping[str, Any], plan: Plan) -> View:
    """The table itself or the index that is asked for."""
    if "Limit" in request:
        parameters.at_least(1, "Limit", request["Limit"])
    view = store.named(request).views.get(request.get("IndexName"))
    if view is None:
        raise Invalid(f"The table does not have the specified index: {request['IndexName']}")
    if view.name and request.get("ConsistentRead"):
        raise Invalid("Consistent reads are not supported on global secondary indexes")
    if view.name and not view.whole and (missing := sorted((plan.projected or view.keys) - view.keys)):
        raise Invalid(f"{BAD}Global secondary index {view.name} does not project [{', '.join(missing)}]")
    return view


def exclusive_start(store: Store, view: View, request: Mapping[str, Any]) -> Stored | None:
    if "ExclusiveStartKey" not in request:
        return None
    start, _ = taken(request["ExclusiveStartKey"], "ExclusiveStartKey")
    if start.keys() != view.keys:
        raise Invalid(START_INVALID)
    if any("S" not in value for value in start.values()):
        raise Invalid(f"{START_INVALID}: {MISMATCH}")
    keys.of_item(store.schema, start)
    keys.entries(store.schema, start)
    return start


def within(view: View, start: Stored, partition: str, span: Span | None) -> None:
    if start[view.pk]["S"] != partition:
        raise Invalid(OUTSIDE)
    if span and not span.has(start[view.sk]["S"]):
        raise Invalid("The provided starting key does not match the range key predicate")


def bounds(positions: Sequence[Any], span: Span, view: View) -> tuple[int, int]:
    """Which of the positions are in the span: from the first number up to the second, without it."""
    key = view.sort_key
    if span.prefix:
        width = len(span.prefix)
        first = bisect_left(positions, span.prefix, key=key)
        return first, bisect_right(positions, span.prefix, first, key=lambda position: key(position)[:width])
    low = (bisect_right if span.without_low else bisect_left)(positions, span.low, key=key)
    if span.high is None:
        return low, len(positions)
    return low, (bisect_left if span.without_high else bisect_right)(positions, span.high, key=key)


def scanned(store: Store, view: View, start: Stored | None) -> Iterator[Row]:
    """Partitions in an order that nobody may trust, the same in every run: those that came last are shown first."""
    begin = start[view.pk]["S"] if start else ""
    last = store.turns.get(begin, len(store.turns))
    partitions = sorted((pk for pk in view.partitions if store.turns[pk] <= last), key=store.turns.__getitem__)
    for partition in reversed(partitions):
        positions = view.partitions[partition]
        low = bisect_right(positions, view.position(start)) if start and partition == begin else 0
        yield from view.rows(store, partition, positions[low:])


def page(view: View, rows: Iterable[Row], plan: Plan, values: Values, limit: int | None) -> Answer:
    """As far as the limit or a megabyte reaches; a page that ends there says that there may be more."""
    kept: list[Stored] = []
    last: Row | None = None
    count = size = 0
    for row in islice(rows, limit):
        item = row.item if view.whole else view.start(row)
        size += row.size if view.whole else size_of(item, item)
        if last and size > PAGE_AT_MOST:
            break
        last = row
        count += 1
        if plan.test is None or plan.test(item, values):
            kept.append(projected(item, plan.projected))
    answer: Answer = {"Items": kept, "Count": len(kept), "ScannedCount": count}
    more = last is not None and (count == limit or size > PAGE_AT_MOST)
    return answer | {"LastEvaluatedKey": view.start(last)} if more and last else answer
