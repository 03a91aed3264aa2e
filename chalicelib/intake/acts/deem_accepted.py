"""视为受理: the fifth workday has passed in silence, so the application is accepted from its receipt (行政许可法32(4)).

Silence accepts licences only; of anything else it leaves an event for supervision (counting rule CR5).
"""

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.deadlines import end_of
from chalicelib.cases.store.records import load_case
from chalicelib.catalogue.model import ServiceItem
from chalicelib.clock import deemed_acceptance, deemed_acceptance_due
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Op
from chalicelib.intake.acts.accept import acceptance


def deem_accepted(platform: Platform, alarm: Alarm) -> None:
    """Papers not yet scanned do not stop it, for the law asks only for silence. Refused when another act was first."""
    case = load_case(platform.table, keys.case_id(alarm.owner))
    if case is None or case.received_at is None or case.status is not Status.SUBMITTED:
        platform.table.write(alarms.end_alarm(alarm))
        return
    caller, received = Caller(actor=MACHINE, at=platform.now()), case.received_at
    # A case that still waits was told nothing since this receipt: a notice would have moved it on.
    deemed = deemed_acceptance(received.date(), None, caller.at.date(), platform.calendar)
    if deemed is None:
        due = deemed_acceptance_due(received.date(), platform.calendar).due
        platform.table.write(alarms.move_alarm(alarm, end_of(due), caller.at))
        return
    item = item_of(platform, case)
    ended = alarms.end_alarm(alarm)
    if item.is_licence:
        change = acceptance(platform, case, item, received, "deemed_accepted", settled=ended, silence=deemed.reason)
    else:
        change = _overdue(case, item, ended)
    commit(platform, caller, change)


def _overdue(case: Case, item: ServiceItem, ended: Op) -> Change:
    """The case waits on: silence has no effect on what is not a licence."""
    return Change(
        case,
        case,
        "acceptance_overdue",
        data={"due": str(case.clock.accept_due), "category": item.category_code},
        ops=[ended],
    )
