"""新建申请: an applicant starts a draft for an item; nothing is received yet."""

from collections.abc import Mapping
from typing import Any

from chalicelib.access.actor import Identity, applicant_key
from chalicelib.cases.acts.gate import require_permission
from chalicelib.cases.model.acts import CREATE_APPLICATION
from chalicelib.cases.store.forms import form_item
from chalicelib.cases.store.records import applicant_row, meta_item
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.forms import check_form
from chalicelib.catalogue.store import load_item
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.intake.model.application import new_case

HANDLED = ("承诺件", "即办件")
KINDS: Mapping[str, tuple[str, ...]] = {"person": ("自然人",), "company": ("企业法人", "其他组织")}


@act
def create_application(platform: Platform, caller: Caller, item_code: str, form: Mapping[str, Any]) -> Receipt:
    """A draft of the caller's own. The id follows from the caller and the key, so a repeated request is the same
    draft.
    """
    identity = caller.actor.identity
    if identity is None:
        raise problems.Forbidden
    item = open_item(platform, item_code)
    require_kind(item, identity)
    errors = check_form(item, form, "draft").errors
    if errors:
        raise problems.Invalid(errors=[error._replace(pointer=f"/form{error.pointer}") for error in errors])
    require_permission(caller.actor, CREATE_APPLICATION)
    owner = applicant_key(identity, platform.settings.index_secret)
    case = new_case(caller, platform.settings.division, item, owner, identity.name)
    receipt = Receipt({"id": case.id, "status": case.status.value, "status_label": case.status.label}, case.etag)
    platform.table.write(
        put(meta_item(case), when=ABSENT, label=acts.CREATED),
        put(form_item(case.id, form)),
        put(applicant_row(case)),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def open_item(platform: Platform, code: str, advice: str = "请到窗口咨询") -> ServiceItem:
    """The current version of an item that can be handled here; 422 otherwise, with nothing stored.

    `advice` is what to do about one that cannot.
    """
    pointer = "/item"
    try:
        item = load_item(platform.table, platform.settings.division, code, wall=platform.wall())
    except problems.NotFound:
        error = FieldError(pointer, "item_unknown", "没有这个事项，请从事项目录中选择")
        raise problems.Invalid(code="item_unknown", title="没有这个事项", errors=[error]) from None
    if item.handling_type not in HANDLED:
        error = FieldError(
            pointer,
            "handling_type_unsupported",
            f"“{item.name}”属于{item.handling_type}，暂不能通过本平台办理，{advice}",
        )
        raise problems.Invalid(
            code="handling_type_unsupported", title=f"{item.handling_type}暂不能通过本平台办理", errors=[error]
        )
    return item


def require_kind(item: ServiceItem, identity: Identity) -> None:
    """The item's service objects decide who may apply (GB/T 39046 A.4)."""
    if not set(KINDS[identity.kind]) & set(item.service_objects):
        who = "、".join(item.service_objects)
        error = FieldError("/item", "applicant_kind_unsuited", f"“{item.name}”的申请人应为{who}，请使用相应的账号办理")
        raise problems.Invalid(code="applicant_kind_unsuited", title=f"该事项的申请人应为{who}", errors=[error])
