"""Random small operations, one after the other, end alike in memory and in the emulator, and leave the same items.

What is drawn keeps to what both can do: where the emulator is laxer (`MOTO_IS_LAXER`) the list of cases speaks.
"""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from proofs.kit.dynamo import MemoryDynamo
from tests.proofs.kit.dynamo.clients import NAME, Call, emptied, outcome
from tests.proofs.kit.dynamo.requests import check, delete, put, query, update

Request = tuple[str, dict[str, Any]]
PARTITIONS, SORT_KEYS = ("CASE#1", "CASE#2"), ("A#1", "A#2", "B")
# Not the number 1, for which the emulator takes what is true: see test_conditions.py.
VALUES = [
    {"S": "x"},
    {"S": ""},
    {"N": "2"},
    {"N": "-7"},
    {"BOOL": True},
    {"NULL": True},
    {"L": [{"S": "x"}]},
    {"M": {}},
]
NUMBERS = [{"N": "1"}, {"N": "-7"}, {"N": "20"}]
CONDITIONS = (
    *("attribute_exists(pk)", "attribute_not_exists(pk)", "attribute_exists(a)", "attribute_not_exists(n)"),
    *("a = :c", "a <> :c", "NOT a = :c", "attribute_exists(n) AND a = :c", "attribute_not_exists(pk) OR a = :c"),
)
UPDATES = (
    "SET a = :v",
    "SET a = :v, b = :v",
    "REMOVE a",
    "SET b = if_not_exists(a, :v)",
    "SET b = :v REMOVE a",
)

at = st.builds(
    lambda pk, sk: {"pk": {"S": pk}, "sk": {"S": sk}}, st.sampled_from(PARTITIONS), st.sampled_from(SORT_KEYS)
)
value = st.sampled_from(VALUES)
attributes = st.fixed_dictionaries({}, optional={"a": value, "b": value, "n": st.sampled_from(NUMBERS)})
indexed = st.fixed_dictionaries(
    {},
    optional={
        "tasks_pk": st.sampled_from([{"S": "T1"}, {"S": "T2"}]),
        "tasks_sk": st.sampled_from([{"S": "1"}, {"S": "2"}]),
    },
)
# The emulator takes what is absent for NULL: see test_conditions.py.
conditions = st.tuples(st.sampled_from(CONDITIONS), st.sampled_from([each for each in VALUES if "NULL" not in each]))


def used(expressions: str, **values: Any) -> dict[str, Any]:
    return {f":{name}": value for name, value in values.items() if f":{name}" in expressions}


@st.composite
def puts(draw: st.DrawFn) -> Any:
    return {**draw(at), **draw(attributes), **draw(indexed)}


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    """One operation of a transaction, with a condition or without."""
    kind = draw(st.sampled_from(["put", "delete", "update", "add", "check"]))
    condition, compared = draw(conditions)
    if kind == "check":
        return check(condition, used(condition, c=compared) or None, at=draw(at))
    changed = draw(st.sampled_from(UPDATES)) if kind == "update" else "ADD n :v" if kind == "add" else ""
    new = draw(st.sampled_from(NUMBERS)) if kind == "add" else draw(value)
    conditional = draw(st.booleans())
    more: dict[str, Any] = {"ConditionExpression": condition} if conditional else {}
    if values := used(changed, v=new) | (used(condition, c=compared) if conditional else {}):
        more["ExpressionAttributeValues"] = values
    if kind == "put":
        return put(draw(puts()), **more)
    return update(changed, at=draw(at), **more) if changed else delete(draw(at), **more)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    match draw(st.sampled_from(["transaction", "transaction", "transaction", "put", "update"])):
        case "put":
            return "put_item", {"Item": draw(puts())}
        case "update":
            changes = {
                "UpdateExpression": "ADD n :v",
                "ExpressionAttributeValues": {":v": draw(st.sampled_from(NUMBERS))},
            }
            return "update_item", {"Key": draw(at), **changes}
        case _:
            return "transact_write_items", {"TransactItems": draw(st.lists(operations(), min_size=1, max_size=4))}


def call_of(request: Request) -> Call:
    name, given = request
    table = {} if "TransactItems" in given else {"TableName": NAME}
    return lambda client: getattr(client, name)(**table, **given)


def everything(client: Any) -> list[list[dict[str, Any]]]:
    """All partitions of the table, in both directions, and those of an index."""
    read = [
        *(
            query("pk = :pk", {":pk": {"S": pk}}, ScanIndexForward=forward)
            for pk in PARTITIONS
            for forward in (True, False)
        ),
        *(query("pk = :pk AND begins_with(sk, :p)", {":pk": {"S": pk}, ":p": {"S": "A#"}}) for pk in PARTITIONS),
    ]
    found = [call(client)["Items"] for call in read]
    for pk in ("T1", "T2"):
        entries = query("tasks_pk = :pk", {":pk": {"S": pk}}, IndexName="tasks")(client)["Items"]
        found.append(sorted(entries, key=lambda item: (item["tasks_sk"]["S"], item["pk"]["S"], item["sk"]["S"])))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(requests(), min_size=1, max_size=8))
def test_both_end_alike(emulated: Any, drawn: list[Request]):
    memory, emulator = MemoryDynamo(), emptied(emulated)
    for call in map(call_of, drawn):
        assert outcome(call, memory) == outcome(call, emulator)
    assert everything(memory) == everything(emulator)
    assert memory.describe_table(TableName=NAME)["Table"]["ItemCount"] == sum(map(len, everything(memory)[:4:2]))
