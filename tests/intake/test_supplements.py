"""补正: a later notice is of new defects only and reaches the supervisors; the term for the answer ends in a record."""

from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import own_case
from chalicelib.cases.api.case_answers import case_answer
from chalicelib.cases.api.notices import OneTimeNoticeAnswer, answer_of
from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import SUPPLEMENT
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.form_changes import value_at
from chalicelib.cases.store.notices import load_notices
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.supervision import matters
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid
from chalicelib.hall.acts.ask_progress import remaining
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.model.notices import Defect
from chalicelib.wiring.alarms import FIRES
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import COMPANY, PERMIT
from proofs.kit.cast import CLERK, defect
from proofs.kit.hall import Hall
from tests.cases.acts import TRIED_ACTS
from tests.intake.test_deemed_acceptance import NO_LICENCE, submitted

# Told on the 24th of November: 30 workdays end on the 6th of January, with New Year's Day (a Friday) in between.
TOLD_UNTIL = date(2027, 1, 6)
PHONE = PERMIT.phone
PAST = datetime(2027, 1, 7, tzinfo=SHANGHAI)


def supplemented(hall: Hall, case_id: str, line: str = "01") -> str:
    (file,) = hall.hand_in(case_id, line)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    return file


def told_again(hall: Hall, case_id: str, words: str, file: str | None, line: str = "01") -> Any:
    wrong = Defect(line=line, defect=words, remedy="重新提交", file=file)
    return correct(hall.platform, hall.caller(CLERK, case_id), case_id, [wrong])


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in refused.value.errors]


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("words", ["缺少签名", " 缺少 签名。", "缺少签名！"])
@pytest.mark.law("1.6")
def test_the_same_defect_is_not_told_twice(hall: Hall, words: str):
    """However its words are spaced or dotted, and even of the new file."""
    case_id = hall.correcting("01")
    file = supplemented(hall, case_id)
    with pytest.raises(Invalid) as refused:
        told_again(hall, case_id, words, file)
    assert codes(refused) == [("/defects/0/defect", "second_notice_old_defect")]
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.requirement("R5")
def test_a_defect_told_two_notices_ago_is_old_too(hall: Hall):
    case_id = hall.correcting("01")
    told_again(hall, case_id, "扫描件缺页", supplemented(hall, case_id))
    with pytest.raises(Invalid) as refused:
        told_again(hall, case_id, "缺少签名", supplemented(hall, case_id))
    assert codes(refused) == [("/defects/0/defect", "second_notice_old_defect")]


@pytest.mark.requirement("R5")
def test_a_later_notice_names_a_file_of_the_supplement(hall: Hall):
    """What was handed in before the notice could have been looked at then."""
    case_id = hall.submitted()
    (before, *_) = [row["id"] for row in hall.rows(case_id, "MATERIAL#") if row["line"] == "01"]
    hall.correct(case_id, "01")
    file = supplemented(hall, case_id)
    for wrong, code in ((None, "second_notice_file_missing"), (before, "second_notice_old_file")):
        with pytest.raises(Invalid) as refused:
            told_again(hall, case_id, "扫描件缺页", wrong)
        assert codes(refused) == [("/defects/0/file", code)]
    told_again(hall, case_id, "扫描件缺页", file)
    notice = max((row for row in hall.rows(case_id, "DOCUMENT#") if "correction" in row["kind"]), key=lambda r: r["no"])
    assert "补正提交的材料出现下列新的问题" in notice["data"]
    assert "一次告知需要补正的全部内容" not in notice["data"]
    assert "（文件：" in notice["data"]


@pytest.mark.requirement("R5")
def test_a_later_notice_quotes_what_the_supplement_has_filled_in(hall: Hall):
    """Else one field could be asked for again and again in other words."""
    case_id = hall.correcting(PHONE)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    found = load_file(hall.platform.table, case_id)
    filled: Any = value_at(found.form, PHONE) if found else None
    for wrong, code in ((None, "second_notice_value_missing"), ("13800138000", "second_notice_old_value")):
        with pytest.raises(Invalid) as refused:
            field_told_again(hall, case_id, "位数不对", wrong)
        assert codes(refused) == [("/defects/0/value", code)]
    field_told_again(hall, case_id, "位数不对", filled)
    first, second = load_notices(hall.platform.table, case_id)
    assert (first.gaps[0].value, second.gaps[0].value) == (None, filled)
    paper = max((row for row in hall.rows(case_id, "DOCUMENT#") if "correction" in row["kind"]), key=lambda r: r["no"])
    assert f"位数不对（该栏填写的是：{filled}）" in paper["data"]
    assert filled not in str(hall.events(case_id))


@pytest.mark.requirement("R5")
def test_the_value_is_hidden_from_who_names_no_purpose(hall: Hall):
    case_id = hall.correcting(PHONE)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    field_told_again(hall, case_id, "位数不对", value_at(found.form, PHONE))
    notices = load_notices(hall.platform.table, case_id)
    bodies = {one: answer_of(hall.platform, found, notices, one).body for one in (Sight.WHOLE, Sight.MASKED)}
    shown = {one: body for one, body in bodies.items() if isinstance(body, OneTimeNoticeAnswer)}
    values = {sight: (body.earlier[0].gaps[0].value, body.gaps[0].value) for sight, body in shown.items()}
    assert values == {Sight.WHOLE: (None, value_at(found.form, PHONE)), Sight.MASKED: (None, "***")}


@pytest.mark.requirement("R5")
@pytest.mark.law("1.6")
def test_one_field_is_not_asked_for_a_third_time(hall: Hall):
    """行政许可法32(1)(4): in other words and with another value it is still the same sentence of the form."""
    case_id = hall.correcting(PHONE)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    field_told_again(hall, case_id, "位数不对", filled_in(hall, case_id))
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    with pytest.raises(Invalid) as refused:
        field_told_again(hall, case_id, "此号码仍然不对", filled_in(hall, case_id))
    assert codes(refused) == [("/defects/0/field", "second_notice_old_defect")]
    assert hall.case(case_id).status is Status.SUBMITTED


def test_no_notice_quotes_what_the_form_does_not_say(hall: Hall):
    case_id = hall.submitted()
    with pytest.raises(Invalid) as refused:
        field_told_again(hall, case_id, "位数不对", "139")
    assert codes(refused) == [("/defects/0/value", "value_unlike_form")]


def filled_in(hall: Hall, case_id: str) -> Any:
    found = load_file(hall.platform.table, case_id)
    return value_at(found.form, PHONE) if found else None


def field_told_again(hall: Hall, case_id: str, said: str, value: Any) -> None:
    told = Defect(field=PHONE, defect=said, remedy="请填写能够联系的电话", value=value)
    correct(hall.platform, hall.caller(CLERK, case_id), case_id, [told])


def test_a_first_notice_names_no_file_of_another_line(hall: Hall):
    case_id = hall.submitted()
    (other, *_) = [row["id"] for row in hall.rows(case_id, "MATERIAL#") if row["line"] == "03"]
    with pytest.raises(Invalid) as refused:
        told_again(hall, case_id, "缺少签名", other)
    assert codes(refused) == [("/defects/0/file", "file_unknown")]


@pytest.mark.requirement("R5")
def test_what_was_told_is_kept_as_digests_only(hall: Hall):
    case = hall.case(hall.correcting("01"))
    (told,) = case.told
    assert defect("01").defect not in case.model_dump_json()
    assert told != hall.case(hall.correcting("01")).told[0]  # of another case


@pytest.mark.requirement("R5")
def test_a_second_notice_reaches_the_supervisors(hall: Hall):
    case_id = hall.correcting("01")
    assert matters(hall.platform.table, "441700", limit=9, after=None) == ([], None)
    told_again(hall, case_id, "扫描件缺页", supplemented(hall, case_id))
    (found,), _ = matters(hall.platform.table, "441700", limit=9, after=None)
    event = hall.events(case_id)[-1]
    assert (found.case_id, found.matter, found.seq, found.at) == (case_id, "second_notice", event.seq, event.at)
    assert event.data["second"] is True


@pytest.mark.requirement("R5")
def test_silence_at_the_window_reaches_them_too(hall: Hall):
    licence, other = hall.submitted(), submitted(hall, NO_LICENCE)
    hall.clock.move_to(datetime(2026, 12, 2, tzinfo=SHANGHAI))
    assert sweep(hall.platform, FIRES) == 2
    found, _ = matters(hall.platform.table, "441700", limit=9, after=None)
    assert {(matter.case_id, matter.matter) for matter in found} == {
        (licence, "accepted_by_silence"),
        (other, "acceptance_overdue"),
    }


def told_to_supervisors(hall: Hall, case_id: str) -> list[str]:
    found, _ = matters(hall.platform.table, "441700", limit=9, after=None)
    return sorted(matter.matter for matter in found if matter.case_id == case_id)


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("name", ["accept", "correct", "reject"])
@pytest.mark.parametrize("alarm_first", [True, False])
def test_an_act_that_comes_too_late_reaches_them_once(hall: Hall, name: str, *, alarm_first: bool):
    """What is no licence is acted on after the fifth workday, before its alarm has come or after it."""
    case_id = submitted(hall, NO_LICENCE)
    hall.clock.move_to(datetime(2026, 12, 2, 0, 0, 1, tzinfo=SHANGHAI))
    if alarm_first:
        sweep(hall.platform, FIRES)
    TRIED_ACTS[name].do(hall.people, case_id, hall.caller(CLERK, case_id))
    sweep(hall.platform, FIRES)
    assert told_to_supervisors(hall, case_id) == ["acceptance_overdue"]


@pytest.mark.requirement("R5")
def test_a_second_notice_that_comes_too_late_is_two_matters(hall: Hall):
    """The five workdays that the supplement began have been told of before; those of this receipt have not."""
    case_id = submitted(hall, NO_LICENCE)
    hall.clock.move_to(datetime(2026, 12, 2, 0, 0, 1, tzinfo=SHANGHAI))
    sweep(hall.platform, FIRES)
    hall.correct(case_id, "01")
    file = supplemented(hall, case_id)
    hall.clock.move_to(datetime(2026, 12, 10, 0, 0, 1, tzinfo=SHANGHAI))
    told_again(hall, case_id, "扫描件缺页", file)
    assert told_to_supervisors(hall, case_id) == ["acceptance_overdue", "acceptance_overdue", "second_notice"]


@pytest.mark.requirement("R5")
def test_the_notice_tells_the_term_for_the_answer(hall: Hall):
    case_id = hall.submitted()
    receipt = hall.correct(case_id, "01")
    assert receipt.facts["supplement_due"] == str(TOLD_UNTIL)
    case = own_case(hall.platform, hall.caller(COMPANY), case_id)
    assert case_answer(case, None).limits.supplement_due == TOLD_UNTIL
    asked = remaining(hall.platform, case)
    assert asked is not None
    assert (asked.due, asked.left, asked.provisional) == (TOLD_UNTIL, 30, True)
    (notice,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "correction_notice"]
    assert "请于2027年1月6日（暂定，以国家公布的节假日安排为准）前（含当日）" in notice["data"]
    assert "逾期未补正的，本件登记为逾期未补正" in notice["data"]


@pytest.mark.requirement("R5")
def test_a_case_that_nobody_supplements_ends_its_wait_in_a_record(hall: Hall):
    case_id = hall.correcting("01")
    hall.clock.move_to(datetime(2027, 1, 6, 23, 59, tzinfo=SHANGHAI))
    assert sweep(hall.platform, FIRES) == 0
    hall.clock.move_to(PAST)
    assert sweep(hall.platform, FIRES) == 1
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert (case.status, case.status.label, case.ended_at) == (Status.LAPSED, "逾期未补正", None)
    assert (event.type, event.role, event.data) == ("supplement_overdue", "machine", {"due": str(TOLD_UNTIL)})
    assert alarms.find(hall.platform, keys.case(case_id), SUPPLEMENT) is None
    assert waiting_cases(hall.platform, PERSONAS[CLERK].actor, None, limit=9, after=None) == ([], None)
    assert remaining(hall.platform, case) is None


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("by", [COMPANY, CLERK])
def test_nothing_is_refused_by_it_the_supplement_may_still_come(hall: Hall, by: str):
    case_id = hall.correcting("01")
    hall.clock.move_to(PAST)
    sweep(hall.platform, FIRES)
    hall.people.add_material(case_id, hall.caller(by), "01")
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(by, case_id))
    case = hall.case(case_id)
    assert (case.status, case.due("acceptance"), case.due("supplement")) == (
        Status.SUBMITTED,
        date(2027, 1, 14),
        None,
    )


def test_who_does_not_want_it_any_more_withdraws(hall: Hall):
    case_id = hall.correcting("01")
    hall.clock.move_to(PAST)
    sweep(hall.platform, FIRES)
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    assert hall.case(case_id).status is Status.WITHDRAWN


def test_a_supplement_in_time_ends_the_alarm(hall: Hall):
    case_id = hall.correcting("01")
    assert alarms.find(hall.platform, keys.case(case_id), SUPPLEMENT) is not None
    supplemented(hall, case_id)
    assert alarms.find(hall.platform, keys.case(case_id), SUPPLEMENT) is None


def test_a_day_off_announced_later_gives_a_day_more(hall: Hall):
    case_id = hall.correcting("01")
    hall.world.publish_day_off(date(2026, 12, 30))
    hall.clock.move_to(PAST)
    assert sweep(hall.platform, FIRES) == 1
    assert (hall.case(case_id).status, hall.case(case_id).due("supplement")) == (Status.CORRECTING, date(2027, 1, 7))
    hall.clock.move_to(datetime(2027, 1, 8, tzinfo=SHANGHAI))
    assert sweep(hall.platform, FIRES) == 1
    assert hall.case(case_id).status is Status.LAPSED
