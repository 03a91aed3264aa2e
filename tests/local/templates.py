"""Small templates, taken from the real one where it matters."""

from typing import Any

from infra import messages, store
from infra.logical import attribute
from infra.sources import mapping


def only(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"Resources": {name: resource for part in parts for name, resource in part.items()}}


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
