"""Settings that the hall could not work with are refused when the process starts."""

import pytest
from pydantic import ValidationError

from chalicelib.foundation.settings import Settings


@pytest.mark.parametrize(("workdays", "fine"), [(4, False), (5, True), (250, True), (251, False)])
def test_the_term_for_a_supplement_is_neither_a_trap_nor_endless(workdays: int, fine: bool):
    """No law says how long it is; less than the hall's own five workdays to tell the gaps would be unfair."""
    if fine:
        assert Settings(supplement_workdays=workdays).supplement_workdays == workdays
        return
    with pytest.raises(ValidationError) as refused:
        Settings(supplement_workdays=workdays)
    assert [error["loc"] for error in refused.value.errors()] == [("supplement_workdays",)]
