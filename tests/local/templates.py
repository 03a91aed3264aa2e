"""Small templates, taken from the real one where it matters."""

from typing import Any

from chalicelib.foundation.settings import Settings
from infra import encryption, messages, resources, store
from infra.logical import STORAGE_KEY, attribute
from infra.sources import mapping
from local.deployment import parameters_of

PARAMETERS = parameters_of(Settings())


def only(*parts: dict[str, Any]) -> dict[str, Any]:
    """These resources, with the key and the parameters that they may refer to; each has a value."""
    key = {STORAGE_KEY: encryption.resources("local")[STORAGE_KEY]}
    document = resources.document({name: made for part in (key, *parts) for name, made in part.items()})
    for name, value in PARAMETERS.items():
        document["Parameters"][name]["Default"] = value
    return document


def table(stage: str) -> dict[str, Any]:
    return store.resources(stage)


def queue(
    name: str, *, dead: int | None = None, visibility: int = 1, logical: str = "Work", **more: Any
) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if dead:
        suffix = ".fifo" if name.endswith(".fifo") else ""
        made[f"{logical}Dead"] = messages.queue(f"{name.removesuffix('.fifo')}-dead{suffix}")
        more["RedrivePolicy"] = {"deadLetterTargetArn": attribute(f"{logical}Dead"), "maxReceiveCount": dead}
    return {**made, logical: messages.queue(name, VisibilityTimeout=visibility, **more)}


def stream_of(function: str, **settings: Any) -> dict[str, Any]:
    logical = "".join(word.title() for word in function.split("_"))
    return {logical: mapping(function, "Dynamodb", {"Stream": attribute("Table", "StreamArn"), **settings})}


def queue_of(function: str, *, logical: str = "Work", **settings: Any) -> dict[str, Any]:
    name = "".join(word.title() for word in function.split("_"))
    return {name: mapping(function, "Sqs", {"Queue": attribute(logical), **settings})}
