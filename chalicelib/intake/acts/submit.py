"""提交申请: the complete form and every required material, checked and received at one moment (电子签名法11)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import SUBMIT
from chalicelib.cases.store.forms import form_item, query_row
from chalicelib.cases.store.serials import new_query_code, next_serial
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import put
from chalicelib.intake.model.application import Numbers, counted_files, digests, listed, received
from chalicelib.intake.store.application import complete_application, still_ready, voucher_for


@act
def submit(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """Receipt, not acceptance: the case gets its number and query code, the five workdays begin, the decision clock
    does not (R24).
    """
    # The serial does not depend on the case, so it is drawn while the case is read.
    with meanwhile(lambda: next_serial(platform, caller.at.date())) as serial:
        begun = begin(platform, caller, SUBMIT, case_id, whole=True)
        form = complete_application(platform, begun.item, begun.found, caller.actor.identity)
    item, numbers = begun.item, Numbers(serial.result(), new_query_code())
    case = received(caller, begun.case, item, form, numbers, platform.calendar)
    files = counted_files(item, form, begun.found.files)
    return begun.commit(
        case,
        data={
            "item": item.id,
            "item_version": item.version,
            "channel": case.channel,
            "files": digests(files),
        },
        answer={"number": case.number, "query_code": case.query_code},
        document=voucher_for(platform, caller, case, item, listed(item, form, files)),
        ops=[put(form_item(case.id, form)), query_row(platform, case, form), *still_ready(case.id, files)],
    )
