"""A department's system to be registered, a task to be told of, and a world without anything in it."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.model import Task
from chalicelib.cases.store.tasks import put_task
from chalicelib.directory.store import keep_place
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.exchange.model import Registration
from chalicelib.foundation.platform import Platform
from proofs.kit.catalogue import place_of
from proofs.kit.clock import NEVER, Clock
from proofs.kit.tasks import OPENED, review_task
from proofs.kit.world import World

AT = OPENED
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_" + "QUJD" * 12
URL = "https://food.example.gov.cn/yimen"


@pytest.fixture
def world() -> World:
    """Nothing is in it, and time stands still until it is moved."""
    return World(tick=NEVER)


@pytest.fixture
def wall(world: World) -> Clock:
    return world.wall


@pytest.fixture
def platform(world: World) -> Platform:
    return world.platform


def system(department: str = "food", region: str = "441700") -> Actor:
    return Actor.model_validate(
        {
            "sub": f"system-{department}",
            "role": "department_system",
            "name": "业务系统",
            "region": region,
            "department": department,
        }
    )


def by(actor: Actor | None = None, key: str = "key-0001", digest: str = "d1", at: datetime = AT) -> Caller:
    return Caller(actor=actor or system(), at=at, key=key, digest=digest)


@pytest.fixture
def register(platform: Platform) -> Callable[..., Receipt]:
    def do(
        url: str = URL, key: str = "key-0001", secret: str = SECRET, actor: Actor | None = None, **more: Any
    ) -> Receipt:
        registration = Registration.model_validate({"url": url, "secret": secret, **more})
        return register_endpoint(
            platform, by(actor, key, digest=hashlib.sha256(f"{url} {secret}".encode()).hexdigest()), registration
        )

    return do


@pytest.fixture
def open_task(platform: Platform) -> Callable[..., Task]:
    """The profile of its place is what sending a callback needs besides."""

    def do(case_id: str = "C0001", **changes: Any) -> Task:
        task = review_task(case_id, **changes)
        platform.table.write(put_task(task), keep_place(place_of(task.division)))
        return task

    return do
