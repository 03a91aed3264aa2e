"""Who has applied for the applicant, as the notice of the acceptance names that person. Pure."""

from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.agents import who_handed_in
from chalicelib.cases.model.presented import part
from chalicelib.intake.model.application import Form


class Representing(NamedTuple):
    """An agent by name; `operator` says that a company has let the agent act for it (经办人)."""

    name: str
    operator: bool


def who_applied(case: Case, form: Form) -> Representing | None:
    """The agent on record who was the last to hand something in, or else the agent whom the form names, whose letter on
    paper is a line of the list. None where the applicant has applied, or the guardian, whom documents name anyway.
    """
    agent = who_handed_in(case.agents)
    if agent is not None:
        return Representing(agent.name, agent.kind == "operator")
    name = part(part(form, "applicant"), "agent").get("name")
    return Representing(name, operator=False) if isinstance(name, str) and name else None
