"""答复审查任务: the department's opinion on the substance (R54); the chief representative then decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.inspection import without_inspection
from chalicelib.cases.model.task import split_task_id
from chalicelib.cases.model.task_acts import ANSWER_TASK
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.tasks import write_task
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.form_fields import Key as StageKey
from chalicelib.catalogue.model.handbook import examined_in
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names, problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import A_NAME, NO_DIGITS, ONE_LINE, PARAGRAPHS
from chalicelib.foundation.writing import comparable_person

Opinion = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True), PARAGRAPHS]
Officer = Annotated[str, StringConstraints(min_length=1, max_length=50, strip_whitespace=True), A_NAME, NO_DIGITS]


class Part(BaseModel, defer_build=True):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class SiteCheck(Part):
    """A check of substance on site needs two or more officers (行政许可法34(3)) and does not stop the clock.

    Officers are known by their names, so two of one name, in whatever writing, with whatever unit, title or note, are
    one. `at` lies between the
    acceptance and now: before it there was nothing to check.
    """

    at: AwareDatetime
    place: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), ONE_LINE]
    officers: Annotated[
        tuple[Officer, ...],
        Field(max_length=20, json_schema_extra={"minItems": 2}, description="核查人员，至少两名不同的人员"),
    ]
    findings: Opinion

    @field_validator("officers")
    @classmethod
    def _two_officers(cls, officers: tuple[str, ...]) -> tuple[str, ...]:
        if len({comparable_person(officer) for officer in officers}) < 2:
            raise PydanticCustomError("site_check_officers", "现场核查应由两名以上工作人员进行（行政许可法第三十四条）")
        return officers


class ReviewAnswer(Part):
    recommendation: Outcome
    opinion: Opinion
    site_check: SiteCheck | None = None
    stages: Annotated[
        tuple[StageKey, ...] | None, Field(max_length=20, description="经过的业务手册环节，以标识表示")
    ] = None


@act
def answer_task(platform: Platform, caller: Caller, task_id: str, answer: ReviewAnswer) -> Receipt:
    """A task answered, cancelled or claimed by somebody else answers 409, another department's 404."""
    case_id = (split_task_id(task_id) or ("",))[0] if answer.stages else ""
    with meanwhile(lambda: load_file(platform.table, case_id) if case_id else None) as file:
        begun, task = begin_task(platform, caller, ANSWER_TASK, task_id)
    if (found := file.result()) is not None:
        require_of_the_handbook(answer.stages or (), begun.item, found.form.get("answers", {}))
    if answer.site_check:
        require_possible(answer.site_check, begun.case, caller.at)
    body: dict[str, Any] = answer.model_dump(mode="json", exclude_none=True)
    # Without the salt, which only the row has, nobody can find a short opinion by trying what it may have been.
    salt = blind_index(begun.case.chain_key, "opinion", task.id)
    answered = task.model_copy(
        update={
            "state": "answered",
            "answered_by": caller.actor.sub,
            "answered_at": caller.at,
            "answer": body,
            "answer_salt": salt,
        }
    )
    upward = begun.case.upward is not None
    return begun.commit(
        _examined(begun.case.without_task(task.no), checked=bool(answer.site_check)),
        event="first_reviewed" if upward else ANSWER_TASK.event,
        start=names.UPWARD if upward else None,
        both={"task": task.id, "recommendation": answer.recommendation},
        data={"site_check": bool(answer.site_check), "opinion": digest({"salt": salt, **body})},
        ops=[write_task(task, answered)],
    )


def _examined(case: Case, *, checked: bool) -> Case:
    status = Status.REPORTING if case.upward else Status.DECIDING
    return case.moved_to(status, clocks=without_inspection(case.clocks, "reviewed", site_check=checked))


def require_of_the_handbook(named: Sequence[str], item: ServiceItem, answers: Mapping[str, Any]) -> None:
    """422 for a stage that the handbook of the item does not have for this case (R56); the answer lists those that it
    has.
    """
    stages = {stage.key: stage.title for stage in examined_in(item, answers)}
    listed = "、".join(f"{key}（{title}）" for key, title in stages.items()) or "没有"
    errors = [
        FieldError(f"/stages/{number}", "stage_not_in_manual", f"业务手册中本件没有这个环节。本件的审查环节：{listed}")
        for number, key in enumerate(named)
        if key not in stages
    ]
    if errors:
        raise problems.Invalid(code="stage_not_in_manual", title="业务手册没有这个环节，不能据以办理", errors=errors)


def require_possible(check: SiteCheck, case: Case, now: datetime) -> None:
    """422 for a check that has not happened yet, or that was before the acceptance and so is none of this case."""
    if case.accepted_at is not None and check.at < case.accepted_at:
        error = FieldError("/site_check/at", "site_check_before_acceptance", "现场核查的时间不能早于受理时间，请核对")
    elif check.at > now:
        error = FieldError("/site_check/at", "site_check_in_future", "现场核查的时间不能晚于现在，请核对")
    else:
        return
    raise problems.Invalid(errors=[error])
