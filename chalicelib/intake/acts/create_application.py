"""新建申请: an applicant starts a draft for an item; nothing is received yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.access.actor import Identity, applicant_key
from chalicelib.cases.acts.gate import require_permission
from chalicelib.cases.acts.standing import authorisation_of, identity_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import CREATE_APPLICATION
from chalicelib.cases.model.agents import agent_under
from chalicelib.cases.model.joint_ref import JOINT_ITEM
from chalicelib.cases.model.unified_ref import UnifiedRef
from chalicelib.cases.store.forms import form_item
from chalicelib.cases.store.records import account_row, applicant_row, case_writes
from chalicelib.cases.store.serials import new_salt
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.upward import can_be_reported
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.catalogue.store.closed import names_of
from chalicelib.consents.model.agency import require_scope
from chalicelib.consents.model.authorisation import Authorisation
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.intake.acts.renewing import renewal_warnings, renewing, require_alone
from chalicelib.intake.model.application import COMPANIES, NATURAL_PERSON, Form, new_case
from chalicelib.intake.model.open_items import is_outdated, why_closed
from chalicelib.intake.store import open_drafts
from chalicelib.intake.store.application import draft_findings
from chalicelib.intake.store.own_duplicates import own_cases_of, warned

HANDLED = ("承诺件", "即办件", "上报件")
KINDS: Mapping[str, tuple[str, ...]] = {"person": (NATURAL_PERSON,), "company": COMPANIES}


@act
def create_application(
    platform: Platform, caller: Caller, code: str, form: Form, project: str | None = None, renews: str | None = None
) -> Receipt:
    """A draft of the caller's own, with its form as typed so far; what is wrong with the form is answered. The draft
    that an agent makes is the principal's. One of a `project` begins with what its earlier stages have brought.

    The id follows from the caller and the key, so a repeated request is the same draft.
    """
    under = authorisation_of(platform, caller)
    identity = identity_of(caller, under)
    if identity is None:
        raise problems.Forbidden
    with meanwhile(lambda: own_cases_of(platform, caller)) as own:
        item = open_online(platform, code, identity, caller.at)
    require_permission(caller.actor, CREATE_APPLICATION)
    if under is not None:
        require_scope(under, CREATE_APPLICATION.name, item.id, item.theme, draft=True)
    form = form if project is None else _in_project(platform, caller, under, item, project, form)
    case = renewing(platform, _drafted(platform, caller, identity, under, item), item, renews, caller.at.date())
    require_alone(platform, case)
    facts = {"id": case.id, "status": case.status.value, "status_label": case.status.label}
    findings = draft_findings(item, form, identity, caller.at.date(), "/form")
    findings["warnings"] += warned(platform, case, item, form, own.result())
    findings["warnings"] += renewal_warnings(platform, case, item, caller.at.date())
    receipt = Receipt({**facts, **findings}, case.etag)
    rows = [applicant_row(case), *([] if under else [account_row(case)])]
    rows += [form_item(case.id, form)] if form else []  # a case without the row has an empty form
    try:
        platform.table.write(
            *case_writes(None, case, when=ABSENT, label=acts.CREATED),
            *map(put, rows),
            open_drafts.one_more(platform.table, _owners(platform, identity), case.account),
            *acts.record(platform, caller, receipt),
        )
    except Refused as refusal:
        # A repetition is refused for its record too, and is answered with its receipt.
        if refusal.labels == (open_drafts.LABEL,):
            raise open_drafts.too_many() from None
        raise
    return receipt


def _owners(platform: Platform, identity: Identity) -> list[str]:
    return [applicant_key(identity, key) for key in platform.index_keys.reads]


def _drafted(
    platform: Platform, caller: Caller, identity: Identity, under: Authorisation | None, item: ServiceItem
) -> Case:
    parts, key = identity.owner_parts, platform.index_keys.writes
    case = new_case(caller, platform.settings.division, item, parts, key, name=identity.name, salt=new_salt())
    agents = (agent_under(under, CREATE_APPLICATION.name),) if under else ()
    return case.model_copy(update={"agents": agents, "unified": examined_by_several(platform, item, caller.at)})


def _in_project(
    platform: Platform,
    caller: Caller,
    under: Authorisation | None,
    item: ServiceItem,
    project: str,
    form: Mapping[str, Any],
) -> Mapping[str, Any]:
    from chalicelib.joint.acts.project_form import Asking, form_in_project

    identity = identity_of(caller, under)
    asking = Asking(caller.actor, under, identity.owner_parts if identity else ())
    return form_in_project(platform, item, asking, project, form)


def open_item(platform: Platform, code: str, at: datetime, advice: str = "请到窗口咨询") -> ServiceItem:
    """The current version of an item that can be handled here at this legal time; 422 otherwise, with nothing stored.

    `advice` is what to do about one that cannot.
    """
    pointer = "/item"
    try:
        item = load_applicable(platform.table, platform.settings.division, code, wall=platform.wall(), at=at)
    except problems.NotFound:
        error = FieldError(pointer, "item_unknown", "没有这个事项，请从事项目录中选择")
        raise problems.Invalid(code="item_unknown", title="没有这个事项", errors=[error]) from None
    if why_closed(item, at):
        names = names_of(platform.table, platform.settings.division, [item], at, platform.wall())
        if closed := why_closed(item, at, names):
            raise closed
    reasons = _not_joint(platform, item, at) if item.request_of else []
    several = examined_by_several(platform, item, at) is not None
    handled = item.handling_type in HANDLED or item.request_of is not None or several
    if not handled or reasons or not can_be_reported(item):
        why = "".join(f"（{reason}）" for reason in reasons)
        words = f"“{item.name}”属于{item.handling_type}{why}，暂不能通过本平台办理，{advice}"
        error = FieldError(pointer, "handling_type_unsupported", words)
        raise problems.Invalid(
            code="handling_type_unsupported", title=f"{item.handling_type}暂不能通过本平台办理", errors=[error]
        )
    return item


def _not_joint(platform: Platform, item: ServiceItem, at: datetime) -> list[str]:
    # Imported when it is needed: few applications are joint requests, and schemes take long to import.
    from chalicelib.catalogue.store.request_items import why_not_taken

    return why_not_taken(platform.table, item, day=at.date(), wall=platform.wall())


def examined_by_several(platform: Platform, item: ServiceItem, at: datetime) -> UnifiedRef | None:
    """That several departments examine what is applied for under this item alone (联合审图), by the scheme that holds
    at this legal time. None for every other item, and where no scheme says who takes part.
    """
    if item.handling_type != JOINT_ITEM or item.request_of is not None:
        return None
    from chalicelib.catalogue.store.unified_items import examination_of

    found = examination_of(platform.table, item.region, item.id, day=at.date(), wall=platform.wall())
    return UnifiedRef(scheme=found.scheme.code, version=found.version, departments=()) if found else None


def open_online(platform: Platform, code: str, identity: Identity, at: datetime) -> ServiceItem:
    """The current version of an item that this account can apply for by itself; 422 otherwise."""
    item = open_item(platform, code, at)
    if not item.online:
        error = FieldError("/item", "item_window_only", f"“{item.name}”只在窗口办理，请到综合受理窗口提出申请")
        raise problems.Invalid(code="item_window_only", title="该事项只在窗口办理，不能网上申请", errors=[error])
    require_kind(item, identity)
    return item


def item_of_today(platform: Platform, case: Case) -> ServiceItem | None:
    """Of a draft the item as it is published today; None of what has been received, which keeps its version."""
    if case.status is not Status.DRAFT:
        return None
    return load_applicable(platform.table, case.division, case.item, wall=platform.wall(), at=platform.now())


def has_changed(platform: Platform, case: Case) -> bool:
    """Whether a draft was filled in for a version of the item that is no longer the current one, or the item ends or is
    suspended.
    """
    today = item_of_today(platform, case)
    return today is not None and is_outdated(case.item_version, today, platform.now())


def require_kind(item: ServiceItem, identity: Identity) -> None:
    """The item's service objects decide who may apply (GB/T 39046 A.4)."""
    if not set(KINDS[identity.kind]) & set(item.service_objects):
        who = "、".join(item.service_objects)
        error = FieldError("/item", "applicant_kind_unsuited", f"“{item.name}”的申请人应为{who}，请使用相应的账号办理")
        raise problems.Invalid(code="applicant_kind_unsuited", title=f"该事项的申请人应为{who}", errors=[error])
