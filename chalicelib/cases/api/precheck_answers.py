"""How pre-checks are told, to applicant and window."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.precheck import STATES, Observation, PrecheckState, files_now

Until = Annotated[date, Field(description="请求保留到哪一天；窗口没有在此以前答复的，可以再次请求，也可以直接提交")]


class PrecheckFinding(BaseModel, defer_build=True):
    """预审的一项意见：材料（line）或者申请表的一栏（field）。"""

    line: str | None = None
    field: str | None = None
    file: Annotated[str | None, Field(description="所指的文件编号")] = None
    finding: Observation
    comment: str


class PrecheckRound(BaseModel, defer_build=True):
    """一次预审的请求和答复。预审不是受理，不计期限，不影响提交。"""

    state: PrecheckState
    says: Annotated[str, Field(description="给人看的说明")]
    asked_at: AwareDatetime
    until: Until
    withdrawn_at: AwareDatetime | None = None
    answered_at: AwareDatetime | None = None
    outdated: Annotated[bool, Field(description="答复以后，表单或者文件已经改变；意见针对改变以前的内容")] = False
    comments: list[PrecheckFinding]
    summary: Annotated[str, Field(description="总的意见；没有的为空")] = ""


def rounds_of(case: Case, files: Iterable[MaterialFile], today: date) -> list[PrecheckRound]:
    rounds, lying = list[PrecheckRound](), files_now(files)
    for one in case.prechecks:
        state = one.state(today, draft=case.status is Status.DRAFT)
        known = one.model_dump(include={"asked_at", "until", "withdrawn_at", "answered_at", "comments", "summary"})
        outdated = one.judged_otherwise(case.form_version, lying)
        rounds.append(
            PrecheckRound.model_validate({**known, "state": state, "says": STATES[state], "outdated": outdated})
        )
    return rounds
