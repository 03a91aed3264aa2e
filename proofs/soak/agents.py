"""An agent of the company in a random story: named, accepted, ended and named again, while the cases go on."""

from datetime import timedelta

from chalicelib.access.actor import Role
from chalicelib.consents.acts.accept_authorisation import accept_authorisation
from chalicelib.consents.acts.give_authorisation import NewAuthorisation, give_authorisation
from chalicelib.consents.acts.revoke_authorisation import revoke_authorisation
from chalicelib.consents.model.authorisation import AGENT_ACTS, AuthorisationState
from chalicelib.consents.store import authorisations
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.world import World

AGENT = "citizen-huang"
DAYS = 40  # fewer than a story may last, so that authorisations also end by themselves


class StoryAgent:
    """`may` is told by the row of the authorisation, and not by the acts that the gate lets in."""

    def __init__(self, world: World) -> None:
        self.world, self.authorisation = world, "a" * 26

    def may(self) -> bool:
        found = authorisations.load(self.world.platform.table, self.authorisation)
        today = self.world.clock.at.date()
        return found is not None and found.state is AuthorisationState.ACTIVE and found.starts <= today <= found.ends

    def change(self) -> None:
        """The company or the agent ends it; where there is none, the company names the agent, who accepts."""
        platform, people = self.world.platform, self.world.people
        if self.may():
            revoke_authorisation(platform, people.caller(COMPANY), self.authorisation)
            return
        self.offer()
        accept_authorisation(platform, people.caller(AGENT), self.authorisation, 1)

    def offer(self) -> None:
        """The company names the agent, who has not accepted yet."""
        self.authorisation = give_authorisation(
            self.world.platform, self.world.people.caller(COMPANY), self.wanted()
        ).facts["id"]

    def wanted(self) -> NewAuthorisation:
        agent, today = self.world.people.personas[AGENT].actor, self.world.clock.at.date()
        if agent.role is not Role.APPLICANT or agent.identity is None:
            raise LookupError("the agent is a person")
        return NewAuthorisation.model_validate(
            {
                "kind": "operator",
                "agent": {"name": agent.identity.name, "id_number": agent.identity.number},
                "scope": {"items": [*APPLICATIONS], "acts": [*AGENT_ACTS]},
                "from": today.isoformat(),
                "until": (today + timedelta(days=DAYS)).isoformat(),
                "notice_version": 1,
            }
        )
