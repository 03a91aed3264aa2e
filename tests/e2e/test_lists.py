"""Lists page by page: complete, without repetition, each page linked to the next."""

import json
import re

import pytest

from tests.e2e.hall import CLERK, Hall
from tests.e2e.people import CARD, LIN
from tests.e2e.refusals import refused


def pages(hall: Hall, who: str | None, path: str, name: str) -> list[list[str]]:
    """The ids on every page; each page's Link is where its cursor leads."""
    found, here = list[list[str]](), path
    while True:
        answer = hall.client.get(who, here)
        body = answer.json()
        found.append([one["id"] for one in body[name]])
        if not body.get("next_cursor"):
            assert "Link" not in answer.headers
            return found
        link = re.fullmatch(r'<(.+)/v1(/.+)>; rel="next"', answer.headers["Link"])
        assert link is not None
        assert (link[1], body["next_cursor"] in link[2]) == (hall.stack.url, True)
        here = link[2]


def whole(found: list[list[str]], size: int) -> list[str]:
    assert all(len(page) == size for page in found[:-1])
    every = [one for page in found for one in page]
    assert len(set(every)) == len(every)
    return every


def test_the_whole_catalogue(hall: Hall) -> None:
    every = whole(pages(hall, None, "/items?limit=25", "items"), 25)
    assert len(every) == 58


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("department=si", {"YM-S04", "YM-S05", "YM-S07"}),
        ("q=食品", {"YM-P01"}),
        ("theme=社会民生&department=hrss&q=就业", {"YM-S06"}),
        ("q=没有的事项", set()),
    ],
)
def test_items_by_theme_department_and_words(hall: Hall, query: str, expected: set[str]) -> None:
    assert {item["id"] for item in hall.client.get(None, f"/items?{query}").json()["items"]} == expected


def test_filters_stay_from_page_to_page(hall: Hall) -> None:
    every = whole(pages(hall, None, "/items?theme=登记注册&limit=4", "items"), 4)
    assert every
    assert all(name.startswith("YM-R") for name in every)


def test_ones_own_applications_newest_first(hall: Hall) -> None:
    mine = [hall.draft(CARD, "citizen-huang", {}) for _ in range(3)]
    every = whole(pages(hall, "citizen-huang", "/applications?limit=2", "applications"), 2)
    assert every[:3] == mine[::-1]


def test_cases_waiting_at_the_windows(hall: Hall) -> None:
    waiting = {hall.walk_in(CARD, scanned=False)["id"] for _ in range(3)}
    assert waiting <= set(whole(pages(hall, CLERK, "/cases?limit=2", "cases"), 2))
    assert waiting <= set(whole(pages(hall, CLERK, "/cases?window=社会民生&limit=2", "cases"), 2))
    assert not waiting & set(whole(pages(hall, CLERK, "/cases?window=投资建设", "cases"), 20))


def test_names_and_query_codes_are_sent_in_the_body(hall: Hall) -> None:
    one = hall.walk_in(CARD, scanned=False)
    token = f"Bearer {hall.client.token('clerk-social')}"
    by_name = {"name": LIN["name"], "limit": 100, "purpose": "identity"}
    for wanted in ({"query_code": one["query_code"]}, by_name):
        body = json.dumps(wanted).encode()
        answer = hall.raw("POST", "/cases/search", content=body, Authorization=token, Content_Type="application/json")
        assert answer.status_code == 200, answer.text
        assert one["id"] in [case["id"] for case in answer.json()["cases"]]
        assert "Link" not in answer.headers
    refused = hall.ask(CLERK, "GET", "/cases?name=%E6%9E%97").json()
    assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [("/query/name", "extra_forbidden")]


def test_a_departments_tasks_and_nobody_elses(hall: Hall) -> None:
    tasks = {f"{hall.accepted(CARD)}.decide" for _ in range(2)}
    assert tasks <= set(whole(pages(hall, "chief-si", "/tasks?limit=1", "tasks"), 1))
    assert not tasks & set(whole(pages(hall, "chief-food", "/tasks", "tasks"), 20))


def test_a_cursor_is_good_for_its_own_list_only(hall: Hall) -> None:
    cursor = hall.client.get(None, "/items?limit=1").json()["next_cursor"]
    forged = cursor[:-4] + ("AAAA" if cursor[-4:] != "AAAA" else "BBBB")
    for path in (f"/items?theme=社会民生&cursor={cursor}", f"/items?cursor={forged}", "/items?cursor=*"):
        refused(hall.ask(None, "GET", path), 422, "cursor_invalid", "/query/cursor")
    refused(hall.ask(None, "GET", "/items?limit=0&theme=无&x=1"), 422, "invalid_query", *QUERY)


QUERY = ("/query/limit", "/query/theme", "/query/x")
