"""What DynamoDB refuses of expressions and of pages."""

from tests.proofs.kit.dynamo.refused import FAILED, IN_INDEX, INDEX, INVALID, ONE, PARAMETER, PK, Refused
from tests.proofs.kit.dynamo.requests import (
    KEY,
    check,
    each,
    get_item,
    key,
    put_item,
    query,
    scan,
    transaction,
    update,
    update_item,
)

TEXT = {":v": {"S": "x"}}
TWO = {":a": {"S": "a"}, ":b": {"S": "b"}}
STORED = put_item({**KEY, "a": {"S": "text"}, "n": {"N": "1"}, "l": {"L": []}})

PLACEHOLDERS = {
    "a name that no expression uses": Refused(
        update_item("SET a = :v", ONE, {"#b": "b"}),
        words="Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}",
    ),
    "a value that no expression uses": Refused(
        update_item("SET a = :v", {**ONE, ":w": {"S": "x"}}),
        words="Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}",
    ),
    "a value that no expression of a transaction uses": Refused(
        transaction(check("attribute_exists(pk)", ONE)), words="unused in expressions: keys: {:v}"
    ),
    "a name that no expression of a transaction uses": Refused(
        transaction(check("attribute_exists(pk)", names={"#a": "a"})), words="unused in expressions: keys: {#a}"
    ),
    "a name that is not defined": Refused(update_item("SET #a = :v", ONE), words="is not defined; attribute name: #a"),
    "a value that is not defined": Refused(update_item("SET a = :w"), words="is not defined; attribute value: :w"),
    "a value of a condition that is not defined": Refused(
        transaction(update("SET a = :v", ONE, ConditionExpression="b = :w")), words="attribute value: :w"
    ),
    "names without expressions": Refused(
        get_item(ExpressionAttributeNames={"#a": "a"}), words="can only be specified when using expressions"
    ),
    "values without expressions": Refused(
        put_item(KEY, ExpressionAttributeValues=ONE), words="can only be specified when using expressions"
    ),
    "no names": Refused(update_item("SET a = :v", ONE, {}), words="ExpressionAttributeNames must not be empty"),
    "no values": Refused(update_item("REMOVE a", {}), words="ExpressionAttributeValues must not be empty"),
    "a name without #": Refused(update_item("SET a = :v", ONE, {"a": "a"}), words="contains invalid key"),
    "a value without :": Refused(update_item("SET a = :v", {**ONE, "w": {"S": "x"}}), words="contains invalid key"),
}

UPDATES = {
    "one attribute set twice": Refused(
        update_item("SET a = :v, a = :v", ONE), words="Two document paths overlap with each other"
    ),
    "one attribute in two clauses": Refused(update_item("SET a = :v REMOVE a", ONE), words="path one: [a]"),
    "one attribute under two names": Refused(
        update_item("SET #a = :v ADD #b :v", ONE, {"#a": "a", "#b": "a"}), words="paths overlap"
    ),
    "two clauses of one kind": Refused(
        update_item("SET a = :v SET b = :v", ONE), words='The "SET" section can only be used once'
    ),
    "an update of the partition key": Refused(
        update_item("SET pk = :v", TEXT), words="Cannot update attribute pk. This attribute is part of the key"
    ),
    "an update of the sort key in a transaction": Refused(
        transaction(update("REMOVE sk")), FAILED, "Cannot update attribute sk"
    ),
    "an empty update": Refused(update_item(" "), words="The expression can not be empty"),
    "no update": Refused(lambda client: client.update_item(TableName="yimen-local", Key=KEY, UpdateExpression="")),
    "an update that is none": Refused(update_item("PUT a = :v", ONE), words='Syntax error; token: "PUT"'),
    "an update that ends too early": Refused(update_item("SET a ="), words='token: "<EOF>"'),
    "ADD of a text": Refused(update_item("ADD a :v", TEXT), words="Incorrect operand type"),
    "ADD of a list": Refused(update_item("ADD a :v", {":v": {"L": []}}), words="operand type: L"),
    "ADD to a text": Refused(each(STORED, update_item("ADD a :v", ONE)), words="Type mismatch for attribute"),
    "ADD to a text in a transaction": Refused(each(STORED, transaction(update("ADD a :v", ONE))), FAILED),
    "DELETE of a number": Refused(update_item("DELETE a :v", ONE), words="Incorrect operand type"),
    "DELETE from a number": Refused(each(STORED, update_item("DELETE n :v", {":v": {"SS": ["x"]}}))),
    "a sum of texts": Refused(
        each(STORED, update_item("SET b = a + :v", ONE)), words="operand in the update expression has an incorrect"
    ),
    "a sum of nothing": Refused(
        update_item("SET b = a + :v", ONE), words="refers to an attribute that does not exist in the item"
    ),
    "a copy of nothing in a transaction": Refused(
        transaction(update("SET b = a")), FAILED, "refers to an attribute that does not exist"
    ),
    "a list made longer by a text": Refused(each(STORED, update_item("SET l = list_append(l, :v)", TEXT))),
    "an unknown function": Refused(update_item("SET a = now(:v)", ONE), words="Invalid function name; function: now"),
    "a reserved word": Refused(
        update_item("SET status = :v", ONE), words="Attribute name is a reserved keyword; reserved keyword: status"
    ),
    "a reserved word in capitals": Refused(update_item("SET Value = :v", ONE), words="reserved keyword: Value"),
    "an answer that does not exist": Refused(
        put_item(KEY, ReturnValues="ALL_NEW"), words="Return values set to invalid value"
    ),
    "an update above 4 KB": Refused(
        update_item("SET " + ", ".join(f"{'a' * 95}{number:05d} = :v" for number in range(50)), ONE),
        words="Expression size has exceeded the maximum allowed size",
    ),
}

CONDITIONS = {
    "an empty condition": Refused(put_item(KEY, ConditionExpression=""), words="The expression can not be empty"),
    "a condition above 4 KB": Refused(
        transaction(check(" OR ".join(f"{'a' * 95}{number:05d} = :v" for number in range(50)), ONE)),
        words="Expression size has exceeded",
    ),
    "301 operators": Refused(
        put_item(KEY, ConditionExpression=" OR ".join(["a=:v"] * 151), ExpressionAttributeValues=ONE),
        words="The expression contains too many operators; operator count: 301",
    ),
    "a reserved word in a condition": Refused(
        transaction(check("attribute_exists(name)")), words="reserved keyword: name"
    ),
    "a reserved word in a projection": Refused(
        get_item(ProjectionExpression="sk, #a, date", ExpressionAttributeNames={"#a": "a"})
    ),
    "begins_with of a number": Refused(
        put_item(KEY, ConditionExpression="begins_with(a, :v)", ExpressionAttributeValues=ONE),
        words="operator or function: begins_with, operand type: N",
    ),
    "< of a truth": Refused(
        transaction(check("a < :v", {":v": {"BOOL": True}})), words="operator or function: <, operand type: BOOL"
    ),
    "BETWEEN of lists": Refused(
        transaction(check("a BETWEEN :v AND :w", {":v": {"L": []}, ":w": {"L": []}})), words="operand type: L"
    ),
    "BETWEEN of two types": Refused(
        transaction(check("a BETWEEN :v AND :w", {":v": {"S": "1"}, ":w": {"N": "2"}})), words="same data type"
    ),
    "BETWEEN with its low end above its high end": Refused(
        transaction(check("a BETWEEN :b AND :a", TWO)), words="requires upper bound to be greater than or equal"
    ),
    "an attribute compared with itself": Refused(
        put_item(KEY, ConditionExpression="a = a"), words="The first operand must be distinct"
    ),
    "superfluous parentheses": Refused(
        put_item(KEY, ConditionExpression="((attribute_not_exists(pk)))"), words="redundant parentheses"
    ),
    "an unknown function in a condition": Refused(
        put_item(KEY, ConditionExpression="absent(pk)"), words="Invalid function name; function: absent"
    ),
    "a condition that is none": Refused(put_item(KEY, ConditionExpression="a == :v", ExpressionAttributeValues=ONE)),
    "one attribute projected twice": Refused(get_item(ProjectionExpression="a, a"), words="paths overlap"),
}

QUERIES = {
    "no key condition": Refused(lambda client: client.query(TableName="yimen-local"), words="must be specified"),
    "a query without its partition": Refused(
        query("sk = :v", TEXT), words="Query condition missed key schema element: pk"
    ),
    "a query of an attribute that is no key": Refused(
        query("pk = :pk AND a = :v", {**PK, **TEXT}), words="missed key schema element: sk"
    ),
    "a query of the table's key in an index": Refused(
        query("pk = :pk", PK, IndexName="pending"), words="missed key schema element: pending_pk"
    ),
    "a query of many partitions": Refused(query("pk > :pk", PK), words="Query key condition not supported"),
    "a query of one partition or another": Refused(
        query("pk = :a OR pk = :b", TWO), words="Invalid operator used in KeyConditionExpression: OR"
    ),
    "two conditions on one key": Refused(
        query("pk = :pk AND sk > :a AND sk < :b", {**PK, **TWO}), words="must only contain one condition per key"
    ),
    "<> in a key condition": Refused(query("pk = :pk AND sk <> :v", {**PK, **TEXT})),
    "an empty partition in a query": Refused(query("pk = :pk", {":pk": {"S": ""}}), words="Key: pk"),
    "an empty sort key in a query": Refused(
        query("pk = :pk AND begins_with(sk, :v)", {**PK, ":v": {"S": ""}}), words="Key: sk"
    ),
    "a number as a partition in a query": Refused(
        query("pk = :pk", {":pk": {"N": "1"}}), words="Condition parameter type does not match schema type"
    ),
    "a number as the prefix of a sort key": Refused(
        query("pk = :pk AND begins_with(sk, :v)", {**PK, **ONE}), words="operand type: N"
    ),
    "numbers as the bounds of a sort key": Refused(
        query("pk = :pk AND sk BETWEEN :v AND :w", {**PK, ":v": {"N": "1"}, ":w": {"N": "2"}}),
        words="Condition parameter type does not match schema type",
    ),
    "bounds of a sort key the wrong way round": Refused(
        query("pk = :pk AND sk BETWEEN :b AND :a", {**PK, **TWO}),
        words="Invalid KeyConditionExpression: The BETWEEN operator requires upper bound",
    ),
    "a long partition in a query": Refused(query("pk = :pk", {":pk": {"S": "x" * 2049}}), words="of2048 bytes"),
    "a filter on a key": Refused(
        query("pk = :pk", {**PK, **TEXT}, FilterExpression="sk = :v"), words="Primary key attribute: sk"
    ),
    "a consistent read of an index": Refused(
        query("pending_pk = :pk", IN_INDEX, IndexName="pending", ConsistentRead=True),
        words="Consistent reads are not supported on global secondary indexes",
    ),
    "a consistent scan of an index": Refused(
        scan(IndexName="alarms", ConsistentRead=True), words="Consistent reads are not supported"
    ),
    "an attribute that an index does not have": Refused(
        query("pending_pk = :pk", IN_INDEX, IndexName="pending", ProjectionExpression="effects"),
        words="Global secondary index pending does not project [effects]",
    ),
    "a limit of 0": Refused(query("pk = :pk", PK, Limit=0), PARAMETER),
    "a limit of 0 in a scan": Refused(scan(Limit=0), PARAMETER),
    "a start in another partition": Refused(
        query("pk = :pk", PK, ExclusiveStartKey=key("CASE#2", "META")), words="outside query boundaries"
    ),
    "a start beyond the range": Refused(
        query("pk = :pk AND begins_with(sk, :v)", {**PK, ":v": {"S": "EVENT#"}}, ExclusiveStartKey=KEY),
        words="does not match the range key predicate",
    ),
    "a start without its sort key": Refused(
        query("pk = :pk", PK, ExclusiveStartKey={"pk": {"S": "CASE#1"}}), words="starting key is invalid"
    ),
    "a start with more than the key": Refused(
        query("pk = :pk", PK, ExclusiveStartKey={**KEY, "a": {"S": "b"}}), words="starting key is invalid"
    ),
    "a start with a number for a key": Refused(
        query("pk = :pk", PK, ExclusiveStartKey={"pk": {"S": "CASE#1"}, "sk": {"N": "1"}}), words="starting key"
    ),
    "a start in an index without the index's keys": Refused(
        query("pending_pk = :pk", IN_INDEX, IndexName="pending", ExclusiveStartKey=KEY), words="starting key"
    ),
    "a start in another partition of an index": Refused(
        query("pending_pk = :pk", {":pk": {"S": "PENDING#2"}}, IndexName="pending", ExclusiveStartKey={**KEY, **INDEX}),
        words="outside query boundaries",
    ),
    "a start of a scan that is no key": Refused(scan(ExclusiveStartKey={"pk": {"S": "A"}}), INVALID),
}
