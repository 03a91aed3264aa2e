"""How staff, letters and seals look in answers."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.directory.model.authority import Answer
from chalicelib.directory.model.letters import Letter, LetterState
from chalicelib.directory.model.seals import Seal, SealState
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.kept import Kept
from chalicelib.foundation.attributes import Item

# So many workdays after it was signed a letter should be filed with the bureau; the rules name none.
FILING_WORKDAYS = 10
ChangedFields = TypeAliasType("ChangedFields", dict[str, Any])


class RegisterReceipt(BaseModel, defer_build=True):
    id: str
    version: Annotated[int, Field(description="这条记录第几次变更")]
    at: AwareDatetime


class StaffRow(BaseModel, defer_build=True):
    id: str
    name: str
    unit: Annotated[str, Field(description="单位标识")]
    post: str
    rank: Annotated[str, Field(description="职级")]
    staff_type: Annotated[str, Field(description="人员身份")]
    roles: list[str]
    windows: list[str]
    starts_on: Annotated[date, Field(description="到岗日期")]
    ends_on: Annotated[date | None, Field(description="在岗的最后一天")] = None
    left_at: Annotated[AwareDatetime | None, Field(description="权限终止的时刻")] = None
    chief: Annotated[bool, Field(description="是否首席代表")]
    version: Annotated[int, Field(description="这条记录第几次变更")]

    @classmethod
    def of(cls, kept: Kept[StaffMember]) -> "StaffRow":
        one = kept.record
        facts = one.model_dump(include={"id", "name", "post", "rank", "staff_type", "left_at", "chief"})
        facts |= {"roles": [*one.roles], "windows": [*one.windows], "starts_on": one.since, "ends_on": one.until}
        return cls.model_validate({**facts, "unit": one.unit.id, "version": kept.version})


class StaffList(BaseModel, defer_build=True):
    items: list[StaffRow]
    next_cursor: str | None = None


class SealRow(BaseModel, defer_build=True):
    id: str
    department: str
    inscription: Annotated[str, Field(description="印文")]
    state: Annotated[SealState, Field(description="启用或者停用")]
    starts_on: Annotated[date | None, Field(description="启用日期")] = None
    ends_on: Annotated[date | None, Field(description="使用的最后一天")] = None
    custodian: Annotated[str | None, Field(description="保管人的编号")] = None
    version: Annotated[int, Field(description="这条记录第几次变更")]

    @classmethod
    def of(cls, kept: Kept[Seal]) -> "SealRow":
        one = kept.record
        facts = one.model_dump(include={"id", "department", "inscription", "state", "custodian"})
        return cls.model_validate({**facts, "starts_on": one.since, "ends_on": one.until, "version": kept.version})


class SealList(BaseModel, defer_build=True):
    items: list[SealRow]
    next_cursor: str | None = None


class LetterRow(BaseModel, defer_build=True):
    id: str
    number: Annotated[str, Field(description="文号")]
    department: str
    grantee: Annotated[str, Field(description="受托单位，或者首席代表的编号")]
    deputy: Annotated[str | None, Field(description="替补的编号")] = None
    items: Annotated[list[str], Field(description="事项编码")]
    signed_on: date
    starts_on: Annotated[date, Field(description="生效日期")]
    ends_on: Annotated[date, Field(description="有效期的最后一天")]
    state: Annotated[LetterState, Field(description="此刻的效力")]
    filing_number: Annotated[str | None, Field(description="备案回执编号")] = None
    unfiled_workdays: Annotated[int | None, Field(description="签发后尚未备案的工作日数，备案后没有")] = None
    filing_overdue: Annotated[bool, Field(description="逾期未备案")] = False
    revoked_at: AwareDatetime | None = None
    version: Annotated[int, Field(description="这条记录第几次变更")]

    @classmethod
    def of(cls, kept: Kept[Letter], at: datetime, unfiled_workdays: int | None = None) -> "LetterRow":
        one = kept.record
        facts = {name: getattr(one, name, None) for name in ("id", "number", "department", "grantee", "deputy")}
        facts |= {"items": [line.item for line in getattr(one, "items", ())], "state": one.state_at(at)}
        facts |= {"signed_on": one.signed_on, "starts_on": one.since, "ends_on": one.until, "version": kept.version}
        facts |= {"filing_number": one.filing.number if one.filing else None, "unfiled_workdays": unfiled_workdays}
        facts |= {"revoked_at": one.revoked.at if one.revoked else None}
        overdue = unfiled_workdays is not None and unfiled_workdays > FILING_WORKDAYS
        return cls.model_validate({**facts, "filing_overdue": overdue})


class LetterList(BaseModel, defer_build=True):
    items: list[LetterRow]
    next_cursor: str | None = None


class AuthorisedPerson(BaseModel, defer_build=True):
    id: str
    post: str


class AuthorityAnswer(BaseModel, defer_build=True):
    allowed: bool
    code: Annotated[str, Field(description="理由的代码，今后可能增加")]
    reason: Annotated[str, Field(description="理由")]
    letter: Annotated[LetterRow | None, Field(description="所凭的授权文书；不允许时为最接近的一份")] = None
    persons: Annotated[list[AuthorisedPerson], Field(description="可以办理的人员")]
    own_right: Annotated[list[AuthorisedPerson], Field(description="不凭授权文书、以部门职权办理的人员")]


def authority_answer(
    answer: Answer, people: Mapping[str, StaffMember], at: datetime, registered: Kept[Letter] | None
) -> AuthorityAnswer:
    """`registered` is the letter of the answer as the register has it, with its filing and its version."""
    kept = registered or (Kept(answer.letter, 1) if answer.letter else None)
    letter = LetterRow.of(kept, at) if kept else None
    return AuthorityAnswer(
        allowed=answer.allowed,
        code=answer.code,
        reason=answer.reason,
        letter=letter,
        persons=[AuthorisedPerson(id=one, post=people[one].post) for one in answer.persons],
        own_right=[AuthorisedPerson(id=one, post=people[one].post) for one in answer.own_right],
    )


class RegisterChange(BaseModel, defer_build=True):
    act: Annotated[str, Field(description="变更的种类，如 register、leave、file、revoke、import；今后可能增加")]
    at: AwareDatetime
    by: Annotated[str, Field(description="变更人的账号")]
    role: Annotated[str, Field(description="变更人的角色")]
    facts: Annotated[ChangedFields, Field(description="变更的字段和新的值；姓名、电话只说明有变更，不列出")]
    reason: str | None = None

    @classmethod
    def in_row(cls, row: Item) -> "RegisterChange":
        told = {name: row[name] for name in ("act", "at", "by", "role", "reason") if name in row}
        return cls.model_validate({**told, "facts": json.loads(row["facts"])})


class StaffDetails(StaffRow, defer_build=True):
    deputy_of: Annotated[str | None, Field(description="替补对应的首席代表的编号")] = None
    same_person_as: Annotated[str | None, Field(description="同一人的另一岗位的编号")] = None
    note: Annotated[str | None, Field(description="例外或者授权的说明")] = None
    changes: Annotated[list[RegisterChange], Field(description="变更记录，早的在前")]
    next_cursor: Annotated[str | None, Field(description="变更记录的下一页")] = None


class LetterDetails(LetterRow, defer_build=True):
    kind: Annotated[Literal["accept", "power"], Field(description="授权文书的种类")]
    signed_by: Annotated[str, Field(description="签发人的编号")]
    legal_basis: Annotated[str | None, Field(description="依据")] = None
    revocation_reason: Annotated[str | None, Field(description="撤销的理由")] = None
    changes: Annotated[list[RegisterChange], Field(description="变更记录，早的在前")]
    next_cursor: Annotated[str | None, Field(description="变更记录的下一页")] = None
