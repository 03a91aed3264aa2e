"""Who has applied for the applicant, as the notice of the acceptance names that person. Pure."""

from datetime import date
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.agents import who_handed_in
from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms.ward import entrusted_in
from chalicelib.foundation.problems import FieldError
from chalicelib.intake.model.application import Form

NO_AGENT = (
    "申请表写明受委托办理，应由代理人凭授权委托书或者本平台登记的委托办理；"
    "委托人本人办理的，请改选本人（民法典第一百六十五条）"
)


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


def agent_faults(item: ItemDocument, form: Form, on: date, *, on_record: bool) -> list[FieldError]:
    """The form answers that somebody is entrusted: then an agent acts, by an authorisation on record or by a letter,
    for which the form names the agent (民法典165). No guardianship is proven.
    """
    entrusted = entrusted_in(item, form, on)
    if entrusted is None or on_record or part(part(form, "applicant"), "agent"):
        return []
    return [FieldError(f"/answers/{entrusted.said_in}", "agent_missing", NO_AGENT)]
