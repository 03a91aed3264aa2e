"""确认申请表: the applicant confirms, by its digest, what the platform has printed from the form, and uploads nothing
(国务院令第716号第七条; 电子签名法14). It is a file of its line from then on, as an upload would be.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.access.actor import Identity
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import considered, open_lines
from chalicelib.cases.model.material import LineNo, lines_of
from chalicelib.cases.model.sheet_acts import CONFIRM_SHEET
from chalicelib.cases.model.sheets import SHEET_DIGEST, sheets_of
from chalicelib.cases.model.status import Status
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.http.bodies import Part
from chalicelib.intake.acts.add_material import one_more_file
from chalicelib.intake.model.application import Form, examined
from chalicelib.intake.store.sheets import code_of, kept_sheet, sheet_row


class Confirmed(Part):
    """`digest` is that of the sheet that the applicant has read."""

    line: LineNo
    digest: Annotated[str, SHEET_DIGEST, Field(description="打印内容的摘要")]


@act
def confirm_sheet(platform: Platform, caller: Caller, case_id: str, confirmed: Confirmed) -> Receipt:
    """409 where the form says something else by now. A confirmation holds for this version of the form only."""
    begun = begin(platform, caller, CONFIRM_SHEET, case_id, whole=True)
    case, line = begun.case, confirmed.line
    form = sent_form(begun.item, case, begun.found.form, begun.identity, caller.at.date())
    sheet = next((one for one in sheets_of(begun.item, form) if one.line == line), None)
    taken = open_lines(case, lines_of(begun.item, form), begun.found.files, window=False)
    if sheet is None or line not in taken:
        raise problems.Invalid(errors=[FieldError("/line", "sheet_unlisted", "这一项不由填写的内容生成，或者现在不收")])
    if sheet.digest(code_of(case)) != confirmed.digest:
        raise problems.Conflict(code="sheet_changed", title="填写的内容已经变化，请重新查看后再确认")
    if is_confirmed(begun, line):
        raise problems.Conflict(code="sheet_confirmed", title="这一项已经确认")
    file = kept_sheet(platform, caller, case, sheet)
    facts = {"id": case.id, "status": case.status.value, "status_label": case.status.label}
    receipt = Receipt({**facts, "line": line, "file_id": file.id, "digest": confirmed.digest}, case.etag)
    platform.table.write(
        one_more_file(case, begun.standing_moved, of_form=case.form_version),
        sheet_row(case, file, acts.CREATED),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def sent_form(item: ServiceItem, case: Case, form: Form, identity: Identity | None, on: date) -> Form:
    """The form as it would be received now; 422 with everything that is wrong with it. What was received stays."""
    if case.status is not Status.DRAFT:
        return form
    form, errors = examined(item, form, identity, on)
    if errors:
        raise problems.Invalid(errors=errors)
    return form


def is_confirmed(begun: Begun, line: str) -> bool:
    files = considered(begun.case, begun.found.files)
    return any(file.line == line and file.form_version == begun.case.form_version for file in files)
