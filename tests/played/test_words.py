"""告知承诺, played: every day was counted by hand from the calendar of 2026 (国办发〔2020〕42号, 消防法15)."""

from datetime import date

import pytest

from proofs.played.words import ITEM
from tests.played.looking import clock, document, documents, due, event, steps, supervised

pytestmark = [pytest.mark.xdist_group("played"), pytest.mark.law("1.8")]
# Granted on Wednesday the 23rd of September. Twenty workdays: Mid-Autumn (25) and the National Day (October 1 to 7) are
# off, Saturday the 10th of October is worked.
GRANTED, VERIFIED_BY = date(2026, 9, 23), date(2026, 10, 28)
# Ten workdays from Thursday the 29th of October.
PUT_RIGHT_BY = date(2026, 11, 12)


def kinds(scene: str) -> list[str]:
    return [paper.kind for step in steps(ITEM, scene) for paper in step.documents]


def days(scene: str, kind: str) -> list[date]:
    return [event.at.date() for step in steps(ITEM, scene) for event in step.events if event.type == kind]


@pytest.mark.parametrize("scene", ["word_kept", "word_broken"])
def test_granted_on_the_day_of_the_acceptance_without_the_proof(scene: str):
    granted = next(one for one in steps(ITEM, scene) if one.act == "准予")
    assert granted.at.date() == GRANTED
    assert (due(granted, "promised"), due(granted, "verification")) == (GRANTED, VERIFIED_BY)
    decision = document(ITEM, scene, "grant_decision").text
    assert "没有提交建设工程消防验收/备案文件" in decision
    assert "2026年10月28日前（含当日）核查" in decision
    assert kinds(scene)[:2] == ["pledge_commitment", "receipt_voucher"]


def test_the_reminder_comes_once_the_third_day_before_has_passed_though_the_case_is_closed():
    assert days("word_kept", "archived") == [GRANTED]
    assert days("word_kept", "verification_reminded") == [date(2026, 10, 26)]
    assert days("word_broken", "verification_reminded") == [date(2026, 10, 26), date(2026, 11, 10)]


def test_who_keeps_the_word_is_told_so_and_nobody_is_warned():
    assert event(ITEM, "word_kept", "pledge_kept").at.date() == VERIFIED_BY
    assert "承诺内容属实" in document(ITEM, "word_kept", "pledge_kept_notice").text
    assert supervised(ITEM, "word_kept") == []
    assert steps(ITEM, "word_kept")[-1].refused is None  # the next word is taken


def test_a_term_that_is_missed_is_yellow_and_reaches_the_supervisors():
    late = next(one for one in steps(ITEM, "word_broken") if one.supervised)
    assert (late.at.date(), late.supervised) == (date(2026, 10, 29), ("verification_overdue",))
    shown = clock(late, "verification")
    assert shown
    assert (shown.signal, shown.due) == ("yellow", VERIFIED_BY)
    assert days("word_broken", "rectification_overdue") == [date(2026, 11, 13)]


def test_who_was_given_a_term_has_all_of_it():
    acts = {one.act: one for one in steps(ITEM, "word_broken")}
    assert due(acts["核查：与承诺不符，责令限期整改"], "rectification") == PUT_RIGHT_BY
    assert acts["整改期限内即认定承诺不实"].refused == "rectification_running"
    assert acts["期满再次责令限期整改"].refused == "already_demanded"
    assert days("word_broken", "pledge_broken") == [date(2026, 11, 13)]


def test_a_broken_word_bars_until_the_repair_and_no_longer():
    acts = {one.act: one.refused for one in steps(ITEM, "word_broken")}
    assert acts["失信以后再次采用告知承诺方式申请"] == "commitment_barred"
    assert acts["再次登记信用修复"] == "nothing_to_repair"
    assert acts["修复以后再次采用告知承诺方式申请"] is None
    assert [*documents(ITEM, "word_broken")][-1].kind == "pledge_default_notice"
