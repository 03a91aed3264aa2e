"""提交申请: the complete form and every required material, checked and received at one moment (电子签名法11)."""

from concurrent.futures import Future, ThreadPoolExecutor

from chalicelib.cases import numbers, store
from chalicelib.cases.acts.lookup import item_of, own_file
from chalicelib.cases.intake import complete_form, missing_materials, receive
from chalicelib.cases.model import require_lawful
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.platform import Platform


@act
def submit(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """Receipt, not acceptance: the case gets its number and query code, the five workdays begin, the decision clock
    does not (R24).
    """
    serial = _POOL.submit(numbers.next_serial, platform, caller.at.date())
    found = own_file(platform, caller, case_id)
    require_lawful("submit", found.case.status)
    caller.expect(found.case.etag)
    item = item_of(platform, found.case)
    form = complete_form(item, found.form, caller.actor.identity)
    missing_materials(platform, item, found, form)
    received = receive(platform, caller, found, item, form, serial=_result(serial))
    return store.commit(
        platform,
        caller,
        store.Change(
            found.case,
            received.case,
            "submitted",
            data={
                "item": item.id,
                "item_version": item.version,
                "channel": received.case.channel,
                "files": received.digests,
            },
            answer={
                "number": received.case.number,
                "query_code": received.case.query_code,
                "document": received.paper.no,
            },
            ops=[*received.ops, received.paper.op],
            effects=[received.paper.effect],
        ),
    )


# The serial does not depend on the case, so it is drawn while the case is read: an act stays at two calls in sequence.
_POOL = ThreadPoolExecutor(max_workers=8, thread_name_prefix="serial")


def _result(serial: "Future[int]") -> int:
    return serial.result()
