"""What comes online at night or on a day off is received at that moment; the five workdays begin after it."""

from datetime import date, datetime

import pytest

from chalicelib.foundation.platform import SHANGHAI
from proofs.kit.hall import Hall


@pytest.mark.requirement("R24")
@pytest.mark.law("5.5", "15.1")
@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 11, 27, 23, 59, 58, tzinfo=SHANGHAI), date(2026, 12, 4)),
        (datetime(2026, 11, 28, 3, 0, tzinfo=SHANGHAI), date(2026, 12, 4)),
        (datetime(2026, 11, 29, 23, 30, tzinfo=SHANGHAI), date(2026, 12, 4)),
        (datetime(2026, 11, 30, 0, 0, 1, tzinfo=SHANGHAI), date(2026, 12, 7)),
    ],
    ids=["Friday night", "Saturday", "Sunday night", "Monday after midnight"],
)
def test_it_is_received_then_and_the_next_workday_is_the_first(hall: Hall, moment: datetime, due: date):
    hall.clock.move_to(moment)
    case = hall.case(hall.submitted())
    assert case.received_at is not None
    assert case.received_at.date() == moment.date()
    assert (case.clocks["acceptance"].started, case.due("acceptance")) == (moment.date(), due)
