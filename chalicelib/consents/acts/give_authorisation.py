"""委托代办: somebody names an agent by name and document. The agent finds it in the own list and accepts or declines.

The answer is the same whether the agent has an account or not: it tells nothing of the named person.
"""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from chalicelib.access.actor import Identity, applicant_key
from chalicelib.catalogue.model import Theme
from chalicelib.catalogue.model.forms import PersonalIdentity
from chalicelib.catalogue.store import load_item
from chalicelib.consents.acts.sides import own_principal
from chalicelib.consents.model.acts import GIVE
from chalicelib.consents.model.agency import giving_faults, impossible_relative
from chalicelib.consents.model.authorisation import (
    RELATIVES,
    AgentAct,
    Authorisation,
    AuthorisationKind,
    NamedPerson,
    Scope,
    agent_index,
)
from chalicelib.consents.model.notices import require_shown
from chalicelib.consents.store import authorisations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import OneOf
from chalicelib.http.bodies import Part

ItemCode = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Relationship = Annotated[str, OneOf(*RELATIVES), Field(description="受托人是哪一种近亲属（民法典第一千零四十五条）")]


class NewScope(Part):
    """Items by code, or all items of a theme, and what the agent may do."""

    items: Annotated[tuple[ItemCode, ...], Field(max_length=30)] = ()
    themes: Annotated[tuple[Theme, ...], Field(max_length=4)] = ()
    acts: Annotated[tuple[AgentAct, ...], Field(min_length=1, max_length=4)]


class NewAuthorisation(Part):
    """Whom the caller lets act in the own name; it holds from the first to the last day, both included."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, validate_by_alias=True, validate_by_name=True)

    kind: AuthorisationKind = "agent"
    agent: PersonalIdentity
    relationship: Relationship | None = None
    scope: NewScope
    starts: date = Field(alias="from", title="起始日期")
    ends: date = Field(alias="until", title="终止日期")
    notice_version: Annotated[int, Field(ge=1, description="已阅读的委托代办告知书（agent）的版本")]


@act
def give_authorisation(platform: Platform, caller: Caller, wanted: NewAuthorisation) -> Receipt:
    """Nobody gives one for somebody else: the principal is the account's certified identity, and no agent of it."""
    principal, agent = own_principal(caller), NamedPerson.model_validate(wanted.agent.model_dump())
    today = caller.at.date()
    require_shown("agent", wanted.notice_version, today)
    faults = [
        *giving_faults(principal, wanted.kind, agent, (wanted.starts, wanted.ends), today),
        *_scope_faults(platform, wanted),
        *_relationship_faults(wanted, principal, agent),
    ]
    if faults:
        raise problems.Invalid(errors=faults)
    key = platform.index_keys.writes
    authorisation = Authorisation(
        id=authorisations.new_id(caller),
        principal_key=applicant_key(principal, key),
        principal=principal,
        agent_key=agent_index(key, agent),
        agent=agent,
        scope=Scope(**{name: tuple(dict.fromkeys(value)) for name, value in wanted.scope.model_dump().items()}),
        created_at=caller.at,
        **wanted.model_dump(include={"kind", "relationship", "starts", "ends", "notice_version"}, by_alias=False),
    )
    return authorisations.commit(platform, caller, GIVE, None, authorisation, _told(authorisation))


def _told(authorisation: Authorisation) -> dict[str, JsonValue]:
    """For the event, which names nobody."""
    return {
        "kind": authorisation.kind,
        "scope": authorisation.scope.model_dump(mode="json"),
        "from": authorisation.starts.isoformat(),
        "until": authorisation.ends.isoformat(),
        "notice": {"id": "agent", "version": authorisation.notice_version},
    }


def _scope_faults(platform: Platform, wanted: NewAuthorisation) -> list[FieldError]:
    scope = wanted.scope
    if not scope.items and not scope.themes:
        return [FieldError("/scope", "scope_empty", "请至少选择一个事项或者一个主题")]
    return [
        FieldError(f"/scope/items/{number}", "item_unknown", "没有这个事项，请从事项目录中选择")
        for number, code in enumerate(scope.items)
        if not _exists(platform, code)
    ]


def _exists(platform: Platform, code: str) -> bool:
    try:
        load_item(platform.table, platform.settings.division, code, wall=platform.wall())
    except problems.NotFound:
        return False
    return True


def _relationship_faults(wanted: NewAuthorisation, principal: Identity, agent: NamedPerson) -> list[FieldError]:
    if wanted.kind == "relative" and not wanted.relationship:
        return [FieldError("/relationship", "relationship_missing", "请填写受托人是您的哪一种近亲属，如“子女”")]
    if wanted.kind != "relative" and wanted.relationship:
        return [FieldError("/relationship", "relationship_unsuited", "只有委托近亲属的填写此项，请删除")]
    fault = impossible_relative(principal, wanted.relationship, agent) if wanted.relationship else None
    return [fault] if fault else []
