"""W7, W10, W13: a refusal, a scheme without licences, and withdrawals, over HTTP."""

from datetime import date
from typing import Any

import pytest

from proofs.joint.by_http import Town, says
from proofs.kit import joint
from proofs.kit.remembered import remembered
from proofs.kit.world import forget_everything
from tests.joint.worked.data import CASES, accepted, answers_of, fitting, published

W7, W10, W13 = (CASES[name] for name in ("W7", "W10", "W13"))
MOTHER, SOCIAL = "citizen-lin", "clerk-social"
BANK, FUND, TAX = "EXT-银行预约开户", "EXT-公积金单位缴存登记", "EXT-发票票种核定(税务专窗)"
BIRTH = W10["given"]["requests"][0]["received"]


@pytest.mark.requirement("R80")
def test_w7_a_refusal_ends_what_depends_on_it_and_nothing_else(town: Town):
    """Within the request of the stage: what other stages ask for are requests of their own, which nobody has made."""
    answers = {**W7["given"]["closures"][0]["answers"], "building_use": "residential"}
    del answers["residential_or_public"]  # what the form says of the use decides it
    request = accepted(town, "2026-09-14", joint.BUILD, answers)
    drawings = town.member(request, "YM-I07")
    town.on(date(2026, 9, 21))
    for department in ("housing", "cad"):
        town.opines(drawings, department)
    town.does("chief-housing", f"/cases/{drawings}/sessions/conclude", {"conclusion": "pass", "reason": "均同意。"})
    for node in W7["expect"]["valid"]:
        town.decides(request, node)
    town.on(date(2026, 9, 28))
    town.decides(request, "YM-I08", "refuse")
    expected = W7["given"]["closures"][0]["expect"]
    states = town.states(request)
    assert states == {name: expected[name] for name in ("YM-I07", "YM-I08", "YM-I09", "YM-I11")}
    (notice,) = town.texts(request, "终止办理通知书")
    assert "特殊建设工程消防设计审查" in notice
    assert "第四条" in "".join(says(notice)["paragraphs"] + says(notice)["basis"])
    assert says(notice)["organ"] == "阳江市住房和城乡建设局"
    assert town.titles(town.member(request, "YM-I08")).count("不予行政许可决定书") == 1
    (ended,) = town.events(request, "chief-housing", "joint_concluded")
    assert ended["data"]["outcome"] == W7["expect"]["stage_outcome"]["build"]
    for node in W7["expect"]["valid"]:
        assert town.get("company", f"/applications/{town.member(request, node)}")["outcome"] == "grant"
    members = [town.member(request, node) for node in ("YM-I07", "YM-I08", "YM-I09")]
    assert [card for one in (request, *members) for card in town.cards(one)] == []


def born(town: Town) -> str:
    """A request for a birth is drafted, with every paper, on 18 June 2026."""
    request = _born(town)
    forget_everything()
    return request


@remembered
def _born(town: Town) -> str:
    published(town, joint.NEWBORN)
    town.on(date.fromisoformat(BIRTH))
    return town.drafts(joint.NEWBORN, fitting(town, joint.NEWBORN, answers_of("W10")))


def handed_in(town: Town, request: str) -> str:
    shown = [one["digest"] for one in town.get(MOTHER, f"/items/{joint.NEWBORN}")["before_submit"] if one["digest"]]
    town.does(MOTHER, f"/applications/{request}/submit", {"noticed": shown})
    return request


def registered(town: Town) -> str:
    """Accepted on the day of its receipt; the window has seen what proves the guardianship."""
    request = handed_in(town, born(town))
    town.accepts(request, MOTHER, guardianship={"proof": "政务数据共享", "seen": True})
    return request


@pytest.mark.requirement("R77")
def test_w10_nothing_is_taken_without_the_guardian_s_consent_and_the_notice(town: Town):
    request = born(town)
    path = f"/applications/{request}"
    assert town.refused(MOTHER, f"{path}/submit") == (422, "notice_unconfirmed")
    form = town.get(MOTHER, path)["form"]
    without = {**form, "answers": {**form["answers"], "guardian_consent": False}}
    assert town.ask(MOTHER, "PUT", f"{path}/form", without).status == 200
    told = town.ask(MOTHER, "POST", f"{path}/submit", {"noticed": []})
    assert (told.status, {one["code"] for one in told.body["errors"]}) == (
        422,
        {"consent_missing", "notice_unconfirmed"},
    )
    assert town.ask(MOTHER, "PUT", f"{path}/form", form).status == 200
    handed_in(town, request)
    (event,) = town.events(request, SOCIAL, "submitted")
    assert set(W10["expect"]["before_submit"]) <= set(event["data"])


@pytest.mark.requirement("R77")
def test_w10_no_term_of_licences_holds_for_a_birth(town: Town):
    request, plan = registered(town), W10["given"]["plans"][0]["members"]
    assert town.due(request, "promised", MOTHER) == W10["expect"]["total_promise_due"]
    assert town.due(request, "statutory", MOTHER) is None
    assert town.dues(request, "YM-S14", by=MOTHER) == {"YM-S14": plan["YM-S14"]["due"]}
    town.decides(request, "YM-S14", by=MOTHER)
    assert town.dues(request, "YM-S13", by=MOTHER) == {"YM-S13": plan["YM-S13"]["due"]}
    town.on(date.fromisoformat(plan["YM-S13"]["due"]))
    town.decides(request, "YM-S13", by=MOTHER)
    for node in ("YM-S08", "YM-S07"):
        member = town.node(request, node, MOTHER)
        assert (member["opened_on"], member["promised_due"]) == (plan[node]["opens_on"], plan[node]["due"])
        town.decides(request, node, by=MOTHER)
    assert set(town.states(request, MOTHER).values()) == {"granted"}
    assert town.get(MOTHER, f"/applications/{request}")["status"] == "closed"
    words = W10["expect"]["no_text_in_documents"]
    for title in town.titles(request, MOTHER):
        for text in town.texts(request, title, MOTHER):
            assert [word for word in (*words, "四十二条", "法定期限") if word in _said(text)] == [], title


def _said(text: str) -> str:
    """What a document says, without the numbers of the case."""
    data = says(text)
    facts = [one for one in data["facts"] if one["label"] not in ("办件编号", "查询码", "窗口电话")]
    found: list[Any] = [facts, data["paragraphs"], data["table"] and data["table"]["rows"], data["basis"]]
    return str(found)


@pytest.mark.requirement("R80")
def test_w10_silence_accepts_nothing_and_a_refused_registration_ends_card_and_insurance(town: Town):
    request = handed_in(town, born(town))
    town.on(date(2026, 6, 27))
    case = town.get(MOTHER, f"/applications/{request}")
    assert (case["status"], case["deemed"], case["accepted_at"]) == (
        "submitted",
        W10["expect"]["deemed_acceptance"],
        None,
    )
    town.accepts(request, MOTHER, guardianship={"proof": "政务数据共享", "seen": True})
    town.decides(request, "YM-S14", by=MOTHER)
    town.decides(request, "YM-S13", "refuse", by=MOTHER)
    assert town.states(request, MOTHER) == W10["given"]["closures"][0]["expect"]
    assert town.get(MOTHER, f"/applications/{request}")["status"] == "closed"


def set_up(town: Town) -> str:
    return accepted(town, "2026-11-24", joint.SET_UP, answers_of("W13"))


@pytest.mark.requirement("R80")
def test_w13_the_applicant_is_warned_before_others_end(town: Town):
    request = set_up(town)
    town.decides(request, "YM-R01")
    seals = town.member(request, "YM-R05")
    before = town.states(request)
    path, reason = f"/applications/{seals}/withdraw", {"reason": "改变计划"}
    warned = town.ask("company", "POST", path, reason)
    assert (warned.status, warned.body["code"]) == (409, "others_depend")
    assert warned.body["ends"] == W13["expect"]["responses"][0]["warning_names"]
    assert town.states(request) == before
    town.does("company", path, {**reason, "confirmed": True})
    expected = W13["given"]["closures"][0]["expect"]
    # The steps of others are open at once as external_pending.
    words = {"open": {"open", "external_pending"}}
    states = town.states(request)
    assert states.keys() == expected.keys()
    assert [name for name, state in states.items() if state not in words.get(expected[name], {expected[name]})] == []
    assert len(town.texts(seals, "终止办理通知书")) == 1
    (bank,) = town.texts(request, "终止办理通知书")
    assert "公章刻制备案" in bank
    for node in (FUND, TAX):
        town.reports(request, node)
    town.decides(request, "YM-S05")
    case = town.get("company", f"/applications/{request}")
    assert (case["status"], town.states(request)["YM-R01"]) == ("closed", "granted")


@pytest.mark.requirement("R80")
@pytest.mark.parametrize("granted", [False, True], ids=["before", "after"])
def test_w13_the_whole_is_withdrawn_and_a_licence_stays(town: Town, *, granted: bool):
    request = set_up(town)
    if granted:
        town.decides(request, "YM-R01")
    town.does("company", f"/applications/{request}/withdraw", {"reason": "改变计划"})
    expected = W13["given"]["closures"][1 + granted]["expect"]
    assert town.states(request) == expected
    assert town.get("company", f"/applications/{request}")["status"] == "withdrawn"
