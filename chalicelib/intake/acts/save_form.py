"""保存表单: the draft's form is replaced as a whole; what is filled in must be right, what is missing may follow."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.acts.lookup import item_of, own_file
from chalicelib.cases.model import require_lawful
from chalicelib.catalogue.model.forms import check_form
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import equals, put, update
from chalicelib.intake.store.application import form_item


@act
def save_form(platform: Platform, caller: Caller, case_id: str, form: Mapping[str, Any]) -> Receipt:
    case = own_file(platform, caller, case_id).case
    require_lawful("save_form", case.status)
    caller.expect(case.etag)
    errors = check_form(item_of(platform, case), form, "draft").errors
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
