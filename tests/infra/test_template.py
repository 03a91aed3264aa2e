"""The template agrees with itself, with Chalice's logical ids and with the names in the code."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import ScheduledEventConfig, SQSEventConfig

from app import app
from chalicelib.durable import alarm_sweeper, parking, reconciler
from chalicelib.exchange.store import guard, wire
from chalicelib.foundation import keys, names
from chalicelib.foundation.sandbox import FILES
from chalicelib.http import cors
from chalicelib.intake.store.opening import apart
from infra import alarms as infra_alarms
from infra import gateway, machines, resources, sources
from infra.logical import function_id
from local.cloudformation.intrinsics import references
from local.cloudformation.resource_types import RESOURCE_TYPES
from local.lambda_.event_filter import passes, patterns


@pytest.fixture
def template():
    return resources.template("prod")


def of_type(template: dict[str, Any], kind: str) -> dict[str, Any]:
    return {name: made["Properties"] for name, made in template["Resources"].items() if made["Type"] == kind}


def test_every_reference_leads_somewhere(template):
    made = {*template["Resources"], *template["Parameters"]}
    for name, resource in template["Resources"].items():
        named = {reference.resource for reference in references(resource["Properties"])} | {
            *resource.get("DependsOn", [])
        }
        assert {other for other in named if not other.startswith("AWS::")} <= made, name


def test_every_type_and_property_is_known_locally(template):
    for resource in template["Resources"].values():
        kind = RESOURCE_TYPES[resource["Type"]]
        assert resource["Properties"].keys() <= kind.applied | kind.not_emulated.keys()


def test_every_queue_has_a_consumer_dead_letters_and_an_alarm(template):
    queues = of_type(template, "AWS::SQS::Queue")
    consumed = {
        reference.resource
        for function in of_type(template, "AWS::Serverless::Function").values()
        for reference in references(function)
    }
    alarmed = {
        ref.resource for alarm in of_type(template, "AWS::CloudWatch::Alarm").values() for ref in references(alarm)
    }
    for name, properties in queues.items():
        if "RedrivePolicy" in properties:
            dead = properties["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
            assert name in consumed
            assert dead in alarmed
            assert queues[dead].get("FifoQueue") == properties.get("FifoQueue")
        else:
            assert name in alarmed


def test_what_is_parked_or_held_rings(template):
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    ringing = {alarm["MetricName"]: alarm for alarm in alarms if alarm["Namespace"] == names.METRICS}
    days = {names.DAYS_WITHOUT_HEAD, names.PAYMENT_DAYS_OPEN}
    assert set(ringing) == {*parking.METRICS, names.HELD_DOCUMENTS, names.UNREADABLE_ROWS, *days}
    dimensions = [{"Name": "service", "Value": "yimen"}, {"Name": "stage", "Value": "prod"}]
    assert all(alarm["Dimensions"] == dimensions for alarm in ringing.values())
    assert all(alarm["AlarmActions"] for alarm in alarms)


def test_throttling_rings_for_the_table_and_each_index(template):
    """An index that is throttled throttles the writes of its table, and its own metrics alone say which it is."""
    table = next(iter(of_type(template, "AWS::DynamoDB::Table").values()))
    indexes = {index["IndexName"] for index in table["GlobalSecondaryIndexes"]}
    rung = set[tuple[str, str | None]]()
    for alarm in of_type(template, "AWS::CloudWatch::Alarm").values():
        dimensions = {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}
        if alarm["Namespace"] == "AWS/DynamoDB":
            assert (dimensions["TableName"], alarm["Statistic"], alarm["Period"]) == (table["TableName"], "Sum", 300)
            rung.add((alarm["MetricName"], dimensions.get("GlobalSecondaryIndexName")))
    metrics = ("ReadThrottleEvents", "WriteThrottleEvents")
    assert rung == {(metric, index) for metric in metrics for index in (None, *indexes)}


def test_an_execution_that_somebody_aborts_rings(template):
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    rung = [alarm["Dimensions"][0]["Value"]["Ref"] for alarm in alarms if alarm["MetricName"] == "ExecutionsAborted"]
    assert sorted(rung) == sorted(of_type(template, "AWS::StepFunctions::StateMachine"))


@pytest.mark.parametrize("row", names.QUEUES.values(), ids=lambda row: row.name)
def test_a_batch_of_the_slowest_messages_ends_within_the_time_of_its_function(row: names.Queue):
    """Else the function is stopped in the middle, and good messages of the batch fail with the slow ones."""
    batches = {source.name: source.batch_size for source in app.event_sources if isinstance(source, SQSEventConfig)}
    assert batches[row.consumer] == row.batch
    assert row.batch * row.seconds <= row.timeout
    assert row.timeout * 6 <= row.visibility  # as AWS advises


def test_a_message_has_time_for_the_longest_that_it_waits_for():
    """Beside that, three seconds for the table, the queue and the secrets."""
    aws = 3
    assert guard.RESOLVE_SECONDS + wire.SECONDS + aws <= names.QUEUES[names.CALLBACKS_QUEUE].seconds
    assert apart.SECONDS + aws <= names.QUEUES[names.MATERIALS_QUEUE].seconds


def test_a_schedule_ends_its_run_before_the_next_one_begins():
    assert timedelta(minutes=1) >= alarm_sweeper.BUDGET + alarm_sweeper.RESERVE
    assert timedelta(minutes=1) > reconciler.BUDGET


def test_a_burst_is_worked_on_by_many_and_not_by_all(template):
    """Lambda gives an account 1,000 calls at once, and the API needs some of them whatever the queues hold."""
    chosen = [events(template, row.consumer)["ScalingConfig"]["MaximumConcurrency"] for row in names.QUEUES.values()]
    at_once = {parameter["Ref"]: template["Parameters"][parameter["Ref"]]["Default"] for parameter in chosen}
    assert len(at_once) == len(names.QUEUES)
    assert all(2 <= calls <= 1000 for calls in at_once.values())  # what SQS allows
    assert sum(at_once.values()) <= 400
    assert events(template, names.DISPATCH_OUTBOX)["ParallelizationFactor"] == 10


def test_fifo_queues_are_not_bound_to_300_messages_a_second(template):
    queues = of_type(template, "AWS::SQS::Queue").values()
    fifo = [queue for queue in queues if queue["QueueName"].endswith(".fifo")]
    assert fifo
    for queue in fifo:
        assert (queue["DeduplicationScope"], queue["FifoThroughputLimit"]) == ("messageGroup", "perMessageGroupId")
    assert not any("DeduplicationScope" in queue for queue in queues if queue not in fifo)


def events(template: dict[str, Any], function: str) -> dict[str, Any]:
    """The settings that the template adds to the event source of a function."""
    ((_, source),) = template["Resources"][function_id(function)]["Properties"]["Events"].items()
    return source["Properties"]


def test_what_runs_by_itself_rings_when_it_fails_or_stops(template):
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    watched = {
        (alarm["Namespace"], alarm["MetricName"], str(dimension["Value"]))
        for alarm in alarms
        for dimension in alarm["Dimensions"]
    }
    scheduled = [source.name for source in app.event_sources if isinstance(source, ScheduledEventConfig)]
    assert set(scheduled) == set(infra_alarms.SCHEDULED)
    for function in scheduled:
        name = names.function("prod", function)
        assert {("AWS/Lambda", "Errors", name), ("AWS/Lambda", "Invocations", name)} <= watched
    for machine in of_type(template, "AWS::StepFunctions::StateMachine"):
        assert ("AWS/States", "ExecutionsFailed", str({"Ref": machine})) in watched
    silent = next(alarm for alarm in alarms if alarm["MetricName"] == "Invocations")
    assert (silent["ComparisonOperator"], silent["TreatMissingData"]) == ("LessThanThreshold", "breaching")


def test_a_queue_that_nobody_empties_rings(template):
    old = [alarm for alarm in of_type(template, "AWS::CloudWatch::Alarm").values() if "AgeOf" in alarm["MetricName"]]
    assert len(old) == len(names.QUEUES)
    for queue in names.QUEUES.values():
        # Before its age rings, a message that fails again and again is among the dead letters.
        assert queue.visibility * queue.attempts < old[0]["Threshold"]


def test_attempts_before_the_dead_letters(template):
    attempts = {
        properties["QueueName"]: properties["RedrivePolicy"]["maxReceiveCount"]
        for properties in of_type(template, "AWS::SQS::Queue").values()
        if "RedrivePolicy" in properties
    }
    assert attempts == {
        "yimen-prod-materials": 5,
        "yimen-prod-callbacks": 8,
        "yimen-prod-documents.fifo": 5,
        "yimen-prod-renderings": 5,
        "yimen-prod-replays": 5,
        "yimen-prod-trials": 5,
        "yimen-prod-sharing": 5,
        "yimen-prod-joint": 8,
    }


def test_buckets_are_versioned_encrypted_and_never_public(template):
    for name, bucket in of_type(template, "AWS::S3::Bucket").items():
        short_lived = name == "ExportsBucket"  # exported cases, which are gone after a day
        assert short_lived or bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
        condition, cors, otherwise = bucket["CorsConfiguration"]["Fn::If"]
        assert (condition, otherwise) == ("HasOrigins", {"Ref": "AWS::NoValue"})
        assert cors["CorsRules"][0]["ExposedHeaders"] == ["ETag"]
        assert cors["CorsRules"][0]["AllowedOrigins"] == {"Ref": "CorsOrigins"}
        # An old version may be what a row names as evidence: no rule deletes one, but of trials, which are none.
        rules = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if rule.get("Prefix") != FILES]
        expires = any("Expir" in name for rule in rules for name in rule)
        assert expires == short_lived


def test_heads_of_days_are_locked(template):
    buckets = of_type(template, "AWS::S3::Bucket")
    assert [name for name, bucket in buckets.items() if bucket.get("ObjectLockEnabled")] == ["HeadsBucket"]
    retention = buckets["HeadsBucket"]["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert retention == {"Mode": {"Ref": "HeadsLock"}, "Years": {"Ref": "HeadsKeptYears"}}


def test_the_table_keeps_what_it_holds(template):
    table = of_type(template, "AWS::DynamoDB::Table")["Table"]
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"]["KMSMasterKeyId"] == {"Fn::GetAtt": ["StorageKey", "Arn"]}
    assert table["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}
    assert template["Resources"]["Table"]["DeletionPolicy"] == "RetainExceptOnCreate"
    indexes = {index["IndexName"]: index for index in table["GlobalSecondaryIndexes"]}
    assert set(indexes) == {
        keys.TASKS_INDEX,
        keys.COUNTER_INDEX,
        keys.PENDING_INDEX,
        keys.ALARMS_INDEX,
        keys.DAYS_INDEX,
    }
    attributes = {entry["AttributeName"] for entry in table["AttributeDefinitions"]}
    used = {part["AttributeName"] for keyed in (table, *indexes.values()) for part in keyed["KeySchema"]}
    assert attributes == used


def test_the_definition_is_deployed_as_it_is_and_its_role_may_call_only_its_tasks(template):
    machine = of_type(template, "AWS::StepFunctions::StateMachine")["ReviewMachine"]
    assert machine["DefinitionString"] == (machines.DEFINITIONS / "review.asl.json").read_text(encoding="utf-8")
    function = machine["DefinitionSubstitutions"]["OpenStepFunctionArn"]
    assert function["Fn::Sub"].endswith(":function:yimen-prod-open_step")
    role = of_type(template, "AWS::IAM::Role")["ReviewMachineRole"]
    statement = role["Policies"][0]["PolicyDocument"]["Statement"][0]
    assert (statement["Action"], statement["Resource"]) == (
        "lambda:InvokeFunction",
        [function],
    )


def test_a_definition_may_name_only_our_task_functions():
    with pytest.raises(machines.UnknownPlaceholder, match="SendCallbackFunctionArn"):
        machines.machine("prod", "review", '{"Resource": "${SendCallbackFunctionArn}"}')


def test_the_stream_wakes_the_dispatcher_for_new_outbox_rows_only():
    filters = patterns([sources.new_outbox_rows()])

    def record(key: keys.Key, event: str = "INSERT") -> dict[str, Any]:
        return {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": key.pk}, "sk": {"S": key.sk}}}}

    assert passes(record(keys.outbox(keys.case("C1"), 12)), filters)
    assert not passes(record(keys.outbox(keys.case("C1"), 12), "MODIFY"), filters)
    assert not passes(record(keys.event("C1", 12)), filters)


@pytest.mark.parametrize("answer", gateway.ANSWERS, ids=lambda answer: answer.response)
def test_the_gateways_own_answers_are_problems(answer):
    made = gateway.response(answer)
    document = json.loads(made["ResponseTemplates"]["application/json"])
    assert re.search(r"[\u4e00-\u9fff]", document["title"])
    assert document["code"] == answer.problem.code
    assert document.get("status") == (int(made["StatusCode"]) if answer.status else None)
    headers = made["ResponseParameters"]["Headers"]
    assert headers["Content-Type"] == "'application/problem+json'"
    assert {*headers["Access-Control-Expose-Headers"].strip("'").split(",")} == {*cors.EXPOSED}
    assert (headers["X-Request-Id"], headers["Cache-Control"]) == ("context.requestId", "'no-store'")
    assert ("Retry-After" in headers) == (answer.response in ("THROTTLED", "DEFAULT_5XX"))
