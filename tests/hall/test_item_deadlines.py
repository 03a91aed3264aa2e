"""Named terms of an item, asked for by anybody over HTTP (law.md 0, 4)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from chalice.test import Client

from chalicelib.cases.model.renewal import OWN
from chalicelib.catalogue.model.limits import PromisedLimit
from chalicelib.clock.kinds import KINDS
from chalicelib.foundation import platform as platforms
from chalicelib.hall.api import deadlines
from proofs.kit.catalogue import publish
from proofs.kit.world import World
from tests.some_routes import post, serving

LICENCES = ("P01", "P02", "P03", "P05", "P11", "P13", "P15", "P17", "R01", "S01", "S02", "S09", "I02", "I05", "I19")
OTHERS = ("S03", "S05", "S06", "S10", "S13", "I01", "I07")
PUBLISHED = tuple(f"YM-{code}" for code in (*LICENCES, *OTHERS))
MONDAY = "2026-11-23"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = World()
    publish(world.platform, *PUBLISHED, "YM-P12", "YM-P06", "YM-P16", "YM-I11")
    yield world
    platforms.use(None)


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    with serving(world.platform, (deadlines.api,)) as client:
        yield client


def ask(client: Client, item: str, kind: str, start: str = MONDAY) -> tuple[int, Any]:
    return post(client, "/deadlines", {"item": item, "kind": kind, "start": start})


def term(client: Client, item: str, kind: str, start: str = MONDAY) -> Any:
    status, body = ask(client, item, kind, start)
    assert status == 200, body
    return body


@pytest.mark.requirement("R52")
@pytest.mark.parametrize(
    ("kind", "length", "unit", "due", "article"),
    [
        ("acceptance_notice", 5, "workday", "2026-11-30", "第三十二条第一款第四项"),
        ("decision", 20, "workday", "2026-12-21", "第四十二条第一款"),
        ("issue", 10, "workday", "2026-12-07", "第四十四条"),
        ("inspection_start", 5, "workday", "2026-11-30", "第五十五条第二款"),
        ("hearing_request", 5, "workday", "2026-11-30", "第四十七条第一款"),
        ("hearing_organise", 20, "workday", "2026-12-21", "第四十七条第一款"),
    ],
)
@pytest.mark.law("4.1", "15.12")
def test_the_terms_of_a_licence_are_those_of_the_licensing_law(
    client: Client, kind: str, length: int, unit: str, due: str, article: str
):
    found = term(client, "YM-P02", kind)
    assert (found["regime"], found["length"], found["unit"], found["due"]) == ("license", length, unit, due)
    assert found["article"] == f"《行政许可法》{article}"
    assert [day["number"] for day in found["days"] if day["counted"]] == list(range(1, length + 1))
    assert (found["latest"], found["advised"]) == (None, None)


@pytest.mark.law("4.2", "15.5")
@pytest.mark.parametrize(
    ("item", "length", "extension", "unit", "source"),
    [
        ("YM-P02", 20, 10, "workday", "《行政许可法》第四十二条"),
        ("YM-R01", 3, 3, "workday", "《市场主体登记管理条例》第十九条"),
        ("YM-I02", 20, 40, "workday", "条例"),
        ("YM-I19", 20, 10, "workday", "《行政许可法》第四十二条"),
    ],
)
def test_an_extension_is_that_of_the_law_that_sets_the_term(
    client: Client, item: str, length: int, extension: int, unit: str, source: str
):
    found = term(client, item, "decision_extended")
    assert (found["length"], found["extension"], found["unit"]) == (length, extension, unit)
    assert source in found["source"]
    assert max(day["number"] or 0 for day in found["days"]) == length + extension


@pytest.mark.law("4.2", "15.5")
def test_a_special_law_that_names_no_extension_gives_none(client: Client):
    status, problem = ask(client, "YM-P11", "decision_extended")
    assert (status, problem["code"]) == (422, "term_not_set")
    assert "《取水许可条例》第十九条" in problem["errors"][0]["message"]


@pytest.mark.requirement("R52")
@pytest.mark.law("4.2", "15.5")
@pytest.mark.parametrize(
    ("item", "length", "unit", "regime"),
    [
        ("YM-P11", 45, "workday", "license"),
        ("YM-I05", 30, "day", "license"),
        ("YM-S03", 60, "day", "confirmation"),
        ("YM-S05", 15, "day", "public_service"),
        ("YM-I07", 15, "workday", "other"),
    ],
)
def test_the_decision_has_the_term_and_unit_of_the_items_own_law(
    client: Client, item: str, length: int, unit: str, regime: str
):
    found = term(client, item, "decision")
    assert (found["length"], found["unit"], found["regime"]) == (length, unit, regime)
    assert found["statutory"]["due"] == found["due"]
    assert found["promised"]["due"] <= found["due"]


def test_where_the_law_counts_from_another_event_the_answer_names_it(client: Client):
    assert "收到" in term(client, "YM-S02", "decision")["note"]
    assert term(client, "YM-P11", "decision")["note"] is None


@pytest.mark.requirement("R93")
@pytest.mark.law("4.4")
def test_the_promised_and_the_statutory_day_stand_side_by_side(client: Client):
    found = term(client, "YM-I05", "promised", "2026-09-30")
    assert (found["length"], found["unit"]) == (12, "workday")
    assert (found["promised"]["due"], found["statutory"]["due"]) == ("2026-10-22", "2026-10-30")
    for code in PUBLISHED:
        for start in ("2026-09-23", "2026-09-30", "2026-02-11", MONDAY):
            both = term(client, code, "promised", start)
            assert both["due"] == both["promised"]["due"]
            if both["statutory"]:
                assert both["promised"]["due"] <= both["statutory"]["due"], (code, start)


@pytest.mark.requirement("R93")
@pytest.mark.law("4.4")
def test_a_promise_is_never_later_than_the_law():
    """20 workdays are fewer than 30 days in most weeks. From 2026-09-24 they end on 29 October, the 30 days on 26."""
    world = World()
    longer = PromisedLimit(value=20, unit="workday", status="ILLUSTRATIVE")
    publish(world.platform, "YM-I05", promised_limit=longer)
    with serving(world.platform, (deadlines.api,)) as client:
        found = term(client, "YM-I05", "promised", "2026-09-24")
        plain = post(client, "/deadlines", {"start": "2026-09-24", "length": 20, "unit": "workday"})[1]
    platforms.use(None)
    assert plain["due"] == "2026-10-29"
    assert found["due"] == found["promised"]["due"] == found["statutory"]["due"] == "2026-10-26"
    assert found["days"][-1]["date"] == "2026-10-26"


LICENCES_ONLY = (
    "acceptance_notice",
    "lower_review",
    "superior",
    "issue",
    "inspection_start",
    "hearing_request",
    "hearing_organise",
    "hearing_notice",
    "renewal",
)


@pytest.mark.law("0")
@pytest.mark.parametrize("item", ["YM-S03", "YM-S10", "YM-I01", "YM-I07"])
@pytest.mark.parametrize("kind", LICENCES_ONLY)
def test_what_only_licences_have_is_refused_with_reason_and_article(client: Client, item: str, kind: Any):
    status, problem = ask(client, item, kind)
    assert (status, problem["code"]) == (422, "term_not_of_regime")
    (error,) = problem["errors"]
    assert error["pointer"] == "/kind"
    assert KINDS[kind].article in error["message"]
    assert "只适用于行政许可" in error["message"]


@pytest.mark.law("0")
def test_a_filing_has_no_decision(client: Client):
    for kind in ("decision", "decision_extended"):
        status, problem = ask(client, "YM-I01", kind)
        assert (status, problem["code"]) == (422, "term_not_of_regime")
        assert "《企业投资项目核准和备案管理条例》第十三条" in problem["errors"][0]["message"]
    assert term(client, "YM-I01", "promised")["due"] == MONDAY


@pytest.mark.law("0")
def test_a_service_without_a_statute_has_only_its_promise(client: Client):
    for item in ("YM-S10", "YM-S13"):
        status, problem = ask(client, item, "decision")
        assert (status, problem["code"]) == (422, "term_not_set")
        assert "《优化营商环境条例》第三十六条第二款" in problem["errors"][0]["message"]
        found = term(client, item, "promised")
        assert (found["statutory"], found["promised"]["due"]) == (None, found["due"])


@pytest.mark.law("4.1", "15.14")
def test_the_lower_level_reviews_a_reported_item_in_its_own_term(client: Client):
    assert term(client, "YM-P17", "lower_review")["due"] == "2026-12-21"
    own = term(client, "YM-P13", "lower_review")
    assert (own["length"], own["unit"]) == (30, "workday")
    status, problem = ask(client, "YM-P01", "lower_review")
    assert (status, problem["code"]) == (422, "term_not_set")
    assert "《行政许可法》第四十三条" in problem["errors"][0]["message"]


@pytest.mark.law("4.1", "15.14")
def test_each_level_of_a_reported_item_has_its_own_term_and_none_is_the_decision_of_both(client: Client):
    for kind in ("lower_review", "superior"):
        found = term(client, "YM-P12", kind)
        assert (found["length"], found["unit"]) == (20, "workday")
    assert term(client, "YM-P12", "superior")["source"] == "《旅行社条例》第七条"
    assert term(client, "YM-P12", "promised")["statutory"] is None
    for kind in ("decision", "decision_extended"):
        status, problem = ask(client, "YM-P12", kind)
        (error,) = problem["errors"]
        assert (status, error["pointer"]) == (422, "/kind")
        assert "lower_review" in error["message"]
        assert "superior" in error["message"]
    status, problem = ask(client, "YM-P01", "superior")
    assert (status, problem["code"]) == (422, "term_not_set")


@pytest.mark.law("4.5", "15.16")
@pytest.mark.parametrize(
    ("item", "length", "unit", "latest"),
    [
        ("YM-P11", 45, "day", "2026-10-17"),
        ("YM-P15", 90, "day", "2026-09-02"),
        ("YM-S01", 60, "day", "2026-10-02"),
        ("YM-P02", 30, "day", "2026-11-01"),
        ("YM-P03", 30, "day", "2026-11-01"),
        ("YM-P01", 15, "workday", "2026-11-10"),
        ("YM-P05", 6, "month", "2026-06-01"),
        ("YM-P06", 3, "month", "2026-09-01"),
        ("YM-I02", 30, "workday", "2026-10-20"),
    ],
)
def test_a_renewal_is_applied_for_before_the_expiry_by_the_items_own_days(
    client: Client, item: str, length: int, unit: str, latest: str
):
    found = term(client, item, "renewal", "2026-12-01")
    assert (found["length"], found["unit"], found["latest"], found["due"]) == (length, unit, latest, latest)
    assert found["advised"] <= latest
    assert found["days"] == []


@pytest.mark.law("4.5")
def test_the_advised_day_is_the_last_workday_before_a_latest_day_of_rest(client: Client):
    found = term(client, "YM-S01", "renewal", "2026-12-01")
    assert date.fromisoformat(found["advised"]) == date(2026, 9, 30)  # before the National Day


@pytest.mark.law("4.5")
@pytest.mark.parametrize(
    ("item", "source"),
    [
        ("YM-P05", "《药品管理法实施条例》第十七条"),
        ("YM-P02", "《行政许可法》第五十条第一款"),
        ("YM-S01", OWN),
        ("YM-P01", OWN),
    ],
)
def test_a_term_that_is_not_the_laws_does_not_name_the_law_as_its_source(client: Client, item: str, source: str):
    assert term(client, item, "renewal", "2026-12-01")["source"] == source


def test_a_window_of_the_items_own_is_told_whole(client: Client):
    assert "15至90个工作日" in term(client, "YM-P01", "renewal", "2026-12-01")["note"]


@pytest.mark.parametrize("item", ["YM-I19", "YM-P16", "YM-I11"])
def test_what_has_no_expiry_is_not_renewed(client: Client, item: str):
    status, problem = ask(client, item, "renewal")
    assert (status, problem["code"]) == (422, "term_not_set")


@pytest.mark.law("4.5", "6.1")
def test_a_hearing_is_announced_seven_workdays_before_it(client: Client):
    found = term(client, "YM-P02", "hearing_notice", "2025-10-16")
    assert (found["latest"], found["advised"]) == ("2025-10-08", "2025-09-30")


def test_the_applicants_term_for_a_supplement_is_that_of_the_guide(client: Client, world: World):
    found = term(client, "YM-S10", "supplement")
    assert found["length"] == world.platform.settings.supplement_workdays
    assert "法律没有规定" in found["source"]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"kind": "whim"}, "/kind", "literal_error"),
        ({"kind": None}, "/kind", "literal_error"),
        ({"start": "2003-12-31"}, "/start", "date_outside_calendar"),
        ({"start": "2026-02-30"}, "/start", "date_from_datetime_parsing"),
        ({"length": 5}, "/length", "extra_forbidden"),
        ({"kind": "renewal", "start": "2004-01-10"}, "/start", "date_outside_calendar"),
    ],
)
def test_a_broken_question_is_refused_at_its_field(client: Client, change: dict[str, Any], pointer: str, code: str):
    status, problem = post(client, "/deadlines", {"item": "YM-P02", "kind": "decision", "start": MONDAY, **change})
    assert (status, [(error["pointer"], error["code"]) for error in problem["errors"]]) == (422, [(pointer, code)])


def test_all_that_an_item_question_lacks_is_named(client: Client):
    status, problem = post(client, "/deadlines", {"item": "YM-P02"})
    assert status == 422
    assert {error["pointer"] for error in problem["errors"]} == {"/kind", "/start"}


def test_an_unknown_item_is_not_found(client: Client):
    assert ask(client, "YM-X99", "decision")[0] == 404
    assert ask(client, "nonsense", "decision")[0] == 404


@pytest.mark.requirement("R52")
@pytest.mark.parametrize("kind", ["decision", "decision_extended", "supplement", "promised"])
def test_no_term_of_what_is_no_licence_rests_on_the_licensing_law(client: Client, kind: str):
    """行政许可法 sets terms of licences; the platform says where it only follows that law."""
    for code in OTHERS:
        status, found = ask(client, f"YM-{code}", kind)
        told = [found["article"], found["source"]] if status == 200 else [found["errors"][0]["message"]]
        for says in told:
            assert "《行政许可法》" not in says or "本平台参照" in says or "只适用于行政许可" in says, (code, says)


def test_a_filing_is_named_once_where_it_has_no_decision(client: Client):
    _, refused = ask(client, "YM-I01", "decision")
    says = refused["errors"][0]["message"]
    assert "备案机关收到全部信息即为备案" in says
    assert "备案备案" not in says
