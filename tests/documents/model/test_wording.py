"""What documents say, sentence by sentence: stops, paragraphs, terms that have run out, and what may be cited."""

from datetime import date

import pytest

from chalicelib.catalogue.model.conditions import parse
from chalicelib.catalogue.model.conditions.wording import Words, explain
from chalicelib.directory.model import Remedies
from chalicelib.documents.model.decisions import refusal_decision
from chalicelib.documents.model.notice import NoticeData, due_date, joined, reasons_told, sentence
from chalicelib.documents.model.receipt import Acceptance, acceptance_notice
from chalicelib.documents.model.refused_intake import non_acceptance_decision
from chalicelib.documents.model.service import termination_notice
from tests.documents.model.examples import DAY, a_case, formal

REMEDIES = Remedies(reviewing_organ="阳江市人民政府")
PROVISIONAL = "（暂定，以国家公布的节假日安排为准）"


@pytest.mark.parametrize(
    ("contents", "printed"),
    [
        (["供电容量8千伏安。", "供电方案见附件"], "供电容量8千伏安；供电方案见附件。"),
        (["热食类食品制售；", "冷食类食品制售，"], "热食类食品制售；冷食类食品制售。"),
        (["准予食品经营许可"], "准予食品经营许可。"),
    ],
)
def test_contents_are_joined_by_one_kind_of_stop(contents: list[str], printed: str):
    assert joined(contents) == printed


@pytest.mark.parametrize("text", ["另有安排", "另有安排。", "另有安排；", "另有安排,"])
def test_a_sentence_ends_with_one_stop(text: str):
    assert sentence(text) == "另有安排。"


def test_each_line_of_a_reason_is_a_paragraph():
    notice = refusal_decision(
        a_case(),
        formal(),
        accepted_on=DAY,
        reasons=["场所不符合：\n  一、无排烟设施\r\n\n二、无消毒间"],
        remedies=REMEDIES,
    )
    assert notice.paragraphs[1:] == ("场所不符合：", "一、无排烟设施。", "二、无消毒间。")


def test_the_end_of_a_case_cites_no_condition_of_its_grant():
    notice = termination_notice(a_case(), formal(), reason="申请人撤回申请。", ended_on=DAY, materials_returned=False)
    assert notice.basis == ()


def rejected(**case: str) -> NoticeData:
    return non_acceptance_decision(
        a_case(**case), formal(), reason="不在供电范围内", competent_organ="阳春供电局", remedies=REMEDIES
    )


def test_a_company_has_no_power_of_an_organ():
    notice = rejected(we="本单位", regime="public_service")
    text = str(notice.model_dump())
    assert notice.title == "不予受理通知书"
    assert "依法不属于本单位业务范围，现不予受理" in notice.paragraphs[0]
    assert "请向有权受理的单位（阳春供电局）提出申请。" in notice.paragraphs
    assert "行政机关" not in text
    assert "本机关" not in text


def test_an_organ_names_the_competent_organ():
    notice = rejected()
    assert notice.title == "行政许可申请不予受理决定书"
    assert "依法不属于本机关职权范围，现决定不予受理。" in notice.paragraphs[0]
    assert "请向有权受理的行政机关（阳春供电局）提出申请。" in notice.paragraphs


def accepted_late(**facts: object) -> NoticeData:
    acceptance = Acceptance(date(2026, 11, 13), "5个工作日", date(2026, 11, 20), deemed=True)
    return acceptance_notice(a_case(), formal(), acceptance._replace(**facts), query_code="7KQ2M9XA")


@pytest.mark.parametrize(
    ("facts", "said", "due"),
    [
        (
            {"statutory_due": date(2026, 12, 11)},
            "本件承诺的办理期限（至2026年11月20日）已经届满，将尽快作出决定，"
            "最迟于法定期限2026年12月11日前（含当日）作出决定。",
            "2026年12月11日",
        ),
        (
            {"statutory_due": date(2026, 11, 20)},
            "本件承诺的办理期限（至2026年11月20日）已经届满，将尽快作出决定；法定期限（至2026年11月20日）也已经届满。",
            "2026年11月20日",
        ),
        ({}, "本件承诺的办理期限（至2026年11月20日）已经届满，将尽快作出决定。", None),
        (
            {"limit": None, "on_the_spot": True, "due": date(2026, 11, 13), "statutory_due": date(2026, 12, 11)},
            "本件承诺的办理期限（至2026年11月13日）已经届满，将尽快作出决定，"
            "最迟于法定期限2026年12月11日前（含当日）作出决定。",
            "2026年12月11日",
        ),
    ],
)
def test_a_promise_that_has_run_out_is_not_given_again(facts: dict[str, object], said: str, due: str | None):
    """Silence accepts from the receipt, so that the promised day may have passed (行政许可法32(4), 42)."""
    notice = accepted_late(**facts)
    assert said in notice.paragraphs
    assert next((fact.value for fact in notice.facts if fact.label == "决定期限"), None) == due


def test_a_day_that_has_come_is_not_provisional():
    today = date(2027, 1, 27)
    assert due_date(today, provisional=True, today=today) == "2027年1月27日"
    assert due_date(date(2027, 1, 26), provisional=True, today=today) == "2027年1月26日"
    assert due_date(date(2027, 1, 28), provisional=True, today=today) == "2027年1月28日" + PROVISIONAL
    assert due_date(date(2027, 1, 28), provisional=False, today=today) == "2027年1月28日"


def test_an_explanation_does_not_say_the_same_twice():
    assert (
        explain(parse("agent==true"), {"agent": True}, Words({}, {}))
        == "需要提交：因为您填写的“由代理人代为办理”为“是”"
    )
    assert (
        explain(parse("age<18"), {"age": 7}, Words({}, {}))
        == "需要提交：因为您填写的“年龄（周岁）”为 7（“年龄（周岁）”小于 18时需要）"
    )


def test_one_reason_has_no_number_and_each_of_several_ends_with_one_stop():
    assert reasons_told(["注册资本不足…."]) == ("注册资本不足…。",)
    assert reasons_told(["注册资本不足。", "经营场所证明与申请表不一致"]) == (
        "1. 注册资本不足。",
        "2. 经营场所证明与申请表不一致。",
    )
    assert reasons_told(["注册资本不足\n场所不符；"]) == ("注册资本不足。\n场所不符。",)
