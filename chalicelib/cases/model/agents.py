"""Which agents have acted on a case, and which cases an agent has to do with. Pure."""

from collections.abc import Mapping

from pydantic import Field

from chalicelib.cases.model.record import Record
from chalicelib.cases.model.status import ENDED, Status
from chalicelib.consents.model.authorisation import AgentAct, Authorisation, AuthorisationKind

# In which statuses an act of the scope concerns a case that the agent had nothing to do with before: what can be done
# with it now, or soon. A case that the principal has submitted may still need a supplement.
CONCERNED: Mapping[AgentAct, frozenset[Status]] = {
    "apply": frozenset({Status.DRAFT}),
    "supplement": frozenset({Status.SUBMITTED, Status.CORRECTING, Status.LAPSED}),
    "withdraw": frozenset(Status) - ENDED - {Status.DECIDED, Status.COMPARING, Status.DELIVERING, Status.DELIVERED},
    "collect": frozenset(Status) - {Status.DRAFT},
}


class CaseAgent(Record):
    """Who has acted on the case under which authorisation. The name is personal, and encrypted in the table."""

    authorisation: str
    kind: AuthorisationKind
    name: str = Field(repr=False)


def agent_under(under: Authorisation) -> CaseAgent:
    return CaseAgent(authorisation=under.id, kind=under.kind, name=under.agent.name)


def with_agent(agents: tuple[CaseAgent, ...], agent: CaseAgent) -> tuple[CaseAgent, ...]:
    """Each authorisation stands there once."""
    known = any(one.authorisation == agent.authorisation for one in agents)
    return agents if known else (*agents, agent)


def concerns_agent(under: Authorisation, agents: tuple[CaseAgent, ...], status: Status) -> bool:
    """Whether the agent has acted on the case under this authorisation, or its scope has an act for the case as it
    stands.
    """
    if any(one.authorisation == under.id for one in agents):
        return True
    return any(status in CONCERNED[act] for act in under.scope.acts)
