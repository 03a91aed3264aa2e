"""The API described: a valid document, and a page that shows all of it, loads nothing and escapes everything."""

import json
import re
import shlex
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.clock.deadline import DeadlineQuestion
from chalicelib.foundation import problems
from chalicelib.foundation.settings import Settings
from chalicelib.hall.api import deadlines
from chalicelib.http.documentation import views
from chalicelib.http.documentation.examples import example
from chalicelib.http.documentation.fields import rows
from chalicelib.http.documentation.page import page
from chalicelib.http.documentation.wording import WORDING
from chalicelib.http.openapi import document
from chalicelib.http.routes import Answer, Route
from tests.http.documentation.conftest import Send
from tools.openapi import published, violations

EVIL = "<script>alert('x')</script>&\""
VOID = {"meta"}
PUBLIC_ROUTES = [*deadlines.api.declared, *views.api.declared]
GUIDES = {"/v1/docs/callbacks", "/v1/docs/errors"}


class Part(BaseModel):
    """Holds parts of its own kind."""

    name: Annotated[str, Field(max_length=20, description=EVIL)] = EVIL
    parts: list["Part"] = []


class Body(BaseModel):
    first: Part
    kind: Annotated[str, Field(examples=["a'b"])]


def nothing(*_: Any) -> Answer:
    return Answer({})


ROUTE = Route(
    "PUT",
    "/evil/{evil_id}",
    Permission.DECIDE,
    EVIL,
    nothing,
    tag="evil",
    body=Body,
    answer=Part,
    acts=True,
    guarded=True,
    problems=(problems.TooMany,),
)


class Outline(HTMLParser):
    """Refuses elements left open; collects elements, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    @property
    def words(self) -> str:
        return " ".join(self.text)


@pytest.fixture(scope="module")
def evil() -> dict[str, Any]:
    return document([ROUTE, *PUBLIC_ROUTES], Settings(public_url="https://yimen.example"))


def test_the_document_is_served_and_may_be_cached(send: Send):
    response = send("GET", "/openapi.json")
    published = json.loads(response.body)
    assert violations(published) == []
    assert set(published["paths"]) == {"/v1/deadlines", "/v1/openapi.json", "/v1/docs", *GUIDES}
    assert published["paths"]["/v1/docs"]["get"]["responses"]["200"]["content"] == {"text/html": {"schema": {}}}
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["Cache-Control"] == "public, max-age=300"


def test_the_page_is_served_as_html_that_runs_and_loads_nothing(send: Send):
    response = send("GET", "/docs")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    text = response.body.decode()
    outline = Outline(text)
    assert text.startswith("<!doctype html>")
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(outline.tags)
    assert not [name for name, _ in outline.attributes if name == "src" or name.startswith("on")]
    links = [value or "" for name, value in outline.attributes if name == "href"]
    assert all(link.startswith("#") or link in ("openapi.json", "docs/callbacks", "docs/errors") for link in links)
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|https?:", style)
    assert "prefers-color-scheme: dark" in style
    assert ("name", "viewport") in outline.attributes


def test_the_page_shows_every_operation_with_all_it_takes_and_gives(evil):
    outline = Outline(page(evil))
    anchors = {value for name, value in outline.attributes if name == "id"}
    assert anchors >= {"nothing", "count_deadline", "read_openapi", "read_docs", "evil", "hall"}
    for word in (
        "/v1/evil/{evil_id}",
        "依授权作出审批决定",
        "Idempotency-Key",
        "If-Match",
        "X-Channel",
        "evil_id",
        "first.name",
        "pauses[].from",
        "days[].number",
        "workday | day",
        "if_match_required",
        "version_stale",
        "idempotency_key_reused",
        "Retry-After",
        "Holds parts of its own kind.",
        "不填为 0",
        "任何人均可调用",
    ):
        assert word in outline.words, word


def test_every_text_is_escaped(evil):
    outline = Outline(page(evil))
    assert "script" not in outline.tags
    assert outline.words.count(EVIL) >= 2


def test_a_model_inside_itself_is_described_once(evil):
    schemas = evil["components"]["schemas"]
    paths = [row.path for row in rows(schemas["Body"], schemas)]
    assert paths == ["first", "first.name", "first.parts", "kind"]


def commands(text: str) -> dict[str, list[str]]:
    """The curl command of each path and method as a shell would split it."""
    found = (shlex.split(unescape(code)) for code in re.findall(r"<pre><code>(.*?)</code></pre>", text, re.DOTALL))
    return {words[3]: [word for word in words if word != "\n"] for words in found}


def test_the_examples_can_be_pasted(evil):
    act = commands(page(evil))["https://yimen.example/v1/evil/$EVIL_ID"]
    assert act[:3] == ["curl", "-X", "PUT"]
    headers = [act[place + 1] for place, word in enumerate(act) if word == "-H"]
    assert headers == [
        "Authorization: Bearer $TOKEN",
        "Idempotency-Key: $(uuidgen)",
        "If-Match: $ETAG",
        "Content-Type: application/json",
    ]
    assert json.loads(act[act.index("--data") + 1]) == {"first": {}, "kind": "a'b"}


def test_a_public_example_needs_no_token_and_its_body_is_accepted(evil):
    ask = commands(page(evil))["https://yimen.example/v1/deadlines"]
    assert not [word for word in ask if word.startswith(("Authorization", "Idempotency"))]
    question = DeadlineQuestion.model_validate_json(ask[ask.index("--data") + 1])
    assert question.unit == "workday"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": "x"}, "x"),
        ({"enum": ["b", "a"]}, "b"),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "maximum": 0}, 0),
        ({"type": "array", "items": {"type": "boolean"}}, []),
        ({"type": "array", "minItems": 1, "items": {"type": "boolean"}}, [True]),
        ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, "2026-11-23"),
        ({"type": "string", "minLength": 3}, "………"),
        ({}, None),
    ],
)
def test_an_example_has_the_type_of_its_schema(schema, value):
    assert example(schema, {}) == value


def test_public_routes_of_the_hall_say_so():
    assert [route.access for route in PUBLIC_ROUTES] == [PUBLIC] * 5


ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]+\b")


def texts(part: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every description and summary, with its place."""
    if isinstance(part, dict):
        yield from ((place, part[name]) for name in ("description", "summary") if isinstance(part.get(name), str))
        for name, inner in part.items():
            if name == "examples":  # what the app has answered is no description
                continue
            yield from texts(inner, f"{place}/{name}")
    if isinstance(part, list):
        for number, inner in enumerate(part):
            yield from texts(inner, f"{place}/{number}")


def test_what_people_read_is_chinese():
    english = [
        (place, text)
        for place, text in texts(published())
        if not re.search(r"[\u4e00-\u9fff]", text) or (ENGLISH.search(text) and place != "/info")
    ]
    assert english == [], "put it in Chinese: chalicelib/http/documentation/wording.py"


def test_every_wording_is_of_something():
    schemas = published()["components"]["schemas"]
    known = set(schemas) | {f"{name}.{field}" for name in schemas for field in schemas[name].get("properties", {})}
    assert set(WORDING) - known == set()


def test_every_group_has_a_chinese_name():
    assert [tag["name"] for tag in published()["tags"] if not tag.get("description")] == []


def test_how_to_get_a_token_is_told_where_there_is_one_to_get(evil: dict[str, Any]):
    local = document([ROUTE], Settings(public_url="http://127.0.0.1:8010"))
    assert "curl -X POST http://127.0.0.1:8010/local/token" in local["info"]["description"]
    assert "/local/" not in evil["info"]["description"]


def test_the_page_tells_what_a_pause_is_and_how_long_a_term_may_be(evil: dict[str, Any]):
    words = Outline(page(evil)).words
    for word in ("from < d <= to", "1000 个工作日", "1500 日", "calendar_day"):
        assert word in words, word
