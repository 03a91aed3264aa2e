"""The terms after the acceptance, and how a case ends, played for one item of each regime and each handling type."""

import re
from datetime import date

import pytest

from proofs.played.plays import ITEMS, play
from proofs.played.stage import SECOND, Step
from tests.played.law import COMPLAINTS, ISSUE_LATER, ISSUE_SAME_DAY, LAWS, RECEIVED
from tests.played.looking import clock, document, documents, due, event, events, step, steps
from tests.played.test_acceptance import require_remedies

pytestmark = pytest.mark.xdist_group("played")
each = pytest.mark.parametrize("code", ITEMS)


def refusal_of(code: str) -> str:
    return "filing_refusal" if LAWS[code].regime == "filing" else "refusal_decision"


@each
@pytest.mark.requirement("R24", "R52")
@pytest.mark.law("4.1", "4.2", "4.4", "15.5")
def test_the_promised_and_the_statutory_day_stand_side_by_side(code: str):
    """On the case and on the acceptance; as counted by hand."""
    law, accepted = LAWS[code], step(code, "in_time", "受理")
    assert (due(accepted, "promised"), due(accepted, "statutory")) == (law.promised, law.statutory)
    (paper,) = accepted.documents
    label = "决定期限" if law.regime not in ("filing", "public_service") else "办结期限"
    assert f'"label":"{label}","value":"{chinese(law.promised)}"' in paper.text
    assert ('"label":"法定期限"' in paper.text) is (law.statutory is not None)
    if law.statutory:
        assert f'"label":"法定期限","value":"{chinese(law.statutory)}"' in paper.text


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@each
@pytest.mark.law("0")
def test_a_filing_and_a_service_end_without_a_decision(code: str):
    """备案机关收到全部信息即为备案 (企业投资项目核准和备案管理条例13); a company decides nothing."""
    decides = LAWS[code].regime not in ("filing", "public_service")
    for scene in ("in_time", "silence", "on_the_spot", "one_notice"):
        notice = document(code, scene, "acceptance_notice")
        assert ("作出决定" in notice.text) is decides
        assert ("决定期限" in notice.text) is decides
    refused = document(code, "silence", refusal_of(code))
    assert ("决定书" in refused.text) is decides
    assert ("本通知书" in refused.text) is (not decides and code not in COMPLAINTS)


@each
@pytest.mark.requirement("R66")
def test_what_is_decided_on_the_spot_is_done_on_the_day(code: str):
    """Or on the next day on which its department is in the hall (R46); everything else takes its days."""
    first, last = steps(code, "in_time")[1], steps(code, "in_time")[-1]
    assert (first.at.date() == last.at.date() == RECEIVED) is LAWS[code].on_the_spot
    assert ("reviewed" not in {one.type for one in events(code, "in_time")}) is LAWS[code].on_the_spot
    assert last.status == "已办结"
    assert {one.signal for one in last.clocks} == {None}


@each
@pytest.mark.requirement("R52")
@pytest.mark.law("4.4", "15.23")
def test_each_term_that_passes_shows_on_the_very_next_day(code: str):
    """Yellow after the promised day, red after the law's, red after the ten days of delivery, and not a day before."""
    told = steps(code, "silence")
    for at in told:
        for one in at.clocks:
            if one.kind in COLOURS and one.state != "ended":
                assert (one.signal == COLOURS[one.kind]) is (at.at.date() > one.due), (at.act, one)
    last = {one.kind: one.signal for one in told[-1].clocks}
    expected = {"promised": "yellow", "statutory": "red", "issue": "red"}
    assert {kind: signal for kind, signal in last.items() if signal} == {
        kind: colour for kind, colour in expected.items() if kind in last
    }
    assert ("statutory" in last) is (LAWS[code].statutory is not None)


COLOURS = {"promised": "yellow", "statutory": "red", "issue": "red"}


@each
@pytest.mark.requirement("R40", "R52")
@pytest.mark.law("3.2", "15.12")
def test_the_result_is_delivered_within_ten_workdays_of_the_decision(code: str):
    decided = step(code, "in_time", "准予")
    issue = clock(decided, "issue")
    assert issue is not None
    assert issue.due == (ISSUE_SAME_DAY if LAWS[code].on_the_spot else ISSUE_LATER)
    assert ("没有规定" in issue.source) is not LAWS[code].licence
    assert "《行政许可法》第四十四条" in issue.source
    assert {"decided", "result_made", "compared", "delivered", "archived"} <= {
        one.type for one in events(code, "in_time")
    }


@each
@pytest.mark.law("3.1", "15.11")
def test_a_refusal_has_its_reasons_and_the_remedies_of_its_department_and_regime(code: str):
    paper = document(code, "silence", refusal_of(code))
    assert paper.title == LAWS[code].refused
    assert "经营场所不符合要求" in paper.text
    require_remedies(code, paper.text)


# --------------------------------------------------------------------------------------------- pauses and the extension
@each
@pytest.mark.requirement("R52")
@pytest.mark.law("4.3", "15.7")
def test_only_a_licence_with_a_term_is_stopped_by_a_hearing(code: str):
    visit, hearing = (
        step(code, "stopped_and_extended", "中止计时：现场踏勘3个工作日"),
        step(code, "stopped_and_extended", "中止计时：听证5个工作日"),
    )
    assert (visit.refused, visit.events) == ("invalid_fields", ())
    if code != "YM-P01":
        assert (hearing.refused, hearing.documents) == ("invalid_fields", ())
        assert [one.kind for one in documents(code, "stopped_and_extended")].count("special_procedure_notice") == 0
        return
    (notice,) = hearing.documents
    assert (due(hearing, "promised"), due(hearing, "statutory")) == (date(2026, 10, 15), date(2026, 10, 20))
    assert "计划于2026年9月30日结束" in notice.text
    overrun = event(code, "stopped_and_extended", "special_procedure_overrun")
    resumed = step(code, "stopped_and_extended", "恢复计时")
    assert overrun.at.date() == date(2026, 10, 1)
    assert due(resumed, "statutory") == date(2026, 10, 20)  # what was not told counts


@each
@pytest.mark.requirement("R52")
@pytest.mark.law("4.2", "15.6")
def test_one_extension_by_the_leader_before_the_day_with_notice_where_the_law_has_one(code: str):
    names = ("首席代表延长期限", "延长期限", "再次延长期限", "决定以后延长期限")
    chief, leader, again, late = (step(code, "stopped_and_extended", name) for name in names)
    assert (chief.refused, late.refused) == ("permission_missing", "act_out_of_order")
    if code == "YM-P01":
        assert (leader.refused, again.refused) == (None, "extended_already")
        assert (due(leader, "promised"), due(leader, "statutory")) == (date(2026, 10, 15), date(2026, 10, 27))
        assert "由2026年10月20日延长至2026年10月27日" in leader.documents[0].text
    else:
        wanted = "no_term" if LAWS[code].statutory is None else NO_EXTENSION[LAWS[code].on_the_spot]
        assert (leader.refused, again.refused, leader.documents) == (wanted, wanted, ())
    over = step(code, "silence", "届满以后延长期限")
    assert over.refused == ("no_term" if LAWS[code].statutory is None else "term_over")


NO_EXTENSION = {True: "decided_on_the_spot", False: "extension_without_law"}


# ------------------------------------------------------------------------------------------------------- other endings
@each
@pytest.mark.law("15.11")
def test_who_has_no_account_withdraws_at_the_counter(code: str):
    other, withdrawn, late = steps(code, "withdrawn_at_the_counter")[-3:]
    assert (other.refused, withdrawn.refused, late.refused) == ("person_unverified", None, "act_out_of_order")
    told = event(code, "withdrawn_at_the_counter", "withdrawn")
    assert (told.role, told.data["signed"]) == ("counter_clerk", True)
    (paper,) = withdrawn.documents
    assert (paper.title, paper.on) == ("终止办理通知书", RECEIVED)
    assert "身份已经核验" in paper.text
    assert {one.state for one in withdrawn.clocks} == {"ended"}


@each
def test_a_decision_ends_what_can_be_withdrawn(code: str):
    last = steps(code, "decided_then_withdrawn")[-1]
    assert (last.refused, last.status) == ("act_out_of_order", "待领取")


@each
@pytest.mark.requirement("R32")
@pytest.mark.parametrize("scene", ["on_the_spot", "not_needed"])
def test_two_counters_with_the_same_input_have_the_same_result(code: str, scene: str):
    """Another clerk, with another account."""
    here, there = play(code, scene).steps, play(code, scene, second=True).steps
    assert [told(one) for one in here] == [told(one) for one in there]
    assert {event.actor for one in here for event in one.events}.isdisjoint({SECOND})
    assert SECOND in {event.actor for one in there for event in one.events}


def told(one: Step) -> tuple[object, ...]:
    """What a step comes to, but for the name of the clerk and the query code, which is drawn by lot."""
    papers = [(paper.title, paper.number, paper.on, OWN.sub("", paper.text)) for paper in one.documents]
    clocks = [(clock.kind, clock.due, clock.state) for clock in one.clocks]
    return one.act, one.refused, one.says, [event.type for event in one.events], papers, clocks, one.status


OWN = re.compile(r'[^",，。]*窗口人员\(演示\)|(?<=查询码)[0-9A-Z]{10}|(?<="查询码","value":")[0-9A-Z]{10}')
