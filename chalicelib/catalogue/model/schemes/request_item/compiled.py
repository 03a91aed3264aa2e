"""A stage of a scheme compiled into one item."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.model import ItemDocument, ServiceItem, conditions
from chalicelib.catalogue.model.item import Channel, Fee, LegalBasis, Result
from chalicelib.catalogue.model.limits import Extension, PromisedLimit, StatutoryLimit
from chalicelib.catalogue.model.request_of import RequestMember, RequestOf
from chalicelib.catalogue.model.schemes.parts import Stage
from chalicelib.catalogue.model.schemes.reachable import longest_way
from chalicelib.catalogue.model.schemes.request_item.before import before_submit
from chalicelib.catalogue.model.schemes.request_item.form import RequestForm
from chalicelib.catalogue.model.schemes.request_item.lines import RequestLine, lines_of
from chalicelib.catalogue.model.schemes.request_item.members import Member, Request
from chalicelib.catalogue.model.schemes.request_item.words import words_of
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.values import LOCAL_CODES, NATIONAL_CODES

JOINT = "联办件"
RESULT = "联办办结通知书"
NO_CHARGE = "联合办理本身不收费；各成员事项依法收费的，并入一张缴费单"
LICENCE, OTHER_POWER = "01", "10"
NAMES = {"01": "行政许可", "05": "行政给付", "07": "行政确认", "10": "其他行政权力", "20": "公共服务"}


@dataclass(frozen=True)
class RequestItem:
    """`lines` stand in the order of the item's materials."""

    item: ItemDocument
    request_of: RequestOf
    lines: tuple[RequestLine, ...]


def request_code(scheme: SchemeDocument, stage: str) -> str:
    """The code under which a stage is applied for: that of the scheme, with the stage where it has several."""
    return scheme.code if len(scheme.stages) == 1 else f"{scheme.code}-{stage}"


def compiled(scheme: SchemeDocument, stage: str, items: Mapping[str, ItemDocument], *, version: int = 1) -> RequestItem:
    """The stage as an item. `items` has the item of each member, in the version that holds; `version` is that of the
    scheme.

    Raises KeyError for a stage or an item that is not there, ValidationError where the whole is no item.
    """
    request = Request(scheme, stage, items)
    form, lines = RequestForm(request), lines_of(request)
    words = words_of(request, form.own, lines)
    made = _lead(request).item.model_copy(
        update={
            **_names(request),
            **_terms(request),
            "materials": tuple(one.material for one in lines),
            "form_fields": form.sections(),
            "derives": form.derives,
            "tolerance": words.tolerance,
            "commitment": words.commitment,
            **NOTHING_OF_ITS_OWN,
        }
    )
    item = ItemDocument.model_validate(made.model_dump(by_alias=True, include=set(ItemDocument.model_fields)))
    members, before = _members(request, form, lines), before_submit(scheme)
    told = {
        "members": members,
        "before_submit": before,
        "promises": _promises(scheme.stage(stage), scheme),
        "pledged": words.pledged,
        "ordinary": words.ordinary,
    }
    made_of = RequestOf.model_validate({"scheme": scheme.code, "version": version, "stage": stage, **told})
    return RequestItem(item, made_of, lines)


# How another city does it: the editors have looked at that, and nothing here rests on it.
MODEL = "model"


def _names(request: Request) -> Mapping[str, object]:
    """What it is called, what it is, and for whom."""
    scheme, lead = request.scheme, _lead(request)
    code = request_code(scheme, request.stage)
    basic = _basic_code(code)
    return {
        "id": code,
        "name": _name(scheme, scheme.stage(request.stage)),
        "handling_type": JOINT,
        "handling_code_local": LOCAL_CODES[JOINT],
        "handling_code_national": NATIONAL_CODES[JOINT],
        **_category(request, lead),
        "service_objects": _objects(request.members),
        "handling_modes": _modes(request.members),
        "basic_code": basic,
        "implementing_code": f"{lead.item.implementing_code[:19]}{basic}",
        "legal_basis": tuple(
            LegalBasis(law=one.document, article=one.article, status=one.status, source=one.source or "")
            for one in scheme.basis
            if one.role != MODEL
        ),
    }


def _terms(request: Request) -> Mapping[str, object]:
    """How long it takes, what it costs, what one gets and how."""
    stage = request.scheme.stage(request.stage)
    return {
        "statutory_limit": _statutory(stage, request.scheme),
        "promised_limit": _promised(request, stage),
        "fee": Fee(charge=False, basis=NO_CHARGE),
        "result": Result(name=RESULT, kind="决定文书", status="ILLUSTRATIVE", e_certificate=False),
        "channel": _channel(request.members),
        "identity_level": max((one.item.identity_level or 2 for one in request.members), default=None),
    }


# What the lead's own item has and a request has not: it belongs to the members.
NOTHING_OF_ITS_OWN = {
    "notes": "",
    "validity": None,
    "decision": None,
    "special_procedures": (),
    "prerequisites": (),
    "upward_chain": (),
    "acceptance_window": None,
    "sub_items": (),
    "unverified": (),
    "grounds": None,
    "result_fields": (),
    "manual": (),
    "special": (),
    "complexity": None,
    "identity_levels": None,
    "safety": None,
    "opening": None,
    "mended_defects": (),
    "retention": None,
}


def _members(request: Request, form: RequestForm, lines: Sequence[RequestLine]) -> tuple[RequestMember, ...]:
    numbers = {(own.node, own.no): f"{number:02}" for number, line in enumerate(lines, start=1) for own in line.serves}
    return tuple(
        RequestMember(
            node=one.node.id,
            item=one.item.id,
            version=one.item.version if isinstance(one.item, ServiceItem) else 1,
            fields=dict(form.own[one.node.id]),
            lines={no: number for (node, no), number in numbers.items() if node == one.node.id},
            handled="" if isinstance(one.handled, bool) else conditions.render(one.handled),
        )
        for one in request.members
    )


def _name(scheme: SchemeDocument, stage: Stage) -> str:
    return scheme.name if len(scheme.stages) == 1 else f"{scheme.name}：{stage.name}"


def _lead(request: Request) -> Member:
    """The first member of the stage that the lead department handles; else the first member."""
    lead = request.scheme.stage(request.stage).lead
    return next((one for one in request.members if one.node.department == lead), request.members[0])


def _category(request: Request, lead: Member) -> Mapping[str, str]:
    """A request with a licence among its members is accepted as a licence is: silence accepts it (行政许可法32(4))."""
    licence = any(one.item.is_licence for one in request.members)
    code = LICENCE if licence else lead.item.category_code
    return {"category_code": code, "category": NAMES.get(code, lead.item.category)}


def _objects(members: Sequence[Member]) -> tuple[str, ...]:
    """Whoever may apply for some member and for every member that no request goes without."""
    anybody = dict.fromkeys(kind for one in members for kind in one.item.service_objects)
    always = [one.item.service_objects for one in members if one.active is True]
    return tuple(kind for kind in anybody if all(kind in allowed for allowed in always))


def _modes(members: Sequence[Member]) -> tuple[int, ...]:
    every = [one.item.handling_modes for one in members]
    return tuple(mode for mode in every[0] if all(mode in modes for modes in every)) or (1,)


def _channel(members: Sequence[Member]) -> Channel:
    """One visit serves all members (一窗受理)."""
    channels = [one.item.channel for one in members]
    return Channel(
        mail_in=all(one.mail_in for one in channels),
        mail_out=all(one.mail_out for one in channels),
        on_site_visits=max(one.on_site_visits for one in channels),
    )


def _statutory(stage: Stage, scheme: SchemeDocument) -> StatutoryLimit:
    limit = stage.joint_limit
    if limit is None:
        source = scheme.basis[0]
        return StatutoryLimit(
            value=None, unit=None, start="受理之日", source=f"{source.document}{source.article}", status=source.status
        )
    extension = limit.extension
    longer = (
        Extension(value=extension.value, approver=extension.approver_title, once=extension.once) if extension else None
    )
    return StatutoryLimit(
        value=limit.value,
        unit=limit.unit,
        start="受理之日",
        source=f"{limit.basis.law}{limit.basis.article}",
        status=limit.basis.status,
        extension=longer,
    )


def _promises(stage: Stage, scheme: SchemeDocument) -> bool:
    """Whether a term is promised for the whole. The term that the law sets is no promise."""
    return bool(stage.promised_total or scheme.promised_total) or stage.joint_limit is None


def _promised(request: Request, stage: Stage) -> PromisedLimit:
    """What is promised for the whole; else the longest way of the members' own promises. An item has a length here in
    any case: where the law sets a term and nothing is promised, it is the law's, and is told nobody as a promise.
    """
    total = stage.promised_total or request.scheme.promised_total
    if total is not None:
        return PromisedLimit(value=total.value, unit=total.unit, status=total.status)
    if stage.joint_limit is not None:
        return PromisedLimit(value=stage.joint_limit.value, unit=stage.joint_limit.unit, status="ILLUSTRATIVE")
    days, _ = longest_way(request.scheme, tuple(sorted(request.nodes)))
    return PromisedLimit(value=days, unit="workday", status="ILLUSTRATIVE")


def _basic_code(code: str) -> str:
    """Twelve digits of its own, as long as no authority has given the theme a code."""
    return f"{int(hashlib.sha256(code.encode()).hexdigest(), 16) % 10**11:011}9"
