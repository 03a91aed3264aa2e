"""办事进度查询: anyone with query code and factor; a wrong code and a wrong factor get one answer (R6)."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.policy import PUBLIC
from chalicelib.cases.api.member_answers import CaseMember, members_told
from chalicelib.cases.model import Status
from chalicelib.cases.store.member_ends import result_ends
from chalicelib.clock import Unit
from chalicelib.foundation.identifiers import A_NUMBER
from chalicelib.foundation.problems import NotFound, TooMany
from chalicelib.hall.acts import ask_progress as progress
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="progress")


class ProgressQuestion(BaseModel, defer_build=True):
    """`factor`: the last four characters of the applicant's number (document or credit code) or telephone."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    query_code: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    factor: Annotated[str, StringConstraints(min_length=4, max_length=4), A_NUMBER]
    device: Annotated[
        str | None, Field(max_length=100, description="上次查询成功时答复的 device；带上它，他人试错不影响本机查询")
    ] = None


class Wanted(BaseModel, defer_build=True):
    """A material that the applicant is asked to supplement, or a field of the form to put right."""

    line: Annotated[str | None, Field(description="材料在清单中的序号")] = None
    field: Annotated[str | None, Field(description="申请表栏目的指针")] = None
    name: Annotated[str, Field(description="材料或者栏目的名称")]


class ProgressAnswer(BaseModel, defer_build=True):
    """`provisional`: not every holiday up to `due` has been announced."""

    number: str
    item_name: str
    status: Status
    status_label: str
    received_at: AwareDatetime | None = None
    accepted_at: AwareDatetime | None = None
    due: date | None = None
    left: int | None = None
    unit: Unit | None = None
    provisional: bool = False
    paused_until: Annotated[
        date | None, Field(description="依法需要的特别程序正在进行，期限中止至这一日（书面告知的最后一日）")
    ] = None
    paused_for: Annotated[list[str] | None, Field(description="正在进行的特别程序的名称，如“听证”")] = None
    supplement: Annotated[
        list[Wanted] | None, Field(description="待补正时：一次性告知书要求补正的材料；不符合之处和补正办法见告知书")
    ] = None
    rectify_by: Annotated[
        date | None, Field(description="联合审查之后待整改的，整改期限的最后一日；没有待整改的为 null")
    ] = None
    members: Annotated[
        list[CaseMember] | None, Field(description="联办申请的成员事项，各自的办理状态；其他办件为 null")
    ] = None
    device: Annotated[str, Field(description="本机的查询凭据，只对这个查询码有效；公用设备请勿保存")]


@api.post(
    "/progress", PUBLIC, "查询办事进度", body=ProgressQuestion, answer=ProgressAnswer, problems=(NotFound, TooMany)
)
def ask_progress(call: Call[ProgressQuestion, None]) -> Answer:
    asked = call.body
    case, device = progress.find(call.platform, asked.query_code, asked.factor, call.source_ip, asked.device)
    wanted = progress.wanted(call.platform, case)
    term = progress.remaining(call.platform, case)
    paused = progress.paused(call.platform, case)
    members = progress.members(call.platform, case)
    ends = result_ends(call.platform.table, case.id, members)
    return Answer(
        ProgressAnswer(
            number=case.number or "",
            item_name=case.item_name,
            status=case.status,
            status_label=case.status_label,
            received_at=case.received_at,
            accepted_at=case.accepted_at,
            due=term.due if term else None,
            left=term.left if term else None,
            unit=term.unit if term else None,
            provisional=term.provisional if term else False,
            paused_until=paused.until if paused else None,
            paused_for=list(paused.labels) if paused else None,
            rectify_by=case.rectify_by,
            members=members_told(case, members, lambda _: False, ends) or None,
            supplement=[_wanted(*one) for one in wanted] if wanted else None,
            device=device,
        )
    )


def _wanted(target: str, name: str) -> Wanted:
    return Wanted(field=target, name=name) if target.startswith("/") else Wanted(line=target, name=name)
