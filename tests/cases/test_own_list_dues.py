"""The applicant's own list tells the due day that the case itself tells, without a read of each case."""

from typing import Any

import pytest

from chalicelib.cases.api.case_answers import CaseAnswer
from chalicelib.http.cursors import Paging
from chalicelib.intake.api import applicant as api
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.intake.test_wards_own_account import asked


def told(hall: Hall, case_id: str) -> tuple[Any, Any]:
    """Due day and whether it may still move: of the list, and of the case."""
    listed: Any = api.list_applications(asked(hall, COMPANY, Paging())).body
    (row,) = [one for one in listed.applications if one.id == case_id]
    whole: Any = api.read_application(asked(hall, COMPANY), case_id).body
    assert isinstance(whole, CaseAnswer)
    assert (row.due, row.provisional, row.status) == (whole.due, whole.provisional, whole.status)
    return row.due, row.status


@pytest.mark.requirement("R35")
def test_the_list_and_the_case_tell_one_due_day(hall: Hall):
    draft = hall.draft()
    assert told(hall, draft)[0] is None
    case_id = hall.submitted()
    received, _ = told(hall, case_id)
    assert received is not None
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    accepted, _ = told(hall, case_id)
    assert accepted is not None
    assert accepted != received
