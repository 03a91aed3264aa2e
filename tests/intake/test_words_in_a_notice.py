"""A word that was chosen and not given is told once with everything else (行政许可法32(1)(4)), and given with the
supplement (告知承诺: 优化营商环境条例40).
"""

from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.model.notices import Defect
from chalicelib.intake.model.signing import Signing
from proofs.kit.applications import COMPANY, VENUE, paper
from proofs.kit.cast import CLERK, defect
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from proofs.kit.pledges import ITEM, form, submitted, unsigned

(MADE,) = (one for one in (item_document(ITEM).commitment,) if one)
PAPERS = {"papers": [paper("04")]}
CHOICE, NUMBER = "/answers/commitment_route", "/answers/fire_acceptance_no"


def noticed(hall: Hall, case_id: str, *defects: Defect) -> dict[str, Any]:
    told = [*defects] or [defect("04")]
    return dict(correct(hall.platform, hall.caller(CLERK, case_id), case_id, told).facts)


def chosen_by_notice(hall: Hall) -> str:
    """Online, on the ordinary way; the notice asks for the choice itself."""
    case_id = submitted(hall, chosen=False)
    noticed(hall, case_id, Defect(field=CHOICE, defect="所选方式与申报表不一致", remedy="请更正"))
    return case_id


def given(hall: Hall, case_id: str, fields: dict[str, Any], commitment: str | None = None, by: str = COMPANY) -> Any:
    return supplement(hall.platform, hall.caller(by, case_id), case_id, fields, commitment=commitment)


def documents(hall: Hall, case_id: str) -> list[str]:
    return [row["kind"] for row in hall.rows(case_id, keys.DOCUMENT)]


@pytest.mark.law("1.8", "1.4")
def test_a_notice_names_the_word_that_nobody_has_given_and_the_window_takes_it(hall: Hall):
    case_id = unsigned(hall)
    assert noticed(hall, case_id)["added"] == [CHOICE]
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, hall.caller(CLERK, case_id), case_id, {}, PaperSupplement.model_validate(PAPERS))
    assert [one.code for one in refused.value.errors] == ["field_missing"]
    hall.people.pledge(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).status is Status.CORRECTING
    supplement(hall.platform, hall.caller(CLERK, case_id), case_id, {}, PaperSupplement.model_validate(PAPERS))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.law("1.8")
def test_who_is_bound_already_is_not_asked_again(hall: Hall):
    case_id = unsigned(hall)
    hall.people.pledge(case_id, hall.caller(CLERK, case_id))
    assert noticed(hall, case_id)["added"] == []


@pytest.mark.law("1.8")
def test_the_paper_of_the_word_is_never_demanded(hall: Hall):
    case_id = unsigned(hall)
    with pytest.raises(Invalid) as refused:
        noticed(hall, case_id, defect("02"))
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/defects/0/line", "material_pledged")]


@pytest.mark.law("1.8")
def test_who_chooses_the_way_with_a_supplement_gives_the_word_with_it(hall: Hall):
    case_id = chosen_by_notice(hall)
    changed = {CHOICE: True, NUMBER: None}
    for digest in (None, "0" * 64):
        with pytest.raises(Invalid) as refused:
            given(hall, case_id, changed, digest)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/commitment", "commitment_unconfirmed")]
    given(hall, case_id, changed, MADE.digest)
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert case.pledge
    assert (case.pledge.text, case.pledge.state) == (MADE.digest, "made")
    assert event.data["commitment"]["text"] == MADE.digest
    assert [*event.data["document_digests"]] == [case.pledge.document]
    assert "pledge_commitment" in documents(hall, case_id)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


@pytest.mark.law("1.8")
def test_who_leaves_the_way_is_bound_by_nothing(hall: Hall):
    case_id = submitted(hall)
    noticed(hall, case_id, Defect(field=CHOICE, defect="所选方式与申报表不一致", remedy="请更正"))
    with pytest.raises(Invalid) as refused:
        given(hall, case_id, {CHOICE: False, NUMBER: "阳建消验字〔2026〕1号"}, MADE.digest)
    assert [one.code for one in refused.value.errors] == ["commitment_not_chosen"]
    given(hall, case_id, {CHOICE: False, NUMBER: "阳建消验字〔2026〕1号"})
    assert hall.case(case_id).pledge is None
    with pytest.raises(Conflict) as needless:
        hall.people.pledge(case_id, hall.caller(CLERK, case_id))
    assert needless.value.code == "commitment_not_chosen"


@pytest.mark.law("1.8")
def test_a_form_that_is_put_right_at_the_window_may_leave_the_way_too(hall: Hall):
    case_id = submitted(hall)
    fields = {CHOICE: False, NUMBER: "阳建消验字〔2026〕1号"}
    by, signed = hall.caller("clerk-investment", case_id), Signing.model_validate(VENUE.recipient)
    correct_form(hall.platform, by, case_id, fields, signed)
    assert hall.case(case_id).pledge is None
    assert form(hall)["answers"]["commitment_route"] is True
