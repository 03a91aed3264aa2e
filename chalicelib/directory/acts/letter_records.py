"""What an import of letters may record of their signature, filing and revocation (R57, R72, R90).

A route records these on the day on which they happen; a file tells them later, so that a day to come is a slip. A
letter that is kept already is not judged anew.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.receipt_numbers import take_number
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op


class Receipts:
    """The numbers of the bureau's receipts: which filing has each, by what is kept and by the rows of the file."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._of = dict(kept)

    def taken(self, letter: Letter, before: Letter | None) -> Iterator[FieldError]:
        """Whether another filing has the number of this letter's."""
        if letter.filing is None or (before and before.filing):
            return
        number = letter.filing.number
        if self._of.setdefault(number, letter.id) != letter.id:
            words = f"备案回执号 {number} 已用于另一件备案，请核对；一个回执号只对应一件"
            yield FieldError("/filing/number", "receipt_number_used", words)


def record_findings(
    letter: Letter, before: Letter | None, everybody: Mapping[str, StaffMember], today: date
) -> Iterator[FieldError]:
    """What a file cannot say of a letter that is new, or of what it tells of a letter later."""
    if before is None and letter.signed_on > today:
        yield FieldError("/signed_on", "day_in_the_future", "签发日期不能晚于今天")
    if letter.filing and letter.filing.filed_on > today and not (before and before.filing):
        yield FieldError("/filing/filed_on", "day_in_the_future", "备案日期不能晚于今天")
    if letter.revoked and not (before and before.revoked):
        by = everybody.get(letter.revoked.by)
        if by is None:
            yield FieldError("/revoked/by", "revoker_unknown", "撤销人不在名单中，请核对编号")
        elif not by.works_for(letter.department):
            yield FieldError("/revoked/by", "revoker_of_other_department", "撤销人不是本部门人员")


def take_receipt(letter: Letter, before: Letter | None) -> list[Op]:
    """The number of a filing that is new is taken as the route takes it."""
    if letter.filing is None or (before and before.filing):
        return []
    return [take_number(letter.region, letter.filing.number, letter.id)]
