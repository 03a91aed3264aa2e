"""A small app of every kind of route, with a real verifier over keys made by hand."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from chalice.app import Chalice, CORSConfig
from chalice.test import Client, HTTPResponse
from joserfc.jwk import ECKey
from pydantic import BaseModel, ConfigDict, Field

from chalicelib.access.jwks import JwksSource
from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.access.verifier import Verifier
from chalicelib.foundation import platform as platforms
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http import requests
from chalicelib.http.api import Api, all_routes
from chalicelib.http.bodies import Whole
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.middleware import as_problem
from chalicelib.http.routes import Answer, Call, Route
from tests.access.conftest import FakeIssuer, signed
from tests.durable.conftest import NOW, dynamo, platform

__all__ = ["dynamo", "platform"]

SECRET = "公民身份号码 440101199001011234"


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, Field(max_length=10)]
    count: Annotated[int, Field(ge=1)] = 1


class ThingAnswer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    name: str | None
    note: str | None = None


class ThingsQuery(Paging):
    kind: Annotated[str | None, Field(max_length=5, description="种类")] = None


class ThingList(BaseModel):
    things: list[ThingAnswer]
    next_cursor: str | None = None


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AllParts(Whole):
    """Replaces what is stored; all of it may be left out."""

    parts: tuple[str, ...] = ()


def small_api() -> Api:
    api = Api(__name__, tag="things")

    @api.get("/things", PUBLIC, "列表", query=ThingsQuery, answer=ThingList)
    def list_things(call: Call[None, ThingsQuery]) -> Answer:
        settings, scope = call.platform.settings, f"things {call.query.kind}"
        number = (unseal(call.platform, scope, call.query.cursor) or {"n": 0})["n"]
        cursor = seal(call.platform, scope, {"n": number + 1})
        body = ThingList(things=[ThingAnswer(id=str(number), name=None)], next_cursor=cursor)
        return Answer(body, headers=link(settings, "/v1/things", {"kind": call.query.kind}, cursor))

    @api.post("/things", Permission.ACCEPT, "新建", body=Thing, answer=ThingAnswer, status=201)
    def create_thing(call: Call[Thing, None]) -> Answer:
        body = {"id": "1", "name": call.body.name, "key": call.caller.key, "channel": call.caller.channel}
        return Answer({**body, "digest": call.caller.digest}, status=201, etag='"1"')

    @api.post("/questions", PUBLIC, "提问", body=Thing, answer=ThingAnswer)
    def ask(call: Call[Thing, None]) -> Answer:
        return Answer(ThingAnswer(id="1", name=call.body.name))

    @api.get("/things/{thing_id}", Permission.READ_CASES, "查看", answer=ThingAnswer)
    def read_thing(call: Call[None, None], thing_id: str) -> Answer:
        return Answer(ThingAnswer(id=thing_id, name=call.actor.name), etag='"1"')

    @api.put("/things/{thing_id}", Permission.ACCEPT, "修改", body=Nothing, answer=ThingAnswer, guarded=True)
    def change_thing(call: Call[Nothing, None], thing_id: str) -> Answer:
        call.caller.expect('"1"')
        return Answer(ThingAnswer(id=thing_id, name="x"), etag='"2"')

    @api.put("/things/{thing_id}/parts", Permission.ACCEPT, "全部替换", body=AllParts, answer=ThingAnswer, guarded=True)
    def replace_parts(call: Call[AllParts, None], thing_id: str) -> Answer:
        return Answer(ThingAnswer(id=thing_id, name=",".join(call.body.parts)), etag='"2"')

    @api.get("/crashes/{how}", PUBLIC, "出错", answer=ThingAnswer)
    def crash(call: Call[None, None], how: str) -> Answer:
        raise CRASHES[how]

    return api


CRASHES: dict[str, Exception] = {
    "bug": RuntimeError(SECRET),
    "aws": ClientError({"Error": {"Code": "InternalServerError", "Message": SECRET}}, "GetItem"),
    "wrong call": ClientError({"Error": {"Code": "ValidationException", "Message": SECRET}}, "PutItem"),
    "network": EndpointConnectionError(endpoint_url=SECRET),
    "problem": problems.Conflict(SECRET[:6], code="thing_busy", title="正忙", headers={"Retry-After": "2"}),
}


def assembled(api: Api) -> tuple[Chalice, list[Route]]:
    app = Chalice("small", configure_logs=False)
    app.api.cors = CORSConfig(allow_origin="*", expose_headers=["ETag", "Link"])
    app.middleware("http")(as_problem)
    app.register_blueprint(api, url_prefix="/v1")
    return app, all_routes(app, [api])


@pytest.fixture(scope="session")
def key() -> ECKey:
    return ECKey.generate_key("P-256")


@pytest.fixture
def token(key: ECKey, platform: Platform) -> Callable[..., str]:
    """An Authorization header of a counter clerk, with other claims as given."""

    def make(**other: Any) -> str:
        now, settings = int(NOW.timestamp()), platform.settings
        times = {"iat": now, "nbf": now, "exp": now + 3600}
        person = {"sub": "u-1", "role": "counter_clerk", "name": "受理员", "region": "441700"}
        claims = {"iss": settings.issuer, "aud": settings.audience, **times, **person, **other}
        return signed(json.dumps(claims).encode(), key, "ES256", kid="es")

    return make


@pytest.fixture
def app(platform: Platform, key: ECKey, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chalice]:
    source = JwksSource(FakeIssuer({"es": key}))
    monkeypatch.setattr(
        requests,
        "_verifier",
        lambda issuer, audience, _, wall, level: Verifier(issuer, audience, source, wall, level=level),
    )
    platforms.use(platform)
    yield assembled(small_api())[0]
    platforms.use(None)


Send = Callable[..., HTTPResponse]


@pytest.fixture
def send(app: Chalice, token: Callable[..., str]) -> Send:
    """Send a request as a clerk would; a header given as None is left out."""

    def call(method: str, path: str, body: Any = None, **other: str | None) -> HTTPResponse:
        usual = {
            "Authorization": token(),
            "Content-Type": "application/json",
            "Idempotency-Key": "key-0001",
            "If-Match": '"1"',
        }
        changed = {name.replace("_", "-").title(): value for name, value in other.items()}
        headers = {name: value for name, value in (usual | changed).items() if value is not None}
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        with Client(app) as client:
            return client.http.request(method, f"/v1{path}", headers=headers, body=raw)

    return call
