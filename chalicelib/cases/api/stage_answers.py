"""The stages of the handbook, as a task shows them to who examines the case, and who does what is next (R56)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.access.facts import CaseFacts
from chalicelib.cases.model import Case, Status, Task
from chalicelib.cases.model.manual_place import StageState, on_the_spot, state_of, steps_due
from chalicelib.catalogue.model.handbook import inner_ends
from chalicelib.catalogue.model.record import Stage, StageKind, StageRole
from chalicelib.clock import WorkCalendar, count_term
from chalicelib.durable.audit import EventRole


class ManualStage(BaseModel, defer_build=True):
    """业务手册的一个环节；due 为各环节都守内部时限的，本环节应当完成的日期."""

    key: str
    title: str
    kind: StageKind
    role: StageRole
    inner_workdays: Annotated[int, Field(description="内部时限（工作日）")]
    criteria: list[str]
    parallel_with: Annotated[str | None, Field(description="与哪个环节并行")] = None
    excluded_time: Annotated[bool, Field(description="所需时间不计入期限")] = False
    due: date | None = None
    state: StageState


class ManualStep(BaseModel, defer_build=True):
    """应办的一项操作，以及它所完成的业务手册环节."""

    act: Annotated[str, Field(description="操作的标识，见权限和操作一览")]
    label: Annotated[str, Field(description="操作的名称")]
    roles: Annotated[list[EventRole], Field(description="本件中依授权规则可以办理的岗位；本人还须在岗、有授权")]
    stages: Annotated[list[str], Field(description="完成哪些环节，以标识表示")]


def step_answers(case: Case, stages: Sequence[Stage], level: str | None) -> list[ManualStep]:
    """`level`: the class of the item (R65). The step that is due first, then the one after it."""
    facts = CaseFacts(
        case.department,
        on_the_spot(case),
        level == "complex",
        case.transferred_at is not None,
        decided_above=case.upward is not None,
        with_superior=case.status is Status.REPORTED,
    )
    return [
        ManualStep.model_validate({**due._asdict(), "act": due.act.name, "label": due.act.label})
        for due in steps_due(case, stages, facts)
    ]


def stage_answers(stages: Sequence[Stage], case: Case, task: Task, calendar: WorkCalendar) -> list[ManualStage]:
    """The inner limits follow one another from the day of the acceptance on."""
    accepted_at = case.accepted_at
    ends = inner_ends(stages) if accepted_at else {}
    dues = {
        key: count_term(accepted_at.date(), length, "workday", (), 0, calendar).due
        for key, length in ends.items()
        if accepted_at
    }
    return [
        ManualStage(**stage.model_dump(exclude={"when"}), due=dues.get(stage.key), state=state_of(stage, case, task))
        for stage in stages
    ]
