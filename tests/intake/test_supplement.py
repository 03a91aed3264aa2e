"""补正: what the notice asked for, on paper or as files, and nothing else (行政许可法32(4), ADR 0005)."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.form_changes import sent_at
from chalicelib.foundation.problems import Invalid, StillChecking
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import add_material
from chalicelib.intake.acts.receive_walk_in import Paper
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from proofs.kit.applications import COMPANY, PERMIT, paper
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.acts import NEW_FILE
from tests.intake.test_walk_in import received

FIELD = "/applicant/contact/phone"


@pytest.mark.requirement("R5", "R28")
def test_papers_brought_to_the_window_are_received_at_once(hall: Hall):
    case_id = hall.correcting("01", "03")
    hall.bring_papers(case_id)
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert (case.status, case.papers) == (Status.SUBMITTED, ("01", "03"))
    assert (event.type, event.actor) == ("supplemented", hall.people.personas[CLERK].actor.sub)
    assert [each["line"] for each in event.data["papers"]] == ["01", "03"]
    voucher = max(hall.rows(case_id, "DOCUMENT#"), key=lambda row: row["sk"])
    assert (voucher["kind"], voucher["data"].count("纸质")) == ("receipt_voucher", 2)
    assert hall.people.personas[CLERK].actor.name in voucher["data"]


@pytest.mark.requirement("R5", "R9")
def test_lines_that_the_notice_did_not_name_are_not_asked_for(hall: Hall):
    """A walk-in without papers is told of one line; the other five cannot be demanded by the supplement."""
    case_id = received(hall, papers=[], scans=[]).facts["id"]
    hall.correct(case_id, "01")
    hall.bring_papers(case_id)
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.requirement("R5")
def test_one_line_on_paper_and_one_as_a_file(hall: Hall):
    case_id = hall.correcting("01", "03")
    with pytest.raises(Invalid) as refused:
        hall.bring_papers(case_id, "01")
    assert [error.pointer for error in refused.value.errors] == ["/materials/03"]
    hall.hand_in(case_id, "03")
    hall.bring_papers(case_id, "01")
    event = hall.events(case_id)[-1]
    assert ([each["line"] for each in event.data["files"]], event.data["papers"][0]["line"]) == (["03"], "01")


@pytest.mark.requirement("R5")
def test_all_that_a_supplement_lacks_is_told_at_once(hall: Hall):
    """The field, the line of the notice and the paper that nobody asked for (行政许可法32(4))."""
    case_id = hall.correcting("03", FIELD)
    caller = hall.caller(CLERK, case_id)
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, caller, case_id, {}, PaperSupplement(papers=(Paper.model_validate(paper("05")),)))
    told = {error.pointer: error.code for error in refused.value.errors}
    assert told.keys() == {sent_at(FIELD), "/papers/0/line", "/materials/03"}
    assert told["/papers/0/line"] == "material_not_noticed"


@pytest.mark.requirement("R28")
def test_papers_that_answer_the_notice_are_accepted_and_scanned_after(hall: Hall):
    case_id = hall.correcting("01")
    hall.bring_papers(case_id)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW
    hall.arrives(case_id, add_material(hall.platform, hall.caller(CLERK), case_id, NEW_FILE).facts["file_id"])
    assert hall.events(case_id)[-1].type == "scan_received"


@pytest.mark.requirement("R9")
def test_papers_that_the_notice_did_not_ask_for_are_not_taken(hall: Hall):
    case_id = hall.correcting("01")
    with pytest.raises(Invalid) as refused:
        hall.bring_papers(case_id, "01", "03")
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/papers/1/line", "material_not_noticed")
    ]


@pytest.mark.requirement("R5", "R9")
@pytest.mark.law("1.6")
@pytest.mark.parametrize("more", ["01", "04"])
def test_a_paper_that_was_received_before_is_not_taken_a_second_time(hall: Hall, more: str):
    """Nothing but what the notice asks for, on paper too: also of a line that was left on paper and is not scanned, and
    of the form, which nobody has corrected.
    """
    case_id = received(hall, scans=[]).facts["id"]
    hall.correct(case_id, "03")
    with pytest.raises(Invalid) as refused:
        hall.bring_papers(case_id, "03", more)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/papers/1/line", "material_not_noticed")
    ]
    hall.bring_papers(case_id, "03")
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.requirement("R27")
def test_who_brought_them_is_checked_where_a_document_was_shown(hall: Hall):
    case_id = hall.correcting("01")
    stranger = PERMIT.presented_by | {"name": "别人"}
    body = {"papers": [paper("01")], "presented_by": stranger}
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, hall.caller(CLERK, case_id), case_id, brought=PaperSupplement.model_validate(body))
    assert [error.pointer for error in refused.value.errors] == ["/presented_by/name"]
    body = {"papers": [paper("01")], "presented_by": PERMIT.presented_by}
    supplement(hall.platform, hall.caller(CLERK, case_id), case_id, brought=PaperSupplement.model_validate(body))
    data = hall.events(case_id)[-1].data
    assert data["presented_by"] == "legal_representative"
    assert PERMIT.presented_by["id_number"] not in str(data)


def test_an_applicants_file_that_is_being_checked_is_waited_for(hall: Hall):
    case_id = hall.correcting("01")
    file = add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE).facts["file_id"]
    hall.world.upload(case_id, file, b"arrived, not checked")
    with pytest.raises(StillChecking):
        hall.people.supplement(case_id, hall.caller(COMPANY, case_id))


def test_a_supplement_adds_only_to_the_lines_of_the_notice_or_those_that_lack(hall: Hall):
    case_id = hall.correcting("01")
    new = NEW_FILE.model_copy(update={"line": "02"})
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(COMPANY), case_id, new)
    assert [error.code for error in refused.value.errors] == ["material_not_open"]
    add_material(hall.platform, hall.caller(COMPANY), case_id, NEW_FILE)


def test_whoever_hands_in_online_is_not_named_as_the_receiver(hall: Hall):
    """A case of the counter whose supplement comes online was not received by its own applicant."""
    case_id = received(hall).facts["id"]
    hall.correct(case_id, "01")
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    voucher = max(hall.rows(case_id, "DOCUMENT#"), key=lambda row: row["sk"])
    assert '"label":"收件人","value":"阳江市政务服务' in voucher["data"].replace(" ", "")
