"""The template that is deployed: valid as we write it and as SAM makes it, in both partitions, and true to the app."""

import gc
import json
import re
from graphlib import TopologicalSorter
from importlib.util import find_spec
from typing import Any

import pytest

from app import app
from chalicelib.foundation import names
from chalicelib.foundation.keyring import StoredKeys
from chalicelib.foundation.settings import Settings
from chalicelib.http import areas
from chalicelib.wiring import entries
from infra import gateway
from infra.functions import FUNCTIONS
from infra.logical import DATA_KEY, attribute, function_id, queue_id
from infra.sources import CONSUMERS
from infra.template import WrongStage, build
from local.cloudformation.intrinsics import references
from tests.infra.documents import as_text, known, of_type, properties, raw, transformed, values
from tools import template
from tools.template import PARTITIONS

DOCUMENTS = ["raw", *PARTITIONS]
FUNCTION = "AWS::Serverless::Function"


def document(which: str) -> dict[str, Any]:
    return raw() if which == "raw" else transformed(which)


# ----------------------------------------------------------------------------------------------------------- valid
def test_the_linter_finds_nothing_in_either_partition():
    """`make check` also lints what SAM makes of it."""
    assert template.findings(raw(), [*PARTITIONS.values()]) == []


def test_the_linter_would_find_something():
    broken = {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"Wrong": 1}}}}
    (found,) = template.findings(broken, ["cn-north-1"])
    assert "'Wrong'" in found


def intrinsics(value: Any) -> list[str]:
    return [name for name in value if name == "Ref" or name.startswith("Fn::")] if isinstance(value, dict) else []


def test_the_transform_writes_nothing_between_the_findings(caplog: pytest.LogCaptureFixture):
    small = {"Parameters": {}, "Resources": {"Kept": {"Type": "AWS::Serverless::SimpleTable"}}}
    for _ in range(2):  # a translator goes when the next one comes
        template.transformed(small, PARTITIONS["aws"])
    gc.collect()
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize("which", DOCUMENTS)
def test_no_value_has_two_functions_nor_anything_beside_one(which: str):
    wrong = [path for path, value in values(document(which)) if intrinsics(value) and len(value) > 1]
    assert wrong == []


def test_a_value_of_two_functions_would_be_found():
    """As Chalice and ours make one together when a queue is named in the app: that is why `queue_arn` stands there."""
    broken = {"Queue": {"Fn::Sub": "arn", "Fn::GetAtt": ["Queue", "Arn"]}}
    assert [path for path, value in values(broken) if intrinsics(value) and len(value) > 1] == ["/Queue"]


@pytest.mark.parametrize("which", DOCUMENTS)
def test_no_resource_waits_for_itself(which: str):
    made = document(which)["Resources"]
    graph = {
        name: {reference.resource for reference in references(resource.get("Properties", {}))} & made.keys()
        | {*as_list(resource.get("DependsOn"))}
        for name, resource in made.items()
    }
    list(TopologicalSorter(graph).static_order())
    assert graph["ReviewMachine"] == {"ReviewMachineRole", "OpenStep"}


@pytest.mark.parametrize("which", DOCUMENTS)
def test_an_update_replaces_the_functions_of_a_machine_before_the_machine(which: str):
    """New functions serve executions of the machine before. A function of before would not answer the token of a new
    machine, and its cases would wait for the reconciler.
    """
    waited = document(which)["Resources"]["IssuanceMachine"]["DependsOn"]
    assert {*as_list(waited)} == {"MakeResult", "OpenStep", "ArchiveCase"}


def as_list(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


@pytest.mark.parametrize("which", DOCUMENTS)
def test_every_reference_leads_to_a_resource_a_parameter_or_a_pseudo_parameter(which: str):
    made = document(which)
    there = {*made["Resources"], *made["Parameters"], *known(made, "aws")}
    named = {reference.resource for reference in references([*made["Resources"].values(), made.get("Outputs", {})])}
    assert named <= there
    used = {value["Fn::If"][0] for _, value in values(made) if isinstance(value, dict) and "Fn::If" in value}
    used |= {resource["Condition"] for resource in made["Resources"].values() if "Condition" in resource}
    assert used == {*made["Conditions"]}


# A service's name that is the same in all partitions and regions.
UNIVERSAL = {"lambda", "apigateway", "s3", "events"}


@pytest.mark.parametrize("which", DOCUMENTS)
def test_nothing_is_written_for_one_partition_only(which: str):
    text = as_text(document(which))
    assert "arn:aws:" not in text
    assert "arn:aws-cn:" not in text
    services = {*re.findall(r"([\w${}:.-]+)\.amazonaws\.com", text)}
    assert services <= UNIVERSAL | {"states.${AWS::Region}"}


def test_the_stage_is_a_part_of_names():
    for wrong in ("", "Prod", "9", "prod_1", "a" * 21, "local"):
        with pytest.raises(WrongStage, match="stage"):
            build(wrong)


# --------------------------------------------------------------------------------------------- the table of functions
def deployed_names(made: dict[str, Any]) -> dict[str, set[str]]:
    """What may be named: names of the resources, by what the resource is."""
    kinds = {
        "function": ("AWS::Lambda::Function", "FunctionName"),
        "table": ("AWS::DynamoDB::Table", "TableName"),
        "queue": ("AWS::SQS::Queue", "QueueName"),
        "bucket": ("AWS::S3::Bucket", "BucketName"),
        "machine": ("AWS::StepFunctions::StateMachine", "StateMachineName"),
        "log group": ("AWS::Logs::LogGroup", "LogGroupName"),
    }
    return {
        what: {properties(made, name)[field] for name in of_type(made, kind)} for what, (kind, field) in kinds.items()
    }


def test_the_table_has_each_function_of_the_app_with_its_handler():
    declared = {function.name for function in (*app.pure_lambda_functions, *app.event_sources)}
    assert {row.name for row in FUNCTIONS} == declared | {names.API}
    modules = {row.name: row.handler.removesuffix(".handler") for row in FUNCTIONS}
    assert modules == {name: f"{entries.__name__}.{name}" for name in modules}
    assert [name for name, module in modules.items() if find_spec(module) is None] == []
    packaged = of_type(raw(), FUNCTION)
    assert packaged.keys() == {function_id(row.name) for row in FUNCTIONS}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_is_deployed_as_its_row_says(row: Any):
    made = properties(transformed("aws"), function_id(row.name))
    assert made["FunctionName"] == f"yimen-prod-{row.name}"
    assert (made["MemorySize"], made["Timeout"], made["Handler"]) == (row.memory, row.timeout, row.handler)
    assert (made["Runtime"], made["Architectures"]) == ("python3.13", ["arm64"])
    assert made["Role"] == f"{function_id(row.name)}Role.Arn"
    assert bool(made.get("Layers")) == row.renders
    assert made["LoggingConfig"]["LogGroup"] == f"{function_id(row.name)}LogGroup.Ref"
    group = properties(transformed("aws"), f"{function_id(row.name)}LogGroup", LogDays="400")
    assert (group["LogGroupName"], group["RetentionInDays"]) == (f"/aws/lambda/yimen-prod-{row.name}", "400")
    assert made["VpcConfig"] == {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert "VpcConfig" not in properties(transformed("aws"), function_id(row.name), SubnetIds="", SecurityGroupIds="")


def test_a_message_stays_hidden_for_six_times_the_time_of_its_function():
    """As AWS advises: else another call takes a message that the first still works on."""
    timeouts = {row.name: row.timeout for row in FUNCTIONS}
    assert {q.name: q.visibility for q in names.QUEUES.values()} == {
        q.name: 6 * timeouts[q.consumer] for q in names.QUEUES.values()
    }


def test_the_variables_are_settings_and_make_valid_ones():
    made = properties(transformed("aws-cn"), "OpenStep", "aws-cn")["Environment"]["Variables"]
    assert made.pop("PYDANTIC_DISABLE_PLUGINS") == "__all__"  # as `benchmarks/cold_start.py` measures
    given = {name.removeprefix("YIMEN_").lower(): value for name, value in made.items()}
    assert given.pop("data_key") == "DataKey.Arn"
    settings = Settings.model_validate(given)
    assert (settings.partition, settings.aws_region, settings.account) == ("aws-cn", "cn-north-1", "111122223333")
    assert settings.cors_origins == ("https://portal.example", "https://staff.example")
    assert settings.queue_url(names.CALLBACKS_QUEUE).startswith("https://sqs.cn-north-1.amazonaws.com.cn/1111")
    assert (settings.division, settings.supplement_workdays, settings.sample_documents) == ("441700", 30, True)


def test_every_substitution_alarm_and_policy_names_something_of_the_template():
    made = transformed("aws")
    there = deployed_names(made)
    for name, machine in of_type(made, "AWS::StepFunctions::StateMachine").items():
        for word, value in properties(made, name)["DefinitionSubstitutions"].items():
            assert word == "Partition" or value.rpartition(":")[2] in there["function"], (name, word)
        assert machine["Properties"]["DefinitionString"]
    for name in of_type(made, "AWS::CloudWatch::Alarm"):
        for dimension in properties(made, name)["Dimensions"]:
            value = dimension["Value"]
            if dimension["Name"] == "FunctionName":
                assert value in there["function"], name
            elif dimension["Name"] == "QueueName":
                assert value.endswith("Queue.QueueName") or value.endswith("DeadLetters.QueueName"), name
    for name in of_type(made, "AWS::IAM::Role"):
        for policy in properties(made, name).get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                for resource in as_list(statement["Resource"]):
                    assert named(resource, there), (name, resource)


def named(resource: str, there: dict[str, set[str]]) -> bool:
    """Whether the ARN of a policy is that of a resource of the template, or of something inside of one."""
    if resource in ("*", "DataKey.Arn", "ExportsSigningKey.Arn", "HeadsSigningKey.Arn"):
        return True
    _, _, service, _, _, rest = resource.split(":", 5)
    kept = r"callbacks/\*|payments/provider-\?{6}|sharing-\?{6}|keys/(cursor|index|wrapping)-\?{6}"
    secret = rf"secret:yimen/prod/({kept})"
    names_it = {
        "dynamodb": lambda: rest.split("/")[1] in there["table"],
        "s3": lambda: rest.split("/")[0] in there["bucket"],
        "sqs": lambda: rest in there["queue"],
        "states": lambda: rest.split(":")[1] in there["machine"],
        "lambda": lambda: rest.removeprefix("function:") in there["function"],
        "logs": lambda: rest.removeprefix("log-group:").removesuffix(":*") in there["log group"],
        "secretsmanager": lambda: bool(re.fullmatch(secret, rest)),
    }
    return names_it[service]()


def test_only_network_interfaces_are_allowed_on_any_resource():
    """AWS knows no resource there. And only with a VPC."""
    made = transformed("aws")
    for name in of_type(made, "AWS::IAM::Role"):
        for policy in properties(made, name).get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                assert not any("*" in action for action in as_list(statement["Action"]))
                if "*" in as_list(statement["Resource"]):
                    assert all(action.startswith("ec2:") for action in statement["Action"])
    without = properties(made, "OpenStepRole", SubnetIds="", SecurityGroupIds="")
    assert "ec2:" not in as_text(without)


def test_the_api_sends_to_no_queue_of_the_hall_starts_no_machine_and_reads_no_callback_secret():
    """Documents of trials alone are handed to their printer by the API: what follows in a sandbox is done by whoever
    plays there, and no outbox outside has a row of it.
    """
    role = properties(transformed("aws"), "APIHandlerRole")
    (calls,) = [policy for policy in role["Policies"] if policy["PolicyName"] == "calls"]
    allowed = {
        (action, resource)
        for statement in calls["PolicyDocument"]["Statement"]
        for action in statement["Action"]
        for resource in statement["Resource"]
    }
    sends = [resource for action, resource in allowed if action == "sqs:SendMessage"]
    assert [resource.rpartition(":")[2] for resource in sends] == [names.queue("prod", names.TRIALS_QUEUE)]
    assert not [action for action, _ in allowed if action == "sqs:DeleteMessage"]
    assert not [action for action, _ in allowed if action.startswith("states:")]
    assert not [
        resource for action, resource in allowed if action.endswith("GetSecretValue") and "callbacks" in resource
    ]


# ------------------------------------------------------------------------------------------------------ event sources
def test_the_settings_of_event_sources_arrive():
    """SAM makes them of what Chalice writes and what we merge over it."""
    made = transformed("aws")
    mappings = of_type(made, "AWS::Lambda::EventSourceMapping")
    found = {properties(made, name)["FunctionName"]: properties(made, name) for name in mappings}
    stream = found.pop("DispatchOutbox.Ref")
    assert (stream["EventSourceArn"], stream["StartingPosition"]) == ("Table.StreamArn", "LATEST")
    assert stream["BisectBatchOnFunctionError"] is True
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == "StreamFailuresQueue.Arn"
    assert found.keys() == {f"{function_id(function)}.Ref" for function in CONSUMERS}
    for function, queue in CONSUMERS.items():
        mapping = found[f"{function_id(function)}.Ref"]
        assert mapping["EventSourceArn"] == f"{queue_id(queue)}.Arn"
        assert mapping["ScalingConfig"]["MaximumConcurrency"] == str(names.QUEUES[queue].at_once)
    assert all(mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for mapping in [stream, *found.values()])


# --------------------------------------------------------------------------------------------------------------- API
def test_the_stage_of_the_api_is_regional_throttled_and_logged():
    made = transformed("aws")
    api = properties(made, "RestAPI")
    assert (api["Name"], api["EndpointConfiguration"]) == ("yimen-prod", {"Types": ["REGIONAL"]})
    (stage,) = of_type(made, "AWS::ApiGateway::Stage")
    settings = properties(made, stage, ThrottleRate="7")
    assert settings["StageName"] == "prod"
    everything, *submissions = settings["MethodSettings"]
    assert (everything["ThrottlingRateLimit"], everything["ThrottlingBurstLimit"]) == ("7", "400")
    assert [method["ThrottlingRateLimit"] for method in submissions] == ["200", "200"]
    # AWS: /resource/subresource is written as /~1resource~1subresource.
    paths = {method["ResourcePath"].removeprefix("/").replace("~1", "/") for method in submissions}
    assert paths <= gateway.everyday_paths(), "a bound of its own needs a resource of its own"
    for method in settings["MethodSettings"]:
        assert (method["LoggingLevel"], method["DataTraceEnabled"]) == ("OFF", False)
    line = json.loads(settings["AccessLogSetting"]["Format"])
    assert settings["AccessLogSetting"]["DestinationArn"].endswith(":log-group:ApiLogGroup.Ref")
    personal = ("sourceIp", "userAgent", "path", "querystring", "authorizer", "identity")
    assert not [value for value in line.values() for word in personal if f".{word}" in value]
    assert line["route"] == "$context.resourcePath"  # the route's pattern, in which names stand for ids


def test_every_update_of_the_stack_deploys_the_api_anew(monkeypatch: pytest.MonkeyPatch):
    """Else the gateway's own answers keep the origins of before: SAM looks at the paths alone."""

    def deployment(seconds: float) -> str:
        monkeypatch.setattr("time.time", lambda: seconds)
        made = template.transformed(raw(), PARTITIONS["aws"])
        ((name, _),) = of_type(made, "AWS::ApiGateway::Deployment").items()
        (stage,) = of_type(made, "AWS::ApiGateway::Stage")
        assert properties(made, stage)["DeploymentId"] == f"{name}.Ref"
        return name

    assert deployment(1_000_000) != deployment(1_000_060)


def test_a_web_acl_is_put_before_the_stage_when_one_is_given():
    made = transformed("aws")
    association = properties(made, "WebAclAssociation")
    assert association["ResourceArn"] == (
        "arn:aws:apigateway:eu-west-1::/restapis/RestAPI.Ref/stages/RestAPIprodStage.Ref"
    )
    assert known(made, "aws", WebAclArn="")["Fn::Conditions"]["HasWebAcl"] is False


def test_each_path_sends_any_other_method_to_our_code_too():
    """There it is 405 with Allow. By itself the gateway would say that there is no such path."""
    paths = paths_of_gateway()
    everyday = gateway.everyday_paths()
    assert paths.keys() == {areas.resource_of(path, everyday) for path in app.routes}
    assert everyday <= paths.keys()
    for path, methods in paths.items():
        other = methods["x-amazon-apigateway-any-method"]
        assert other["x-amazon-apigateway-integration"]["type"] == "aws_proxy"
        assert {p["name"] for p in other.get("parameters", [])} == {*re.findall(r"{(\w+)\+?}", path)}
        if path in app.routes:
            assert methods["options"]["x-amazon-apigateway-integration"]["type"] == "aws_proxy"


def test_a_shared_resource_stands_beside_no_other_of_its_area():
    """So nobody depends on which of two resources a gateway prefers."""
    paths = [*paths_of_gateway()]
    shared = [path for path in paths if path.endswith(areas.BELOW)]
    assert len(shared) > 5
    for one in shared:
        area = areas.area_of(one)
        assert {path for path in paths if areas.area_of(path) == area} <= {area, one}


def paths_of_gateway() -> Any:
    return raw()["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]


def test_the_api_stays_within_the_number_of_resources_that_a_gateway_may_have():
    split = [path.strip("/").split("/") for path in paths_of_gateway()]
    parts = {tuple(path[: depth + 1]) for path in split for depth in range(len(path))}
    assert len(parts) < 300 * 0.7


# ---------------------------------------------------------------------------------------------------- keys and secrets
@pytest.mark.parametrize("purpose", names.KEYS)
def test_the_stack_makes_a_secret_for_each_key(purpose: str):
    made = properties(transformed("aws"), f"{purpose.title()}Key")
    assert made["Name"] == f"yimen/prod/keys/{purpose}"
    assert made["KmsKeyId"] == "DataKey.Arn"
    generated = made["GenerateSecretString"]
    assert generated["PasswordLength"] >= 43  # 256 bits of letters and digits
    made_first = json.loads(generated["SecretStringTemplate"]) | {generated["GenerateStringKey"]: "x" * 64}
    assert StoredKeys.model_validate(made_first).current == "x" * generated["PasswordLength"]


def test_who_may_read_the_wrapping_key_may_also_use_its_kms_key_and_nobody_else_may():
    """The secret lies under the KMS key, so one right without the other opens nothing. Callbacks need neither."""
    secret = "secretsmanager:GetSecretValue on keys/wrapping"
    holders: dict[str, set[str]] = {}
    for row in FUNCTIONS:
        for right in row.rights:
            for action in right.actions:
                for resource in right.resources("prod"):
                    if "keys/wrapping" in str(resource):
                        holders.setdefault(row.name, set()).add(f"{action} on keys/wrapping")
                    if action.startswith("kms:") and resource == attribute(DATA_KEY):
                        holders.setdefault(row.name, set()).add(action)
    assert {*holders} == {row.name for row in FUNCTIONS} - {
        names.SEND_CALLBACK,
        names.REPLAY_LETTERS,
        names.ANCHOR_DAYS,
    }
    assert all(found == {secret, "kms:Decrypt"} for found in holders.values())


@pytest.mark.parametrize("use", names.SIGNING_KEYS)
def test_each_key_that_signs_is_used_by_one_function_alone(use: str):
    """Whoever may sign heads could rewrite a day; the API, which everybody calls, signs exports only."""
    made = properties(transformed("aws"), f"{use.title()}SigningKey")
    assert (made["KeySpec"], made["KeyUsage"], "EnableKeyRotation" in made) == ("ECC_NIST_P256", "SIGN_VERIFY", False)
    signs = {
        row.name
        for row in FUNCTIONS
        for right in row.rights
        if "kms:Sign" in right.actions and attribute(f"{use.title()}SigningKey") in right.resources("prod")
    }
    assert signs == {names.SIGNS_EXPORTS: {names.API}, names.SIGNS_HEADS: {names.ANCHOR_DAYS}}[use]


@pytest.mark.parametrize(("partition", "suffix"), [("aws", "amazonaws.com"), ("aws-cn", "amazonaws.com.cn")])
def test_the_storage_key_serves_the_services_of_the_account(partition: str, suffix: str):
    made = properties(transformed(partition), "StorageKey", partition)
    assert made["EnableKeyRotation"] is True
    _, services, logs, announcing = made["KeyPolicy"]["Statement"]
    region = PARTITIONS[partition]
    through = [f"{service}.{region}.{suffix}" for service in ("dynamodb", "s3", "sqs")]
    assert services["Condition"]["StringEquals"]["kms:ViaService"] == through
    assert logs["Principal"]["Service"] == f"logs.{region}.{suffix}"
    assert announcing["Principal"]["Service"] == "s3.amazonaws.com"
    own = properties(transformed(partition), "DataKey", partition)["KeyPolicy"]["Statement"]
    assert len(own) == 1  # nobody but who has a right in a policy


def test_what_cannot_be_made_again_is_kept_when_the_stack_is_deleted():
    made = transformed("aws")["Resources"]
    kept = {name for name, resource in made.items() if resource.get("DeletionPolicy") == "RetainExceptOnCreate"}
    lasting = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret")
    assert {name for name, resource in made.items() if resource["Type"] in lasting} <= kept


# ------------------------------------------------------------------------------------------------------------ dashboard
def test_the_dashboard_shows_what_an_operator_looks_for():
    made = transformed("aws-cn")
    body = json.loads(properties(made, "Dashboard", "aws-cn")["DashboardBody"])
    there = deployed_names(made)
    shown: set[str] = set()
    titled = {
        widget["properties"]["title"].split()[0]: str(widget["properties"]["metrics"]) for widget in body["widgets"]
    }
    dead = [*(names.dead_letters("prod", queue) for queue in names.QUEUES), names.queue("prod", "stream-failures")]
    assert all(f"'{queue}'" in titled["死信"] for queue in dead)
    for widget in body["widgets"]:
        assert widget["properties"]["region"] == "cn-north-1"
        for namespace, metric, *dimensions in widget["properties"]["metrics"]:
            shown.add(metric)
            for name, value in zip(dimensions[::2], dimensions[1::2], strict=True):
                kind = {"FunctionName": "function", "QueueName": "queue", "TableName": "table"}.get(name)
                assert kind is None or value in there[kind], (namespace, metric)
    wanted = {"Count", "5XXError", "Errors", "Throttles", "IteratorAge", "ApproximateAgeOfOldestMessage"}
    assert shown >= wanted | {*names.COUNTED, "OpenExecutionCount", "ConsumedWriteCapacityUnits"}


# ---------------------------------------------------------------------------------------------------------- parameters
def test_mail_is_sent_to_whom_the_parameter_names_and_to_nobody_without():
    made = transformed("aws")
    mail = made["Resources"]["AlarmMailSubscription"]
    assert properties(made, "AlarmMailSubscription")["Endpoint"] == "duty@hall.example"
    assert known(made, "aws", AlarmMail="")["Fn::Conditions"][mail["Condition"]] is False


def test_warm_throughput_is_asked_for_only_when_it_is_more_than_aws_gives():
    made = transformed("aws")
    assert "WarmThroughput" not in properties(made, "Table")
    warm = properties(made, "Table", WarmWrites="40000")["WarmThroughput"]
    assert warm == {"ReadUnitsPerSecond": "12000", "WriteUnitsPerSecond": "40000"}


def test_each_index_is_kept_warm_for_the_writes_of_its_table():
    """One that cannot keep up makes AWS refuse writes to the table."""
    made = transformed("aws")

    def indexes(**given: str) -> list[Any]:
        return [index.get("WarmThroughput") for index in properties(made, "Table", **given)["GlobalSecondaryIndexes"]]

    assert indexes(WarmWrites="40000") == [{"WriteUnitsPerSecond": "40000"}] * 5
    assert indexes() == indexes(WarmReads="50000") == [None] * 5


def test_concurrency_is_reserved_for_the_api_only_when_it_is_asked_for():
    made = transformed("aws")
    assert properties(made, "APIHandler", ApiAtOnce="50")["ReservedConcurrentExecutions"] == "50"
    assert "ReservedConcurrentExecutions" not in properties(made, "APIHandler", ApiAtOnce="0")


def test_the_log_of_the_gateway_has_its_role_before_the_stage_is_made():
    made = transformed("aws")
    (stage,) = of_type(made, "AWS::ApiGateway::Stage").values()
    assert "GatewayAccount" in {reference.resource for reference in references(stage["Properties"])}
    assert made["Resources"]["GatewayAccount"]["Condition"] == "SetsGatewayLogRole"
    assert made["Resources"]["GatewayLogsRole"]["Condition"] == "SetsGatewayLogRole"


def test_every_parameter_says_what_it_is_and_is_used():
    made = raw()
    used = {reference.resource for reference in references([*made["Resources"].values(), *made["Conditions"].values()])}
    for name, parameter in made["Parameters"].items():
        assert parameter["Description"].endswith("."), name
        assert name in used, name
