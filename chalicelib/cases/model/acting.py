"""Who acts where it is not the applicant: an agent, an operator of a company, or a guardian. Both are told. Pure."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from chalicelib.access.actor import Identity, Role, blind_index
from chalicelib.cases.model.agents import agent_of
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.masking import masked_name
from chalicelib.consents.model.authorisation import KIND_LABELS, Authorisation
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.writing import same_name

ACTING_LABELS: Mapping[str, str] = {**KIND_LABELS, "guardian": "监护人（法定代理人）"}
ActingAs = Annotated[str, OpenList("代为办理的人", ACTING_LABELS)]


def is_guardian(identity: Identity | None, case: Case) -> bool:
    """Whether the account is that of the guardian whom the form names (民法典23)."""
    return bool(case.guardian_name) and identity is not None and same_name(identity.name, case.guardian_name)


def acting_for(caller: Caller, under: Authorisation | None, after: Case) -> dict[str, JsonValue]:
    """For the event of what is done with an account, with its level of identity. An agent's number stands there as a
    keyed digest: events never change and name nobody.
    """
    if caller.actor.role is not Role.APPLICANT:
        return {}
    level: dict[str, JsonValue] = {"identity_level": caller.actor.level}
    if under is not None:
        agent = blind_index(after.chain_key, after.id, under.agent.id_number)
        return level | {"acted_by": under.kind, "authorisation": under.id, "agent": agent}
    return level | ({"acted_by": "guardian"} if is_guardian(caller.actor.identity, after) else {})


def acted_by(event: Event) -> str | None:
    """Who acted in the applicant's name, as a person at the keyboard or at the window."""
    said = event.data.get("acted_by") or event.data.get("presented_by") or event.data.get("relation")
    return said if isinstance(said, str) and said in ACTING_LABELS else None


class Acting(BaseModel, defer_build=True):
    """代为办理的人：由谁、凭什么以申请人的名义办理；申请人本人办理的都没有。"""

    model_config = ConfigDict(hide_input_in_errors=True)

    acted_by: Annotated[ActingAs | None, Field(description="由谁以申请人的名义办理；申请人本人办理的没有")] = None
    acted_by_label: Annotated[str | None, Field(description="代为办理的人的中文名称")] = None
    acted_by_name: Annotated[
        str | None,
        Field(
            description="代为办理的人的姓名：监护人，或者凭登记的委托办理的人；说明查看目的的，以及委托人、受托人自己查看的，"
            "完整显示，其余脱敏；凭纸质授权委托书办理的见文书"
        ),
    ] = None
    authorisation: Annotated[str | None, Field(description="代为办理所依据的委托编号")] = None


def acting_in(event: Event, case: Case, *, whole: bool) -> Acting:
    """Who acted in the event in the applicant's name. Events name nobody, so the name is that which the case keeps.

    `whole`: the reader may see it unmasked.
    """
    by, number = acted_by(event), event.data.get("authorisation")
    name = case.guardian_name if by == "guardian" else ""
    if agent := agent_of(case.agents, number) if isinstance(number, str) else None:
        name = agent.name
    return Acting(
        acted_by=by,
        acted_by_label=ACTING_LABELS[by] if by else None,
        acted_by_name=(name if whole else masked_name(name)) or None,
        authorisation=number,
    )
