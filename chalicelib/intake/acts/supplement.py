"""补正: every line of the one-time notice has a new, checked file. The case is received again that day.

The waiting time belongs to no clock (counting rule CR6).
"""

from dataclasses import replace

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import SUPPLEMENT
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
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
    begun = begin(platform, caller, SUPPLEMENT, case_id, whole=True)
    case, item, form = begun.case, begun.item, begun.found.form
    fresh = fresh_files(begun.found)
    require_supplemented(platform, item, begun.found, fresh)
    files = counted_files(item, form, fresh)
    after = case.moved_to(
        Status.SUBMITTED, received_at=caller.at, clocks=on_receipt(caller.at.date(), platform.calendar)
    )
    return begun.commit(
        after,
        data={"lines": list(case.corrections[-1]), "files": digests(files)},
        answer={"number": case.number},
        document=voucher_for(platform, caller, after, item, listed(item, form, files)),
        ops=still_ready(case.id, files),
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
