"""Anybody's own checklist (R14): golden tables for every item of the demonstration catalogue, and the route."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.api.guidance import api
from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.guidance import guidance, questions_asked
from chalicelib.clock import WorkCalendar
from chalicelib.foundation import platform as platforms
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from tests.catalogue.conftest import DOCUMENT, REGION, empty_table

AT = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = AT.date()
ITEMS = [ItemDocument.model_validate_json(json.dumps(part)) for part in DOCUMENT["items"]]
BY_CODE = {item.id: item for item in ITEMS}
MOST = 300


def values(item: ItemDocument, name: str, kind: str, choices: Any) -> list[Any]:
    """What people may answer: every choice, and of a number those around each threshold."""
    if kind == "boolean":
        return [False, True]
    if kind == "choice":
        return list(choices)
    texts = " ".join(line.condition or "" for line in item.materials)
    literals = [int(found) for found in re.findall(rf"\b{name}\s*[<>=!]+\s*([0-9]+)", texts)]
    near = {max(value + step, 0) for value in literals for step in (-1, 0, 1)}
    return sorted(near) or ([0, 5] if kind == "integer" else ["", "文字"])


def situations(item: ItemDocument) -> Iterator[dict[str, Any]]:
    asked = questions_asked(item)
    offered = [values(item, one.variable, one.kind, one.choices) for one in asked]
    for number, combination in enumerate(product(*offered)):
        if number == MOST:
            return
        yield dict(zip((one.variable for one in asked), combination, strict=True))


def holds(condition: str, answers: dict[str, Any]) -> bool:
    """The condition as Python reads it: another judge than the product's."""
    text = re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", condition))
    return bool(eval(text, {"__builtins__": {}}, answers))


@pytest.mark.requirement("R14")
@pytest.mark.requirement("R10")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_line_of_every_item_follows_from_the_answers(item: ItemDocument):
    for answers in situations(item):
        told = guidance(item, answers, DAY, WorkCalendar())
        assert told.missing == []
        for line, material in zip(told.lines, item.materials, strict=True):
            applies = material.condition is None or holds(material.condition, answers)
            pledged = bool(item.commitment and item.commitment.paper == material.name)
            demanded = material.necessity != "非必要" and material.source != "gov_share" and not pledged
            assert (line.applies, line.required, line.undetermined) == (applies, applies and demanded, False)
            assert line.why
            if material.condition and material.source != "gov_share" and not (pledged and applies):
                assert line.why.startswith("需要提交：" if applies else "不适用：")


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_without_answers_exactly_the_questions_that_matter_are_named(item: ItemDocument):
    told = guidance(item, {}, DAY, WorkCalendar())
    texts = [line.condition for line in item.materials if line.condition]
    expected = {one.variable for text in texts for one in conditions.comparisons(conditions.parse(text))}
    named = {error.pointer[1:] for error in told.missing}
    assert named >= expected
    assert {line.no for line in told.lines if line.undetermined} == {
        f"{number:02}" for number, line in enumerate(item.materials, start=1) if line.condition
    }
    # A term never passes the law's day, and the promise of an item is told unless its condition is open.
    if told.promised and told.statutory:
        assert told.promised.due <= told.statutory.due


# Written by hand from the published lists: item, answers, required lines, lines that do not apply.
GOLDEN: list[tuple[str, dict[str, Any], str, str]] = [
    ("YM-P01", {"agent": False, "vending": False}, "01 03 04 06", "07 08"),
    ("YM-P01", {"agent": True, "vending": False}, "01 03 04 06 08", "07"),
    ("YM-P01", {"agent": True, "vending": True}, "01 03 04 06 07 08", ""),
    ("YM-S01", {"agent": False}, "01 03 04 05 06 08 09", "10"),
    ("YM-S05", {"agent": True}, "01 03", ""),
    ("YM-S07", {"age": 15}, "", ""),
    ("YM-S07", {"age": 16}, "", "03"),
    ("YM-R02", {"agent": False}, "01 03", "04"),
    ("YM-P03", {"approval_required": True, "agent": False}, "01 03 04 05", "07"),
    ("YM-P04", {"years_since_exam": 3}, "01 03 05 06", "07"),
    ("YM-P04", {"years_since_exam": 4}, "01 03 05 06 07", ""),
    ("YM-I14", {"large": True, "agent": False}, "01 03 04 05", "06"),
    ("YM-I16", {"commitment_route": True}, "01 04 05", "06"),
    ("YM-I16", {"commitment_route": False}, "01 04 05", "02"),
]


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(("code", "answers", "required", "not_needed"), GOLDEN)
def test_golden_tables(code: str, answers: dict[str, Any], required: str, not_needed: str):
    told = guidance(BY_CODE[code], answers, DAY, WorkCalendar())
    assert " ".join(line.no for line in told.lines if line.required) == required
    assert " ".join(line.no for line in told.lines if not line.applies) == not_needed


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with empty_table() as table:
        import_catalogue(table, REGION, DOCUMENT, AT)
        platform = Platform(Settings(division=REGION), now=lambda: AT, wall=lambda: AT)
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


def post(client: Client, code: str, body: Any) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"}
    response = client.http.post(f"/v1/items/{code}/checklist", headers=headers, body=json.dumps(body).encode())
    return response.status_code, json.loads(response.body)


@pytest.mark.requirement("R14")
def test_the_route_tells_lines_fee_terms_and_window(client: Client):
    status, body = post(client, "YM-P01", {"answers": {"agent": False, "vending": False}})
    assert (status, body["complete"], body["missing"], body["day"]) == (200, True, [], "2026-11-23")
    need = {line["no"]: line["need"] for line in body["lines"]}
    assert need["07"] == need["08"] == "not_needed"
    assert (body["accept_by"], body["statutory"]["due"], body["promised"]["due"]) == (
        "2026-11-30",
        "2026-12-07",
        "2026-12-02",
    )
    assert body["fee"]["charge"] is False
    assert body["window"]["theme"] == "生产经营"
    assert body["demonstration"]
    later = post(client, "YM-P01", {"answers": {}, "day": "2027-03-01"})[1]
    assert (later["complete"], later["provisional"]) == (False, True)
    assert [one["question"] for one in later["missing"]] == ["vending", "agent"]
    assert {line["need"] for line in later["lines"] if line["no"] in ("07", "08")} == {"open"}


def test_wrong_answers_are_named_and_not_repeated(client: Client):
    wrong = {"answers": {"agent": "yes", "colour": "red"}, "day": "1990-01-01"}
    status, body = post(client, "YM-P01", wrong)
    assert (status, {error["pointer"]: error["code"] for error in body["errors"]}) == (
        422,
        {
            "/answers/agent": "answer_invalid",
            "/answers/colour": "answer_unknown",
            "/day": "date_outside_calendar",
        },
    )
    assert "red" not in json.dumps(body)
    assert post(client, "YM-X99", {"answers": {}})[0] == 404
    assert post(client, "YM-P01", {"answers": [], "who": 1})[0] == 422


def test_nothing_of_the_answers_is_kept(client: Client, platform: Platform, capsys: pytest.CaptureFixture[str]):
    def rows() -> Any:
        return platform.table.client.scan(TableName=platform.table.name)["Items"]

    before = rows()
    assert post(client, "YM-S01", {"answers": {"agent": True}})[0] in (200, 422)
    assert post(client, "YM-P01", {"answers": {"agent": "canary-answer"}})[0] == 422
    assert rows() == before
    said = capsys.readouterr()
    assert "canary-answer" not in said.out + said.err


def test_days_count_from_the_day_that_is_asked_for():
    told = guidance(BY_CODE["YM-P01"], {}, date(2026, 9, 24), WorkCalendar())
    assert told.promised is not None
    assert str(told.promised.due) == "2026-10-12"


def published_later(platform: Platform, starts: datetime, code: str = "YM-P01", version: int = 2) -> None:
    """The next version of the item, which takes effect at `starts`."""
    row = platform.table.get(register_keys.current_item(REGION, code))
    item = BY_CODE[code].model_copy(update={"notes": f"第 {version} 版"})
    platform.table.write(*store.publish(REGION, item, version, AT, ahead=store.Ahead(starts, row)))
    store.forget()


@pytest.mark.requirement("R13", "R14")
def test_the_checklist_is_of_the_version_of_the_day(client: Client, platform: Platform):
    published_later(platform, AT + timedelta(days=9))
    said = {
        day: post(client, "YM-P01", {"answers": {}, "day": day}) for day in ("2026-11-23", "2026-12-01", "2026-12-02")
    }
    assert {day: body["version"] for day, (_, body) in said.items()} == {
        "2026-11-23": 1,
        "2026-12-01": 1,
        "2026-12-02": 2,
    }


@pytest.mark.requirement("R13", "R14")
def test_a_day_before_the_first_version_has_no_checklist(client: Client):
    for day in ("2026-11-22", "2020-01-01"):
        status, body = post(client, "YM-P01", {"answers": {}, "day": day})
        assert (status, [(error["pointer"], error["code"]) for error in body["errors"]]) == (
            422,
            [("/day", "day_before_item")],
        )


@pytest.mark.requirement("R13", "R14")
def test_a_past_day_has_the_version_of_that_day(client: Client, platform: Platform, monkeypatch: pytest.MonkeyPatch):
    published_later(platform, AT + timedelta(days=2), "YM-P02")
    monkeypatch.setitem(platform.__dict__, "now", lambda: AT + timedelta(days=5))
    for day, version in (("2026-11-24", 1), ("2026-11-25", 2), ("2026-11-28", 2)):
        assert post(client, "YM-P02", {"answers": {}, "day": day})[1]["version"] == version


@pytest.mark.requirement("R14", "R42")
def test_what_cannot_be_applied_for_that_day_says_why_and_what_instead(client: Client, platform: Platform):
    closing = {"kind": "merge", "reason": "并入新事项", "successors": ["YM-P02"]}
    platform.table.write(*store.end_version(REGION, "YM-P04", 1, AT + timedelta(days=9), closing))
    pause = {"from": AT.isoformat(), "until": (AT + timedelta(days=3)).isoformat(), "reason": "系统升级"}
    platform.table.write(*store.stand(REGION, "YM-P05", 1, {"suspension": pause}))
    store.forget()
    assert post(client, "YM-P04", {"answers": {}})[0] == 200
    status, body = post(client, "YM-P04", {"answers": {}, "day": "2026-12-02"})
    assert (status, body["code"], [error["code"] for error in body["errors"]]) == (
        409,
        "item_ended",
        ["item_ended", "item_successor"],
    )
    assert "YM-P02" in body["errors"][1]["message"]
    status, body = post(client, "YM-P05", {"answers": {}})
    assert (status, body["code"]) == (409, "item_suspended")
    assert "系统升级" in body["errors"][0]["message"]
    assert post(client, "YM-P05", {"answers": {}, "day": "2026-11-27"})[0] == 200
    platform.table.write(*store.stand(REGION, "YM-P05", 1, {}, remove=("suspension",)))
    platform.table.write(*store.stand(REGION, "YM-P04", 1, {}, remove=("ended_at", "closing")))
    store.forget()


def test_of_what_an_organ_above_decides_the_guide_names_no_last_day_of_a_decision():
    """Its term begins with the report (行政许可法43), and the promise here is of the review."""
    told = guidance(BY_CODE["YM-P12"], {}, date(2026, 9, 22), WorkCalendar())
    assert told.statutory is None
    assert told.promised
    assert told.promised.due == date(2026, 10, 13)
