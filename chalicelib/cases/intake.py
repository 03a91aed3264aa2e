"""What receiving an application consists of, at the counter and online alike (R32): form, materials, receipt."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from botocore.exceptions import ClientError
from pydantic import JsonValue

from chalicelib.cases import numbers, papers
from chalicelib.cases.files import object_key
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.material import MEDIA_TYPES, MaterialFile, gaps
from chalicelib.cases.papers import Paper, case_facts, formalities
from chalicelib.cases.store import CaseFile
from chalicelib.catalogue import ChecklistLine, check_form, checklist
from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation import keys, problems
from chalicelib.foundation.acts import Caller, Channel
from chalicelib.foundation.identity import Identity, Role, blind_index
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import ABSENT, Item, Op, check, equals, put
from chalicelib.issuance.model import ReceivedMaterial, receipt_voucher

Form = Mapping[str, Any]
RESIDENT_CARDS = {"居民身份证": "resident_id", "港澳台居民居住证": "resident_id"}
CENTRE = "阳江市政务服务中心"


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


def owner_of(platform: Platform, form: Form) -> str:
    """The blind index under which the applicant's own account finds the case; other cards are kept apart by kind."""
    applicant = form["applicant"]
    card = str(applicant.get("id_type"))
    kind = "uscc" if "uscc" in applicant else RESIDENT_CARDS.get(card, card)
    return blind_index(platform.settings.index_secret, kind, applicant_number(form))


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


def new_case(platform: Platform, caller: Caller, item: ServiceItem, applicant_key: str, applicant_name: str) -> Case:
    """A case pinned to this version of the item; its id follows from the caller and the key."""
    return Case(
        id=case_id(caller),
        division=platform.settings.division,
        item=item.id,
        item_version=item.version,
        item_name=item.name,
        theme=item.theme,
        department=item.department,
        handling=item.handling_type,
        applicant_key=applicant_key,
        applicant_name=applicant_name,
        channel=channel_of(caller),
        created_at=caller.at,
    )


def channel_of(caller: Caller) -> Channel:
    """What a clerk receives came in at the counter, and nothing else did, whatever the request says of itself."""
    if caller.actor.role is Role.COUNTER_CLERK:
        return "counter"
    return "web" if caller.channel == "counter" else caller.channel


def case_id(caller: Caller) -> str:
    """26 characters, lower case, url-safe, the same for the same caller and key."""
    digest = hashlib.sha256(f"{caller.actor.sub}\n{caller.key}".encode()).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def form_item(case: str, form: Form) -> Item:
    return {**keys.form(case)._asdict(), "form": json.dumps(form, ensure_ascii=False, separators=(",", ":"))}


def received(platform: Platform, caller: Caller, case: Case, item: ServiceItem, form: Form, serial: int) -> Case:
    """The case as it is received now, with its number and query code; the five workdays begin (行政许可法32)."""
    today = caller.at.date()
    return case.moved(
        Status.SUBMITTED,
        applicant_name=form["applicant"]["name"],
        channel=channel_of(caller),
        received_at=caller.at,
        first_received_at=caller.at,
        number=numbers.case_number(item, today, serial),
        query_code=numbers.new_query_code(),
        clock=on_receipt(case.clock, today, platform.calendar),
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
    platform: Platform, caller: Caller, case: Case, item: ServiceItem, materials: Sequence[ReceivedMaterial]
) -> Paper:
    """The 收件凭证 of what was handed in."""
    notice = receipt_voucher(
        case_facts(platform, case, item),
        formalities(platform, case, item),
        received_at=caller.at,
        receiver=caller.actor.name if case.channel == "counter" else CENTRE,
        materials=materials or [ReceivedMaterial("电子申请表", "电子表单", 1, "电子")],
        query_code=case.query_code,
    )
    return papers.paper(platform, case, item, notice)


def listed(item: ServiceItem, form: Form, files: Sequence[MaterialFile]) -> list[ReceivedMaterial]:
    """Uploaded files as lines of the receipt: one a material, with the number of its files."""
    return [
        ReceivedMaterial(line.name, "原件" if line.originals else "复印件", len(own), MEDIA_TYPES[own[0].content_type])
        for line in lines_of(item, form)
        if (own := [file for file in files if file.line == line.no])
    ]


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
