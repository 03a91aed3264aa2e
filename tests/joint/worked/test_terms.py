"""W3, W8, W11: terms of the whole and of its members, over HTTP."""

from datetime import date

import pytest

from proofs.joint.by_http import Town, says
from proofs.kit import joint
from tests.joint.worked.data import CASES, accepted, answers_of

GOVERNMENT = "government-leader"
W3, W8 = CASES["W3"], CASES["W8"]
BEGUN = "2026-09-14"


def asked(town: Town, request: str, number: int) -> tuple[int, str, str]:
    """The act of the worked case: status, code and title of what is answered."""
    act = W3["given"]["acts"][number]
    who = {
        "chief_representative": "chief-housing",
        "department_leader": "leader-housing",
        "government_leader": GOVERNMENT,
    }[act["by"]["role"]]
    told = town.ask(who, "POST", f"/cases/{request}/extend", {"reason": act["reason"], "approval": act["document"]})
    return told.status, str(told.body.get("code", "")), str(told.body.get("title", ""))


@pytest.mark.requirement("R77")
@pytest.mark.law("4.2", "15.6")
def test_w3_the_government_alone_extends_the_term_of_the_whole_and_once(town: Town):
    request = accepted(town, BEGUN, joint.BUILD, answers_of("W3"))
    expected = W3["expect"]["joint"][0]
    drawings = town.member(request, "YM-I07")
    own = town.due(drawings, "promised"), town.due(drawings, "statutory")
    assert town.due(request, "statutory") == expected["due"]
    town.on(date(2026, 11, 19))
    for number in (0, 1):
        status, _, title = asked(town, request, number)
        assert (status, W3["expect"]["responses"][number]["names"] in title) == (403, True)
    assert asked(town, request, 2)[0] == 200
    town.goes_on()
    assert town.due(request, "statutory") == expected["after_extension"]
    (event,) = town.events(request, "chief-housing", *W3["expect"]["events"])
    assert (event["role"], event["at"][:10]) == ("government_leader", "2026-11-19")
    document = W3["expect"]["documents"][0]
    (notice,) = town.texts(request, document["title"])
    assert all(words in notice for words in (document["states"], document["number"], "2026年12月11日"))
    assert says(notice)["organ"] == "阳江市住房和城乡建设局"
    assert asked(town, request, 3)[:2] == (409, "extended_already")
    assert (town.due(drawings, "promised"), town.due(drawings, "statutory")) == own


@pytest.mark.law("15.6")
def test_w3_after_its_last_day_nobody_extends_it(town: Town):
    request = accepted(town, BEGUN, joint.BUILD, answers_of("W3"))
    town.on(date(2026, 11, 21))
    assert asked(town, request, 4)[:2] == (409, "term_over")
    assert town.due(request, "statutory") == W3["expect"]["joint"][0]["due"]


@pytest.mark.requirement("R79")
def test_w8_a_member_joins_when_its_papers_are_complete(town: Town):
    request = accepted(town, BEGUN, joint.BUILD, answers_of("W8"))
    plan, expected = W8["given"]["plans"][0]["members"], W8["expect"]
    assert town.dues(request, "YM-I07") == {"YM-I07": plan["YM-I07"]["due"]}
    town.on(date(2026, 9, 21))
    changed = joint.asked_with(town.hall, request, **W8["given"]["acts"][0]["answers"])
    told = town.does("company", f"/applications/{request}/answers", {"answers": changed})
    assert (told["joined"], told["left"]) == (["YM-I08"], [])
    assert town.states(request)["YM-I08"] == expected["states"][0]["YM-I08"]
    town.on(date(2026, 9, 24))
    town.brings(request, *told["lacking"])
    town.compares_originals(town.member(request, "YM-I08"))
    assert town.states(request)["YM-I08"] == expected["states"][1]["YM-I08"]
    fire = town.node(request, "YM-I08")
    assert (fire["opened_on"], fire["promised_due"]) == (plan["YM-I08"]["opens_on"], plan["YM-I08"]["due"])
    assert fire["statutory_due"] == expected["YM-I08_statutory_due"]
    assert town.due(request, "statutory") == expected["joint"][0]["due"]
    assert town.titles(request).count(expected["documents"][0]["title"]) == expected["documents"][0]["count"]
    # The spec's member_awaiting_materials is told by answers_changed, member_opened by members_moved.
    types = [one["type"] for one in town.events(request, "chief-housing")]
    assert [one for one in types if one in expected["events"]] == ["answers_changed", "member_joined"]
    _permit_follows_the_fire_design(town, request)


def _permit_follows_the_fire_design(town: Town, request: str) -> None:
    plan = W8["given"]["plans"][0]["members"]["YM-I11"]
    town.on(date(2026, 9, 28))
    drawings = town.member(request, "YM-I07")
    for department in ("housing", "cad"):
        town.opines(drawings, department)
    town.does("chief-housing", f"/cases/{drawings}/sessions/conclude", {"conclusion": "pass", "reason": "均同意。"})
    town.decides(request, "YM-I07")
    assert town.states(request)["YM-I11"] == "waiting"
    town.on(date.fromisoformat(plan["opens_on"]))
    town.decides(request, "YM-I08")
    permit = town.node(request, "YM-I11")
    assert (permit["state"], permit["opened_on"], permit["promised_due"]) == ("open", plan["opens_on"], plan["due"])
