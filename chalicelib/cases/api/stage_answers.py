"""The stages of the handbook, as a task shows them to who examines the case (R56)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.catalogue.model.handbook import inner_ends
from chalicelib.catalogue.model.record import Stage, StageKind, StageRole
from chalicelib.clock import WorkCalendar, count_term


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


def stage_answers(stages: Sequence[Stage], accepted_at: datetime | None, calendar: WorkCalendar) -> list[ManualStage]:
    """`accepted_at`: the inner limits follow one another from the day of the acceptance on."""
    ends = inner_ends(stages) if accepted_at else {}
    dues = {
        key: count_term(accepted_at.date(), length, "workday", (), 0, calendar).due
        for key, length in ends.items()
        if accepted_at
    }
    return [ManualStage(**stage.model_dump(exclude={"when"}), due=dues.get(stage.key)) for stage in stages]
