"""The register of seals: which seal a department's documents bear, who keeps it, and its changes (R71)."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.acts.register_seal import change_seal, register_seal
from chalicelib.directory.api.asked import DepartmentName
from chalicelib.directory.api.register_answers import SealDetails, SealList, SealRow
from chalicelib.directory.api.register_log import with_changes
from chalicelib.directory.api.register_receipts import SENT_AS, RegisterReceipt, told_as_sent
from chalicelib.directory.api.seen import only_seen, own_department
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.terms import Line, RecordId
from chalicelib.directory.store import seals
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")


class NewSeal(Part):
    id: RecordId
    department: DepartmentName
    inscription: Annotated[Line, Field(description="印文")]
    starts_on: Annotated[date, Field(description="启用日期")]
    custodian: Annotated[RecordId, Field(description="保管人的编号，应为本部门在岗人员")]
    custody_place: Annotated[Line | None, Field(description="保管地点")] = None
    note: Line | None = None


class WithdrawingSeal(Part):
    on: Annotated[
        date | None, Field(description="使用的最后一天，此前照常使用和保管；不填的，立即停用（如遗失、被盗）")
    ] = None
    reason: Line


class HandingOver(Part):
    custodian: Annotated[RecordId, Field(description="接收人的编号，应为本部门在岗人员")]
    custody_place: Annotated[Line | None, Field(description="保管地点，不填则不变")] = None
    reason: Line


@api.get("/directory/seals", Permission.READ_REGISTERS, "查看印章登记", query=Paging, answer=SealList)
def list_seals(call: Call[None, Paging]) -> Answer:
    division, own = division_of(call.caller), own_department(call.actor)
    scope = f"seals {division} {own}"
    after = unseal(call.platform, scope, call.query.cursor)
    page = seals.list_seals(call.platform.table, division, own, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, page.after)
    today = call.caller.at.date()
    headers = link(call.platform.settings, "/v1/directory/seals", {"limit": call.query.limit}, cursor)
    return Answer(SealList(items=[SealRow.of(kept, today) for kept in page.seals], next_cursor=cursor), headers=headers)


@api.get(
    "/directory/seals/{seal_id}",
    Permission.READ_REGISTERS,
    "查看一枚印章及其变更记录",
    query=Paging,
    answer=SealDetails,
    problems=(problems.NotFound,),
)
def read_seal(call: Call[None, Paging], seal_id: str) -> Answer:
    kept = found(seals.load_seal(call.platform.table, division_of(call.caller), seal_id))
    only_seen(call.actor, kept.record.department)
    facts = kept.record.model_dump(include={"kind", "custody_place", "note"})
    facts |= SealRow.of(kept, call.caller.at.date()).model_dump()
    return with_changes(call, "seal", seal_id, SealDetails, facts, kept.etag)


@api.post(
    "/directory/seals",
    Permission.MANAGE_DIRECTORY,
    "登记启用印章",
    body=NewSeal,
    answer=RegisterReceipt,
    problems=(problems.Conflict,),
)
def add_seal(call: Call[NewSeal, None]) -> Answer:
    told = call.body.model_dump(exclude={"starts_on"}, exclude_none=True)

    def register() -> Receipt:
        facts = {**told, "from": call.body.starts_on, "region": division_of(call.caller)}
        return register_seal(call.platform, call.caller, Seal.model_validate(facts))

    # A seal is registered as active: its department has one already.
    return told_as_sent(register, {**SENT_AS, "/state": "/department"})


@api.post(
    "/directory/seals/{seal_id}/withdraw",
    Permission.MANAGE_DIRECTORY,
    "停用印章",
    body=WithdrawingSeal,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def withdraw_seal(call: Call[WithdrawingSeal, None], seal_id: str) -> Answer:
    now = call.caller.at
    at_once = {"state": "withdrawn", "until": now.date(), "stopped_at": now, "custodian": None}
    end = {"until": call.body.on} if call.body.on else at_once
    return _changed(call, seal_id, end, call.body.reason, "withdraw")


@api.post(
    "/directory/seals/{seal_id}/custody",
    Permission.MANAGE_DIRECTORY,
    "移交印章",
    body=HandingOver,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def hand_over_seal(call: Call[HandingOver, None], seal_id: str) -> Answer:
    told = call.body.model_dump(exclude={"reason"}, exclude_none=True)
    return _changed(call, seal_id, told, call.body.reason, "hand_over")


def _changed(call: Call[Any, None], seal_id: str, changes: Mapping[str, Any], reason: str, name: str) -> Answer:
    return told_as_sent(
        lambda: change_seal(call.platform, call.caller, seal_id, changes, reason, name=name), {"/to": "/on"}
    )
