"""答复审查任务: the department's opinion on the substance (R54); the chief representative then decides."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import ANSWER_TASK
from chalicelib.cases.store.tasks import write_task
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS

Opinion = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True), PARAGRAPHS]
Officer = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True), ONE_LINE]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SiteCheck(Part):
    """A check of substance on site needs two or more officers (行政许可法34(3)) and does not stop the clock."""

    at: AwareDatetime
    place: Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
    officers: Annotated[
        tuple[Officer, ...],
        Field(max_length=20, json_schema_extra={"minItems": 2}, description="核查人员，至少两名不同的人员"),
    ]
    findings: Opinion

    @field_validator("officers")
    @classmethod
    def _two_officers(cls, officers: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(officers)) < 2:
            raise PydanticCustomError("site_check_officers", "现场核查应由两名以上工作人员进行（行政许可法第三十四条）")
        return officers


class ReviewAnswer(Part):
    recommendation: Literal["grant", "refuse"]
    opinion: Opinion
    site_check: SiteCheck | None = None


@act
def answer_task(platform: Platform, caller: Caller, task_id: str, answer: ReviewAnswer) -> Receipt:
    """A task answered, cancelled or claimed by somebody else answers 409, another department's 404."""
    begun, task = begin_task(platform, caller, ANSWER_TASK, task_id)
    body: dict[str, Any] = answer.model_dump(mode="json", exclude_none=True)
    answered = task.model_copy(
        update={"state": "answered", "answered_by": caller.actor.sub, "answered_at": caller.at, "answer": body}
    )
    return begun.commit(
        begun.case.without_task(task.no).moved_to(Status.DECIDING),
        both={"task": task.id, "recommendation": answer.recommendation},
        data={"site_check": bool(answer.site_check), "opinion": digest(body)},
        ops=[write_task(task, answered)],
    )
