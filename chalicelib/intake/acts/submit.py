"""提交申请: the complete form and every required material, checked and received at one moment (电子签名法11)."""

from chalicelib.cases.acts.lookup import item_of, own_file
from chalicelib.cases.model import require_lawful
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.deadlines import await_acceptance
from chalicelib.cases.store.serials import new_query_code, next_serial
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.alongside import alongside
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import put
from chalicelib.intake.model.application import Numbers, counted_files, digests, listed, received
from chalicelib.intake.store.application import complete_application, form_item, query_row, still_ready, voucher_for


@act
def submit(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """Receipt, not acceptance: the case gets its number and query code, the five workdays begin, the decision clock
    does not (R24).
    """
    # The serial does not depend on the case, so it is drawn while the case is read.
    serial = alongside(lambda: next_serial(platform, caller.at.date()))
    found = own_file(platform, caller, case_id)
    require_lawful("submit", found.case.status)
    caller.expect(found.case.etag)
    item = item_of(platform, found.case)
    form = complete_application(platform, item, found, caller.actor.identity)
    case = received(caller, found.case, item, form, Numbers(serial.result(), new_query_code()), platform.calendar)
    files = counted_files(item, form, found.files)
    voucher = voucher_for(platform, caller, case, item, listed(item, form, files))
    return commit(
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
                "files": digests(files),
                "document": voucher.no,
            },
            answer={"number": case.number, "query_code": case.query_code, "document": voucher.no},
            ops=[
                put(form_item(case.id, form)),
                query_row(platform, case, form),
                *still_ready(case.id, files),
                voucher.op,
                *await_acceptance(case, caller.at),
            ],
            effects=[voucher.effect],
        ),
    )
