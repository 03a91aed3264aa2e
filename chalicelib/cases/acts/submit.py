"""提交申请: the complete form and every required material, checked and received at one moment (电子签名法11)."""

from chalicelib.cases import intake, numbers, store
from chalicelib.cases.acts.lookup import item_of, own_file
from chalicelib.cases.deadlines import await_acceptance
from chalicelib.cases.model import require_lawful
from chalicelib.cases.store import Change
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.alongside import alongside
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import put


@act
def submit(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """Receipt, not acceptance: the case gets its number and query code, the five workdays begin, the decision clock
    does not (R24).
    """
    # The serial does not depend on the case, so it is drawn while the case is read.
    serial = alongside(lambda: numbers.next_serial(platform, caller.at.date()))
    found = own_file(platform, caller, case_id)
    require_lawful("submit", found.case.status)
    caller.expect(found.case.etag)
    item = item_of(platform, found.case)
    form = intake.complete_application(platform, item, found, caller.actor.identity)
    case = intake.received(platform, caller, found.case, item, form, serial.result())
    files = intake.counted_files(item, form, found.files)
    voucher = intake.voucher(platform, caller, case, item, intake.listed(item, form, files))
    return store.commit(
        platform,
        caller,
        Change(
            found.case,
            case,
            "submitted",
            data={
                "item": item.id,
                "item_version": item.version,
                "channel": case.channel,
                "files": intake.digests(files),
                "document": voucher.no,
            },
            answer={"number": case.number, "query_code": case.query_code, "document": voucher.no},
            ops=[
                put(intake.form_item(case.id, form)),
                intake.query_row(platform, case, form),
                *intake.still_ready(case.id, files),
                voucher.op,
                *await_acceptance(case, caller.at),
            ],
            effects=[voucher.effect],
        ),
    )
