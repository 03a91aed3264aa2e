"""What receiving an application consists of, at the counter and online alike (R32): form, materials, number. Pure."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol, cast

from pydantic import JsonValue

from chalicelib.access.actor import Actor, Identity, Role, account_of, blind_index
from chalicelib.access.levels import is_checked
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.applicant import number_of
from chalicelib.cases.model.clocks import on_receipt
from chalicelib.cases.model.guardianship import guardian_of, online_faults
from chalicelib.cases.model.material import MEDIA_TYPES, MaterialFile, lines_of
from chalicelib.cases.model.numbers import case_number
from chalicelib.cases.model.presented import Presented, Represented, part
from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.forms import PersonalIdentity, check_form
from chalicelib.catalogue.model.forms.persons import document_of
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.documents.model.receipt import ReceivedMaterial
from chalicelib.durable.caller import Caller, Channel
from chalicelib.foundation import problems
from chalicelib.foundation.identity_documents import IDENTITY_DOCUMENTS, same_holder
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import same_name, same_number
from chalicelib.intake.model.received_line import received_line

Form = Mapping[str, Any]
NATURAL_PERSON = "自然人"
COMPANIES = ("企业法人", "其他组织")


class ScansChecking(problems.StillChecking):
    """As a clerk is told it, who submits nothing."""

    title = "材料正在校验，请稍后再受理"


def examined(
    item: ItemDocument, form: Form, identity: Identity | None, on: date
) -> tuple[dict[str, Any], list[FieldError]]:
    """The form in canonical writing, or as it is filled in where something is wrong, and everything wrong with it.

    `identity` is the account's; its certified name is the one that goes on documents (ADR 0004). `on` is the day of
    receipt.
    """
    form = with_document(of_account(item, form, identity), identity)
    checked = check_form(item, form, on, "complete")
    wrong = {error.pointer for error in checked.errors}
    judged = account_faults(item, form, identity, on)
    errors = [*checked.errors, *(fault for fault in judged if fault.pointer not in wrong)]
    if errors or checked.value is None:
        return dict(form), [error._replace(pointer=f"/form{error.pointer}") for error in errors]
    return _certified(checked.value, identity), []


def _certified(form: dict[str, Any], identity: Identity | None) -> dict[str, Any]:
    """The form with the account's certified name, as the applicant's or as the guardian's."""
    if identity is None:
        return form
    applicant = form["applicant"]
    if "guardian" in acting(form, identity):
        return form | {"applicant": applicant | {"guardian": applicant["guardian"] | {"name": identity.name}}}
    return form | {"applicant": applicant | {"name": identity.name}}


def acting(form: Form, identity: Identity) -> str:
    """Where the form has the person of the account: as the applicant, or as the guardian who applies for another."""
    applicant = part(form, "applicant")
    own = _same_number(number_of(applicant), identity)
    by_guardian = identity.kind == "person" and bool(part(applicant, "guardian")) and not own
    return "/applicant/guardian" if by_guardian else "/applicant"


def of_account(item: ItemDocument, form: Form, identity: Identity | None) -> Form:
    """The form with the kind of applicant that the account is, where it names none and the item knows one such kind."""
    applicant = form.get("applicant", {})
    if identity is None or not isinstance(applicant, Mapping) or "kind" in applicant:
        return form
    own = COMPANIES if identity.kind == "company" else (NATURAL_PERSON,)
    possible = [kind for kind in item.service_objects if kind in own]
    if len(possible) != 1:
        return form
    return {**form, "applicant": {"kind": possible[0], **cast(Mapping[str, Any], applicant)}}


def with_document(form: Form, identity: Identity | None) -> Form:
    """The form with the account's kind of document where it is left out, so that who has no identity card is not taken
    for somebody who has one; and with the country of the account's passport.
    """
    if identity is None or identity.kind == "company" or _is_company(form):
        return form
    place = acting(form, identity)
    applicant = part(form, "applicant")
    person = part(applicant, "guardian") if place.endswith("guardian") else applicant
    if not person:
        return form
    filled = {"id_type": identity.document, **person}
    if filled["id_type"] == identity.document and identity.country and not person.get("id_country"):
        filled["id_country"] = identity.country
    return {**form, "applicant": {**applicant, "guardian": filled} if place.endswith("guardian") else filled}


def with_agent(item: ItemDocument, form: Form, presented: Represented) -> Form:
    """The form with the agent who stands at the window, where it names none: the agent's document was seen, so nobody
    is asked for it again. Forms without fields say by an answer that there is an agent.

    An agent by an authorisation on record is in no form: the register has name and letter, and a form that names an
    agent asks for the letter on paper.
    """
    applicant = part(form, "applicant")
    if presented.letter_on_record:
        named = document_of(part(applicant, "agent"))
        if named is None or not same_holder(named, (presented.id_type, presented.id_number)):
            return form
        return {**form, "applicant": {name: value for name, value in applicant.items() if name != "agent"}}
    if not item.form_fields or presented.relation != "agent" or not applicant or applicant.get("agent"):
        return form
    shown = presented.model_dump(mode="json", include=set(PersonalIdentity.model_fields), exclude_none=True)
    return {**form, "applicant": {**applicant, "agent": shown}}


def _same_number(number: str, identity: Identity) -> bool:
    """Whether this is the account's number; a pass may have been renewed since the account was certified."""
    if identity.kind == "company":
        return same_number(number, identity.number)
    return same_holder((identity.document, number), (identity.document, identity.number))


def account_faults(item: ItemDocument, form: Form, identity: Identity | None, on: date) -> list[FieldError]:
    """What the account cannot apply for with this form, as far as it is filled in; a draft and a submission are told
    the same. Nothing filled in later would mend it.
    """
    if identity is None:
        return []
    return _somebody_else(form, identity) + online_faults(item, form, on)


def _is_company(form: Form) -> bool:
    return part(form, "applicant").get("kind") in COMPANIES


def _another_kind(form: Form, identity: Identity) -> FieldError | None:
    """Companies apply with accounts of their own. Below the wrong kind nothing can be compared."""
    if identity.kind == "company" and part(form, "applicant").get("kind") == NATURAL_PERSON:
        sentence = "登录账号是单位账号，申请人类型应为单位；个人申请的，请使用个人账号"
    elif identity.kind == "person" and _is_company(form):
        sentence = "登录账号是个人账号，申请人类型应为自然人；单位申请的，请使用单位账号"
    else:
        return None
    return FieldError("/applicant/kind", "applicant_not_account", sentence)


def _somebody_else(form: Form, identity: Identity) -> list[FieldError]:
    """Name, kind of document and number of who acts must be those that the account was certified with.

    That is the applicant, or the guardian who applies for a child or another person (民法典23).
    """
    person = part(form, "applicant")
    if (kind := _another_kind(form, identity)) is not None:
        return [kind]
    place = acting(form, identity)
    person = part(person, "guardian") if place.endswith("guardian") else person
    number, name, country = number_of(person), person.get("name"), person.get("id_country")
    field = "uscc" if identity.kind == "company" else "id_number"
    differs = {
        "name": ("申请人名称", isinstance(name, str) and name.strip() and not same_name(name, identity.name)),
        "id_type": ("申请人证件类型", _another_card(person.get("id_type"), identity)),
        field: ("申请人证件号码", number and not _same_number(number, identity)),
        "id_country": (
            "护照签发国家（地区）",
            identity.country
            and isinstance(country, str)
            and country.strip()
            and not same_number(country, identity.country),
        ),
    }
    return [
        FieldError(f"{place}/{name}", "applicant_not_account", f"{title}与登录账号的实名信息不一致")
        for name, (title, wrong) in differs.items()
        if wrong
    ]


def _another_card(card: object, identity: Identity) -> bool:
    """Whether the form names a document of another kind; the two cards with a 公民身份号码 are certified alike."""
    if identity.kind == "company" or not isinstance(card, str) or not card:
        return False
    own, named = IDENTITY_DOCUMENTS[identity.document], IDENTITY_DOCUMENTS.get(card)
    return named is None or (named.owner or named.name) != (own.owner or own.name)


def require_materials(
    missing: Sequence[FieldError], checking: Sequence[FieldError], still: type[problems.StillChecking]
) -> None:
    """409 `still` while files are being checked, 422 listing every line that is not there."""
    if checking:
        raise still(errors=checking)
    if missing:
        raise problems.Invalid(code="materials_missing", title="材料不齐全，请按提示补充", errors=missing)


def new_case(
    caller: Caller,
    division: str,
    item: ServiceItem,
    applicant: Sequence[str],
    index_key: bytes,
    *,
    name: str,
    salt: str,
) -> Case:
    """A case pinned to this version of the item, with the id of the request. `applicant` makes the blind index."""
    return Case(
        id=case_id(caller),
        division=division,
        item=item.id,
        **of_item(item),
        applicant_key=blind_index(index_key, *applicant),
        applicant_parts=tuple(applicant),
        applicant_name=name,
        salt=salt,
        **_maker(caller.actor),
        channel=channel_of(caller),
        visits=(),
        created_at=caller.at,
    )


def _maker(actor: Actor) -> dict[str, Any]:
    """The account that makes the case online, and whether it was checked whose it is (实名等级)."""
    if actor.role is not Role.APPLICANT:
        return {}
    return {"account": account_of(actor), "account_standing": "known" if is_checked(actor) else "unchecked"}


def of_item(item: ServiceItem) -> dict[str, Any]:
    """What a case takes over from the version of the item that it is made from."""
    return {
        "item_version": item.version,
        "item_name": item.name,
        "theme": item.theme,
        "department": item.department,
        "handling": item.handling_type,
    }


def channel_of(caller: Caller) -> Channel:
    """What a clerk receives came in at the counter, and nothing else did, whatever the request says of itself."""
    if caller.actor.role is Role.COUNTER_CLERK:
        return "counter"
    return "web" if caller.channel == "counter" else caller.channel


def case_id(caller: Caller) -> str:
    """26 characters, lower case, url-safe, the same for the same caller and key."""
    digest = hashlib.sha256(f"{caller.actor.sub}\n{caller.key}".encode()).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


class Numbers(NamedTuple):
    """What a case gets at its receipt: the serial of its day, and the code by which people ask for its progress.
    `trial`: it is a case of a trial, and its number shows that.
    """

    serial: int
    query_code: str
    trial: bool = False


def received(
    caller: Caller, case: Case, item: ServiceItem, form: Form, numbers: Numbers, calendar: WorkCalendar
) -> Case:
    """The case as it is received now, with its number and query code; the five workdays begin (行政许可法32)."""
    today = caller.at.date()
    return case.moved_to(
        Status.SUBMITTED,
        applicant_name=form["applicant"]["name"],
        applicant_kind=form["applicant"]["kind"],
        guardian_name=guardian_of(form).get("name", ""),
        channel=channel_of(caller),
        received_at=caller.at,
        first_received_at=caller.at,
        number=case_number(item, today, numbers.serial, trial=numbers.trial),
        query_code=numbers.query_code,
        clocks=on_receipt(today, calendar, licence=item.is_licence),
        saved_at=None,
    )


def counted_files(item: ServiceItem, form: Form, files: Sequence[MaterialFile]) -> list[MaterialFile]:
    applies = {line.no for line in lines_of(item, form) if line.applies}
    return sorted(
        (file for file in files if file.state == "ready" and file.line in applies),
        key=lambda file: (file.line, file.id),
    )


def identity_seen(secret: bytes, case_id: str, presented: Presented | None) -> dict[str, JsonValue]:
    """Who came to the window, for the event chain: the document's number only as a keyed digest."""
    if presented is None:
        return {}
    return {"presented_by": presented.relation, "identity_seen": blind_index(secret, case_id, presented.id_number)}


class Papers(Protocol):
    """What the receipt list needs to know of the papers of one line."""

    @property
    def line(self) -> str: ...
    @property
    def form(self) -> str: ...
    @property
    def pages(self) -> int: ...
    @property
    def copies(self) -> int: ...


def paper_list(item: ServiceItem, papers: Sequence[Papers]) -> list[ReceivedMaterial]:
    """Papers as lines of the receipt: how many copies, and of how many pages each."""
    names = {f"{number:02d}": material.name for number, material in enumerate(item.materials, start=1)}
    return [ReceivedMaterial(names[one.line], one.form, f"{one.copies}份，每份{one.pages}页", "纸质") for one in papers]


class Scan(Protocol):
    """What a list of scans needs to know of a file."""

    @property
    def line(self) -> str: ...
    @property
    def content_type(self) -> str: ...


def scanned(item: ServiceItem, scans: Sequence[Scan]) -> list[ReceivedMaterial]:
    """Scans made at the window as lines of the receipt: one a material, with the number of its files."""
    return [
        ReceivedMaterial(
            material.name, "扫描件", f"{len(own)}个文件", MEDIA_TYPES.get(own[0].content_type, own[0].content_type)
        )
        for number, material in enumerate(item.materials, start=1)
        if (own := [scan for scan in scans if scan.line == f"{number:02d}"])
    ]


def listed(item: ServiceItem, form: Form, files: Sequence[MaterialFile]) -> list[ReceivedMaterial]:
    """Uploaded files as lines of the receipt: one a material, with the number of its files."""
    return [
        received_line(line, own)
        for line in lines_of(item, form)
        if (own := [file for file in files if file.line == line.no])
    ]
