"""接收备案: the bureau (政务服务管理局) has received the notice of a published change and gives its receipt number."""

from chalicelib.catalogue.acts.life_gate import begin_life
from chalicelib.catalogue.model.life_acts import FILE_ITEM
from chalicelib.catalogue.store.life import file_notice, filing_of
from chalicelib.directory.store.receipt_numbers import one_filing, take_number
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound


@act
def file_item(platform: Platform, caller: Caller, code: str, seq: int, receipt_number: str) -> Receipt:
    """`seq` is the number of the event of the item by which it was published, as the list of filings has it. 409 for a
    receipt number that another filing has.
    """
    begun = begin_life(platform, caller, FILE_ITEM, code)
    row, waits = filing_of(platform.table, begun.division, code, seq)
    if row is None:
        raise NotFound(code="filing_not_found", title="没有这一备案事项，请核对编号")
    if not waits:
        raise Conflict(code="filing_received", title=f"该变动已经备案，回执号为 {row['receipt_number']}")
    filed = {"receipt_number": receipt_number, "filed_at": caller.at.isoformat(), "filed_by": caller.actor.sub}
    notice = file_notice(begun.division, row, filed, "the notice that waits")
    with one_filing(receipt_number):
        return begun.commit(
            data={"of": seq, "version": row["version"], "receipt_number": receipt_number},
            answer={"receipt_number": receipt_number, "of": seq},
            ops=[*notice, take_number(begun.division, receipt_number, f"{code}/{seq}")],
        )
