"""What receiving an application consists of, at the counter and online alike (R32): form, materials, receipt."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from botocore.exceptions import ClientError
from pydantic import JsonValue

from chalicelib.cases import numbers, papers
from chalicelib.cases.acts.create_application import form_item
from chalicelib.cases.files import object_key
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.material import MEDIA_TYPES, MaterialFile, gaps
from chalicelib.cases.papers import Paper, case_facts, formalities
from chalicelib.cases.store import CaseFile
from chalicelib.catalogue import ChecklistLine, check_form, checklist
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation import keys, problems
from chalicelib.foundation.acts import Caller
from chalicelib.foundation.identity import Identity
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import ABSENT, Op, check, equals, put
from chalicelib.issuance.model import ReceivedMaterial, receipt_voucher

Form = Mapping[str, Any]


class Received(NamedTuple):
    case: Case
    paper: Paper
    ops: list[Op]
    digests: JsonValue


def complete_form(item: ServiceItem, form: Form, identity: Identity | None) -> dict[str, Any]:
    """The form, complete and right, of the person whose account it is; 422 with everything wrong at once."""
    checked = check_form(item, form, "complete")
    errors = [*checked.errors, *_somebody_else(form, identity)]
    if errors or checked.value is None:
        raise problems.Invalid(errors=[error._replace(pointer=f"/form{error.pointer}") for error in errors])
    return checked.value


def _somebody_else(form: Form, identity: Identity | None) -> list[FieldError]:
    if identity is None:
        return []
    field = "uscc" if identity.kind == "company" else "id_number"
    number = applicant_number(form)
    if number and number.upper() != identity.number:
        return [FieldError(f"/applicant/{field}", "applicant_not_account", "申请人证件号码与登录账号的实名信息不一致")]
    return []


def applicant_number(form: Form) -> str:
    applicant = cast(Mapping[str, str], form.get("applicant", {}))
    return applicant.get("uscc") or applicant.get("id_number") or ""


def lines_of(item: ServiceItem, form: Form) -> tuple[ChecklistLine, ...]:
    return checklist(item, form.get("answers", {}))


def missing_materials(platform: Platform, item: ServiceItem, found: CaseFile, form: Form) -> None:
    """409 while files are being checked, 422 listing every line that is not there."""
    missing, checking = gaps(lines_of(item, form), (as_seen(platform, found.case.id, file) for file in found.files))
    if checking:
        raise problems.StillChecking(errors=checking)
    if missing:
        raise problems.Invalid(code="materials_missing", title="材料不齐全，请按提示补充", errors=missing)


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


def receive(
    platform: Platform, caller: Caller, found: CaseFile, item: ServiceItem, form: Form, *, serial: int
) -> Received:
    """The received case, its 收件凭证, and the rows that go into the act: form, query code, the files it counts on."""
    today = caller.at.date()
    case = found.case.moved(
        Status.SUBMITTED,
        applicant_name=form["applicant"]["name"],
        channel=caller.channel,
        received_at=caller.at,
        first_received_at=caller.at,
        number=numbers.case_number(item, today, serial),
        query_code=numbers.new_query_code(),
        clock=on_receipt(found.case.clock, today, platform.calendar),
    )
    files = counted_files(item, form, found.files)
    return Received(
        case,
        voucher(platform, caller, case, item, form, files),
        [put(form_item(case.id, form)), query_row(platform, case, form), *still_ready(case.id, files)],
        digests(files),
    )


def counted_files(item: ServiceItem, form: Form, files: tuple[MaterialFile, ...]) -> list[MaterialFile]:
    applies = {line.no for line in lines_of(item, form) if line.applies}
    return sorted(
        (file for file in files if file.state == "ready" and file.line in applies),
        key=lambda file: (file.line, file.id),
    )


def still_ready(case_id: str, files: list[MaterialFile]) -> list[Op]:
    """The transaction holds only while every file it counts on is the one that was checked."""
    return [
        check(keys.material(case_id, file.id), equals(state="ready", sha256=file.sha256), label="material")
        for file in files
    ]


def digests(files: list[MaterialFile]) -> JsonValue:
    return [{"line": file.line, "file": file.id, "sha256": file.sha256} for file in files]


def voucher(
    platform: Platform, caller: Caller, case: Case, item: ServiceItem, form: Form, files: list[MaterialFile]
) -> Paper:
    present = {file.line: file for file in files}
    received = [
        ReceivedMaterial(
            line.name,
            "原件" if line.originals else "复印件",
            len([f for f in files if f.line == line.no]),
            MEDIA_TYPES[present[line.no].content_type],
        )
        for line in lines_of(item, form)
        if line.no in present
    ]
    notice = receipt_voucher(
        case_facts(platform, case, item),
        formalities(platform, case, item),
        received_at=caller.at,
        receiver="阳江市政务服务中心" if case.channel != "counter" else caller.actor.name,
        materials=received or [ReceivedMaterial("电子申请表", "电子表单", 1, "电子")],
        query_code=case.query_code,
    )
    return papers.paper(platform, case, item, notice)


def query_row(platform: Platform, case: Case, form: Form) -> Op:
    """What /progress needs; of the identity factors only salted digests are kept."""
    code = case.query_code or ""
    applicant = form["applicant"]
    phone = applicant.get("phone") or applicant.get("contact", {}).get("phone", "")
    factors = [
        numbers.factor_digest(platform.settings.index_secret, code, factor[-4:])
        for factor in (applicant_number(form), phone)
        if factor
    ]
    return put({**keys.query_code(code)._asdict(), "case_id": case.id, "factors": factors}, when=ABSENT)
