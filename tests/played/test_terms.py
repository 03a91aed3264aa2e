"""The terms after the acceptance, and how a case ends, played for one item of each regime and each handling type."""

import re
from datetime import date

import pytest

from chalicelib.cases.model.clock import ClockKind
from proofs.played.plays import ITEMS, play
from proofs.played.stage import SECOND, Step
from tests.played.law import (
    ABOVE,
    COMPLAINTS,
    GOVERNMENT,
    ISSUE_LATER,
    ISSUE_SAME_DAY,
    LAWS,
    LOWER_REVIEW,
    RECEIVED,
    REVIEWS_ABOVE,
    UPWARD,
)
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
    label = "审查期限" if code == UPWARD else label
    assert f'"label":"{label}","value":"{chinese(law.promised)}"' in paper.text
    assert ('"label":"法定期限"' in paper.text) is (law.statutory is not None)
    if law.statutory:
        assert f'"label":"法定期限","value":"{chinese(law.statutory)}"' in paper.text


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@pytest.mark.requirement("R67")
@pytest.mark.law("2.2", "4.1", "15.14")
def test_what_goes_upward_has_a_term_here_and_one_above():
    """行政许可法35, 43: the review here, then the decision of the organ above from the day of the report."""
    accepted, reported = step(UPWARD, "in_time", "受理"), step(UPWARD, "in_time", "报上级机关")
    assert (due(accepted, "lower_review"), due(reported, "superior")) == (LOWER_REVIEW, ABOVE)
    paper = document(UPWARD, "in_time", "acceptance_notice").text
    assert f'"label":"法定审查期限","value":"{chinese(LOWER_REVIEW)}"' in paper
    assert "报送广东省文化和旅游厅，由其依法作出决定" in paper
    assert "第四十三条" in paper
    assert "第四十二条" not in paper
    assert step(UPWARD, "in_time", "准予").who == "上级机关"
    late = event(UPWARD, "silence", "report_overdue")
    assert late.at.date() == date(2026, 10, 28)  # from the receipt on the 22nd: the last day is the 27th


@each
@pytest.mark.law("0")
def test_a_filing_and_a_service_end_without_a_decision(code: str):
    """备案机关收到全部信息即为备案 (企业投资项目核准和备案管理条例13); a company decides nothing."""
    decides = LAWS[code].regime not in ("filing", "public_service")
    for scene in ("in_time", "silence", "on_the_spot", "one_notice"):
        notice = document(code, scene, "acceptance_notice")
        assert ("作出决定" in notice.text) is decides
        assert ("决定期限" in notice.text) is (decides and code != UPWARD)
    refused = document(code, "silence", refusal_of(code))
    assert ("决定书" in refused.text) is decides
    assert ("本通知书" in refused.text) is (not decides and code not in COMPLAINTS)


@each
@pytest.mark.requirement("R66")
def test_what_is_decided_on_the_spot_is_done_on_the_day(code: str):
    """Or on the next day on which its department is in the hall (R46); everything else takes its days."""
    first, last = steps(code, "in_time")[1], steps(code, "in_time")[-1]
    assert (first.at.date() == last.at.date() == RECEIVED) is LAWS[code].on_the_spot
    reviewed = {"reviewed", "first_reviewed"} & {one.type for one in events(code, "in_time")}
    assert (not reviewed) is LAWS[code].on_the_spot
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
    assert {kind: signal for kind, signal in last.items() if signal} == {
        kind: colour for kind, colour in COLOURS.items() if kind in last
    }
    assert ("statutory" in last) is (LAWS[code].statutory is not None)


COLOURS = {"promised": "yellow", "statutory": "red", "lower_review": "red", "issue": "red"}


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
    assert ("不符合法定条件" if code == UPWARD else "经营场所不符合要求") in paper.text
    require_remedies(code, paper.text, REVIEWS_ABOVE if code == UPWARD else GOVERNMENT)


# --------------------------------------------------------------------------------------------- pauses and the extension
@each
@pytest.mark.requirement("R52")
@pytest.mark.law("4.3", "15.7")
def test_only_a_licence_with_a_term_is_stopped_by_a_hearing(code: str):
    visit, hearing = (
        step(code, "stopped_and_extended", "中止计时：现场踏勘3个工作日"),
        step(code, "stopped_and_extended", "中止计时：听证7个工作日"),
    )
    assert (visit.refused, visit.events) == ("invalid_fields", ())
    if code not in ("YM-P01", UPWARD):
        assert (hearing.refused, hearing.documents) == ("invalid_fields", ())
        assert [one.kind for one in documents(code, "stopped_and_extended")].count("special_procedure_notice") == 0
        return
    (notice,) = hearing.documents
    law: ClockKind = "lower_review" if code == UPWARD else "statutory"
    assert (due(hearing, "promised"), due(hearing, law)) == STOPPED[code]
    assert "计划于2026年10月9日结束" in notice.text
    overrun = event(code, "stopped_and_extended", "special_procedure_overrun")
    resumed = step(code, "stopped_and_extended", "恢复计时")
    assert overrun.at.date() == date(2026, 10, 10)
    assert due(resumed, law) == STOPPED[code][1]  # what was not told counts


# Accepted on the 22nd and stopped for seven workdays at once: 7 and 10 workdays from then, 10 and 20 of the 上报件.
STOPPED = {"YM-P01": (date(2026, 10, 19), date(2026, 10, 22)), UPWARD: (date(2026, 10, 22), date(2026, 11, 5))}


@each
@pytest.mark.requirement("R52")
@pytest.mark.law("4.2", "15.6")
def test_one_extension_by_the_leader_before_the_day_with_notice_where_the_law_has_one(code: str):
    names = ("首席代表延长期限", "延长期限", "再次延长期限", "决定以后延长期限")
    chief, leader, again, late = (step(code, "stopped_and_extended", name) for name in names)
    assert (chief.refused, late.refused) == ("permission_missing", "act_out_of_order")
    if code == "YM-P01":
        assert (leader.refused, again.refused) == (None, "extended_already")
        assert (due(leader, "promised"), due(leader, "statutory")) == (date(2026, 10, 19), date(2026, 10, 29))
        assert "由2026年10月22日延长至2026年10月29日" in leader.documents[0].text
    else:
        wanted = "no_term" if LAWS[code].statutory is None else NO_EXTENSION[LAWS[code].on_the_spot]
        wanted = "lower_review_not_extended" if code == UPWARD else wanted
        assert (leader.refused, again.refused, leader.documents) == (wanted, wanted, ())
    over = step(code, "silence", "届满以后延长期限")
    wanted = "no_term" if LAWS[code].statutory is None else "term_over"
    assert over.refused == ("lower_review_not_extended" if code == UPWARD else wanted)


NO_EXTENSION = {True: "decided_on_the_spot", False: "extension_without_law"}


# ------------------------------------------------------------------------------------------------------- other endings
@each
@pytest.mark.law("15.11")
def test_who_has_no_account_withdraws_at_the_counter(code: str):
    other, withdrawn, late = steps(code, "withdrawn_at_the_counter")[-3:]
    # Here nobody decides a 上报件, in whatever state it is.
    never = "not_authorised" if code == UPWARD else "act_out_of_order"
    assert (other.refused, withdrawn.refused, late.refused) == ("person_unverified", None, never)
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
