import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation.table import Table

DOCUMENT = json.loads((Path(__file__).parents[2] / "local" / "data" / "items.json").read_text("utf-8"))
REGION = "441700"


@pytest.fixture
def document() -> dict[str, Any]:
    """The demonstration catalogue, free to be spoiled."""
    return deepcopy(DOCUMENT)


@pytest.fixture(scope="session")
def item() -> Callable[..., ServiceItem]:
    """An item of the demonstration catalogue as its first published version, with changes to its fields."""
    raw = {part["id"]: part for part in DOCUMENT["items"]}

    def build(code: str, **changes: Any) -> ServiceItem:
        published = {"region": REGION, "version": 1, "content_hash": "-"}
        return ServiceItem.model_validate_json(json.dumps(raw[code] | published | changes))

    return build


@pytest.fixture
def small() -> dict[str, Any]:
    """Four items of it with place and all departments: the emulator copies its whole table for every transaction."""
    few = {"YM-S01", "YM-R01", "YM-R02", "YM-P01"}
    items = [part for part in DOCUMENT["items"] if part["id"] in few]
    return deepcopy({"place": DOCUMENT["place"], "departments": DOCUMENT["departments"], "items": items})


@pytest.fixture
def table() -> Iterator[Table]:
    with emulated_table() as table:
        yield table


@contextmanager
def emulated_table() -> Iterator[Table]:
    """An empty table, and empty caches before and after."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        client = boto3.client("dynamodb", region_name="us-east-1")
        client.create_table(
            TableName="yimen-local",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )
        store.forget()
        yield Table(client, "yimen-local")
        store.forget()
