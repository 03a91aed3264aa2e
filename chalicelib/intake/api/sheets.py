"""What the platform prints from the form, to be read and confirmed instead of uploaded (国务院令第716号第七条)."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import item_of, own_file
from chalicelib.cases.acts.standing import authorisation_of, identity_of
from chalicelib.cases.api import shared
from chalicelib.cases.model.evidence import considered
from chalicelib.cases.model.form_changes import Form
from chalicelib.cases.model.sheet_acts import CONFIRM_SHEET
from chalicelib.cases.model.sheets import FormSheet, sheets_of
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.confirm_sheet import Confirmed, sent_form
from chalicelib.intake.acts.confirm_sheet import confirm_sheet as confirm
from chalicelib.intake.acts.create_application import open_item
from chalicelib.intake.api.receipts import ConfirmSheetReceipt
from chalicelib.intake.model.application import examined
from chalicelib.intake.store.sheets import code_of

api = Api(__name__, tag="applications")


class SheetRow(BaseModel, defer_build=True):
    label: str
    value: str


class FormSheetAnswer(BaseModel, defer_build=True):
    line: Annotated[str, Field(description="材料清单中的序号")]
    title: str
    item: str
    rows: list[SheetRow]
    digest: Annotated[str, Field(description="打印内容的摘要；确认时、或者窗口收取签名的打印件时填写")]
    confirmed: Annotated[bool, Field(description="申请人已经确认的是现在的内容")] = False


class SheetsAnswer(BaseModel, defer_build=True):
    sheets: list[FormSheetAnswer]


class FormAtWindow(Part):
    """What the clerk has filled in with the person, before it is received."""

    item: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    form: Form


@api.get(
    "/applications/{case_id}/sheets",
    Permission.APPLY,
    "查看由填写内容生成的材料",
    for_agents=True,
    answer=SheetsAnswer,
    problems=(problems.Invalid,),
)
def list_sheets(call: Call[None, None], case_id: str) -> Answer:
    """422 while the form is not complete: then there is nothing to print."""
    found = own_file(call.platform, call.caller, case_id)
    record_agent(call.platform, call.caller, call.request_id, found.case, ["/form"])
    item, case = item_of(call.platform, found.case), found.case
    identity = identity_of(call.caller, authorisation_of(call.platform, call.caller))
    form = sent_form(item, case, found.form, identity, call.platform.now().date())
    counting = considered(case, found.files)
    done = {file.line for file in counting if file.form_version == case.form_version}
    sheets = _shown(sheets_of(item, form), code_of(case), done)
    return Answer(sheets, etag=case.etag, headers={"Cache-Control": "no-store"})


@api.act("/applications/{case_id}/sheets", CONFIRM_SHEET, for_agents=True, body=Confirmed, answer=ConfirmSheetReceipt)
def confirm_sheet(call: Call[Confirmed, None], case_id: str) -> Answer:
    return shared.done(ConfirmSheetReceipt, confirm(call.platform, call.caller, case_id, call.body))


@api.search("/sheets", Permission.RECEIVE, "打印由填写内容生成的材料", body=FormAtWindow, answer=SheetsAnswer)
def print_sheets(call: Call[FormAtWindow, None]) -> Answer:
    """Nothing is kept. The window prints it, the person signs it, and it is received with its digest."""
    now = call.platform.now()
    item = open_item(call.platform, call.body.item, now)
    form, errors = examined(item, call.body.form, None, now.date())
    if errors:
        raise problems.Invalid(errors=errors)
    return Answer(_shown(sheets_of(item, form), "", set()), headers={"Cache-Control": "no-store"})


def _shown(sheets: Sequence[FormSheet], code: str, done: set[str]) -> SheetsAnswer:
    return SheetsAnswer(
        sheets=[
            FormSheetAnswer(
                line=one.line,
                title=one.title,
                item=one.item,
                rows=[SheetRow(label=label, value=value) for label, value in one.rows],
                digest=one.digest(code),
                confirmed=one.line in done,
            )
            for one in sheets
        ]
    )
