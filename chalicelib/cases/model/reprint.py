"""A sheet that was made anew, because the form from which it was printed was corrected. Pure.

Nobody may see a corrected form beside a sheet of the old one. Whoever hands in the correction confirms the new sheet:
at the window with the signature, online with the supplement.
"""

from collections.abc import Iterable, Mapping

from pydantic import AwareDatetime

from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.record import Record


class Reprint(Record):
    """`event` is the number of the event that corrected the form."""

    event: int
    at: AwareDatetime


Reprints = Mapping[str, Reprint]


def reprinted(before: Reprints, sheets: Iterable[MaterialFile], event: int, at: AwareDatetime) -> dict[str, Reprint]:
    """What is known by line once these sheets were made."""
    return {**before, **{sheet.line: Reprint(event=event, at=at) for sheet in sheets}}


def outdated(since: Reprint | None, file: MaterialFile) -> bool:
    """Whether the file says what the form said before: it was received before the correction, or is a scan that was
    announced before it. What came in with the correction stays.
    """
    if since is None or file.event == since.event:
        return False
    if file.event is not None and file.event < since.event:
        return True
    return file.scan and file.requested_at <= since.at
