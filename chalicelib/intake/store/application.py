"""Receiving an application, as far as rows, files and documents are concerned."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict

from botocore.exceptions import ClientError
from pydantic import JsonValue

from chalicelib.access.actor import Identity, Role, blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import considered
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.model.numbers import factor_digest
from chalicelib.cases.store import search
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.forms import check_form
from chalicelib.documents.model.receipt import ReceivedMaterial, receipt_voucher
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys, problems
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update
from chalicelib.intake.model.application import RESIDENT_CARDS, Form, applicant_number, examined, require_materials

# A row holds 400 KB, the receipt of a draft the pointers of what is wrong with it.
FORM_BYTES = 200_000
POINTER = 300


def complete_application(
    platform: Platform, item: ServiceItem, found: CaseFile, identity: Identity | None
) -> dict[str, Any]:
    """The form, complete, right and the account's own, with every material; 422 with everything wrong at once."""
    form, errors = examined(item, found.form, identity, platform.now().date())
    missing, checking = gaps_of(platform, item, found, form)
    if errors:
        raise problems.Invalid(errors=[*errors, *missing])
    require_materials(missing, checking, problems.StillChecking)
    return form


def owner_of(platform: Platform, form: Form) -> str:
    """The blind index under which the applicant's own account finds the case; other cards are kept apart by kind."""
    applicant = form["applicant"]
    card = str(applicant.get("id_type"))
    kind = "uscc" if "uscc" in applicant else RESIDENT_CARDS.get(card, card)
    return blind_index(platform.settings.index_secret, kind, applicant_number(form))


def gaps_of(
    platform: Platform, item: ServiceItem, found: CaseFile, form: Form
) -> tuple[list[FieldError], list[FieldError]]:
    """The lines that are not there, and those whose files are still being checked."""
    files = (as_seen(platform, found.case.id, file) for file in considered(found.case, found.files))
    return gaps(lines_of(item, form), files, found.case.papers)


def as_seen(platform: Platform, case_id: str, file: MaterialFile) -> MaterialFile:
    """A file that has arrived in the bucket but whose event has not reached us yet is being checked, not missing."""
    if file.state != "requested":
        return file
    try:
        platform.s3.head_object(Bucket=platform.settings.materials_bucket, Key=object_key(case_id, file.id))
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in (403, 404):
            return file
        raise
    return file.model_copy(update={"state": "checking"})


def form_item(case: str, form: Form) -> Item:
    """The row of a form as it was typed. 422 for what a row cannot hold: too much, or what JSON has no word for."""
    try:
        text = json.dumps(form, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        size = len(text.encode())
    except ValueError:
        raise problems.Invalid(code="form_unreadable", title="表单中有无法保存的数字或字符，请修改后重新保存") from None
    if size > FORM_BYTES:
        raise problems.Invalid(
            code="form_too_large", title=f"表单内容超过 {FORM_BYTES // 1000} KB，较长的内容请作为材料上传"
        )
    return {**keys.form(case)._asdict(), "form": text}


class Findings(TypedDict):
    """What a draft's answer says of its form: what is wrong with it, and what somebody should look at."""

    errors: list[JsonValue]
    warnings: list[JsonValue]


def draft_findings(item: ServiceItem, form: Form, on: date, root: str = "") -> Findings:
    """Pointers are below `root`. A pointer into a name of absurd length is cut, because the receipt is kept."""
    checked = check_form(item, form, on, "draft")
    return {
        "errors": [_found(error, root) for error in checked.errors],
        "warnings": [_found(warning, root) for warning in checked.warnings],
    }


def _found(finding: FieldError, root: str) -> JsonValue:
    return {"pointer": f"{root}{finding.pointer}"[:POINTER], "code": finding.code, "message": finding.message}


def received_files(case: Case, files: Sequence[MaterialFile]) -> list[Op]:
    """Each file belongs to the next event of the case, in which its digest stands.

    The transaction holds only while every file it counts on is the one that was checked.
    """
    return [
        update(
            keys.material(case.id, file.id),
            put={"event": case.seq + 1},
            when=equals(state="ready", sha256=file.sha256),
            label="material",
        )
        for file in files
    ]


def voucher_for(
    platform: Platform, caller: Caller, case: Case, item: ServiceItem, materials: Sequence[ReceivedMaterial]
) -> Draft:
    """The 收件凭证 of what was handed in."""
    head = letterhead(platform, case, item, caller.at)
    notice = receipt_voucher(
        head.facts,
        head.formalities,
        received_at=caller.at,
        receiver=caller.actor.name if caller.actor.role is Role.COUNTER_CLERK else head.place.centre,
        materials=materials or [ReceivedMaterial("电子申请表", "电子表单", "1份", "电子")],
        query_code=case.query_code,
    )
    return head.draft(notice)


def search_rows(platform: Platform, case: Case, form: Form) -> list[Op]:
    """What the case is found by. Of names and identity factors only keyed digests are kept."""
    return [_query_row(platform, case, form), *search.rows(platform, case)]


def _query_row(platform: Platform, case: Case, form: Form) -> Op:
    """What /progress needs."""
    code = case.query_code or ""
    applicant = form["applicant"]
    phone = applicant.get("phone") or applicant.get("contact", {}).get("phone", "")
    factors = [
        factor_digest(platform.settings.index_secret, code, factor[-4:])
        for factor in (applicant_number(form), phone)
        if factor
    ]
    return put({**keys.query_code(code)._asdict(), "case_id": case.id, "factors": factors}, when=ABSENT)
