"""Five workdays to tell all gaps; silence accepts with effect from the receipt; correction starts afresh."""

from datetime import date

import pytest

from chalicelib.clock import WorkCalendar, count_term, deemed_acceptance, deemed_acceptance_due, received_complete

RECEIVED, DUE = date(2025, 9, 25), date(2025, 10, 9)  # 26, 28 (make-up Sunday), 29, 30 September, 9 October


def test_five_workdays_from_receipt(calendar: WorkCalendar) -> None:
    assert deemed_acceptance_due(RECEIVED, calendar).due == DUE


@pytest.mark.requirement("R24")
@pytest.mark.law("15.3")
def test_silence_accepts_from_the_day_of_receipt(calendar: WorkCalendar) -> None:
    assert deemed_acceptance(RECEIVED, None, DUE, calendar) is None
    deemed = deemed_acceptance(RECEIVED, None, date(2025, 10, 10), calendar)

    assert deemed is not None
    assert (deemed.accepted, deemed.since) == (RECEIVED, date(2025, 10, 10))
    assert "2025-10-09(第5个工作日)未一次性告知补正" in deemed.reason
    assert count_term(deemed.accepted, 20, "workday", (), 0, calendar).due == date(2025, 10, 29)


@pytest.mark.parametrize(("noticed", "accepted"), [(DUE, None), (date(2025, 10, 10), RECEIVED)])
def test_only_a_notice_in_time_prevents_it(noticed: date, accepted: date | None, calendar: WorkCalendar) -> None:
    deemed = deemed_acceptance(RECEIVED, noticed, date(2025, 11, 1), calendar)
    assert (deemed.accepted if deemed else None) == accepted


def test_correction_starts_a_new_receipt(calendar: WorkCalendar) -> None:
    assert received_complete(RECEIVED, None).date == RECEIVED
    complete = received_complete(RECEIVED, date(2025, 10, 9))
    assert complete.date == date(2025, 10, 9)
    assert "补正" in complete.reason
    assert deemed_acceptance_due(complete.date, calendar).due == date(2025, 10, 15)
    with pytest.raises(ValueError, match="before the receipt"):
        received_complete(RECEIVED, date(2025, 9, 24))
