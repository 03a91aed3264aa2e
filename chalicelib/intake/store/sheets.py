"""The sheets that the platform prints from a form, kept as files of their lines (国务院令第716号第七条)."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.model.material import SHEET_TYPE, MaterialFile
from chalicelib.cases.model.reprint import reprinted
from chalicelib.cases.model.sheets import FormSheet, sheets_of
from chalicelib.cases.store.files import keep, new_file_item
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, Op, put


def code_of(case: Case) -> str:
    """Stands on the sheets of this case."""
    return blind_index(case.chain_key, case.id, "sheet")[:16]


def kept_sheet(platform: Platform, caller: Caller, case: Case, sheet: FormSheet) -> MaterialFile:
    """The sheet as a file that is ready. Its bytes lie in the bucket; the row is to be written."""
    content = sheet.text(code_of(case)).encode()
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    named = f"{case.id}\n{sheet.line}\n{case.form_version}\n{case.seq}"
    file = MaterialFile(
        id=base64.b32encode(hashlib.sha256(named.encode()).digest()[:10]).decode().lower(),
        line=sheet.line,
        file_name=f"{sheet.title[:100]}.txt",
        size=len(content),
        sha256=digest,
        kept_sha256=digest,
        content_type=SHEET_TYPE,
        state="ready",
        requested_at=caller.at,
        checked_at=caller.at,
        added_by=caller.actor.sub,
        form_version=case.form_version,
    )
    return file.model_copy(update={"s3_version": keep(platform, case.id, file, content)})


def sheet_row(case: Case, file: MaterialFile, label: str = "material") -> Op:
    return put(new_file_item(case.id, file), when=ABSENT, label=label)


def made_anew(
    platform: Platform, caller: Caller, case: Case, item: ServiceItem, form: Mapping[str, Any]
) -> list[MaterialFile]:
    """The sheets of a form that was corrected, received by the next event. `case` has the version of this form."""
    made = [kept_sheet(platform, caller, case, sheet) for sheet in sheets_of(item, form)]
    return [file.model_copy(update={"event": case.seq + 1}) for file in made]


def with_sheets(case: Case, sheets: Sequence[MaterialFile], caller: Caller, papers: Sequence[str] = ()) -> Case:
    """The case once these sheets stand in place of what their lines had. Of `papers`, which came in now, all stay."""
    renewed = {sheet.line for sheet in sheets} - {*papers}
    return case.model_copy(
        update={
            "files": case.files + len(sheets),
            "announced": case.announced + len(sheets),
            "papers": tuple(line for line in case.papers if line not in renewed),
            "reprinted": reprinted(case.reprinted, sheets, case.seq + 1, caller.at),
        }
    )
