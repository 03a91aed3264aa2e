"""What several audiences' views have in common: an act's answer, the list of materials with links."""

from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.case_answers import LineAnswer, MaterialsAnswer, file_answer
from chalicelib.cases.model.material import MaterialFile, lines_of
from chalicelib.cases.store import files as files_of
from chalicelib.cases.store.records import CaseFile
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.http.routes import Answer


def done(receipt: Receipt, status: int = 200, location: str | None = None) -> Answer:
    headers = {"Location": location} if location else {}
    return Answer(receipt.facts, status=status, etag=receipt.etag, headers=headers)


def materials(platform: Platform, found: CaseFile) -> MaterialsAnswer:
    """Every line of the case's own version of the list, with its files and short-lived links to those that count."""
    lines = lines_of(item_of(platform, found.case), found.form)
    answers: list[LineAnswer] = []
    for line in lines:
        handed_in = sorted(
            (file for file in found.files if file.line == line.no), key=lambda file: (file.requested_at, file.id)
        )
        answers.append(
            LineAnswer(
                no=line.no,
                name=line.name,
                required=line.required,
                applies=line.applies,
                why=line.why,
                satisfied=any(file.state == "ready" for file in handed_in),
                source=line.source,
                originals=line.originals,
                copies=line.copies,
                on_paper=line.no in found.case.papers,
                legal_basis=line.legal_basis,
                files=[file_answer(file, _link(platform, found.case.id, file)) for file in handed_in],
            )
        )
    return MaterialsAnswer(materials=answers)


def _link(platform: Platform, case_id: str, file: MaterialFile) -> str | None:
    if file.state != "ready":
        return None
    key = files_of.object_key(case_id, file.id)
    return files_of.link(platform, platform.settings.materials_bucket, key, version=file.s3_version)


def upload(platform: Platform, facts: dict[str, Any]) -> dict[str, Any]:
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
