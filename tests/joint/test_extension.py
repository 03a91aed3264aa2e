"""W3: the term of a joint request is extended once, by the government, before it is due (行政许可法42(2))."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.model.clock_history import Rules, clocks_as_of
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.foundation import keys, problems
from local.identity_provider.personas import PERSONAS
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.joint import LAND, RESTAURANT
from proofs.matrix.door import Answer, Door, opened

ACCEPTED, DUE, EXTENDED, LATER = date(2026, 9, 14), date(2026, 11, 20), date(2026, 11, 19), date(2026, 12, 11)
GOVERNMENT, APPROVED_BY = "government-leader", "本级人民政府负责人"
ASKED = {"reason": "项目情况复杂", "approval": "阳府批〔2026〕演示7号"}


@pytest.fixture
def door(hall: Hall) -> Iterator[Door]:
    door = Door(hall.world, {name: one.actor for name, one in PERSONAS.items()})
    with opened(door):
        yield door


def accepted(hall: Hall, code: str) -> str:
    publish_schemes(hall.platform, code.removesuffix("-plan_land"))
    joint.on(hall, ACCEPTED)
    return joint.accepted(hall, code)


def extends(door: Door, who: str, case_id: str, asked: dict[str, Any] = ASKED) -> Answer:
    etag = door.world.people.case(case_id).etag
    return door.ask(who, "POST", f"/cases/{case_id}/extend", asked, headers={"If-Match": etag})


def members(hall: Hall, request: str) -> dict[str, Case]:
    opened_ones = [node for node, one in joint.members(hall, request).items() if one.opened_on]
    return {node: joint.of_member(hall, request, node) for node in opened_ones}


@pytest.mark.requirement("R77")
@pytest.mark.law("4.2", "15.6")
@pytest.mark.parametrize(("code", "lead"), [(LAND, "planning"), (RESTAURANT, "food")])
def test_w3_the_government_alone_extends_the_joint_term_once(hall: Hall, door: Door, code: str, lead: str):
    request = accepted(hall, code)
    assert hall.case(request).due("statutory") == DUE
    joint.on(hall, EXTENDED)
    before = members(hall, request)
    for who, how in ((f"chief-{lead}", "permission_missing"), (f"leader-{lead}", "extension_by_government")):
        refused = extends(door, who, request)
        assert (refused.status, APPROVED_BY in str(refused.body["title"])) == (403, True)
        assert how in refused.text
    done = extends(door, GOVERNMENT, request)
    assert done.status == 200, done.text
    assert (done.body["length"], done.body["before"], done.body["statutory_due"]) == (15, str(DUE), str(LATER))
    assert done.body["approval"] == ASKED["approval"]
    assert hall.case(request).due("statutory") == LATER
    event = hall.events(request)[-1]
    assert (event.type, event.policy, event.data["approval"]) == (
        "joint_extended",
        "government_extends",
        ASKED["approval"],
    )
    assert "复杂" not in str(event.data)
    notice = hall.rows(request, f"{keys.DOCUMENT}{event.data['document']}")[0]
    assert (notice["kind"], notice["organ"]) == ("joint_extension_notice", lead)
    told = ("延期办理通知书", f"经{APPROVED_BY}批准（{ASKED['approval']}）", "2026年12月11日", "项目情况复杂")
    assert [words for words in told if words not in notice["data"]] == []
    assert {node: one.clocks for node, one in members(hall, request).items()} == {
        node: one.clocks for node, one in before.items()
    }
    again = extends(door, GOVERNMENT, request, {**ASKED, "reason": "再次延长", "approval": "阳府批〔2026〕演示8号"})
    assert (again.status, again.body["code"], "只能延长一次" in again.body["title"]) == (409, "extended_already", True)
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.law("15.6")
def test_w3_after_its_last_day_it_is_not_extended(hall: Hall, door: Door):
    request = accepted(hall, LAND)
    joint.on(hall, date(2026, 11, 21))
    refused = extends(door, GOVERNMENT, request)
    assert (refused.status, refused.body["code"]) == (409, "term_over")
    assert hall.case(request).due("statutory") == DUE


def test_it_is_extended_on_its_last_day(hall: Hall, door: Door):
    request = accepted(hall, LAND)
    joint.on(hall, DUE)
    assert extends(door, GOVERNMENT, request).body["statutory_due"] == str(LATER)


@pytest.mark.requirement("R10")
def test_the_clock_explains_it_with_its_article_from_the_events_alone(hall: Hall, door: Door):
    request = accepted(hall, LAND)
    joint.on(hall, EXTENDED)
    extends(door, GOVERNMENT, request)
    told = door.done("company", "GET", f"/applications/{request}/clock")
    (clock,) = (one for one in told["clocks"] if one["kind"] == "statutory")
    assert (clock["due"], clock["length"], clock["extension"]["length"]) == (str(LATER), 45, 15)
    assert clock["extension"]["basis"] == "《行政许可法》第四十二条第二款"
    assert (clock["extension"]["before"], clock["extension"]["approval"]) == (str(DUE), ASKED["approval"])
    assert any("第四十二条第二款" in day["reason"] for day in clock["days"])
    platform = hall.platform
    rules = Rules(platform.calendars, platform.settings.supplement_workdays, licence=True)
    assert clocks_as_of(hall.events(request), hall.clock.at, rules).extended == hall.case(request).extended
    at = hall.clock.at.replace(month=11, day=18)
    (before,) = (
        one for one in clocks_shown(request, hall.events(request), at, rules).clocks if one.kind == "statutory"
    )
    assert (before.due, before.extension) == (DUE, None)


def test_what_moves_the_members_later_leaves_the_extension_as_it_is(hall: Hall, door: Door):
    request = accepted(hall, RESTAURANT)
    joint.on(hall, EXTENDED)
    extends(door, GOVERNMENT, request)
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-I14")
    assert hall.case(request).due("statutory") == LATER
    assert list(faults_of_joint(hall.world, request)) == []


def test_it_is_told_what_is_wrong_with_the_request(hall: Hall, door: Door):
    request = accepted(hall, LAND)
    joint.on(hall, EXTENDED)
    wrong = (
        ({"reason": "项目情况复杂"}, "/approval", "approval_missing"),
        ({**ASKED, "approval": "市长口头同意"}, "/approval", "approval_format"),
        ({**ASKED, "days": 16}, "/days", "extension_too_long"),
    )
    for asked, pointer, code in wrong:
        refused = extends(door, GOVERNMENT, request, asked)
        found = [(one["pointer"], one["code"]) for one in refused.body["errors"]]
        assert (refused.status, found) == (422, [(pointer, code)])
    assert hall.case(request).extended is None


def test_the_government_extends_no_term_of_one_department(hall: Hall, door: Door):
    request = accepted(hall, RESTAURANT)
    joint.decide(hall, request, "YM-R01")
    permit = joint.of_member(hall, request, "YM-P01")
    refused = extends(door, GOVERNMENT, permit.id)
    assert (refused.status, refused.why) == (403, "extension_by_department")
    refused = extends(door, "leader-food", permit.id)
    assert [(one["pointer"], one["code"]) for one in refused.body["errors"]] == [("/approval", "approval_not_needed")]
    assert extends(door, "leader-food", permit.id, {"reason": "情况复杂"}).status == 200


@pytest.mark.requirement("R77")
@pytest.mark.law("15.6")
def test_no_member_is_extended_past_the_term_of_the_whole(hall: Hall, door: Door):
    """The permit opens late: its own ten workdays end shortly before those of the request."""
    request = accepted(hall, RESTAURANT)
    joint.on(hall, date(2026, 11, 4))
    joint.decide(hall, request, "YM-R01")
    permit, longer = joint.of_member(hall, request, "YM-P01"), {"reason": "情况复杂"}
    assert permit.due("statutory") == date(2026, 11, 18)
    refused = extends(door, "leader-food", permit.id, longer)
    assert (refused.status, refused.body["code"]) == (409, "past_joint_due")
    assert all(words in refused.body["title"] for words in ("2026-11-25", str(DUE), APPROVED_BY))
    assert extends(door, "leader-food", permit.id, {**longer, "days": 2}).status == 200
    sign, two = joint.of_member(hall, request, "YM-I14"), {**longer, "days": 2}
    assert extends(door, "leader-urban", sign.id, two).body["code"] == "past_joint_due"
    assert extends(door, GOVERNMENT, request).status == 200
    assert extends(door, "leader-urban", sign.id, two).body["statutory_due"] == "2026-12-04"


@pytest.mark.requirement("R10")
def test_a_member_whose_law_has_no_extension_is_told_so_on_any_day(hall: Hall):
    """That its days are over is not the reason: more of them would not have helped."""
    publish_schemes(hall.platform, "YM-J01")
    joint.on(hall, ACCEPTED)
    request = joint.accepted(hall, joint.BUILD)
    drawings = joint.of_member(hall, request, "YM-I07")
    last = drawings.due("statutory")
    assert last is not None
    for day in (ACCEPTED, last + timedelta(days=3)):
        joint.on(hall, day)
        with pytest.raises(problems.Conflict) as refused:
            hall.people.extend(drawings.id, hall.caller("leader-housing", drawings.id))
        assert refused.value.code == "extension_without_law"
