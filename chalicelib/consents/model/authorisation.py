"""委托代办: a person or a company lets somebody act in its name, for some items, some acts and some time.

民法典161-165, 173. The agent accepts before anything may be done. Either side ends it at any time; what was done before
stays done. An agent cannot pass it on: who gives an authorisation gives it in the own name (民法典169).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.access.actor import Actor, Identity, applicant_key, blind_index
from chalicelib.durable.audit import GENESIS
from chalicelib.foundation import problems
from chalicelib.foundation.identity_documents import owner_parts
from chalicelib.foundation.labelled import Labelled
from chalicelib.foundation.writing import comparable_name

AuthorisationKind = Literal["agent", "relative", "operator"]
AgentAct = Literal["apply", "supplement", "withdraw", "collect"]
Side = Literal["principal", "agent"]
KIND_LABELS: Mapping[AuthorisationKind, str] = {"agent": "代理人", "relative": "近亲属代理人", "operator": "单位经办人"}
# 近亲属, and nobody else is (民法典1045(2)).
RELATIVES = ("配偶", "父母", "子女", "兄弟姐妹", "祖父母", "外祖父母", "孙子女", "外孙子女")
AGENT_ACTS: tuple[AgentAct, ...] = get_args(AgentAct)


class AuthorisationState(Labelled):
    """How an authorisation stands on a day. The first two and the last two are stored, the others follow from days."""

    OFFERED = "offered", "待受托人接受"
    ACTIVE = "active", "有效"
    PENDING = "pending", "已接受，尚未到生效日期"
    EXPIRED = "expired", "已到期"
    UNANSWERED = "unanswered", "到期未接受"
    DECLINED = "declined", "受托人未接受"
    REVOKED = "revoked", "已终止"


class Frozen(BaseModel, defer_build=True):
    """Fields of a newer version of the code are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, serialize_by_alias=True)


class NamedPerson(Frozen):
    """The agent as the principal has named it: by name and document. `id_type` is the document as forms name it."""

    name: str = Field(repr=False)
    id_type: str
    id_number: str = Field(repr=False)
    id_country: str | None = Field(default=None, repr=False)


class Scope(Frozen):
    """`items` are codes, `themes` stand for every item of them."""

    items: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    acts: tuple[AgentAct, ...] = ()

    def covers(self, item: str, theme: str) -> bool:
        return item in self.items or theme in self.themes


class Authorisation(Frozen):
    """`principal` and `agent` are personal and encrypted in the table; `principal_key` and `agent_key` are blind
    indexes. It holds on each day from `starts` to `ends`, both included.
    """

    id: str
    kind: AuthorisationKind
    principal_key: str
    principal: Identity = Field(repr=False)
    agent_key: str
    agent: NamedPerson = Field(repr=False)
    relationship: str | None = Field(default=None, repr=False)
    scope: Scope
    starts: date
    ends: date
    state: AuthorisationState = AuthorisationState.OFFERED
    notice_version: Annotated[int, Field(description="of the notice that the principal was shown")]
    agent_notice_version: int | None = None
    created_at: AwareDatetime
    answered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    ended_by: Side | None = None
    version: int = 1
    seq: int = 0
    last_hash: str = GENESIS

    @property
    def etag(self) -> str:
        return f'"v{self.version}"'

    @property
    def over(self) -> bool:
        """Whether somebody has ended it; days that have passed are no matter of this."""
        return self.state in (AuthorisationState.DECLINED, AuthorisationState.REVOKED)

    def state_at(self, day: date) -> AuthorisationState:
        match self.state:
            case AuthorisationState.OFFERED if day > self.ends:
                return AuthorisationState.UNANSWERED
            case AuthorisationState.ACTIVE if day > self.ends:
                return AuthorisationState.EXPIRED
            case AuthorisationState.ACTIVE if day < self.starts:
                return AuthorisationState.PENDING
            case stored:
                return stored


def agent_index(secret: bytes, person: NamedPerson) -> str:
    """The blind index under which the agent finds what was given. The name is in it: whoever has mistyped a number has
    named nobody, and the stranger who has that number learns nothing.
    """
    parts = owner_parts(person.id_type, person.id_number, person.id_country)
    return blind_index(secret, "agent", *parts, comparable_name(person.name))


def agent_index_of(identity: Identity, secret: bytes) -> str:
    """The same of the certified identity of an account."""
    return blind_index(secret, "agent", *identity.owner_parts, comparable_name(identity.name))


def acting_person(actor: Actor) -> Identity | None:
    """Who is at the keyboard: the operator of a company's account, or the person whose account it is."""
    return actor.operator or actor.identity


def is_principal(actor: Actor, authorisation: Authorisation, secrets: Sequence[bytes]) -> bool:
    """An operator acts for the company and is not the company."""
    if actor.identity is None or actor.operator is not None:
        return False
    return any(applicant_key(actor.identity, secret) == authorisation.principal_key for secret in secrets)


def is_agent(actor: Actor, authorisation: Authorisation, secrets: Sequence[bytes]) -> bool:
    """An operator with an account of the company is the agent of that company only."""
    person = acting_person(actor)
    if person is None or person.kind != "person":
        return False
    if not any(agent_index_of(person, secret) == authorisation.agent_key for secret in secrets):
        return False
    if actor.operator is None or actor.identity is None:
        return True
    return any(applicant_key(actor.identity, secret) == authorisation.principal_key for secret in secrets)


class NotInForce(problems.Forbidden):
    """Told to the agent alone, who knows of the authorisation."""

    code = "authorisation_not_in_force"
    title = "委托不在有效期内，或者已经终止，不能代为办理"


def require_in_force(authorisation: Authorisation, day: date) -> None:
    """403 unless the agent has accepted it, nobody has ended it, and `day` is one of its days."""
    state = authorisation.state_at(day)
    if state is not AuthorisationState.ACTIVE:
        raise NotInForce(f"委托{authorisation.id}：{state.label}")
