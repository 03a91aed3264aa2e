"""授权文书备案: the bureau confirms that a letter was filed with it, by the number of its receipt (R72, R90)."""

from chalicelib.directory.acts.register_changes import commit, division_of, found, replaced
from chalicelib.directory.store import letters
from chalicelib.directory.store.receipt_numbers import one_filing, take_number
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict


@act
def file_letter(platform: Platform, caller: Caller, letter_id: str, number: str) -> Receipt:
    """Conflict for a letter that is filed already, and for a receipt number that another filing has."""
    if done := acts.find_record(platform, caller):
        return done
    before = found(letters.load_letter(platform.table, division_of(caller), letter_id))
    if before.record.filing:
        raise Conflict(code="already_filed", title="该授权文书已经备案")
    after = replaced(before.record, {"filing": {"number": number, "filed_on": caller.at.date()}})
    ops = [*letters.write_letter(before, after), take_number(division_of(caller), number, letter_id)]
    with one_filing(number):
        return commit(platform, caller, "letter", before, after, ops, act="file")
