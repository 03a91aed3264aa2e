"""Some modules of routes served alone, as a test of one room needs them, and plain requests to them."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from chalice.app import Blueprint, Chalice
from chalice.test import Client

from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform


@contextmanager
def serving(platform: Platform, apis: Iterable[Blueprint]) -> Iterator[Client]:
    platforms.use(platform)
    app = Chalice("yimen", configure_logs=False)
    for api in apis:
        app.register_blueprint(api, url_prefix="/v1")
    with Client(app) as client:
        yield client


def get(client: Client, path: str) -> Any:
    """The body of a good answer."""
    response = client.http.get(f"/v1{path}")
    assert response.status_code == 200, response.body
    return json.loads(response.body)


def post(client: Client, path: str, body: Any) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"}
    response = client.http.post(f"/v1{path}", headers=headers, body=json.dumps(body).encode())
    return response.status_code, json.loads(response.body)
