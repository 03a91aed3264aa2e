"""The outcomes of 行政许可法32, played for one item of each regime and each handling type."""

from datetime import date

import pytest

from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.catalogue import item_document
from proofs.played.plays import ELSEWHERE, ITEMS
from proofs.played.scenes import OTHER_ORGAN, SCENES
from tests.played.law import AFTER, BACK, COMPLAINTS, FIFTH, GOVERNMENT, LAWS, RECEIVED
from tests.played.looking import clock, document, documents, due, event, events, step, steps, supervised

pytestmark = pytest.mark.xdist_group("played")
LICENCES = [code for code in ITEMS if LAWS[code].licence]
OTHERS = [code for code in ITEMS if not LAWS[code].licence]
each = pytest.mark.parametrize("code", ITEMS)
of_licences = pytest.mark.parametrize("code", LICENCES)
of_others = pytest.mark.parametrize("code", OTHERS)


def test_one_item_of_each_regime_and_each_handling_type_is_played():
    catalogue = [item_document(item["id"]) for item in catalogue_of(CITY_DIVISION)["items"]]
    kinds = {(item.regime, item.handling_type) for item in catalogue if item.handling_type not in ELSEWHERE}
    assert sorted((law.regime, law.handling) for law in LAWS.values()) == sorted(kinds)
    assert [(item_document(code).regime, item_document(code).handling_type) for code in ITEMS] == [
        (LAWS[code].regime, LAWS[code].handling) for code in ITEMS
    ]


@each
@pytest.mark.requirement("R24", "R29")
@pytest.mark.law("1.5", "15.1", "15.4")
def test_receipt_is_not_acceptance(code: str):
    """Two events, two documents, and no clock of the decision before the second."""
    received = next(
        one for one in steps(code, "in_time") if any(told.type in ("submitted", "received") for told in one.events)
    )
    accepted = step(code, "in_time", "受理")
    assert [paper.kind for paper in received.documents] == ["receipt_voucher"]
    assert [paper.kind for paper in accepted.documents] == ["acceptance_notice"]
    assert {one.kind for one in received.clocks} == {"acceptance"}
    assert {"promised"} <= {one.kind for one in accepted.clocks} - {"acceptance"}
    assert "不代表申请已被受理" in received.documents[0].text
    assert all(paper.number and "专用章" in paper.text for paper in (*received.documents, *accepted.documents))


@of_licences
@pytest.mark.requirement("R5", "R30")
@pytest.mark.law("1.4", "15.3")
def test_silence_accepts_a_licence_from_the_receipt(code: str):
    told = event(code, "silence", "deemed_accepted")
    assert (told.at.date(), told.role, told.data["since"][:10]) == (AFTER, "machine", str(RECEIVED))
    notice = document(code, "silence", "acceptance_notice")
    assert notice.on == AFTER
    assert "自收到申请材料之日（2026年9月22日）起即为受理" in notice.text
    assert '"label":"受理日期","value":"2026年9月22日"' in notice.text
    promised = clock(step(code, "silence", "受理期限届满的次日"), "promised")
    assert promised is not None
    assert promised.started == RECEIVED
    assert supervised(code, "silence")[0] == "accepted_by_silence"
    assert step(code, "silence", "受理").refused == "act_out_of_order"


@of_licences
@pytest.mark.parametrize("scene", ["late_notice", "late_refusal"])
@pytest.mark.requirement("R5")
@pytest.mark.law("1.4", "15.3")
def test_past_the_fifth_workday_a_licence_can_only_be_accepted(code: str, scene: str):
    """However late the alarm is: the refused act is when the acceptance happens, from the day of the receipt."""
    late = steps(code, scene)[-1]
    assert (late.refused, late.events[0].type) == ("accepted_by_silence", "deemed_accepted")
    assert late.events[0].data["since"][:10] == str(RECEIVED)
    assert [paper.kind for paper in late.documents] == ["acceptance_notice"]
    assert "（2026年9月22日）起即为受理" in late.documents[0].text


@of_others
@pytest.mark.requirement("R5")
@pytest.mark.law("0")
def test_silence_accepts_nothing_else(code: str):
    """The supervisors hear of it, and the window may still do what it should have done."""
    told = event(code, "silence", "acceptance_overdue")
    accepted = event(code, "silence", "accepted")
    assert (told.at.date(), accepted.at.date()) == (AFTER, BACK)
    assert "acceptance_overdue" in supervised(code, "silence")
    assert clock(step(code, "silence", "受理"), "promised").started == BACK  # pyright: ignore[reportOptionalMemberAccess]
    for scene, ends in (("late_notice", "correction_noticed"), ("late_refusal", "rejected")):
        late = steps(code, scene)[-1]
        assert late.refused is None
        assert (late.events[-1].type, late.events[-1].data["missed"]) == (ends, str(FIFTH))
        assert late.supervised == ("acceptance_overdue",)
    for scene in SCENES:
        assert "deemed_accepted" not in {one.type for one in events(code, scene)}
        assert not any("即为受理" in paper.text for paper in documents(code, scene))


@each
@pytest.mark.requirement("R5")
@pytest.mark.law("1.4")
def test_a_notice_in_the_evening_of_the_fifth_workday_is_in_time(code: str):
    last = steps(code, "last_moment")[-1]
    assert (last.at.date(), last.at.hour, last.refused) == (FIFTH, 23, None)
    assert [paper.kind for paper in last.documents] == ["correction_notice"]
    assert supervised(code, "last_moment") == []


@each
@pytest.mark.law("1.1", "15.2")
def test_what_needs_no_permission_is_told_at_once(code: str):
    told = steps(code, "not_needed")[-1]
    (paper,) = told.documents
    assert (told.at.date(), paper.title, told.events[-1].data["ground"]) == (
        RECEIVED,
        "不受理告知书",
        "no_permit_needed",
    )
    assert ("行政许可" in paper.text) is LAWS[code].licence


@each
@pytest.mark.law("1.2", "15.2")
def test_who_has_not_the_power_names_who_has_it(code: str):
    own, other = steps(code, "another_organ")[-2:]
    assert (own.refused, own.documents) == ("invalid_fields", ())
    (paper,) = other.documents
    assert paper.title == LAWS[code].not_ours
    assert OTHER_ORGAN in paper.text
    require_remedies(code, paper.text)


def require_remedies(code: str, text: str, organ: str = GOVERNMENT) -> None:
    """The reviewing `organ` and the court, with their terms; of a service only where to complain."""
    if code in COMPLAINTS:
        assert COMPLAINTS[code] in text
        assert "申请行政复议" not in text
        return
    assert f"向{organ}申请行政复议" in text
    assert "六十日内" in text
    assert "六个月内" in text


@each
@pytest.mark.requirement("R26", "R27")
@pytest.mark.law("1.3", "15.2")
def test_what_can_be_put_right_on_the_spot_is_put_right_with_the_applicants_signature(code: str):
    other, right, accepted = steps(code, "on_the_spot")[-3:]
    assert (other.refused, right.refused, accepted.refused) == ("person_unverified", None, None)
    assert "form_corrected" not in {one.type for one in other.events}
    corrected = event(code, "on_the_spot", "form_corrected")
    assert corrected.data["signed"] is True
    assert corrected.data["before"] != corrected.data["after"]
    assert due(right, "acceptance") == due(other, "acceptance") == FIFTH
    assert accepted.at.date() == RECEIVED


@each
@pytest.mark.requirement("R5")
@pytest.mark.law("1.4", "1.6")
def test_everything_is_told_once_and_the_supplement_is_a_new_receipt(code: str):
    told, _, supplemented, again, accepted = (
        step(code, "one_notice", "一次性告知补正"),
        *steps(code, "one_notice")[-4:],
    )
    assert [paper.kind for paper in told.documents] == ["correction_notice"]
    assert {one.kind for one in told.clocks if one.state == "running"} == {"supplement"}
    lapsed = event(code, "one_notice", "supplement_overdue")
    assert lapsed.at.date() > due(told, "supplement")  # pyright: ignore[reportOperatorIssue]
    assert supplemented.refused is None
    assert (again.refused, again.documents) == ("invalid_fields", ())
    assert "不得再次告知" in again.says
    assert accepted.refused is None
    promised = clock(accepted, "promised")
    assert promised is not None
    assert promised.started == supplemented.at.date()
    assert [paper.kind for paper in documents(code, "one_notice")].count("receipt_voucher") == 2


@each
@pytest.mark.law("1.7")
def test_only_what_the_item_has_published_may_follow_and_nothing_is_granted_before_it_has_come(code: str):
    """广东省优化营商环境条例32. The term here is five workdays; after it the applicant is barred, the case goes on."""
    promised, accepted = (step(code, "papers_follow", name) for name in ("承诺限期补齐", "受理"))
    if code != "YM-P01":
        assert (promised.refused, promised.documents) == ("invalid_fields", ())
        assert accepted.refused == (None if code == "YM-S12" else "materials_missing")
        return
    assert [paper.title for paper in (*promised.documents, *accepted.documents)] == ["容缺受理承诺书", "容缺受理通知书"]
    assert due(accepted, "deferral") == FIFTH
    grants = [one for one in steps(code, "papers_follow") if one.act == "准予"]
    assert [one.refused for one in grants] == ["promised_papers_missing"] * 2
    reminded, barred = (event(code, "papers_follow", kind) for kind in ("papers_reminded", "papers_overdue"))
    assert (reminded.at.date(), barred.at.date()) == (date(2026, 9, 28), AFTER)
    assert steps(code, "papers_follow")[-1].refused is None


@each
@pytest.mark.requirement("R30")
def test_a_late_answer_of_the_department_changes_nothing_of_the_fifth_workday(code: str):
    """The audit tells who answered, and that it was late."""
    asked, answered = (
        event(code, "department_asked", "department_asked"),
        step(code, "department_asked", "部门答复：材料符合"),
    )
    silent = event(code, "department_asked", "confirmation_overdue")
    confirmed = event(code, "department_asked", "materials_confirmed")
    assert (asked.at.date(), silent.at.date(), answered.at.date()) == (
        RECEIVED,
        date.fromisoformat("2026-09-25"),
        FIFTH,
    )
    department = item_document(code).department
    assert (confirmed.role, confirmed.department, confirmed.actor) == (
        "officer",
        department,
        f"persona:officer-{department}",
    )
    assert confirmed.data["missed"] == "2026-09-24"
    assert due(answered, "acceptance") == FIFTH
    assert ("deemed_accepted" in {one.type for one in events(code, "department_asked")}) is LAWS[code].licence
    after = next(one for one in events(code, "department_asked") if one.type in ("deemed_accepted", "accepted"))
    assert after.data["asked"] == {"task": "confirm", "answered": True, "advice": "conforms"}


@each
@pytest.mark.requirement("R30")
@pytest.mark.law("15.23")
def test_the_term_of_the_question_is_one_of_the_clocks(code: str):
    asked, answered = (
        step(code, "department_asked", "征询部门意见"),
        step(code, "department_asked", "部门答复：材料符合"),
    )
    running, ended = clock(asked, "confirmation"), clock(answered, "confirmation")
    assert running is not None
    assert ended is not None
    assert (running.due, running.state) == (date.fromisoformat("2026-09-24"), "running")
    assert (ended.state, ended.ended_on, ended.ended_by) == ("ended", FIFTH, "materials_confirmed")


@of_others
@pytest.mark.law("0")
def test_the_licensing_law_is_nowhere_the_ground_of_what_is_no_licence(code: str):
    """Not in a document, and no clock rests on it. Only what says that it does not apply, or that the platform follows
    it of its own accord, may name it.
    """
    for scene in SCENES:
        assert [paper.title for paper in documents(code, scene) if "行政许可" in paper.text] == []
        for one in steps(code, scene):
            assert all("参照" in told.source for told in one.clocks if "行政许可法" in told.source)
            assert "行政许可法" not in one.says or "不适用《行政许可法》" in one.says, one.says


@each
@pytest.mark.law("5.1", "5.5")
def test_what_comes_in_the_night_of_a_holiday_is_received_then(code: str):
    received, accepted = steps(code, "on_a_holiday")[-2:]
    assert received.events[0].at.date() == date.fromisoformat("2026-09-25")
    assert due(received, "acceptance") == date.fromisoformat("2026-10-09")  # 28, 29, 30 September, 8, 9 October
    promised = clock(accepted, "promised")
    assert promised is not None
    assert promised.started == date.fromisoformat("2026-09-28")
