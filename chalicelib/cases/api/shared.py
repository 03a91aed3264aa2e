"""What several audiences' views have in common: an act's answer, the list of materials with links."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.case_answers import LineAnswer, MaterialsAnswer, file_answer, masked_file_answer
from chalicelib.cases.api.receipts import Receipt as ReceiptAnswer
from chalicelib.cases.model.evidence import considered, shown
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.store import files as files_of
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.forms import with_derived
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import Answer


def done(model: type[ReceiptAnswer], receipt: Receipt, status: int = 200, location: str | None = None) -> Answer:
    """The receipt as the act's own model says it."""
    headers = {"Location": location} if location else {}
    return Answer(model.model_validate(receipt.facts), status=status, etag=receipt.etag, headers=headers)


def materials(platform: Platform, found: CaseFile, *, own: bool = False, whole: bool = True) -> MaterialsAnswer:
    """Every line of the case's own version of the list, with its files and short-lived links to those that are ready.

    `own`: it is the applicant who looks. `whole`: with the names of the files, and with the links.
    A file counts if its line applies and a check of completeness takes it.
    """
    case, item = found.case, item_of(platform, found.case)
    laws = [basis.law for basis in item.legal_basis]
    lines = lines_of(item, with_derived(item, found.form, platform.now().date()))
    seen, counting = shown(case, found.files, own=own), {file.id for file in considered(case, found.files)}
    answers: list[LineAnswer] = []
    for line in lines:
        handed_in = sorted(
            (file for file in seen if file.line == line.no), key=lambda file: (file.requested_at, file.id)
        )
        counted = {file.id for file in handed_in if line.applies and file.state == "ready" and file.id in counting}
        answers.append(
            LineAnswer(
                no=line.no,
                name=line.name,
                required=line.required,
                applies=line.applies,
                why=line.why,
                satisfied=bool(counted),
                source=line.source,
                originals=line.originals,
                copies=line.copies,
                legal_basis=citations(line.legal_basis or "", laws),
                on_paper=line.no in case.papers,
                files=[
                    file_answer(file, counts=file.id in counted, url=_link(platform, case.id, file))
                    if whole
                    else masked_file_answer(file, counts=file.id in counted)
                    for file in handed_in
                ],
            )
        )
    return MaterialsAnswer(materials=answers)


def lines_with_files(found: CaseFile) -> list[str]:
    """The lines of which files are shown, as the access log names them."""
    return sorted({f"/materials/{file.line}" for file in shown(found.case, found.files, own=False)})


def _link(platform: Platform, case_id: str, file: MaterialFile) -> str | None:
    if file.state != "ready":
        return None
    key = files_of.key_of(case_id, file)
    return files_of.link(platform, platform.settings.materials_bucket, key, version=file.s3_version)


def upload(platform: Platform, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The address for a file announced; made anew at every answer, because it is short-lived."""
    address = files_of.upload_address(
        platform,
        facts["id"],
        facts["file_id"],
        size=facts["size"],
        content_type=facts["content_type"],
        sha256=facts["sha256"],
    )
    return {"id": facts["id"], "file_id": facts["file_id"], "line": facts["line"], "upload": address}
