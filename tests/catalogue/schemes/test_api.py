"""Schemes over HTTP, without a token."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.catalogue import store as items
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.import_schemes import import_schemes
from chalicelib.catalogue.api.schemes import api
from chalicelib.catalogue.store import schemes as store
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from tests.catalogue.conftest import DOCUMENT, REGION, empty_table
from tests.catalogue.schemes.data import SCHEMES, WORKED

AT = datetime(2026, 4, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
RESTAURANT: dict[str, Any] = WORKED["cases"][3]["given"]["plans"][0]["answers"]
BUILD: dict[str, Any] = WORKED["cases"][0]["given"]["plans"][0]["answers"]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def platform() -> Iterator[Platform]:
    with empty_table() as table:
        store.forget()
        import_catalogue(table, REGION, DOCUMENT, AT)
        import_schemes(table, REGION, SCHEMES, AT, demonstrations=True)
        platform = Platform(Settings(division=REGION), now=lambda: AT, wall=lambda: AT)
        platform.__dict__["table"] = table
        yield platform
    store.forget()


@pytest.fixture
def client(platform: Platform) -> Iterator[Client]:
    platforms.use(platform)
    app = Chalice("yimen", configure_logs=False)
    app.register_blueprint(api, url_prefix="/v1")
    with Client(app) as client:
        yield client
    platforms.use(None)


def get(client: Client, path: str, **query: Any) -> tuple[int, Any]:
    response = client.http.get(f"/v1{path}" + (f"?{urlencode(query)}" if query else ""))
    return response.status_code, json.loads(response.body)


def post(client: Client, path: str, body: Any) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"}
    response = client.http.post(f"/v1{path}", headers=headers, body=json.dumps(body).encode())
    return response.status_code, json.loads(response.body)


def codes(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer["errors"]}


def test_the_list_has_what_holds_on_the_day(client: Client):
    status, body = get(client, "/schemes")
    assert (status, [row["code"] for row in body["schemes"]]) == (200, [f"YM-J0{n}" for n in range(1, 6)])
    assert all(row["demonstration"].startswith("演示方案") for row in body["schemes"])
    assert get(client, "/schemes", at="2025-12-31")[1] == {"schemes": []}
    assert get(client, "/schemes", at="some day")[0] == 422


@pytest.mark.requirement("R77")
def test_a_scheme_tells_its_members_and_on_which_law_each_prerequisite_rests(client: Client):
    status, body = get(client, "/schemes/YM-J01")
    assert (status, body["version"], len(body["members"]), len(body["prerequisites"])) == (200, 1, 16, 22)
    by_id = {one["id"]: one for one in body["prerequisites"]}
    assert by_id["I01>I03"]["basis"] == "《城乡规划法》第三十七条第一款、第三十八条第二款"
    assert by_id["I04>I09"]["basis"] == "演示编排，尚无法律依据"
    assert by_id["I05>I11"]["effect"].endswith("不得开工")
    stage = body["stages"][0]
    assert (stage["joint_limit"], stage["joint_extension"]) == (
        {"length": 45, "unit": "workday"},
        {"length": 15, "unit": "workday"},
    )
    assert stage["lead"]["name"] != stage["lead"]["id"]
    shown = json.dumps(body, ensure_ascii=False)
    for word in ("VERIFIED", "MEMORY", "ILLUSTRATIVE", "LawRefBook", "[J]"):
        assert word not in shown
    sign = next(one for one in get(client, "/schemes/YM-J02")[1]["members"] if one["id"] == "YM-I14")
    assert sign["condition"].startswith("“")
    assert "has_outdoor_sign" not in sign["condition"]


def test_what_is_not_there_is_a_problem(client: Client):
    for path, code in (
        ("/schemes/YM-J99", "scheme_not_found"),
        ("/schemes/x", "scheme_not_found"),
        ("/schemes/YM-J01?version=7", "scheme_version_not_found"),
        ("/schemes/YM-J01?at=2020-01-01", "scheme_not_in_force"),
    ):
        status, body = get(client, path)
        assert (status, body["code"]) == (404, code)
    assert get(client, "/schemes/YM-J01?version=0")[0] == 422
    assert get(client, f"/schemes/{quote('方案')}")[0] == 404


@pytest.mark.requirement("R80")
@pytest.mark.requirement("R78")
def test_a_plan_has_members_dates_materials_and_one_form(client: Client):
    status, body = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT})
    assert (status, body["start"]) == (200, "2026-04-23")
    due = {one["id"]: (one["opens_on"], one["due"]) for one in body["members"]}
    worked = WORKED["cases"][3]["given"]["plans"][0]["members"]
    assert due == {name: (one["opens_on"], one["due"]) for name, one in worked.items() if "due" in one}
    assert (body["makespan_workdays"], body["last_day"]) == (10, "2026-05-11")
    assert [one["joint_due"] for one in body["stages"]] == ["2026-06-30"]
    assert [one["id"] for one in body["not_needed"]] == ["YM-R02"]
    assert body["critical_path"] == ["YM-R01", "YM-S09"]
    assert {one["id"] for one in body["members"] if one["critical"]} >= set(body["critical_path"])
    assert not body["provisional"]
    asked = [one["key"] for one in body["materials"] if one["asked"] == "once"]
    assert asked.count("premises_proof") == 1
    keys = [one["key"] for one in body["fields"]]
    assert len(keys) == len(set(keys)) == len(SCHEMES["schemes"][1]["form"]["fields"])
    assert all(one["issue_due"] > one["due"] for one in body["members"])
    law = {one["id"]: one["statutory_due"] for one in body["members"]}
    assert law["YM-R01"] == "2026-04-28"
    assert all(one["statutory_due"] is None or one["due"] <= one["statutory_due"] for one in body["members"])


def test_a_promise_ends_with_the_law_s_last_day(client: Client):
    """Over the Spring Festival seven workdays are more than fifteen days."""
    body = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT, "start": "2026-02-12"})[1]
    drainage = next(one for one in body["members"] if one["id"] == "YM-I15")
    assert (drainage["promised"], drainage["statutory_due"]) == ({"length": 7, "unit": "workday"}, "2026-02-27")
    assert drainage["due"] <= drainage["statutory_due"]


def test_what_is_held_is_not_handled_again(client: Client):
    body = {"answers": RESTAURANT, "held": ["YM-R01"], "start": "2026-04-24"}
    status, answer = post(client, "/schemes/YM-J02/plan", body)
    licence = next(one for one in answer["members"] if one["id"] == "YM-R01")
    assert (status, licence["held"], licence["due"], licence["why"]) == (200, True, None, "已持有结果，不再办理")
    assert all(one["opens_on"] == "2026-04-24" for one in answer["members"] if not one["held"])
    assert not any(line["member"] == "YM-R01" for one in answer["materials"] for line in one["lines"])


def test_a_commitment_lets_the_next_member_open_at_once(client: Client):
    plain = post(client, "/schemes/YM-J01/plan", {"answers": BUILD, "start": "2026-03-02"})[1]
    held = {"held": ["YM-I01", "YM-I03", "YM-I04"], "commitments": ["I07>I11"]}
    signed = post(client, "/schemes/YM-J01/plan", {"answers": BUILD, "start": "2026-09-14", **held})[1]
    assert plain["makespan_workdays"] == 36
    opened = {one["id"]: one["opens_on"] for one in signed["members"]}
    assert opened["YM-I11"] == opened["YM-I07"] == "2026-09-14"


def test_what_forbids_construction_is_told_with_its_day(client: Client):
    answers = {**BUILD, "eia": "form"}
    body = post(client, "/schemes/YM-J01/plan", {"answers": answers, "start": "2026-03-02"})[1]
    assert body["construction"] == [
        {
            "member": "YM-I11",
            "before": ["YM-I05"],
            "text": "环评未批准，不得开工（环评法25）",
            "basis": body["construction"][0]["basis"],
            "until": "2026-03-18",
        }
    ]
    assert "《环境影响评价法》" in body["construction"][0]["basis"]


def test_every_wrong_and_every_missing_answer_is_named_at_once(client: Client):
    answers = {name: value for name, value in RESTAURANT.items() if name not in ("agent", "drainage")}
    wrong = {**answers, "subject_type": "firm", "colour": "red", "vending": 1}
    body = {"answers": wrong, "held": ["YM-P01", "YM-X1"], "commitments": ["R01>R05"], "start": "1999-01-01"}
    status, answer = post(client, "/schemes/YM-J02/plan", body)
    assert (status, answer["code"]) == (422, "answers_invalid")
    assert codes(answer) == {
        "/answers/subject_type": "answer_invalid",
        "/answers/colour": "answer_unknown",
        "/answers/vending": "answer_invalid",
        "/answers/agent": "answer_missing",
        "/answers/drainage": "answer_missing",
        "/held/0": "held_not_allowed",
        "/held/1": "held_not_allowed",
        "/commitments/0": "commitment_unknown",
        "/start": "date_outside_calendar",
    }
    assert "red" not in json.dumps(answer)
    status, answer = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT, "held": ["YM-R02"]})
    assert (status, codes(answer)) == (422, {"/held/0": "held_not_needed"})
    for malformed in ({}, {"answers": []}, {"answers": {"a": [1]}}, {"answers": {"a": 1.5}}, {"answers": {}, "x": 1}):
        assert post(client, "/schemes/YM-J02/plan", malformed)[0] == 422


def test_a_plan_that_would_end_after_the_calendar_is_refused(client: Client):
    status, answer = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT, "start": "2099-12-01"})
    assert status == 200
    assert answer["provisional"]
    for start in ("2099-12-31", "2100-01-01"):
        status, answer = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT, "start": start})
        assert (status, codes(answer)) == (422, {"/start": "date_outside_calendar"}), start


def test_nothing_of_the_answers_is_kept(client: Client, platform: Platform, capsys: pytest.CaptureFixture[str]):
    def rows() -> Any:
        return platform.table.client.scan(TableName=platform.table.name)["Items"]

    before = rows()
    answers = {**RESTAURANT, "area_m2": 987654}
    assert post(client, "/schemes/YM-J02/plan", {"answers": answers})[0] == 200
    assert post(client, "/schemes/YM-J02/plan", {"answers": {**answers, "subject_type": "canary-answer"}})[0] == 422
    assert rows() == before
    said = capsys.readouterr()
    assert "987654" not in said.out + said.err
    assert "canary-answer" not in said.out + said.err


def test_an_item_that_has_ended_is_told_in_the_plan(client: Client, platform: Platform):
    platform.table.write(*items.end(items.load_item(platform.table, REGION, "YM-S09"), AT))
    store.forget()
    answer = post(client, "/schemes/YM-J02/plan", {"answers": RESTAURANT})[1]
    assert [one["id"] for one in answer["members"] if one["ended"]] == ["YM-S09"]


def test_the_graph_is_told_as_data_and_in_sentences(client: Client):
    status, body = get(client, "/schemes/YM-J01/graph")
    layers = {one["id"]: one["layer"] for one in body["nodes"]}
    assert status == 200
    assert all(layers[name] < layers[edge["member"]] for edge in body["edges"] for name in edge["any_of"])
    assert len(body["sentences"]) == len(body["edges"]) == 22
    assert "“企业投资项目备案”之后才是“建设用地规划许可证核发”" in body["sentences"][0]
    either = get(client, "/schemes/YM-J02/graph")[1]["sentences"]
    assert any("”或“" in one for one in either)


@pytest.mark.parametrize("code", [f"YM-J0{n}" for n in range(1, 6)])
def test_the_drawing_is_whole_and_says_in_words_what_it_shows(client: Client, code: str):
    response = client.http.get(f"/v1/schemes/{code}/graph.svg")
    assert response.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    plain = client.http.get(f"/v1/schemes/{code}/graph.svg", headers={"Accept": "text/xml"})
    assert (plain.headers["Content-Type"], plain.body) == ("text/xml; charset=utf-8", response.body)
    assert "Accept" in plain.headers["Vary"]
    root = ElementTree.fromstring(response.body)
    graph = get(client, f"/schemes/{code}/graph")[1]
    named = dict(root.attrib)
    assert (named["role"], named["aria-labelledby"], named["lang"]) == ("img", "title desc", "zh-CN")
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert described.text is not None
    assert all(sentence in described.text for sentence in graph["sentences"])
    groups = [group.find(f"{SVG}title") for group in root.iter(f"{SVG}g")]
    titles = [title.text for title in groups if title is not None and title.text]
    assert all(any(node["title"] in title for title in titles) for node in graph["nodes"])
    lines = sum(len(edge["any_of"]) for edge in graph["edges"])
    assert len(titles) == len(graph["nodes"]) + lines
    width, height = int(named["width"]), int(named["height"])
    boxes = [one.attrib for one in root.iter(f"{SVG}rect")][1:]
    places = {(int(box["x"]), int(box["y"])) for box in boxes}
    assert len(places) == len(graph["nodes"])
    assert all(x + 190 <= width and y + 66 <= height for x, y in places)
    assert not re.search(r"<script|href|on[a-z]+=", response.body.decode())


def test_a_title_in_a_drawing_is_text(client: Client, platform: Platform):
    changed = json.loads(json.dumps(SCHEMES))
    changed["schemes"][3]["nodes"][0]["title"] = "<script>alert('x')</script>&\""
    import_schemes(platform.table, REGION, changed, AT, demonstrations=True)
    store.forget()
    drawn = client.http.get("/v1/schemes/YM-J04/graph.svg").body.decode()
    assert "<script>" not in drawn
    titles = [title.text for title in ElementTree.fromstring(drawn).iter(f"{SVG}title")]
    assert any(title and title.startswith("<script>alert('x')</script>&\"") for title in titles)
