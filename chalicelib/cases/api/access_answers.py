"""What the API shows of the access log: to the person by post and organ, to the supervisors with the account too."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.store.access_log import Reading
from chalicelib.directory.model.place import Place
from chalicelib.directory.store import department_names, load_place
from chalicelib.directory.store.directories import load_directory
from chalicelib.durable.audit import EventRole
from chalicelib.foundation.platform import Platform

AGENT = "申请人的受托人"
# Organs outside the centre, as the rules of the hall call them.
ORGANS: Mapping[str, str] = {Role.SUPERVISOR: "政务服务管理局", Role.AUDITOR: "审计机关"}


class ReadingAnswer(BaseModel, defer_build=True):
    """Who has read personal data of the case: post and organ. An official's own name is no part of it."""

    at: AwareDatetime
    role: Annotated[EventRole, Field(description="查阅人的岗位")]
    organ: Annotated[str, Field(description="查阅人所在的机关或者大厅")]
    window: Annotated[str | None, Field(description="综合受理窗口人员所在的窗口（主题）")] = None
    purpose: Purpose
    purpose_label: Annotated[str, Field(description="查看目的的中文名称")]
    fields: Annotated[
        list[str],
        Field(
            description="看到的内容：表单栏目、材料、文书、部门的审查意见，均为指针，没有内容本身；"
            "/search/name 为按姓名查到本办件"
        ),
    ]
    request_id: Annotated[str, Field(description="请求编号，查询、投诉时请提供")]


class SupervisedReading(ReadingAnswer):
    """As the supervisors see it, who may have to ask the person."""

    actor: Annotated[str, Field(description="查阅人，其令牌的 sub")]


class AccessList(BaseModel, defer_build=True):
    readings: list[ReadingAnswer]
    next_cursor: str | None = None


class SupervisedAccessList(BaseModel, defer_build=True):
    readings: list[SupervisedReading]
    next_cursor: str | None = None


def shown(platform: Platform, division: str, found: Sequence[Reading]) -> list[SupervisedReading]:
    """With the names of the organs: of those who act for no department, the hall's."""
    if not found:
        return []
    place = load_place(platform.table, division, wall=platform.wall())
    departments = {reading.organ for reading in found if reading.organ}
    names = department_names(platform.table, place, sorted(departments)) if departments else {}
    if any(reading.role in OF_ORGAN_ABOVE for reading in found):
        bodies = load_directory(platform.table, division).bodies
        names = {**names, **{body.id: body.name for body in bodies.values()}}
    return [
        SupervisedReading(
            at=reading.at,
            role=reading.role,
            organ=_organ(reading, names, place),
            window=reading.window,
            purpose=reading.purpose,
            purpose_label=reading.purpose.label,
            fields=list(reading.fields),
            request_id=reading.request,
            actor=reading.actor,
        )
        for reading in found
    ]


def _organ(reading: Reading, names: Mapping[str, str], place: Place) -> str:
    """Supervisors, auditors and the government's leaders are no staff of the centre, and their tokens name no organ."""
    if reading.authorisation:
        return f"{AGENT}（委托{reading.authorisation}）"
    if reading.organ:
        return names[reading.organ]
    if reading.role == Role.GOVERNMENT_LEADER:
        return place.government
    return ORGANS.get(reading.role, place.centre)


def for_the_person(readings: Sequence[SupervisedReading]) -> list[ReadingAnswer]:
    return [ReadingAnswer.model_validate(reading.model_dump(exclude={"actor"})) for reading in readings]
