"""Letters of authority: the list, their revocation by the department, and their filing with the bureau."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.directory.acts.file_letter import file_letter
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.acts.revoke_letter import revoke_letter
from chalicelib.directory.api.register_answers import (
    LetterDetails,
    LetterList,
    LetterRow,
    letter_lines,
)
from chalicelib.directory.api.register_log import with_changes
from chalicelib.directory.api.register_receipts import RegisterReceipt
from chalicelib.directory.api.seen import only_seen, own_department, sees
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.filing import filing_of
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.terms import Line
from chalicelib.directory.store import letters
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.kept import Kept
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")


class RevokingLetter(Part):
    reason: Line
    document: Annotated[Line | None, Field(description="撤销文件的文号")] = None


class FilingOfLetter(Part):
    number: Annotated[Line, Field(description="备案回执编号")]


class LettersQuery(Paging):
    department: Annotated[str | None, Field(max_length=32, description="部门标识")] = None


@api.get("/directory/letters", Permission.READ_REGISTERS, "查看授权文书", query=LettersQuery, answer=LetterList)
def list_letters(call: Call[None, LettersQuery]) -> Answer:
    division, department = division_of(call.caller), call.query.department or own_department(call.actor)
    scope = f"letters {division} {department}"
    after = unseal(call.platform, scope, call.query.cursor)
    if not sees(call.actor, department):
        return Answer(LetterList(items=[], next_cursor=None))
    page = letters.list_letters(call.platform.table, division, department, limit=call.query.limit, after=after)
    shown = {"limit": call.query.limit, **({"department": department} if department else {})}
    return _answer(call, page, scope, "/v1/directory/letters", shown)


@api.get(
    "/directory/letters/{letter_id}",
    Permission.READ_REGISTERS,
    "查看一份授权文书及其变更记录",
    query=Paging,
    answer=LetterDetails,
    problems=(problems.NotFound,),
)
def read_letter(call: Call[None, Paging], letter_id: str) -> Answer:
    kept = found(letters.load_letter(call.platform.table, division_of(call.caller), letter_id))
    only_seen(call.actor, kept.record.department)
    one = kept.record
    facts = one.model_dump(include={"kind", "signed_by", "legal_basis", "sealed_with"}) | letter_lines(one)
    facts |= {"revocation_reason": one.revoked.reason if one.revoked else None}
    directory = load_directory(call.platform.table, division_of(call.caller))
    facts |= _row(call, kept, directory).model_dump()
    return with_changes(call, "letter", letter_id, LetterDetails, facts, kept.etag)


@api.get(
    "/directory/filings",
    Permission.FILE_LETTERS,
    "待备案的授权文书，等待最久的在前，逾期的有标记",
    query=Paging,
    answer=LetterList,
)
def list_unfiled(call: Call[None, Paging]) -> Answer:
    division = division_of(call.caller)
    scope = f"unfiled {division}"
    after = unseal(call.platform, scope, call.query.cursor)
    page = letters.list_unfiled(call.platform.table, division, limit=call.query.limit, after=after)
    return _answer(call, page, scope, "/v1/directory/filings", {"limit": call.query.limit})


def _answer(call: Call[Any, Any], page: letters.LetterPage, scope: str, path: str, shown: dict[str, Any]) -> Answer:
    directory = load_directory(call.platform.table, division_of(call.caller)) if page.letters else Directory("")
    rows = [_row(call, kept, directory) for kept in page.letters]
    cursor = seal(call.platform, scope, page.after)
    headers = link(call.platform.settings, path, shown, cursor)
    return Answer(LetterList(items=rows, next_cursor=cursor), headers=headers)


def _row(call: Call[Any, Any], kept: Kept[Letter], directory: Directory) -> LetterRow:
    at = call.caller.at
    return LetterRow.of(kept, at, filing_of(kept.record, directory, at.date(), call.platform.calendar))


@api.post(
    "/directory/letters/{letter_id}/revoke",
    Permission.SIGN_LETTERS,
    "撤销本部门的授权文书，立即失效",
    body=RevokingLetter,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def take_back(call: Call[RevokingLetter, None], letter_id: str) -> Answer:
    receipt = revoke_letter(call.platform, call.caller, letter_id, call.body.reason, call.body.document)
    return Answer(RegisterReceipt.model_validate(receipt.facts), etag=receipt.etag)


@api.post(
    "/directory/letters/{letter_id}/filing",
    Permission.FILE_LETTERS,
    "确认授权文书已经备案",
    body=FilingOfLetter,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def confirm_filing(call: Call[FilingOfLetter, None], letter_id: str) -> Answer:
    receipt = file_letter(call.platform, call.caller, letter_id, call.body.number)
    return Answer(RegisterReceipt.model_validate(receipt.facts), etag=receipt.etag)
