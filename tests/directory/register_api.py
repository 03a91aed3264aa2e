"""The registers of the demonstration over HTTP, for tests. SYNTHETIC."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import OF_ORGAN_ABOVE, Actor, Role
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.api import figures
from chalicelib.catalogue.api import registers as registered_items
from chalicelib.directory.api import letters, registers, seals, staff_changes
from chalicelib.foundation import platform as platforms
from chalicelib.http import requests
from local.catalogues import catalogue_of
from local.registers import seed_registers
from proofs.kit.world import World
from tests.directory.directories import imported
from tests.directory.registers import CITY, NOON

APIS = (registers.api, staff_changes.api, seals.api, letters.api, registered_items.api, figures.api)
Ask = Callable[..., tuple[int, Any]]
STAFF, LETTERS, FILINGS = "/directory/staff", "/directory/letters", "/directory/filings"
END = {"reason": "收回委托"}
FILING = {"number": "示政数备〔2026〕1号"}
LEAVING = {"reason": "调离"}
POST = {"unit_kind": "department", "unit": "food", "post": "审查员", "rank": "科员级", "staff_type": "公务员"}
NEW = {**POST, "id": "S990", "name": "新演示", "roles": ["officer"], "starts_on": "2026-11-23"}


@pytest.fixture(scope="session")
def begun() -> World:
    world = World()
    imported(world.platform.table)
    import_catalogue(world.platform.table, CITY, catalogue_of(CITY), NOON)
    seed_registers(world.platform.table, CITY, NOON)
    return world


@pytest.fixture
def world(begun: World) -> World:
    return begun.copy()


@pytest.fixture
def ask(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    app = Chalice("yimen", configure_logs=False)
    for api in APIS:
        api.register(app, {"url_prefix": "/v1"})
    platforms.use(world.platform)
    with Client(app) as client:

        def do(who: str, path: str, body: Any = None, region: str = CITY, key: str = "key-00001", **query: Any):
            """`who` is a role, with the department after a dash: `department_leader-food`."""
            role, _, department = who.partition("-")
            sub = f"persona:leader-{department}" if department else f"staff:{role}"
            facts = {"sub": sub, "role": Role(role), "name": "演示", "region": region, "department": department or None}
            if role in OF_ORGAN_ABOVE and not department:
                facts["department"] = "organ_above"
            monkeypatch.setattr(requests, "authenticate", lambda *_: Actor.model_validate(facts))
            asked = f"/v1{quote(path)}" + (f"?{urlencode(query)}" if query else "")
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            raw = b"" if body is None else json.dumps(body).encode()
            answer = client.http.request("GET" if body is None else "POST", asked, headers=headers, body=raw)
            return answer.status_code, answer.json_body

        yield do
    platforms.use(None)


def pointers(problem: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in problem["errors"]]
