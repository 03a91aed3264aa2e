import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.api.public import api
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from tests.catalogue.conftest import DOCUMENT, REGION, empty_table

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with empty_table() as table:
        import_catalogue(table, REGION, DOCUMENT, AT)
        platform = Platform(Settings(division=REGION), wall=lambda: AT)
        platform.__dict__["table"] = table
        yield platform


@pytest.fixture
def client(platform: Platform) -> Iterator[Client]:
    platforms.use(platform)
    app = Chalice("yimen", configure_logs=False)
    app.register_blueprint(api, url_prefix="/v1")
    with Client(app) as client:
        yield client
    platforms.use(None)


def get(client: Client, path: str, **query: Any) -> tuple[int, Any, dict[str, str]]:
    response = client.http.get(f"/v1{path}?{urlencode(query)}" if query else f"/v1{path}")
    return response.status_code, json.loads(response.body), dict(response.headers)


def ids(client: Client, **query: Any) -> list[str]:
    status, body, _ = get(client, "/items", limit=100, **query)
    assert status == 200
    return [item["id"] for item in body["items"]]


def test_the_list_is_filtered_by_theme_department_and_words(client: Client):
    assert len(ids(client)) == 58
    assert ids(client, theme="登记注册") == sorted(
        part["id"] for part in DOCUMENT["items"] if part["theme"] == "登记注册"
    )
    assert ids(client, department="food") == ["YM-P01", "YM-P05"]
    assert ids(client, q="食品") == ["YM-P01"]
    assert ids(client, q="ym-p01 市场监督") == ["YM-P01"]
    assert ids(client, q="没有这样的事") == []


def test_a_department_is_found_by_todays_name_and_by_that_of_2018(client: Client):
    assert ids(client, q="食药监局") == ids(client, department="food")
    assert set(ids(client, q="市场监督管理局")) > set(ids(client, q="食药监局"))


@pytest.mark.parametrize("limit", [7, 57, 58])
def test_pages_give_every_item_once(client: Client, limit: int):
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(60):
        status, body, headers = get(client, "/items", limit=limit, **cursor)
        assert status == 200
        seen += [item["id"] for item in body["items"]]
        assert ("Link" in headers) == bool(body.get("next_cursor"))
        if not body.get("next_cursor"):
            break
        cursor = {"cursor": body["next_cursor"]}
    assert seen == sorted(part["id"] for part in DOCUMENT["items"])


def test_pages_of_a_filtered_list_keep_the_filter(client: Client):
    seen: list[str] = []
    query: dict[str, Any] = {"theme": "登记注册", "limit": 4}
    for _ in range(3):
        _, body, _ = get(client, "/items", **query)
        seen += [item["id"] for item in body["items"]]
        if not body.get("next_cursor"):
            break
        query["cursor"] = body["next_cursor"]
    assert seen == ids(client, theme="登记注册")
    assert len(seen) == 6


def test_a_cursor_belongs_to_its_list(client: Client):
    _, body, _ = get(client, "/items", limit=1)
    status, problem, _ = get(client, "/items", limit=1, theme="登记注册", cursor=body["next_cursor"])
    assert (status, problem["code"]) == (422, "cursor_invalid")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"limit": 101}, "/query/limit"),
        ({"limit": "x"}, "/query/limit"),
        ({"theme": "其他"}, "/query/theme"),
        ({"sort": "name"}, "/query/sort"),
    ],
)
def test_a_wrong_query_is_refused(client: Client, query: dict[str, Any], pointer: str):
    status, problem, _ = get(client, "/items", **query)
    assert (status, problem["code"]) == (422, "invalid_query")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """Without the fields that have nothing to say."""
    inner = {name: told(value) if isinstance(value, dict) else value for name, value in answer.items()}
    return {name: value for name, value in inner.items() if value is not None}


def test_the_guide_shows_everything_an_applicant_needs(client: Client):
    status, guide, headers = get(client, "/items/YM-P01")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=60")
    raw = next(part for part in DOCUMENT["items"] if part["id"] == "YM-P01")
    assert guide["version"] == 1
    assert guide["department"] == {"id": "food", "name": "市场监督管理局", "name_2018": "食药监局"}
    assert [line["name"] for line in guide["materials"]] == [line["name"] for line in raw["materials"]]
    assert guide["materials"][-1]["no"] == "08"
    assert guide["materials"][-1]["condition_text"] == "“由代理人代为办理”为“是”"
    assert guide["legal_basis"][0] == {
        "law": "《食品安全法》",
        "article": "第三十三条、第三十五条",
        "text": "《食品安全法》第三十三条、第三十五条",
    }
    assert guide["fee"]["basis"] == "《行政许可法》第五十八条（无法律、行政法规依据不得收费）"
    assert guide["fee"]["charge"] is raw["fee"]["charge"]
    assert (guide["result"]["name"], guide["result"]["validity"]) == (raw["result"]["name"], "5年")
    assert told(guide["validity"]).items() >= {"kind": "fixed", "min": 5, "unit": "year", "print": "until"}.items()
    assert guide["limits"]["statutory"]["clock_starts_at"] == "acceptance"
    assert guide["limits"]["promised"]["length"] == raw["promised_limit"]["value"]
    assert {question["name"] for question in guide["form"]["questions"]} >= {"vending", "premises_address"}


MARKS = re.compile(r"VERIFIED|MEMORY|ILLUSTRATIVE|SYNTHETIC|https?://|github|not seen|service guide")


@pytest.mark.parametrize("code", [raw["id"] for raw in DOCUMENT["items"]])
def test_citizens_read_no_marks_of_research(client: Client, code: str):
    _, guide, _ = get(client, f"/items/{code}")
    words = json.dumps({name: part for name, part in guide.items() if name != "form"}, ensure_ascii=False)
    assert MARKS.findall(words) == []
    assert words.count("演示数据") == 1
    assert not re.search(r"(法|条例|办法|规定|细则)[0-9]", words)
    for basis in guide["legal_basis"]:
        assert re.match(r"《.+》|国务院令第[0-9]+号", basis["text"])


def test_the_list_has_no_marks_either(client: Client):
    _, listed, _ = get(client, "/items", limit=100)
    assert MARKS.findall(json.dumps(listed, ensure_ascii=False)) == []


@pytest.mark.parametrize("code", [raw["id"] for raw in DOCUMENT["items"]][::7])
def test_other_guides_are_answered_too(client: Client, code: str):
    status, guide, _ = get(client, f"/items/{code}")
    assert (status, guide["id"]) == (200, code)


def test_an_unknown_item_is_a_problem(client: Client):
    status, problem, headers = get(client, "/items/YM-X99")
    assert (status, problem["code"], problem["title"]) == (404, "item_not_found", "没有这个事项，请核对事项编号")
    assert headers["Content-Type"].startswith("application/problem+json")
