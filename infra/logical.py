"""Logical ids and intrinsics of the template, spelled the way Chalice spells its own."""

from typing import Any, cast

from chalice.utils import to_cfn_resource_name  # pyright: ignore[reportUnknownVariableType]

from chalicelib.foundation import names

Template = dict[str, Any]

# Deleting the stack leaves what cannot be made again. A first deployment that fails leaves nothing: what it left would
# have the names that the next one needs.
KEPT = "RetainExceptOnCreate"

TABLE = "Table"
ALARMS_TOPIC = "AlarmsTopic"
STREAM_FAILURES = "StreamFailuresQueue"
STORAGE_KEY = "StorageKey"
DATA_KEY = "DataKey"
RENDER_LAYER = "RenderLayer"
REST_API = "RestAPI"  # made by Chalice
API_FUNCTION = "APIHandler"  # Chalice's id of the function behind the API
NO_VALUE: Template = {"Ref": "AWS::NoValue"}


def pascal(name: str) -> str:
    return str(to_cfn_resource_name(name))


def queue_id(queue: str) -> str:
    return f"{pascal(queue.removesuffix('.fifo'))}Queue"


def dead_letters_id(queue: str) -> str:
    return f"{pascal(queue.removesuffix('.fifo'))}DeadLetters"


def signing_key_id(use: str) -> str:
    return f"{pascal(use)}SigningKey"


def function_id(function: str) -> str:
    """The logical id Chalice gives a function: `open_step` -> `OpenStep`."""
    return API_FUNCTION if function == names.API else pascal(function)


def ref(logical: str) -> Template:
    return {"Ref": logical}


def attribute(logical: str, name: str = "Arn") -> Template:
    return {"Fn::GetAtt": [logical, name]}


def sub(text: str) -> Template:
    return {"Fn::Sub": text}


def bucket_name(stage: str, purpose: str) -> Template:
    return sub(names.bucket(stage, "${AWS::AccountId}", purpose))


def policy(*statements: Template) -> Template:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def merge(over: Template, under: Template) -> Template:
    """Both, entry by entry; where they differ, what lies over."""
    merged = dict(under)
    for name, value in over.items():
        below: object = under.get(name)
        both = isinstance(value, dict) and isinstance(below, dict)
        merged[name] = merge(cast(Template, value), cast(Template, below)) if both else value
    return merged
