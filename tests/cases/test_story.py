import pytest

from chalicelib.cases.model import Status
from tests.harness.hall import Hall


def test_closed(hall: Hall):
    case_id = hall.closed()
    assert hall.case(case_id).status is Status.CLOSED
