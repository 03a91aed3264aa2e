"""补正: every line of the one-time notice has a new, checked file. The case is received again that day.

The waiting time belongs to no clock (counting rule CR6).
"""

from dataclasses import replace

from chalicelib.cases.acts.lookup import file_for, item_of
from chalicelib.cases.model import Status, require_lawful
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.deadlines import await_acceptance
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.application import counted_files, digests, listed
from chalicelib.intake.store.application import as_seen, still_ready, voucher_for


@act
def supplement(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    found = file_for(platform, caller, case_id)
    case = found.case
    require_lawful("supplement", case.status)
    caller.expect(case.etag)
    item = item_of(platform, case)
    fresh = fresh_files(found)
    require_supplemented(platform, item, found, fresh)
    files = counted_files(item, found.form, fresh)
    after = case.moved(
        Status.SUBMITTED,
        received_at=caller.at,
        clock=on_receipt(case.clock, caller.at.date(), platform.calendar),
    )
    voucher = voucher_for(platform, caller, after, item, listed(item, found.form, files))
    return commit(
        platform,
        caller,
        Change(
            case,
            after,
            "supplemented",
            data={"lines": list(case.corrections[-1]), "files": digests(files), "document": voucher.no},
            answer={"number": case.number, "document": voucher.no},
            ops=[*still_ready(case.id, files), voucher.op, *await_acceptance(after, caller.at)],
            effects=[voucher.effect],
        ),
    )


def fresh_files(found: CaseFile) -> tuple[MaterialFile, ...]:
    """The files that count: of the notice's lines only those handed in after it."""
    noticed, since = set(found.case.corrections[-1]), found.case.noticed_at
    return tuple(
        file for file in found.files if file.line not in noticed or (since is not None and file.requested_at > since)
    )


def require_supplemented(
    platform: Platform, item: ServiceItem, found: CaseFile, fresh: tuple[MaterialFile, ...]
) -> None:
    """Every line of the notice and every required line must be there."""
    noticed = set(found.case.corrections[-1])
    lines = [replace(line, required=True) if line.no in noticed else line for line in lines_of(item, found.form)]
    missing, checking = gaps(lines, (as_seen(platform, found.case.id, file) for file in fresh))
    if checking:
        raise problems.StillChecking(errors=checking)
    if missing:
        raise problems.Invalid(code="materials_missing", title="补正材料不齐全，请按一次性告知书补充", errors=missing)
