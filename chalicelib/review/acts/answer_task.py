"""答复审查任务: the department's opinion on the substance (R54); the chief representative then decides."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.inspection import without_inspection
from chalicelib.cases.model.site_check import Findings, SiteCheck, require_possible, since_acceptance
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
from chalicelib.review.acts.others import require_conclusion

Opinion = Findings


class Part(BaseModel, defer_build=True):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class ReviewAnswer(Part):
    recommendation: Outcome
    opinion: Opinion
    site_check: SiteCheck | None = None
    stages: Annotated[
        tuple[StageKey, ...] | None, Field(max_length=20, description="经过的业务手册环节，以标识表示")
    ] = None


@act
def answer_task(platform: Platform, caller: Caller, task_id: str, answer: ReviewAnswer) -> Receipt:
    """A task answered, cancelled or claimed by somebody else answers 409, another department's 404. Of a case that
    several departments examine, the review is answered once their conclusion is drawn.
    """
    case_id = (split_task_id(task_id) or ("",))[0] if answer.stages else ""
    with meanwhile(lambda: load_file(platform.table, case_id) if case_id else None) as file:
        begun, task = begin_task(platform, caller, ANSWER_TASK, task_id)
    require_conclusion(begun.case)
    if (found := file.result()) is not None:
        require_of_the_handbook(answer.stages or (), begun.item, found.form.get("answers", {}))
    require_possible(answer.site_check, since_acceptance(begun.case), caller.at)
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
