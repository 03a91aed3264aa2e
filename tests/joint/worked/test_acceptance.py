"""W5, W6: one notice of what every member lacks, and silence that accepts the whole, over HTTP."""

from datetime import date
from typing import Any

import pytest

from proofs.joint.by_http import Town, says
from proofs.kit import joint
from proofs.kit.remembered import remembered
from proofs.kit.world import forget_everything
from tests.joint.worked.data import CASES, published

W5, W6 = CASES["W5"], CASES["W6"]
INDIVIDUAL: dict[str, Any] = {
    **{name: value for name, value in joint.OF_A_COMPANY.items() if not name.startswith("held_")},
    **W5["given"]["answers"],
    "held_r02": False,
}
CLERK = "clerk-production"


def received(town: Town) -> str:
    """Handed in on Friday 13 February 2026."""
    request = _received(town)
    forget_everything()
    return request


@remembered
def _received(town: Town) -> str:
    published(town, joint.RESTAURANT)
    town.on(date.fromisoformat(W5["given"]["requests"][0]["received"]))
    request = town.requests(joint.RESTAURANT, INDIVIDUAL)
    town.compares_originals(request)
    return request


def defect(line: str) -> dict[str, str]:
    return {"line": line, "defect": "内容不完整", "remedy": "补充完整后重新提交"}


def line_of(town: Town, request: str, item: str, no: int) -> str:
    """What the request calls this line of the member's list, which the public plan merges with those of others."""
    asked = {"answers": W5["given"]["answers"]}
    merged = town.plans(joint.RESTAURANT, asked)["materials"]
    own = {"member": item, "line": f"{no:02}"}
    name = next(one["title"] for one in merged if own in one["lines"])
    return next(one["no"] for one in town.lines("company", request) if one["name"] == name)


def confirms(town: Town, request: str, department: str, *gaps: str) -> None:
    """The department answers what the window has asked: what is wrong with the papers of its own item."""
    officer = f"officer-{department}"
    task = next(one["id"] for one in town.get(officer, "/tasks?limit=100")["tasks"] if one["case_id"] == request)
    found = [defect(line) for line in gaps]
    advice = {"advice": "defective", "opinion": "材料不完整", "defects": found}
    conforms = {"advice": "conforms", "opinion": "材料齐全，符合法定形式"}
    town.does(officer, f"/tasks/{task}/confirm", advice if gaps else conforms)


@pytest.mark.requirement("R30")
@pytest.mark.requirement("R79")
def test_w5_one_notice_tells_the_gaps_of_every_member(town: Town):
    request, expected = received(town), W5["expect"]
    plan, effect, shop = (line_of(town, request, *one) for one in (("YM-P01", 3), ("YM-I14", 3), ("YM-S09", 4)))
    asking = {"reason": "completeness", "text": "请各部门核对本部门事项的材料是否齐全。"}
    town.does(CLERK, f"/cases/{request}/ask-department", asking)
    assert town.due(request, "confirmation") == expected["inner_completeness_deadline"]
    assert town.due(request, "accept") == expected["notice_due"]
    town.on(date(2026, 2, 14))
    confirms(town, request, "urban", effect)
    confirms(town, request, "tobacco")
    town.on(date(2026, 2, 26))
    confirms(town, request, "food", plan)
    correct = f"/cases/{request}/correct"
    told = town.does(CLERK, correct, {"defects": [defect(plan), defect(effect)]})
    assert told["lines"] == sorted([plan, effect])
    document = expected["documents"][0]
    (notice,) = town.texts(request, document["title"])
    rows = says(notice)["table"]["rows"]
    assert (len(rows), says(notice)["issued_text"]) == (document["lines"], "2026年2月26日")
    assert all(name in notice for name in ("食品经营许可", "户外"))
    town.on(date(2026, 2, 27))
    assert town.refused(CLERK, correct, {"defects": [defect(shop)]}) == (409, "act_out_of_order")
    town.on(date(2026, 3, 2))
    town.brings(request, plan, effect)
    town.does("company", f"/applications/{request}/supplement")
    late = defect(line_of(town, request, "YM-P01", 4))
    assert town.refused(CLERK, correct, {"defects": [late]}) == (422, "second_notice_old_defect")
    town.accepts(request)
    assert town.due(request, "statutory") == expected["joint"][0]["due"]
    assert town.titles(request).count("联办受理通知书") == 1
    assert set(town.states(request)) == set(W5["given"]["active"])
    town.decides(request, "YM-R02")
    due = {name: W5["given"]["plans"][0]["members"][name]["due"] for name in ("YM-I14", "YM-P01", "YM-S09")}
    assert town.dues(request, *due) == due


@pytest.mark.requirement("R30")
@pytest.mark.requirement("R80")
@pytest.mark.law("15.1")
def test_w6_silence_accepts_the_whole_from_its_receipt(town: Town):
    request, expected, plan = received(town), W6["expect"], W6["given"]["plans"][0]["members"]
    town.on(date(2026, 2, 27), 23)
    assert town.get("company", f"/applications/{request}")["status"] == "submitted"
    town.on(date(2026, 2, 28), 0)
    case = town.get("company", f"/applications/{request}")
    assert (case["status"], case["deemed"], case["accepted_at"][:10]) == ("in_progress", True, "2026-02-13")
    # The spec's joint_deemed_accepted is deemed_accepted of the request.
    (event,) = town.events(request, "chief-food", "deemed_accepted")
    assert event["at"][:19] == expected["events"][0]["at"][:19]
    assert town.due(request, "statutory") == expected["joint"][0]["due"]
    first = town.member(request, "YM-R02")
    assert (town.due(first, "promised"), town.due(first, "statutory")) == (
        expected["YM-R02"]["promised_due"],
        expected["YM-R02"]["statutory_due"],
    )
    town.on(date(2026, 2, 28), 9)
    told = sorted((one["matter"], one["department"], one["at"][:10]) for one in town.cards(first))
    assert told == [("promised_overdue", "amr_reg", "2026-02-28"), ("statutory_overdue", "amr_reg", "2026-02-28")]
    town.decides(request, "YM-R02")
    for node in ("YM-I14", "YM-P01", "YM-S09"):
        member = town.node(request, node)
        assert (member["state"], member["opened_on"]) == ("open", plan[node]["opens_on"])
        assert member["promised_due"] == plan[node]["due"]
