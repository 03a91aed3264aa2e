"""A lost acceptance alarm is set again: silence must not last for ever."""

from datetime import datetime, timedelta

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import ACCEPTANCE
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.writes import delete
from chalicelib.intake.acts.accept import accept
from chalicelib.operations.acts.repair import mend
from chalicelib.operations.store import rows
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cli.cases import keep_files
from tests.cli.test_repair_case import repaired
from tests.intake.test_deemed_acceptance import ANSWERS, NO_LICENCE, form

END = datetime(2026, 12, 2, tzinfo=SHANGHAI)


def silent(hall: Hall, item: str = "YM-P01") -> str:
    """Submitted, and its alarm is lost."""
    case_id = hall.submitted(item, filled={**form(), "answers": ANSWERS[item]})
    keep_files(hall, case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.platform.table.write(delete(keys.alarm(keys.case(case_id), ACCEPTANCE)))
    return case_id


def alarm_of(hall: Hall, case_id: str) -> alarms.Alarm | None:
    return alarms.find(hall.platform, keys.case(case_id), ACCEPTANCE)


@pytest.mark.requirement("R5")
def test_a_lost_alarm_is_set_again_and_silence_accepts(hall: Hall, quick_documents: None):
    case_id = silent(hall)
    assert repaired(hall, case_id) == (["alarm_missing"], [])
    alarm = alarm_of(hall, case_id)
    assert alarm is not None
    assert alarm.due == END
    assert repaired(hall, case_id) == ([], [])
    hall.clock.move_to(END)
    assert sweep(hall.platform, FIRES) == 1
    assert hall.case(case_id).status is Status.IN_REVIEW


def test_one_found_late_is_swept_at_once(hall: Hall, quick_documents: None):
    case_id = silent(hall)
    sweep(hall.platform, FIRES)
    hall.clock.move_to(END + timedelta(days=3))
    for _ in range(3):
        hall.wall.pass_time(seconds=900)
        sweep(hall.platform, FIRES)
    assert repaired(hall, case_id) == (["alarm_missing"], [])
    assert sweep(hall.platform, FIRES) == 1
    assert hall.case(case_id).status is Status.IN_REVIEW


def test_what_silence_does_not_accept_has_been_told_of(hall: Hall, quick_documents: None):
    case_id = silent(hall, NO_LICENCE)
    assert repaired(hall, case_id) == (["alarm_missing"], [])
    hall.clock.move_to(END)
    assert sweep(hall.platform, FIRES) == 1
    assert [event.type for event in hall.events(case_id)][-1] == "acceptance_overdue"
    assert repaired(hall, case_id) == ([], [])


def test_a_case_that_somebody_has_accepted_meanwhile_gets_no_alarm(hall: Hall, quick_documents: None):
    case_id = silent(hall)
    found = rows.read(hall.platform, case_id)
    assert found is not None
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert mend.set_missing_alarm(hall.platform, found, ACCEPTANCE) is False
    assert alarm_of(hall, case_id) is None
