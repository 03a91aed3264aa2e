"""Policies both ways: every function may do what it does, and nothing else. `make faults` looks at every fault run."""

import re

import pytest

from chalicelib.foundation.keys import Key
from infra.functions import FUNCTIONS
from proofs import rights
from proofs.kit.callers import calling
from proofs.kit.requests import noted
from proofs.kit.world import new_world
from proofs.rights import Allowed, Use

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/yimen-local"


@pytest.fixture(scope="module")
def used() -> set[Use]:
    return rights.played()


def test_no_function_lacks_a_right_or_has_one_that_it_never_uses(used: set[Use]):
    assert {use.function for use in used} == {row.name for row in FUNCTIONS}
    assert rights.wrong(used) == []


def test_a_right_that_was_taken_away_is_missed(used: set[Use], monkeypatch: pytest.MonkeyPatch):
    left = [right for right in rights.allowed() if right.action != "states:StartExecution"]
    monkeypatch.setattr(rights, "allowed", lambda: left)
    functions = {use.function for use in rights.missing(used)}
    assert functions == {"dispatch_outbox", "reconcile_outbox"}


def test_a_right_too_many_is_seen(used: set[Use], monkeypatch: pytest.MonkeyPatch):
    more = Allowed("archive_case", "dynamodb:Scan", TABLE, "")
    excused = more._replace(unused="a reason")
    monkeypatch.setattr(rights, "allowed", lambda: [more, excused])
    assert rights.unused(used) == [more]


def test_a_reason_for_what_is_called_after_all_is_wrong(used: set[Use], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rights, "allowed", lambda: [Allowed("archive_case", "dynamodb:Query", TABLE, "a reason")])
    assert any("strike the reason" in line for line in rights.wrong(used, whole=False))


def test_every_reason_is_a_sentence_and_there_are_few():
    reasons = {right.unused for row in FUNCTIONS for right in row.rights} - {""}
    assert len(reasons) <= 5
    assert all(re.fullmatch(r"[a-zA-Z' ,]{10,}", reason) for reason in reasons)


@pytest.mark.parametrize(
    ("service", "operation", "request_", "needed"),
    [
        (
            "dynamodb",
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "t"}}, {"ConditionCheck": {"TableName": "t"}}]},
            {"dynamodb:PutItem", "dynamodb:ConditionCheckItem"},
        ),
        ("dynamodb", "Query", {"TableName": "t", "IndexName": "tasks"}, {"dynamodb:Query"}),
        ("s3", "HeadObject", {"Bucket": "b", "Key": "k"}, {"s3:GetObject", "s3:ListBucket"}),
        ("s3", "GetObject", {"Bucket": "b", "Key": "k", "VersionId": "1"}, {"s3:GetObjectVersion", "s3:ListBucket"}),
        ("s3", "SignedGetObject", {"Bucket": "b", "Key": "k", "VersionId": "1"}, {"s3:GetObjectVersion"}),
        ("s3", "DeleteObject", {"Bucket": "b", "Key": "k", "VersionId": "1"}, {"s3:DeleteObjectVersion"}),
        ("sqs", "ChangeMessageVisibilityBatch", {"QueueUrl": "http://h/1/q"}, {"sqs:ChangeMessageVisibility"}),
        ("stepfunctions", "SendTaskSuccess", {"taskToken": "t"}, {"states:SendTaskSuccess"}),
        ("secretsmanager", "CreateSecret", {"Name": "yimen/local/callbacks/x"}, {"secretsmanager:CreateSecret"}),
    ],
)
def test_a_call_needs_the_actions_that_iam_knows(service: str, operation: str, request_: dict, needed: set[str]):
    assert {action for action, _ in rights.uses(service, operation, request_)} == needed


def test_what_nobody_runs_is_nobodys():
    world = new_world()
    with noted(), rights.recording() as used:
        world.platform.table.get(Key("A", "B"))
        assert used == set()
        with calling("archive_case"):
            world.platform.table.get(Key("A", "B"))
    assert used == {Use("archive_case", "dynamodb:GetItem", TABLE)}
