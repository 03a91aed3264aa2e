"""How people are told that nobody can apply for an item, and what to do instead."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.catalogue.model.closed import CLOSED_WORDS, Closed
from chalicelib.foundation.open_lists import OpenList


class _Told(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)


class SuccessorItem(_Told):
    """承接的事项：编号和名称。承接的事项后来又拆分、合并的，为最后承接的事项."""

    id: str
    name: str | None
    ended: Annotated[bool, Field(description="承接的事项也已经不再受理申请，没有可以改为申请的事项")] = False


class TakingRegion(_Told):
    """承接的地区：区划代码、名称、大厅和地址；目录中没有的为空."""

    code: str
    name: str | None
    hall: str | None
    address: str | None


class ClosedAnswer(_Told):
    """事项不能申请（in_force）或者已经公布届时不能申请：方式、时间、理由，改为申请什么、到哪里申请；text 为全部内容."""

    kind: Annotated[str, OpenList("方式", CLOSED_WORDS)]
    label: str
    in_force: Annotated[bool, Field(description="所问之时不能申请；已经公布、尚未开始的为否")]
    since: AwareDatetime
    until: Annotated[AwareDatetime | None, Field(description="暂停的恢复时间；未定的和不再恢复的为空")]
    reason: str
    document: str
    successors: list[SuccessorItem]
    to_divisions: list[TakingRegion]
    text: str


def closed_answer(closed: Closed | None) -> ClosedAnswer | None:
    if closed is None:
        return None
    taken_over = [code for heir in closed.heirs for code in closed.named.taken_over(heir)]
    places = [closed.named.place(code) for code in dict.fromkeys([*closed.divisions, *taken_over])]
    return ClosedAnswer(
        kind=closed.kind,
        label=CLOSED_WORDS[closed.kind],
        in_force=closed.in_force,
        since=closed.since,
        until=closed.until,
        reason=closed.reason,
        document=closed.document,
        successors=[
            SuccessorItem(id=code, name=closed.named.items.get(code), ended=not closed.named.is_open(code))
            for code in closed.heirs
        ],
        to_divisions=[TakingRegion(code=one.code, name=one.name, hall=one.hall, address=one.address) for one in places],
        text=closed.text,
    )
