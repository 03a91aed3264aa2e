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


# The acts with which an application, or its supplement, is handed in.
HANDING_IN = frozenset({"submit", "supplement", "receive_walk_in"})


class CaseAgent(Record):
    """Who has acted on the case under which authorisation. The name is personal, and encrypted in the table.

    `relationship` is the kind of near relative. `handed_in`: the application or a supplement came from this agent, so
    that the notice of its acceptance names the agent.
    """

    authorisation: str
    kind: AuthorisationKind
    name: str = Field(repr=False)
    relationship: str | None = Field(default=None, repr=False)
    handed_in: bool = False


def agent_under(under: Authorisation, act: str) -> CaseAgent:
    """The agent who does this act on a case under this authorisation."""
    return CaseAgent(
        authorisation=under.id,
        kind=under.kind,
        name=under.agent.name,
        relationship=under.relationship,
        handed_in=act in HANDING_IN,
    )


def with_agent(agents: tuple[CaseAgent, ...], agent: CaseAgent) -> tuple[CaseAgent, ...]:
    """Each authorisation stands there once. Who has handed in the application stays so."""
    known = next((one for one in agents if one.authorisation == agent.authorisation), None)
    if known is None:
        return (*agents, agent)
    kept = agent.model_copy(update={"handed_in": known.handed_in or agent.handed_in})
    return tuple(kept if one is known else one for one in agents)


def agent_of(agents: tuple[CaseAgent, ...], authorisation: str) -> CaseAgent | None:
    return next((one for one in agents if one.authorisation == authorisation), None)


def who_handed_in(agents: tuple[CaseAgent, ...]) -> CaseAgent | None:
    """The agent who was the last to hand in something of the application; None where no agent on record has."""
    return next((one for one in reversed(agents) if one.handed_in), None)


def concerns_agent(under: Authorisation, agents: tuple[CaseAgent, ...], status: Status) -> bool:
    """Whether the agent has acted on the case under this authorisation, or its scope has an act for the case as it
    stands.
    """
    if any(one.authorisation == under.id for one in agents):
        return True
    return any(status in CONCERNED[act] for act in under.scope.acts)
