"""What the emulated AWS holds at a moment, kept and brought back: rows, objects, messages, secrets, executions, both
clocks.
"""

from copy import deepcopy
from typing import Any, NamedTuple

from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sqs.models import sqs_backends

from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from tests.harness.machines import FakeMachines
from tests.harness.world import ACCOUNT, REGION, stored_partitions


class Moment(NamedTuple):
    """`facts` are what the people outside have learnt so far."""

    rows: dict[Any, dict[Any, Any]]
    objects: dict[str, dict[str, list[Any]]]
    messages: dict[str, list[Any]]
    secrets: dict[str, Any]
    machines: dict[str, Any]
    clocks: tuple[dict[str, Any], dict[str, Any]]
    facts: dict[str, Any]


def keep(platform: Platform, machines: FakeMachines, facts: dict[str, Any]) -> Moment:
    return Moment(
        {key: deepcopy(rows) for key, rows in stored_partitions(platform).items() if rows},
        {name: {key: [*store.getlist(key)] for key in store} for name, store in buckets(platform).items()},
        {name: deepcopy(queue._messages) for name, queue in queues(platform).items()},
        deepcopy(dict(secrets())),
        deepcopy({name: value for name, value in vars(machines).items() if name != "_call"}),
        (vars(platform.now).copy(), vars(platform.wall).copy()),
        deepcopy(facts),
    )


def bring_back(platform: Platform, machines: FakeMachines, moment: Moment) -> dict[str, Any]:
    """The facts of the moment; all else is as it was then."""
    stored = stored_partitions(platform)
    _records(platform).clear()
    stored.clear()
    stored.update(deepcopy(moment.rows))
    for name, store in buckets(platform).items():
        dict[str, Any].clear(store)
        for key, versions in moment.objects[name].items():
            dict[str, Any].__setitem__(store, key, [*versions])
    for name, queue in queues(platform).items():
        queue._messages[:] = deepcopy(moment.messages[name])
        queue._pending_messages.clear()
        queue.deleted_messages.clear()
    kept = secrets()
    dict[str, Any].clear(kept)
    dict[str, Any].update(kept, deepcopy(moment.secrets))
    vars(machines).update(deepcopy(moment.machines))
    for clock, state in zip((platform.now, platform.wall), moment.clocks, strict=True):
        vars(clock).update(state)
    return deepcopy(moment.facts)


def _records(platform: Platform) -> list[Any]:
    """The stream's, which nobody reads here and which would only grow."""
    return dynamodb_backends[ACCOUNT][REGION].tables[platform.settings.table].stream_shard.items  # pyright: ignore[reportOptionalMemberAccess, reportReturnType]


def buckets(platform: Platform) -> dict[str, Any]:
    """The emulator's own objects, every version of each key."""
    held = s3_backends[ACCOUNT]["aws"].buckets
    settings = platform.settings
    return {name: held[name].keys for name in (settings.materials_bucket, settings.documents_bucket)}


def secrets() -> dict[str, Any]:
    """The emulator's own secrets, every version of each."""
    return secretsmanager_backends[ACCOUNT][REGION].secrets


def queues(platform: Platform) -> dict[str, Any]:
    """The emulator's own queues, dead letters among them."""
    held = sqs_backends[ACCOUNT][REGION].queues
    wanted = [*names.QUEUES, *(names.dead(name) for name in names.QUEUES)]
    return {name: held[names.queue(platform.settings.stage, name)] for name in wanted}
