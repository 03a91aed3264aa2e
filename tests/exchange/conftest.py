"""A department's system to be registered, a task to be told of, and a table in an emulator without sockets."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.access.actor import Actor
from chalicelib.cases.model import Task
from chalicelib.cases.store.tasks import put_task
from chalicelib.directory.store import keep_place
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.exchange.model import Registration
from chalicelib.exchange.store import secrets as secret
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from infra.store import resources
from tests.harness.tasks import OPENED, review_task
from tests.harness.world import place_of

AT = OPENED
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_" + "QUJD" * 12
URL = "https://food.example.gov.cn/yimen"


class Clock:
    """Wall time, moved by hand."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Clock:
    return Clock()


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch, wall: Clock) -> Iterator[Platform]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("dynamodb", region_name="us-east-1")
        properties = next(iter(resources("local").values()))["Properties"]
        made = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
        client.create_table(**{name: properties[name] for name in made})
        secret.clear_cache()
        yield Platform(Settings(), now=lambda: AT, wall=wall)


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
    def do(url: str = URL, key: str = "key-0001", secret: str = SECRET, actor: Actor | None = None) -> Receipt:
        registration = Registration.model_validate({"url": url, "secret": secret})
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
