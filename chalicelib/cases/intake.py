"""What receiving an application consists of, at the counter and online alike (R32): form, materials, receipt."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError
from pydantic import JsonValue

from chalicelib.cases import numbers, papers
from chalicelib.cases.files import object_key
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.material import MEDIA_TYPES, MaterialFile, gaps
from chalicelib.cases.model.presented import part, same_text
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


class ScansChecking(problems.StillChecking):
    """As a clerk is told it, who submits nothing."""

    title = "材料正在校验，请稍后再受理"


def complete_application(
    platform: Platform, item: ServiceItem, found: CaseFile, identity: Identity | None
) -> dict[str, Any]:
    """The form, complete, right and the account's own, with every material; 422 with everything wrong at once."""
    form, errors = examined(item, found.form, identity)
    missing, checking = gaps_of(platform, item, found, form)
    if errors:
        raise problems.Invalid(errors=[*errors, *missing])
    require_materials(missing, checking, problems.StillChecking)
    return form


def examined(item: ServiceItem, form: Form, identity: Identity | None) -> tuple[dict[str, Any], list[FieldError]]:
    """The form in canonical writing, or as it is filled in where something is wrong, and everything wrong with it.

    `identity` is the account's; its certified name is the one that goes on documents (ADR 0004).
    """
    checked = check_form(item, form, "complete")
    wrong = {error.pointer for error in checked.errors}
    errors = [*checked.errors, *(error for error in _somebody_else(form, identity) if error.pointer not in wrong)]
    if errors or checked.value is None:
        return dict(form), [error._replace(pointer=f"/form{error.pointer}") for error in errors]
    value = checked.value
    return (value | {"applicant": value["applicant"] | {"name": identity.name}} if identity else value), []


def _somebody_else(form: Form, identity: Identity | None) -> list[FieldError]:
    """Name, kind of document and number must be those that the account was certified with."""
    if identity is None:
        return []
    applicant, number = part(form, "applicant"), applicant_number(form)
    name, card = applicant.get("name"), applicant.get("id_type")
    field = "uscc" if identity.kind == "company" else "id_number"
    differs = {
        "name": ("申请人名称", isinstance(name, str) and name and not same_text(name, identity.name)),
        "id_type": ("申请人证件类型", identity.kind == "person" and card and card not in RESIDENT_CARDS),
        field: ("申请人证件号码", number and number.upper() != identity.number),
    }
    return [
        FieldError(f"/applicant/{name}", "applicant_not_account", f"{title}与登录账号的实名信息不一致")
        for name, (title, wrong) in differs.items()
        if wrong
    ]


def applicant_number(form: Form) -> str:
    applicant = part(form, "applicant")
    return applicant.get("uscc") or applicant.get("id_number") or ""


def owner_of(platform: Platform, form: Form) -> str:
    """The blind index under which the applicant's own account finds the case; other cards are kept apart by kind."""
    applicant = form["applicant"]
    card = str(applicant.get("id_type"))
    kind = "uscc" if "uscc" in applicant else RESIDENT_CARDS.get(card, card)
    return blind_index(platform.settings.index_secret, kind, applicant_number(form))


def lines_of(item: ServiceItem, form: Form) -> tuple[ChecklistLine, ...]:
    return checklist(item, part(form, "answers"))


def gaps_of(
    platform: Platform, item: ServiceItem, found: CaseFile, form: Form
) -> tuple[list[FieldError], list[FieldError]]:
    """The lines that are not there, and those whose files are still being checked."""
    return gaps(lines_of(item, form), (as_seen(platform, found.case.id, file) for file in found.files))


def require_materials(
    missing: Sequence[FieldError], checking: Sequence[FieldError], still: type[problems.StillChecking]
) -> None:
    """409 `still` while files are being checked, 422 listing every line that is not there."""
    if checking:
        raise still(errors=checking)
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
        materials=materials or [ReceivedMaterial("电子申请表", "电子表单", "1份", "电子")],
        query_code=case.query_code,
    )
    return papers.paper(platform, case, item, notice)


def listed(item: ServiceItem, form: Form, files: Sequence[MaterialFile]) -> list[ReceivedMaterial]:
    """Uploaded files as lines of the receipt: one a material, with the number of its files."""
    return [
        ReceivedMaterial(
            line.name, "原件" if line.originals else "复印件", f"{len(own)}个文件", MEDIA_TYPES[own[0].content_type]
        )
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
