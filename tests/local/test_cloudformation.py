"""The loader makes what it knows and refuses the rest by name, before anything is made."""

import json

import pytest
from chalice.app import Chalice

from chalicelib.foundation import names
from infra import machines, resources
from infra.logical import attribute, ref
from local.aws.changes import Changes
from local.aws.emulator import LocalAws
from local.cloudformation.creation import UnknownSetting
from local.cloudformation.loader import LoadError, load
from local.deployment import deployed
from local.lambda_.event_sources import Schedule, sources
from tests.local import templates

pytestmark = pytest.mark.enable_socket
PASS = {"StartAt": "Go", "States": {"Go": {"Type": "Succeed"}}}


def queue(**properties) -> dict:
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q", **properties}}


@pytest.mark.parametrize(
    ("resources_given", "message"),
    [
        ({"Cache": {"Type": "AWS::ElastiCache::CacheCluster"}}, "Cache: .* type AWS::ElastiCache::CacheCluster"),
        ({"Work": queue(RedriveAllowPolicy="k")}, "Work: .* property RedriveAllowPolicy of AWS::SQS::Queue"),
        ({"Work": {**queue(), "Metadata": {}}}, "Work: .* Metadata"),
        ({"Work": {**queue(), "Condition": "IsChina"}}, "Work: there is no condition IsChina"),
        ({"Work": queue(RedrivePolicy={"deadLetterTargetArn": attribute("Dead")})}, "Work: refers to Dead"),
        ({"Work": queue(DelaySeconds={"Fn::FindInMap": ["a", 1, 2]})}, "Work.DelaySeconds: .* Fn::FindInMap"),
        ({"Work": queue(DelaySeconds={"Fn::Sub": "${Missing.Arn}"})}, "Work: refers to Missing"),
        ({"Work": queue(DelaySeconds=ref("AWS::StackId"))}, "Work: refers to AWS::StackId"),
        ({"A": queue(DelaySeconds=ref("B")), "B": queue(DelaySeconds=ref("A"))}, "in a circle: "),
    ],
)
def test_what_it_does_not_know_is_refused_before_anything_is_made(resources_given, message):
    unreachable = LocalAws("http://127.0.0.1:9", "us-east-1", changes=Changes())
    with pytest.raises(LoadError, match=message):
        load({"Resources": resources_given}, unreachable)


def test_an_attribute_that_a_resource_does_not_have_is_refused(aws, stage):
    made = templates.queue(names.queue(stage, "work"))
    other = queue(DelaySeconds=attribute("Work", "StreamArn"))
    with pytest.raises(LoadError, match=r"Other: Work\.StreamArn does not exist"):
        load(templates.only(made, {"Other": other}), aws)


def test_a_setting_inside_a_property_is_refused_too(aws, stage):
    cors = {"CorsRules": [{"AllowedOrigins": ["*"], "Id": "x"}]}
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"yimen-{stage}", "CorsConfiguration": cors}}
    with pytest.raises(UnknownSetting, match=r"Bucket: .* setting Id"):
        load({"Resources": {"Bucket": bucket}}, aws)


def test_a_placeholder_without_a_value_is_refused(aws, stage):
    definition = json.dumps({**PASS, "Comment": "${Nothing}"})
    machine = machines.machine(stage, "review", json.dumps(PASS))
    machine["ReviewMachine"]["Properties"]["DefinitionString"] = definition
    with pytest.raises(UnknownSetting, match=r"ReviewMachine: .* \$\{Nothing\}"):
        load({"Resources": machine}, aws)


def test_the_whole_template_of_a_stage_is_made(aws, stage):
    loaded = load(resources.template(stage), aws, templates.PARAMETERS)
    table = aws.client("dynamodb").describe_table(TableName=names.table(stage))["Table"]
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert {index["IndexName"]: index["Projection"]["ProjectionType"] for index in table["GlobalSecondaryIndexes"]} == {
        "tasks": "ALL",
        "counter": "ALL",
        "pending": "KEYS_ONLY",
        "alarms": "KEYS_ONLY",
        "days": "KEYS_ONLY",
    }
    ttl = aws.client("dynamodb").describe_time_to_live(TableName=names.table(stage))["TimeToLiveDescription"]
    assert ttl == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
    for name in names.QUEUES:
        url = f"{aws.endpoint}/{aws.account}/{names.queue(stage, name)}"
        found = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        assert json.loads(found["RedrivePolicy"])["deadLetterTargetArn"].endswith(names.dead_letters(stage, name))
    bucket = names.bucket(stage, aws.account, "materials")
    assert aws.client("s3").get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    rule = aws.client("s3").get_bucket_cors(Bucket=bucket)["CORSRules"][0]
    assert rule["ExposeHeaders"] == ["ETag"]
    heads = aws.client("s3").get_object_lock_configuration(Bucket=names.bucket(stage, aws.account, "heads"))
    retention = heads["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert (retention["Mode"], retention["Years"]) == ("COMPLIANCE", 30)
    machine = aws.client("stepfunctions").describe_state_machine(
        stateMachineArn=loaded.attributes["ReviewMachine"]["Ref"]
    )
    assert machine["name"] == names.machine(stage, "review")


def test_what_its_condition_leaves_out_is_not_made_and_a_value_without_one_is_left_out(aws, stage):
    template = {
        "Parameters": {"Mail": {"Type": "String", "Default": ""}, "Origins": {"Type": "CommaDelimitedList"}},
        "Conditions": {"HasMail": {"Fn::Not": [{"Fn::Equals": [ref("Mail"), ""]}]}},
        "Resources": {
            "Gone": {**queue(), "Condition": "HasMail"},
            "Work": {
                **queue(
                    QueueName={"Fn::Join": ["-", ["yimen", stage, {"Fn::Select": [1, ref("Origins")]}]]},
                    DelaySeconds={"Fn::If": ["HasMail", 5, ref("AWS::NoValue")]},
                ),
                "DependsOn": ["Gone"],
            },
        },
    }
    with pytest.raises(LoadError, match="Origins has no default"):
        load(template, aws)
    with pytest.raises(LoadError, match="no parameter Other"):
        load(template, aws, {"Other": "1"})
    loaded = load(template, aws, {"Origins": "a, b"})
    assert loaded.properties == {"Work": {"QueueName": f"yimen-{stage}-b"}}


def test_a_mapping_for_a_function_that_the_app_does_not_have_is_refused(aws, stage):
    template = templates.only(templates.table(stage), templates.stream_of("nobody"))
    with (
        pytest.raises(LoadError, match="Nobody: the app has no event source"),
        deployed(Chalice("yimen", configure_logs=False), template, aws, stage=stage),
    ):
        pytest.fail("it must not start")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"StartingPosition": "TRIM_HORIZON"}, "knows StartingPosition LATEST only, not TRIM_HORIZON"),
        ({"MaximumBatchingWindowInSeconds": 5}, "knows MaximumBatchingWindowInSeconds 0 only, not 5"),
        ({"TumblingWindowInSeconds": 5}, "does not know the setting TumblingWindowInSeconds"),
    ],
)
def test_what_an_event_source_says_and_is_not_imitated_is_refused(aws, stage, settings, message):
    app = Chalice("yimen", configure_logs=False)
    app.on_dynamodb_record("set-by-the-template", name="reads")(lambda _: None)
    template = templates.only(templates.table(stage), templates.stream_of("reads", **settings))
    with pytest.raises(LoadError, match=message), deployed(app, template, aws, stage=stage):
        pytest.fail("it must not start")


def test_batch_size_and_rate_are_those_of_a_template_that_says_them(aws, stage):
    app = Chalice("yimen", configure_logs=False)
    app.on_dynamodb_record("set-by-the-template", name="reads", batch_size=100)(lambda _: None)
    app.schedule("rate(1 minute)", name="ticks")(lambda _: None)
    whole = {"BatchSize": 7, "StartingPosition": "LATEST", "MaximumBatchingWindowInSeconds": 0}
    event = {"Type": "Schedule", "Properties": {"Schedule": "rate(5 minutes)"}}
    ticks = {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"TicksEvent": event}}}
    template = templates.only(templates.table(stage), templates.stream_of("reads", **whole), {"Ticks": ticks})
    found = sources(app, load(template, aws))
    assert [stream.batch_size for stream in found.streams] == [7]
    assert found.schedules == [Schedule("ticks", 300)]
