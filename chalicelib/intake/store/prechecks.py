"""The drafts that windows are asked to pre-check: a page of their list, and one of them with its form and files."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import current_file, no_case
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import at_own_window, reach_of_draft
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def waiting(
    platform: Platform, actor: Actor, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Case], Mapping[str, str] | None]:
    """Those of the clerk's own windows whose request still stands, the oldest first. A page may be short."""
    partition, today = keys.prechecks(platform.settings.division), str(platform.now().date())
    still = keys.by_due_day(today, ""), keys.by_due_day(None, "~")
    page = platform.table.query(partition, index=keys.COUNTER_INDEX, between=still, limit=limit, after=after)
    cases = [Case.model_validate(row) for row in page.items]
    return [case for case in cases if reach_of_draft(actor, case) and at_own_window(actor, case.theme)], page.after


def asked_draft(platform: Platform, caller: Caller, case_id: str) -> CaseFile:
    """A draft for which a pre-check is asked, with what can be handed in of it so far; every other draft is nobody's
    business (404).
    """
    found = load_file(platform.table, case_id)
    case = found.case if found else None
    if found is None or case is None or not reach_of_draft(caller.actor, case):
        raise no_case()
    if not case.open_precheck(caller.at.date()):
        raise no_case()
    return current_file(platform, replace(found, files=tuple(file for file in found.files if file.state == "ready")))
