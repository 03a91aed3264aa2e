"""保存表单: the draft's form is replaced as a whole, and kept as it was typed.

What is wrong with it so far is answered, so nobody loses a page for a half-typed field. `submit` refuses it.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import SAVE_FORM
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import equals, put, update
from chalicelib.intake.store.application import draft_findings, form_item


@act
def save_form(platform: Platform, caller: Caller, case_id: str, form: Mapping[str, Any]) -> Receipt:
    begun = begin(platform, caller, SAVE_FORM, case_id, whole=True)
    case = begun.case
    saved = case.model_copy(update={"form_version": case.form_version + 1})
    facts = {"id": case.id, "status": case.status.value, "status_label": case.status.label}
    receipt = Receipt({**facts, **draft_findings(begun.item, form, caller.at.date())}, saved.etag)
    platform.table.write(
        update(
            keys.meta(case.id),
            put={"form_version": saved.form_version},
            when=equals(form_version=case.form_version, status=case.status.value),
        ),
        put(form_item(case.id, form)),
        *acts.record(platform, caller, receipt),
    )
    return receipt
