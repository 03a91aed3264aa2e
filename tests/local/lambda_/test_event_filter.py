"""Filters by the cases of AWS's documentation that the project can meet."""

import pytest

from local.lambda_.event_filter import UnknownOperator, passes, patterns

RECORD = {
    "eventName": "INSERT",
    "dynamodb": {
        "Keys": {"sk": {"S": "OUTBOX#000001"}},
        "NewImage": {"kind": {"S": "outbox"}, "tags": {"SS": ["a", "b"]}},
    },
}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ('{"eventName": ["INSERT"]}', True),
        ('{"eventName": ["REMOVE", "MODIFY"]}', False),
        ('{"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "OUTBOX#"}]}}}}', True),
        ('{"dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVENT#"}, {"suffix": "1"}]}}}}', True),
        ('{"dynamodb": {"NewImage": {"kind": {"S": [{"exists": true}]}}}}', True),
        ('{"dynamodb": {"NewImage": {"kind": {"S": [{"exists": false}]}}}}', False),
        ('{"dynamodb": {"OldImage": {"kind": {"S": [{"exists": false}]}}}}', True),
        ('{"dynamodb": {"OldImage": {"kind": {"S": ["outbox"]}}}}', False),
        ('{"dynamodb": {"NewImage": {"kind": {"S": [{"anything-but": ["outbox"]}]}}}}', False),
        ('{"dynamodb": {"NewImage": {"kind": {"S": [{"anything-but": "event"}]}}}}', True),
        ('{"dynamodb": {"NewImage": {"kind": {"S": [{"equals-ignore-case": "OUTBOX"}]}}}}', True),
        ('{"dynamodb": {"NewImage": {"tags": {"SS": ["b"]}}}}', True),
    ],
)
def test_a_pattern_lets_a_record_through(pattern, expected):
    assert passes(RECORD, patterns([pattern])) is expected


def test_one_of_several_patterns_is_enough_and_none_lets_everything_through():
    assert passes(RECORD, patterns(['{"eventName": ["REMOVE"]}', '{"eventName": ["INSERT"]}']))
    assert passes(RECORD, [])


@pytest.mark.parametrize(
    "pattern", ['{"eventName": "INSERT"}', '{"a": [{"cidr": "10.0.0.0/8"}]}', '{"$or": [{"a": ["b"]}]}']
)
def test_what_is_not_understood_is_refused(pattern):
    with pytest.raises(UnknownOperator):
        patterns([pattern])
