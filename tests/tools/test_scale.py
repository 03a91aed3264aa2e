"""The model of the load: what a whole case wrote decides, and a hot key or a quota that is too small is seen."""

from collections import Counter

import pytest

from benchmarks import scale
from benchmarks.scale import SCALES, Line, Measured, Seen, keys, measure, page, partitions_read, quotas, too_much


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure()


def test_nothing_is_above_its_share_and_the_page_says_so(measured: Measured):
    assert too_much([*keys(measured.meter.seen), *quotas(measured)]) == []
    assert scale.PAGE.read_text("utf-8") == page(measured)


def test_the_model_sees_the_keys_of_a_whole_case(measured: Measured):
    by_name = {line.name: line for line in keys(measured.meter.seen)}
    rates = [one.rate for one in SCALES]
    assert list(by_name["SERIAL writes"].used) == rates  # one unit for each submission
    assert {"PENDING writes", "ALARMS writes", "STATUS writes", "TASKS writes", "REGISTER writes"} <= by_name.keys()
    assert sum(measured.meter.seen.writes.values()) > 100
    of_table = sum(write.units for write in measured.meter.writes)
    assert sum(measured.meter.seen.writes.values()) >= of_table


def test_quotas_of_step_functions_are_counted_from_the_run(measured: Measured):
    by_name = {line.name: line for line in quotas(measured)}
    assert by_name["state transitions a second"].used[-1] == 142 * measured.transitions
    assert by_name["StartExecution a second"].used[-1] == 142 * 2


def test_a_hot_key_fails():
    seen = Seen(writes=Counter({"SERIAL#441700#20261126": 5, "PENDING#3": 8, "CASE#a": 900}))
    assert too_much(keys(seen)) == [
        "CASE writes: 900 of 1000 (90%) for city",
        "CASE writes: 900 of 1000 (90%) for nation, its largest city's account",
        "CASE writes: 900 of 1000 (90%) for province in one account",
        "SERIAL writes: 710 of 1000 (71%) for province in one account",
    ]


def test_shards_share_the_load_of_all_cases():
    (line,) = keys(Seen(writes=Counter({"PENDING#3": 5, "PENDING#4": 3})))
    assert line.used[-1] == 142


def test_a_quota_that_is_asked_for_counts_and_one_that_is_not_does_not():
    line = Line("StartExecution a second", 300, (0.0, 0.0, 284.0))
    assert too_much([line]) == []
    assert len(too_much([line._replace(name="DescribeExecution a second")])) == 1


def test_a_key_of_a_new_kind_needs_a_row():
    with pytest.raises(LookupError, match="NEW"):
        keys(Seen(writes=Counter({"NEW#1": 1})))


@pytest.mark.parametrize(
    ("request_", "partitions"),
    [
        ({"Key": {"pk": {"S": "A"}, "sk": {"S": "B"}}}, ["A"]),
        ({"RequestItems": {"t": {"Keys": [{"pk": {"S": "A"}}, {"pk": {"S": "C"}}]}}}, ["A", "C"]),
        ({"TransactItems": [{"Get": {"Key": {"pk": {"S": "A"}}}}]}, ["A"]),
        ({"KeyConditionExpression": "#pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "TASKS#1"}}}, ["TASKS#1"]),
        ({}, []),
    ],
)
def test_every_way_of_reading_has_its_partitions(request_: dict, partitions: list[str]):
    assert partitions_read(request_) == partitions
