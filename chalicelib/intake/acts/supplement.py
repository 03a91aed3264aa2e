"""补正: every line of the one-time notice has a new, checked file, every field its right content. The case is received
again that day.

The waiting time belongs to no clock (counting rule CR6).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.acts.gate import Begun, begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import SUPPLEMENT
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.form_changes import (
    changed_form,
    form_digest,
    missing_fields,
    require_same_applicant,
    titles_of,
)
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.store.forms import new_version
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.intake.model.application import Form, counted_files, digests, listed
from chalicelib.intake.store.application import as_seen, still_ready, voucher_for


@act
def supplement(
    platform: Platform, caller: Caller, case_id: str, fields: Mapping[str, JsonValue] | None = None
) -> Receipt:
    """`fields` has the right content of every field of the form that the notice names."""
    begun = begin(platform, caller, SUPPLEMENT, case_id, whole=True)
    item, old = begun.item, begun.found.form
    form = corrected(begun, fields or {})
    fresh = fresh_files(begun.found)
    require_supplemented(platform, item, begun.found, form, fresh)
    files = counted_files(item, form, fresh)
    case, writes = new_version(platform, begun.case, old, form) if form != old else (begun.case, [])
    require_same_applicant(begun.case, case, old, form)
    after = case.moved_to(
        Status.SUBMITTED, received_at=caller.at, clocks=on_receipt(caller.at.date(), platform.calendar)
    )
    return begun.commit(
        after,
        data={
            "lines": [*case.noticed_lines],
            "files": digests(files),
            **({"fields": [*case.noticed_fields]} if case.noticed_fields else {}),
            **({"form": form_digest(platform.settings.index_secret, case, form)} if writes else {}),
        },
        answer={"number": case.number},
        document=voucher_for(platform, caller, after, item, listed(item, form, files)),
        ops=[*writes, *still_ready(case.id, files)],
    )


def corrected(begun: Begun, fields: Mapping[str, JsonValue]) -> dict[str, Any]:
    """The form with what the notice asked for, and nothing else changed; 422 otherwise."""
    asked, form = begun.case.noticed_fields, begun.found.form
    unasked = [
        FieldError(f"/fields{pointer}", "field_not_noticed", "一次性告知书没有要求更正这一栏，收件后不能更改")
        for pointer in fields
        if pointer not in asked
    ]
    errors = unasked + missing_fields(asked, fields, titles_of(begun.item, form))
    if errors:
        raise problems.Invalid(errors=errors)
    return changed_form(begun.item, form, fields) if fields else form


def fresh_files(found: CaseFile) -> tuple[MaterialFile, ...]:
    """The files that count: of the notice's lines only those handed in after it."""
    noticed, since = set(found.case.corrections[-1]), found.case.noticed_at
    return tuple(
        file for file in found.files if file.line not in noticed or (since is not None and file.requested_at > since)
    )


def require_supplemented(
    platform: Platform, item: ServiceItem, found: CaseFile, form: Form, fresh: tuple[MaterialFile, ...]
) -> None:
    """Every line of the notice and every required line must be there."""
    noticed = set(found.case.corrections[-1])
    lines = [replace(line, required=True) if line.no in noticed else line for line in lines_of(item, form)]
    missing, checking = gaps(lines, (as_seen(platform, found.case.id, file) for file in fresh))
    if checking:
        raise problems.StillChecking(errors=checking)
    if missing:
        raise problems.Invalid(code="materials_missing", title="补正材料不齐全，请按一次性告知书补充", errors=missing)
