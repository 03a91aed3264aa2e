"""保存表单: the draft's form is replaced as a whole; what is filled in must be right, what is missing may follow."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import SAVE_FORM
from chalicelib.cases.store.forms import form_item
from chalicelib.catalogue.model.forms import check_form
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import equals, put, update


@act
def save_form(platform: Platform, caller: Caller, case_id: str, form: Mapping[str, Any]) -> Receipt:
    begun = begin(platform, caller, SAVE_FORM, case_id, whole=True)
    case = begun.case
    errors = check_form(begun.item, form, "draft").errors
    if errors:
        raise problems.Invalid(errors=errors)
    saved = case.model_copy(update={"form_version": case.form_version + 1})
    receipt = Receipt({"id": case.id, "status": case.status.value, "status_label": case.status.label}, saved.etag)
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
