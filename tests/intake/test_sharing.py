"""数据共享: what the administration has is asked of the organ that has it, never of the applicant (国务院令716, 7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import LineAnswer
from chalicelib.cases.model import Status
from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.levels import unproven_shared
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.sharing import (
    ANSWERED_WITHIN,
    FAILURES,
    SharedLine,
    SharingFailure,
    asked,
    awaits,
    to_ask_again,
)
from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.cases.store.access_log import readings
from chalicelib.cases.store.files import kept_key
from chalicelib.cases.store.notices import load_notices
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.documents.store import vault
from chalicelib.foundation import names
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import add_material
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.fetch_shared import fetch_shared
from chalicelib.intake.acts.query_sharing import NothingToQuery, query_sharing
from chalicelib.intake.model.completeness import ON_THE_PLATFORM
from chalicelib.intake.model.notices import Defect
from chalicelib.intake.model.shared_holder import holder_of
from chalicelib.review.acts.decide import Proofs, decide
from proofs.kit.applications import BYTES, COMPANY, paper
from proofs.kit.cast import CHIEF, CLERK, new_file
from proofs.kit.catalogue import item_document
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from proofs.kit.sharing import ISSUER, MemorySharing, answer_queries, questions, with_sharing
from tests.intake.test_walk_in import received

LICENCE, HEALTH = "02", "05"  # lines of YM-P01 that other organs have
NAME = "营业执照"


def whole(hall: Hall, case_id: str) -> CaseFile:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    return found


def told(hall: Hall, case_id: str, line: str) -> LineAnswer:
    listed = shared.materials(hall.platform, whole(hall, case_id), own=True).materials
    return next(one for one in listed if one.no == line)


def types(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id)]


def state(hall: Hall, case_id: str, line: str) -> str | None:
    sharing = told(hall, case_id, line).sharing
    return sharing.state if sharing else None


def submitted(hall: Hall) -> str:
    """Not one that other tests remember: it was submitted with a data-sharing platform."""
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    return case_id


@pytest.fixture(autouse=True)
def connected(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall.platform, "settings", with_sharing(hall.platform.settings))


@pytest.mark.requirement("R8")
def test_the_licence_that_an_organ_has_is_fetched_and_stands_in_the_case(hall: Hall):
    case_id, sharing = submitted(hall), MemorySharing()
    before = hall.events(case_id)[-1]
    assert before.data["sharing"] == [{"line": LICENCE}, {"line": HEALTH}]
    assert state(hall, case_id, LICENCE) == "asked"
    answer_queries(hall, sharing)
    line = told(hall, case_id, LICENCE)
    assert (line.required, line.satisfied, state(hall, case_id, LICENCE)) == (False, True, "obtained")
    (file,) = line.files
    assert (file.level, file.issuer, file.counts) == ("A", ISSUER, True)
    assert file.obtained_for == f"办理“{hall.case(case_id).item_name}”"
    event = next(one for one in hall.events(case_id) if one.seq == file.event)
    assert (event.type, event.role, event.data["line"]) == ("shared_obtained", "machine", LICENCE)
    assert (event.data["level"], event.data["issuer"], event.data["sha256"]) == ("A", ISSUER, file.sha256)
    stored = hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    assert [*stored[kept_key(case_id, file.id)].values()] == [BYTES]
    (query,) = [one for one in sharing.asked if one.certificate == NAME]
    assert (query.holder_number, query.holder_id_type) == (hall.form()["applicant"]["uscc"], "uscc")
    assert query.case_number == hall.case(case_id).number


def test_the_applicant_sees_in_the_access_log_what_was_obtained(hall: Hall):
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing())
    found, _ = readings(hall.platform.table, case_id, limit=10)
    assert [one.fields for one in found] == [(f"/materials/{LICENCE}",)]
    assert {one.purpose for one in found} == {Purpose.ACCEPTANCE}


@pytest.mark.requirement("R8")
@pytest.mark.parametrize("failure", FAILURES)
def test_what_was_not_obtained_opens_for_upload_with_its_reason(hall: Hall, failure: SharingFailure):
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing({NAME: failure}))
    line = told(hall, case_id, LICENCE)
    sharing = line.sharing
    assert sharing is not None
    assert line.why == sharing.says, "one sentence, and not 无需提交 beside it"
    assert (sharing.state, sharing.failure) == ("failed", failure)
    assert FAILURES[failure] in sharing.says
    assert "可以上传" in sharing.says
    event = next(one for one in hall.events(case_id) if one.type == "sharing_failed")
    assert event.data == {"line": LICENCE, "asked": 1, "reason": failure}
    hall.correct(case_id, LICENCE)
    add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(LICENCE))


@pytest.mark.requirement("R8", "R9")
def test_a_line_that_was_fetched_or_is_being_asked_is_never_asked_on_paper(hall: Hall):
    case_id = submitted(hall)
    for _ in range(2):
        with pytest.raises(Invalid) as refused:
            hall.correct(case_id, LICENCE)
        assert [error.code for error in refused.value.errors] == ["material_shared"]
        answer_queries(hall, MemorySharing())


@pytest.mark.requirement("R8")
def test_asking_holds_nothing_up(hall: Hall):
    """The window accepts while the answer is awaited, and the file still comes."""
    case_id = submitted(hall)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW
    answer_queries(hall, MemorySharing())
    assert told(hall, case_id, LICENCE).satisfied


def test_the_same_question_twice_is_answered_once(hall: Hall):
    case_id, sharing = submitted(hall), MemorySharing()
    for question in questions(hall) * 2:
        fetch_shared(hall.platform, question, sharing)
    assert (types(hall, case_id).count("shared_obtained"), len(sharing.asked)) == (1, 1)
    assert types(hall, case_id).count("sharing_failed") == 1


def test_an_act_that_comes_while_the_organ_answers_is_kept(hall: Hall):
    """The organ is asked once. The case has moved meanwhile, and the answer is written after what moved it."""
    case_id = submitted(hall)
    (question, *_) = questions(hall)

    class Slow(MemorySharing):
        def query(self, query, today):
            accept(hall.platform, hall.caller(CLERK, case_id), case_id)
            return super().query(query, today)

    sharing = Slow()
    fetch_shared(hall.platform, question, sharing)
    assert types(hall, case_id)[-2:] == ["accepted", "shared_obtained"]
    assert len(sharing.asked) == 1


def test_an_answer_for_a_case_that_has_ended_is_dropped(hall: Hall):
    case_id, sharing = submitted(hall), MemorySharing()
    waiting = questions(hall)
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    for question in waiting:
        fetch_shared(hall.platform, question, sharing)
    assert (sharing.asked, types(hall, case_id)[-1]) == ([], "withdrawn")


@pytest.mark.requirement("R8")
@pytest.mark.parametrize("who", [COMPANY, CLERK])
def test_what_failed_is_asked_again_by_applicant_or_window(hall: Hall, who: str):
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing({NAME: "timeout"}))
    (first, _) = [one for one in hall.events(case_id) if one.type == "sharing_failed"]
    query_sharing(hall.platform, hall.caller(who), case_id)
    assert hall.events(case_id)[-1].data["sharing"] == [{"line": LICENCE}]
    answer_queries(hall, MemorySharing())
    assert told(hall, case_id, LICENCE).satisfied
    with pytest.raises(NothingToQuery):
        query_sharing(hall.platform, hall.caller(who), case_id)
    stale = SharingQuestion(case_id=case_id, line=LICENCE, asked=first.data["asked"])
    fetch_shared(hall.platform, stale, MemorySharing({NAME: "refused"}))
    assert types(hall, case_id).count("sharing_failed") == 2


def test_a_walk_in_is_asked_for_too_but_not_for_what_the_window_has_taken(hall: Hall):
    case_id = received(hall, papers=[paper("01"), paper(HEALTH)], scans=[]).facts["id"]
    assert [(one.case_id, one.line) for one in questions(hall)] == [(case_id, LICENCE)]


def test_without_a_data_sharing_platform_nobody_is_asked(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hall.platform, "settings", with_sharing(hall.platform.settings, ""))
    case_id = submitted(hall)
    assert (questions(hall), hall.case(case_id).sharing) == ([], {})
    with pytest.raises(NothingToQuery):
        query_sharing(hall.platform, hall.caller(COMPANY), case_id)


def test_the_queue_calls_the_function(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The address is an internal one, which is never asked, and the case records that."""
    monkeypatch.setattr(hall.platform, "settings", with_sharing(hall.platform.settings, "https://10.0.0.1/q"))
    case_id = submitted(hall)
    hall.carry_out_everything()
    while hall.world.work(names.SHARING_QUEUE):
        """The next message."""
    assert [one.failure for one in hall.case(case_id).sharing.values()] == ["unreachable", "holder_unknown"]


LINES = st.sets(st.sampled_from([f"{number:02}" for number in range(1, 9)]))


@given(st.lists(LINES, min_size=1, max_size=5), LINES)
def test_a_question_that_was_repeated_awaits_the_newer_answer_only(rounds: list[set[str]], have: set[str]):
    known: dict[str, SharedLine] = {}
    at = SharedLine.model_validate({"asked": 1, "at": "2026-11-23T09:00:00+08:00"}).at
    for event, lines in enumerate(rounds, start=1):
        known = asked(known, lines, event, at)
    last = {line: max(n for n, lines in enumerate(rounds, 1) if line in lines) for line in set().union(*rounds)}
    for line, event in last.items():
        assert [n for n in range(1, len(rounds) + 2) if awaits(known, line, n)] == [event]
    assert to_ask_again(known, have, at) == []
    assert to_ask_again(known, have, at + ANSWERED_WITHIN) == sorted(set(last) - have)


def test_what_is_being_asked_for_is_not_asked_again(hall: Hall):
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing({NAME: "timeout"}))
    query_sharing(hall.platform, hall.caller(CLERK), case_id)
    with pytest.raises(NothingToQuery):
        query_sharing(hall.platform, hall.caller(COMPANY), case_id)
    hall.clock.pass_time(ANSWERED_WITHIN)
    query_sharing(hall.platform, hall.caller(COMPANY), case_id)
    assert types(hall, case_id).count("sharing_queried") == 2


CALLS_OF_ONE_ANSWER = 5


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("death", range(CALLS_OF_ONE_ANSWER))
def test_a_death_at_any_call_loses_nothing_and_does_nothing_twice(hall: Hall, death: int, *, written: bool):
    """The message comes again, as SQS gives it again."""
    case_id = submitted(hall)
    question = next(one for one in questions(hall) if one.line == LICENCE)
    calls = iter(range(CALLS_OF_ONE_ANSWER))

    def die(*_: object) -> None:
        if next(calls, None) == death:
            raise Died

    hall.world.listen(*((nothing, die) if written else (die, nothing)))
    died = False
    try:
        fetch_shared(hall.platform, question, MemorySharing())
    except Died:
        died = True
    hall.world.listen(nothing, nothing)
    fetch_shared(hall.platform, question, MemorySharing())
    assert types(hall, case_id).count("shared_obtained") == 1
    (file,) = told(hall, case_id, LICENCE).files
    assert (file.counts, hall.case(case_id).files) == (True, len(hall.rows(case_id, "MATERIAL#")))
    assert died or death > 0


class Died(BaseException):
    """The process is gone."""


@pytest.mark.requirement("R8")
@pytest.mark.parametrize("accepted", [False, True])
def test_the_applicant_uploads_what_no_organ_has_given_to_a_received_case(hall: Hall, accepted: bool):
    case_id = submitted(hall)
    if accepted:
        hall.people.accept(case_id, hall.caller(CLERK, case_id))
    answer_queries(hall, MemorySharing({NAME: "no_record"}))
    before = hall.case(case_id)
    file_id = add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(LICENCE)).facts["file_id"]
    assert [file.id for file in told(hall, case_id, LICENCE).files] == [file_id]
    hall.arrives(case_id, file_id)
    line, case, event = told(hall, case_id, LICENCE), hall.case(case_id), hall.events(case_id)[-1]
    assert (line.satisfied, line.files[0].event) == (True, event.seq)
    assert (event.type, event.role, event.data["file"]) == ("material_received", "machine", file_id)
    assert (case.status, case.clocks, case.version) == (before.status, before.clocks, before.version)


def test_of_a_received_case_the_applicant_adds_nothing_else(hall: Hall):
    case_id = submitted(hall)
    for line in (LICENCE, "01"):  # that which is being asked for, and what was received
        with pytest.raises(Invalid) as refused:
            add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(line))
        assert refused.value.errors[0].code == "material_not_open"
    answer_queries(hall, MemorySharing({NAME: "no_record"}))
    file_id = add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(LICENCE)).facts["file_id"]
    hall.arrives(case_id, file_id)
    with pytest.raises(Invalid):
        add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(LICENCE))


def test_what_a_draft_left_out_is_not_received_later(hall: Hall):
    """Announced before the submission, for the same line: nobody waits for it any more."""
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    file_id = add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(LICENCE)).facts["file_id"]
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    answer_queries(hall, MemorySharing({NAME: "no_record"}))
    hall.arrives(case_id, file_id)
    (file,) = [one for one in whole(hall, case_id).files if one.id == file_id]
    assert (file.state, file.event) == ("refused", None)


def test_a_file_that_a_notice_meets_on_its_way_is_received_all_the_same(hall: Hall):
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing({NAME: "no_record"}))
    file_id = add_material(hall.platform, hall.caller(COMPANY), case_id, new_file(LICENCE)).facts["file_id"]
    hall.correct(case_id, "01")
    hall.arrives(case_id, file_id)
    assert hall.events(case_id)[-1].type == "material_received"
    assert told(hall, case_id, LICENCE).satisfied


REPRESENTATIVE = {"name": "李示例", "id_type": "居民身份证", "id_number": "44170219900307801X"}
OF_COMPANY = {"applicant": {"name": "某公司", "uscc": "91441700MA00000000", "legal_representative": REPRESENTATIVE}}


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("营业执照", ("某公司", "uscc", "91441700MA00000000")),
        ("法定代表人身份证", ("李示例", "居民身份证", "44170219900307801X")),
        ("经营者身份证", ("李示例", "居民身份证", "44170219900307801X")),
        ("新法定代表人身份证", None),
        ("父母身份证", None),
        ("申请人身份证", None),
        ("从业人员健康证明", None),
        ("执业药师注册证", None),
        ("主要负责人、安全管理人员培训考核合格证明", None),
        ("机动车行驶证/购车承诺", None),
        ("驾驶人员从业资格证", None),
        ("建设工程规划许可证", ("某公司", "uscc", "91441700MA00000000")),
        ("监护人身份证及关系证明(户口簿/出生医学证明)", None),
    ],
)
def test_a_card_is_asked_for_under_the_number_of_its_holder(hall: Hall, name: str, holder: tuple[str, str, str] | None):
    line = lines_of(item_document("YM-P01"), hall.form())[1]._replace(name=name)
    assert holder_of(OF_COMPANY, line) == holder


IN_BUSINESS = {
    "applicant": {"name": "林示例", "id_type": "居民身份证", "id_number": "44170219900307801X"},
    "answers": {"business_name": "示例小吃店", "business_uscc": "92441702YM0000315T"},
}
HERSELF = ("林示例", "居民身份证", "44170219900307801X")


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("营业执照", ("示例小吃店", "uscc", "92441702YM0000315T")),
        ("经营者身份证", HERSELF),
        ("法定代表人身份证", HERSELF),
        ("申请人身份证", HERSELF),
        ("从业人员健康证明", None),
        ("出生医学证明", None),
    ],
)
def test_the_licence_of_a_persons_business_has_a_number_of_its_own(
    hall: Hall, name: str, holder: tuple[str, str, str] | None
):
    line = lines_of(item_document("YM-P01"), hall.form())[1]._replace(name=name)
    assert holder_of(IN_BUSINESS, line) == holder
    without = {"applicant": IN_BUSINESS["applicant"], "answers": {}}
    assert holder_of(without, line) == (None if name == NAME else holder)


def test_a_newborns_certificate_is_asked_for_under_its_mother(hall: Hall):
    line = lines_of(item_document("YM-P01"), hall.form())[1]._replace(name="出生医学证明")
    mother = {"name": "黄示例", "id_type": "居民身份证", "id_number": "441702199506120021"}
    form = {**IN_BUSINESS, "answers": {"mother": mother}}
    assert holder_of(form, line) == ("黄示例", "居民身份证", "441702199506120021")


@pytest.mark.requirement("R8")
def test_the_certificates_of_the_staff_are_not_asked_for_under_the_companys_number(hall: Hall):
    case_id, sharing = submitted(hall), MemorySharing()
    answer_queries(hall, sharing)
    assert [one.certificate for one in sharing.asked] == [NAME]
    line = told(hall, case_id, HEALTH)
    assert (line.satisfied, line.sharing and line.sharing.failure) == (False, "holder_unknown")


def test_nobody_is_asked_for_the_paper_of_somebody_whom_the_form_does_not_name(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    case_id, sharing = submitted(hall), MemorySharing()
    monkeypatch.setattr("chalicelib.intake.acts.fetch_shared.holder_of", lambda *_: None)
    answer_queries(hall, sharing)
    assert sharing.asked == []
    assert hall.case(case_id).sharing[LICENCE].failure == "holder_unknown"


@pytest.mark.requirement("R8", "R27")
def test_a_copy_that_nobody_has_compared_is_no_reason_not_to_ask_and_no_ground_of_a_grant(hall: Hall):
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id), LICENCE, seen=False)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    assert state(hall, case_id, LICENCE) == "asked"
    answer_queries(hall, MemorySharing({NAME: "no_record"}))
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert unproven(hall, case_id) == [LICENCE, HEALTH]
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    assert unproven(hall, case_id) == [HEALTH]


@pytest.mark.requirement("R8")
def test_what_was_not_obtained_is_answered_for_before_a_grant(hall: Hall):
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing({NAME: "unreachable"}))
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    hall.carry_out_everything()
    hall.answer(case_id)
    hall.carry_out_everything()
    with pytest.raises(Invalid) as refused:
        hall.decide(case_id)
    assert refused.value.code == "shared_unproven"
    said = [Absence(line=line, ground="looked_up", reference="其他机关的系统查询记录") for line in (LICENCE, HEALTH)]
    face, chief = hall.people.stated_face(case_id), hall.caller(CHIEF, case_id)
    decide(hall.platform, chief, case_id, "grant", [], face=face, proofs=Proofs(absences=said))
    assert hall.case(case_id).status is Status.DECIDED


def unproven(hall: Hall, case_id: str) -> list[str]:
    """The lines for which a grant has nothing."""
    errors = unproven_shared(hall.case(case_id), lines_here(hall, case_id), whole(hall, case_id).files)
    assert {error.code for error in errors} <= {"shared_unproven"}
    return [error.pointer.removeprefix("/materials/") for error in errors]


def lines_here(hall: Hall, case_id: str) -> list[ChecklistLine]:
    return list(lines_of(item_of(hall.platform, hall.case(case_id)), whole(hall, case_id).form))


# ------------------------------------------------------------------------------------- what no organ has given
FORBIDS = "《国务院关于在线政务服务的若干规定》"


def unobtained(hall: Hall) -> str:
    case_id = submitted(hall)
    answer_queries(hall, MemorySharing({NAME: "no_record"}))
    assert state(hall, case_id, LICENCE) == "failed"
    return case_id


@pytest.mark.law("15.19")
def test_what_no_organ_has_given_is_asked_for_by_the_items_own_articles_and_says_why(hall: Hall):
    """国务院令716, 7 forbids asking: it is no basis for asking."""
    case_id = unobtained(hall)
    basis = told(hall, case_id, LICENCE).legal_basis or ""
    assert FORBIDS not in basis
    assert "《食品经营许可和备案管理办法》第十二条" in basis
    hall.people.correct(case_id, hall.caller(CLERK, case_id), [LICENCE])
    (gap,) = load_notices(hall.platform.table, case_id)[-1].gaps
    assert FORBIDS not in gap.basis
    assert "《食品经营许可和备案管理办法》第十二条" in gap.basis
    assert FAILURES["no_record"] in gap.defect
    (notice,) = (one for one in vault.whole_documents(hall.platform, case_id) if one.kind == "correction_notice")
    assert FORBIDS not in notice.data
    assert FAILURES["no_record"] in notice.data


@pytest.mark.law("15.19")
def test_whoever_accepts_without_it_is_told_and_the_event_keeps_it(hall: Hall):
    """Nobody waits for what may not be demanded; nobody passes it over in silence either."""
    case_id = unobtained(hall)
    receipt = hall.people.accept(case_id, hall.caller(CLERK, case_id))
    (warned, other) = [one for one in receipt.facts["warnings"] if one["code"] == "shared_not_obtained"]
    assert NAME in warned["message"]
    assert FAILURES["no_record"] in warned["message"]
    assert FAILURES["holder_unknown"] in other["message"]
    (event,) = [one for one in hall.events(case_id) if one.type == "accepted"]
    assert event.data["unshared"] == [LICENCE, HEALTH]


def test_what_was_handed_in_instead_is_not_told_as_lacking(hall: Hall):
    case_id = unobtained(hall)
    hall.people.add_material(case_id, hall.caller(CLERK, case_id), LICENCE)
    (file,) = [one for one in whole(hall, case_id).files if one.line == LICENCE]
    hall.arrives(case_id, file.id)
    receipt = hall.people.accept(case_id, hall.caller(CLERK, case_id))
    (warned,) = [one for one in receipt.facts["warnings"] if one["code"] == "shared_not_obtained"]
    assert NAME not in warned["message"]


@pytest.mark.law("15.19")
def test_what_the_platform_prints_is_never_demanded_on_paper(hall: Hall):
    """Whatever the clerk writes, the notice says that it is confirmed on the platform."""
    case_id = submitted(hall)
    wrong = Defect(line="01", defect="申请表没有签字", remedy="请打印、签字后上传扫描件")
    correct(hall.platform, hall.caller(CLERK, case_id), case_id, [wrong])
    (gap,) = load_notices(hall.platform.table, case_id)[-1].gaps
    assert (gap.defect, gap.remedy) == ("申请表没有签字", ON_THE_PLATFORM)
    (notice,) = (one for one in vault.whole_documents(hall.platform, case_id) if one.kind == "correction_notice")
    assert "上传扫描件" not in notice.data
