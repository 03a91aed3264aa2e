"""What the API shows of those who have acted on a case for its applicant, by authorisations on record."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.masking import masked_name
from chalicelib.consents.model.authorisation import KIND_LABELS, AuthorisationKind


class CaseAgentAnswer(BaseModel, defer_build=True):
    """凭登记的委托，以申请人的名义办理过本件的人。"""

    authorisation: Annotated[str, Field(description="委托编号")]
    kind: AuthorisationKind
    kind_label: Annotated[str, Field(description="与申请人的关系：代理人、近亲属代理人、单位经办人")]
    relationship: Annotated[str | None, Field(description="近亲属代理人是申请人的哪一种近亲属")] = None
    name: Annotated[str, Field(description="姓名；工作人员未说明查看目的的，已脱敏")]


def agents_of(case: Case, *, whole: bool) -> list[CaseAgentAnswer]:
    return [
        CaseAgentAnswer(
            authorisation=agent.authorisation,
            kind=agent.kind,
            kind_label=KIND_LABELS[agent.kind],
            relationship=agent.relationship,
            name=agent.name if whole else masked_name(agent.name),
        )
        for agent in case.agents
    ]
