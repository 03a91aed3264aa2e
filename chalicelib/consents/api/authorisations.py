"""Authorisations, for both sides: given, received, accepted, declined, revoked; and the notices shown before."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.actor import applicant_key
from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.consents.acts.accept_authorisation import accept_authorisation as accept
from chalicelib.consents.acts.decline_authorisation import decline_authorisation as decline
from chalicelib.consents.acts.give_authorisation import NewAuthorisation
from chalicelib.consents.acts.give_authorisation import give_authorisation as give
from chalicelib.consents.acts.revoke_authorisation import NotAccepted
from chalicelib.consents.acts.revoke_authorisation import revoke_authorisation as revoke
from chalicelib.consents.acts.sides import SettledAlready, own_principal, seen_by
from chalicelib.consents.model.acts import ACCEPT, DECLINE, EVENT_LABELS, GIVE, REVOKE
from chalicelib.consents.model.authorisation import (
    KIND_LABELS,
    AgentAct,
    Authorisation,
    AuthorisationKind,
    AuthorisationState,
    NamedPerson,
    Scope,
    Side,
    acting_person,
    agent_index_of,
)
from chalicelib.consents.model.notices import NOTICES, NoticeChanged, NoticeId
from chalicelib.consents.model.retention import BASIS, kept_until
from chalicelib.consents.store import authorisations
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="authorisations")


class PartyAnswer(BaseModel, defer_build=True):
    """One side of an authorisation, as the other side sees it."""

    kind: Annotated[str, Field(description="person 个人，company 单位")]
    name: str
    id_type: Annotated[str, Field(description="证件类型；单位为统一社会信用代码")]
    id_number: Annotated[str, Field(description="证件号码，只显示前三位")]


class ScopeAnswer(BaseModel, defer_build=True):
    items: list[str]
    themes: list[str]
    acts: list[AgentAct]


class AuthorisationChangeAnswer(BaseModel, defer_build=True):
    """One event of an authorisation; `hash` covers everything else in it."""

    seq: int
    type: str
    label: str
    at: AwareDatetime
    previous: str
    hash: str


class AuthorisationAnswer(BaseModel, defer_build=True):
    """An authorisation as either side sees it on the day of the request."""

    id: str
    kind: AuthorisationKind
    kind_label: str
    side: Annotated[Side, Field(description="您是哪一方：principal 委托人，agent 受托人")]
    principal: PartyAnswer
    agent: PartyAnswer
    relationship: str | None = None
    scope: ScopeAnswer
    starts: Annotated[date, Field(alias="from", description="起始日期，当日有效")]
    ends: Annotated[date, Field(alias="until", description="终止日期，当日有效")]
    state: AuthorisationState
    state_label: str
    notice_version: int
    agent_notice_version: int | None = None
    created_at: AwareDatetime
    answered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    ended_by: Side | None = None
    kept_until: Annotated[date, Field(description="至少保管到这一日；委托人的办件凭它办理过、仍在保管的，随办件保管")]
    kept_basis: Annotated[str, Field(description="保管期限的依据")]
    history: Annotated[list[AuthorisationChangeAnswer] | None, Field(description="经过，只在查看一件时有")] = None


class AuthorisationList(BaseModel, defer_build=True):
    authorisations: list[AuthorisationAnswer]
    next_cursor: str | None = None


class NoticeAnswer(BaseModel, defer_build=True):
    """One version of a notice, as it was shown from `since` on."""

    id: NoticeId
    version: int
    since: date
    title: str
    text: str


class NoticeList(BaseModel, defer_build=True):
    notices: list[NoticeAnswer]


class Acceptance(Part):
    notice_version: Annotated[int, Field(ge=1, description="已阅读的受托代办告知书（agency）的版本")]


@api.get("/notices", PUBLIC, "告知书的各个版本", answer=NoticeList)
def list_notices(call: Call[None, None]) -> Answer:  # noqa: ARG001
    return Answer(NoticeList(notices=[NoticeAnswer.model_validate(notice._asdict()) for notice in NOTICES]))


@api.post(
    "/authorisations",
    Permission.APPLY,
    GIVE.label,
    body=NewAuthorisation,
    answer=AuthorisationAnswer,
    status=201,
    problems=(NoticeChanged,),
)
def give_authorisation(call: Call[NewAuthorisation, None]) -> Answer:
    receipt = give(call.platform, call.caller, call.body)
    address = f"{call.platform.settings.public_url}/v1/authorisations/{receipt.facts['id']}"
    return _told(call.platform, call.caller, receipt, status=201, headers={"Location": address})


@api.get("/authorisations/given", Permission.APPLY, "我委托他人的", query=Paging, answer=AuthorisationList)
def list_given(call: Call[None, Paging]) -> Answer:
    principal = own_principal(call.caller)
    partitions = [keys.given(applicant_key(principal, key)) for key in call.platform.index_keys.reads]
    return _listed(call, "given", partitions, "principal")


@api.get("/authorisations/received", Permission.APPLY, "他人委托我的", query=Paging, answer=AuthorisationList)
def list_received(call: Call[None, Paging]) -> Answer:
    """An operator with the account of a company is shown that company's only."""
    person = acting_person(call.actor)
    secrets = call.platform.index_keys.reads if person is not None and person.kind == "person" else ()
    partitions = [keys.taken(agent_index_of(person, key)) for key in secrets] if person else []
    return _listed(call, "received", partitions, "agent")


@api.get(
    "/authorisations/{authorisation_id}",
    Permission.APPLY,
    "查看委托",
    answer=AuthorisationAnswer,
    problems=(NotFound,),
)
def read_authorisation(call: Call[None, None], authorisation_id: str) -> Answer:
    found, side = seen_by(call.platform, call.caller, authorisation_id)
    return Answer(_with_history(call.platform, call.caller, found, side), etag=found.etag)


@api.post(
    "/authorisations/{authorisation_id}/accept",
    Permission.APPLY,
    ACCEPT.label,
    body=Acceptance,
    answer=AuthorisationAnswer,
    problems=(NotFound, Conflict, SettledAlready, NoticeChanged),
)
def accept_authorisation(call: Call[Acceptance, None], authorisation_id: str) -> Answer:
    receipt = accept(call.platform, call.caller, authorisation_id, call.body.notice_version)
    return _told(call.platform, call.caller, receipt)


@api.post(
    "/authorisations/{authorisation_id}/decline",
    Permission.APPLY,
    DECLINE.label,
    body=Nothing,
    answer=AuthorisationAnswer,
    problems=(NotFound, Conflict, SettledAlready),
)
def decline_authorisation(call: Call[Nothing, None], authorisation_id: str) -> Answer:
    return _told(call.platform, call.caller, decline(call.platform, call.caller, authorisation_id))


@api.post(
    "/authorisations/{authorisation_id}/revoke",
    Permission.APPLY,
    f"{REVOKE.label}：委托人取消，或者受托人辞去",
    body=Nothing,
    answer=AuthorisationAnswer,
    problems=(NotFound, Conflict, SettledAlready, NotAccepted),
)
def revoke_authorisation(call: Call[Nothing, None], authorisation_id: str) -> Answer:
    return _told(call.platform, call.caller, revoke(call.platform, call.caller, authorisation_id))


def _told(
    platform: Platform, caller: Caller, receipt: Receipt, *, status: int = 200, headers: dict[str, str] | None = None
) -> Answer:
    """The authorisation as it is after the act; the receipt itself names nobody."""
    found, side = seen_by(platform, caller, receipt.facts["id"])
    return Answer(_with_history(platform, caller, found, side), status=status, etag=receipt.etag, headers=headers or {})


def _listed(call: Call[None, Paging], name: str, partitions: Sequence[str], side: Side) -> Answer:
    platform, limit = call.platform, call.query.limit
    scope = f"authorisations {name} {call.actor.sub}"
    after = unseal(platform, scope, call.query.cursor)
    if not partitions:
        return Answer(AuthorisationList(authorisations=[]))
    found, more = authorisations.listed(platform.table, partitions, limit=limit, after=after)
    if call.actor.operator is not None and call.actor.identity is not None:
        own = {applicant_key(call.actor.identity, key) for key in platform.index_keys.reads}
        found = [one for one in found if one.principal_key in own]
    cursor = seal(platform, scope, more)
    today = call.caller.at.date()
    body = AuthorisationList(authorisations=[_answer(one, side, today) for one in found], next_cursor=cursor)
    return Answer(body, headers=link(platform.settings, f"/v1/authorisations/{name}", {"limit": limit}, cursor))


def _with_history(platform: Platform, caller: Caller, found: Authorisation, side: Side) -> AuthorisationAnswer:
    events = authorisations.events(platform.table, found.id)
    history = [
        AuthorisationChangeAnswer(
            seq=event.seq,
            type=event.type,
            label=EVENT_LABELS[event.type],
            at=event.at,
            previous=event.previous,
            hash=event.hash,
        )
        for event in events
    ]
    return _answer(found, side, caller.at.date()).model_copy(update={"history": history})


def _answer(found: Authorisation, side: Side, today: date) -> AuthorisationAnswer:
    state = found.state_at(today)
    principal, plain = found.principal, found.model_dump(exclude={"principal", "agent", "scope", "state"})
    return AuthorisationAnswer.model_validate(
        {
            **plain,
            "from": found.starts,
            "until": found.ends,
            "kind_label": KIND_LABELS[found.kind],
            "side": side,
            "principal": PartyAnswer(
                kind=principal.kind,
                name=principal.name,
                id_type=principal.document or "统一社会信用代码",
                id_number=_partly(principal.number),
            ),
            "agent": _named(found.agent),
            "scope": _scope(found.scope),
            "state": state,
            "state_label": state.label,
            "kept_until": kept_until(found),
            "kept_basis": BASIS,
        }
    )


def _named(agent: NamedPerson) -> PartyAnswer:
    return PartyAnswer(kind="person", name=agent.name, id_type=agent.id_type, id_number=_partly(agent.id_number))


def _scope(scope: Scope) -> ScopeAnswer:
    return ScopeAnswer(items=list(scope.items), themes=list(scope.themes), acts=list(scope.acts))


def _partly(number: str) -> str:
    """Its first three characters. The last four would be half of what opens the progress of a case (ADR 0043)."""
    return f"{number[:3]}{'*' * (len(number) - 3)}"
