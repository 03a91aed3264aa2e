"""Logical ids and intrinsics of the template, spelled the way Chalice spells its own."""

from typing import Any

from chalice.utils import to_cfn_resource_name  # pyright: ignore[reportUnknownVariableType]

from chalicelib.foundation import names

Template = dict[str, Any]

TABLE = "Table"
ALARMS_TOPIC = "AlarmsTopic"
STREAM_FAILURES = "StreamFailuresQueue"
REST_API = "RestAPI"  # made by Chalice


def pascal(name: str) -> str:
    return str(to_cfn_resource_name(name))


def queue_id(queue: str) -> str:
    return f"{pascal(queue.removesuffix('.fifo'))}Queue"


def dead_letters_id(queue: str) -> str:
    return f"{pascal(queue.removesuffix('.fifo'))}DeadLetters"


def function_id(function: str) -> str:
    """The logical id Chalice gives a function: `open_step` -> `OpenStep`."""
    return pascal(function)


def ref(logical: str) -> Template:
    return {"Ref": logical}


def attribute(logical: str, name: str = "Arn") -> Template:
    return {"Fn::GetAtt": [logical, name]}


def sub(text: str) -> Template:
    return {"Fn::Sub": text}


def function_arn(stage: str, function: str) -> Template:
    """Built from names, not from GetAtt: machine -> function -> machine would be a cycle."""
    name = names.function(stage, function)
    return sub(f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{name}")


def bucket_name(stage: str, purpose: str) -> Template:
    return sub(names.bucket(stage, "${AWS::AccountId}", purpose))


def bucket_arn(stage: str, purpose: str) -> Template:
    return sub(f"arn:${{AWS::Partition}}:s3:::{names.bucket(stage, '${AWS::AccountId}', purpose)}")
