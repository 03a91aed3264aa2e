"""Receiving an application, as far as rows, files and documents are concerned."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, TypedDict

from botocore.exceptions import ClientError
from pydantic import JsonValue

from chalicelib.access.actor import Identity, Role
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.deferral import promise_faults
from chalicelib.cases.model.evidence import considered, unchecked
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.model.presented import Represented
from chalicelib.cases.store import search
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.forms import query_row
from chalicelib.cases.store.projects import project_rows
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.forms import check_form
from chalicelib.documents.model.notice import chinese_date
from chalicelib.documents.model.receipt import ReceivedMaterial, receipt_voucher
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.foundation import keys, problems
from chalicelib.foundation.alongside import in_parallel
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op, equals, update
from chalicelib.intake.model.application import (
    COMPANIES,
    Form,
    account_faults,
    examined,
    of_account,
    require_materials,
    with_document,
)
from chalicelib.intake.model.before_submit import stated
from chalicelib.intake.model.representing import agent_faults

# The receipt of a draft keeps the pointers of what is wrong with it.
POINTER = 300


def complete_application(
    platform: Platform,
    item: ServiceItem,
    found: CaseFile,
    identity: Identity | None,
    on: date,
    *,
    by_agent: bool,
    promised: Sequence[str] = (),
    also: Iterable[FieldError] = (),
) -> dict[str, Any]:
    """The form, complete, right and the account's own, with every material; 422 with everything wrong at once.

    `on` is the day of the receipt, by which ages are counted. `by_agent`: under an authorisation on record.
    `promised` lines may follow later; one that cannot is told at once, whatever the files are. `also` is what is wrong
    besides.
    """
    form, errors = examined(item, found.form, identity, on)
    unsent = agent_faults(item, form, on, on_record=by_agent)
    errors = [*errors, *(fault._replace(pointer=f"/form{fault.pointer}") for fault in unsent)]
    listed_lines = lines_of(item, form)
    errors += promise_faults(item, listed_lines, promised, promised, "/promised")
    lines = [line._replace(required=line.required and line.no not in promised) for line in listed_lines]
    missing, checking = gaps_of(platform, found, lines)
    if errors := [*errors, *also]:
        raise problems.Invalid(errors=[*errors, *missing])
    require_materials(missing, checking, problems.StillChecking)
    return form


def gaps_of(
    platform: Platform, found: CaseFile, lines: Sequence[ChecklistLine]
) -> tuple[list[FieldError], list[FieldError]]:
    """Of these lines those that are not there, and those whose files are still being checked."""
    asked = {line.no for line in lines}
    files = [file for file in considered(found.case, found.files) if file.line in asked]
    return gaps(lines, all_as_seen(platform, found.case.id, files))


def all_as_seen(platform: Platform, case_id: str, files: Sequence[MaterialFile]) -> list[MaterialFile]:
    """Each file as `as_seen` has it. The bucket is asked for all that have not been checked at the same time."""
    return (
        in_parallel([partial(as_seen, platform, case_id, file) for file in files])
        if _several(files)
        else [as_seen(platform, case_id, file) for file in files]
    )


def _several(files: Sequence[MaterialFile]) -> bool:
    return sum(file.state == "requested" for file in files) > 1


def as_seen(platform: Platform, case_id: str, file: MaterialFile) -> MaterialFile:
    """A file that has arrived in the bucket but whose event has not reached us yet is being checked, not missing.

    Only 404 says that nothing is there. 403 says that we may not look (a right, or the bucket's key, was lost): then
    nobody may be told that the file is missing. The role may list the bucket, so S3 answers 404 where nothing is.
    """
    if file.state != "requested":
        return file
    try:
        platform.s3.head_object(Bucket=platform.settings.materials_bucket, Key=object_key(case_id, file.id))
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            return file
        raise
    return file.model_copy(update={"state": "checking"})


class Findings(TypedDict):
    """What a draft's answer says of its form: what is wrong with it, and what somebody should look at."""

    errors: list[JsonValue]
    warnings: list[JsonValue]


def draft_findings(item: ServiceItem, form: Form, identity: Identity, on: date, root: str = "") -> Findings:
    """Pointers are below `root`. A pointer into a name of absurd length is cut, because the receipt is kept.

    That the form is somebody else's than the account's, or names the guardian of an adult, is told at once: nothing
    filled in later would mend it.
    """
    filled = with_document(of_account(item, form, identity), identity)
    checked = check_form(item, filled, on, "draft")
    wrong = {error.pointer for error in checked.errors}
    judged = account_faults(item, filled, identity, on)
    errors = [*checked.errors, *(fault for fault in judged if fault.pointer not in wrong)]
    return {
        "errors": [_found(error, root) for error in errors],
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


def left_out_files(case: Case, files: Sequence[MaterialFile]) -> list[Op]:
    """The next event of the case does not wait for these. A check of one of them that has read the case before is
    refused by this, so that it need not look at the case again when it writes.
    """
    return [
        update(
            keys.material(case.id, file.id),
            put={"left_out": case.seq + 1},
            when=equals(state=file.state),
            label="material",
        )
        for file in unchecked(files)
    ]


def voucher_for(
    begun: Begun,
    case: Case,
    item: ServiceItem,
    materials: Sequence[ReceivedMaterial],
    presented: Represented | None = None,
) -> Draft:
    """The 收件凭证 of what was handed in: by the clerk who took it, or by the centre for what came online. It names the
    agent who acts online, or who stands at the window as `presented`.
    """
    caller = begun.caller
    head = letterhead(begun.platform, case, item, caller.at, begun.directory).for_agent(begun.under)
    if presented is not None and presented.relation == "agent":
        head = head.naming(presented.name, operator=presented.letter_on_record and case.applicant_kind in COMPANIES)
    at_window = caller.actor.role is Role.COUNTER_CLERK
    notice = receipt_voucher(
        head.on_paper(at_window),
        head.formalities,
        received_at=caller.at,
        receiver=caller.actor.name if at_window else head.place.centre,
        materials=materials or [ReceivedMaterial("电子申请表", "电子表单", "1份", "电子")],
        query_code=case.query_code,
        agreed=[*_renewal_of(case), *(() if case.accepted_at else stated(item))],
        accepted_on=case.accepted_at.date() if case.accepted_at else None,
    )
    return head.draft(notice)


def _renewal_of(case: Case) -> tuple[str, ...]:
    """That a renewal is asked for, and of what (行政许可法50)."""
    old = case.renews
    return (f"本件为延续申请，申请延续{old.named}，有效期至{chinese_date(old.until)}。",) if old else ()


def search_rows(platform: Platform, case: Case, form: Form) -> list[Op]:
    """What the case is found by. Of names and identity factors only keyed digests are kept."""
    return [query_row(platform, case, form), *search.rows(platform, case), *project_rows(case, form)]
