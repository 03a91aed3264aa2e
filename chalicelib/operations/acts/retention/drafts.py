"""Drafts that nobody has touched for long."""

from datetime import datetime

from chalicelib.cases.model import Status
from chalicelib.cases.model.retention import draft_over, saved
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.foundation.platform import Platform


def old_draft(platform: Platform, case_id: str) -> CaseFile | None:
    """The draft with its files, if its term is over."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.status is not Status.DRAFT:
        return None
    over = draft_over(found.case, touched(found), platform.now(), draft_days=platform.settings.draft_days)
    return found if over else None


def touched(found: CaseFile) -> datetime | None:
    """The last time that somebody saved the form or announced a file."""
    last = saved(found.case)
    return max((last, *(file.requested_at for file in found.files))) if last else None
