from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from chalice.app import Chalice
from chalice.test import Client, HTTPResponse

from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.foundation.table import Table
from chalicelib.hall.api import deadlines
from chalicelib.http import documentation
from chalicelib.http.api import all_routes
from chalicelib.http.documentation import views
from proofs.kit.dynamo import MemoryDynamo

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
Send = Callable[..., HTTPResponse]


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Iterator[Send]:
    """A request to an app that has the public routes of the hall only."""
    platform = Platform(Settings(public_url="https://yimen.example"), now=lambda: NOW, wall=lambda: NOW)
    vars(platform)["table"] = Table(cast(Any, MemoryDynamo()), platform.settings.table)  # no days off are loaded
    platforms.use(platform)
    app = Chalice("hall", configure_logs=False)
    apis = [deadlines.api, views.api]
    for api in apis:
        app.register_blueprint(api, url_prefix="/v1")
    for told in ("_routes", "_webhooks"):
        monkeypatch.setattr(documentation, told, getattr(documentation, told))  # what another app has set comes back
    documentation.set_routes(all_routes(app, apis))

    def call(method: str, path: str, body: bytes = b"", **headers: Any) -> HTTPResponse:
        with Client(app) as client:
            return client.http.request(method, f"/v1{path}", headers={"Content-Type": "application/json"}, body=body)

    yield call
    platforms.use(None)
