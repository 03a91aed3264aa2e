"""How staff, letters and seals look in answers."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.directory.model.authority import Answer, Register, may
from chalicelib.directory.model.filing import Filing, FilingState
from chalicelib.directory.model.letters import (
    AcceptLetter,
    Complexity,
    Decides,
    Letter,
    LetterState,
    PowerLetter,
    Scope,
)
from chalicelib.directory.model.own_right import Asked
from chalicelib.directory.model.seals import Seal, SealState
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.kept import Kept
from chalicelib.foundation.attributes import Item

ChangedFields = TypeAliasType("ChangedFields", dict[str, Any])


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
    stopped_at: Annotated[AwareDatetime | None, Field(description="立即停用的时刻")] = None
    custodian: Annotated[str | None, Field(description="保管人的编号")] = None
    version: Annotated[int, Field(description="这条记录第几次变更")]

    @classmethod
    def of(cls, kept: Kept[Seal], today: date) -> "SealRow":
        one = kept.record
        facts = one.model_dump(include={"id", "department", "inscription", "custodian", "stopped_at"})
        facts["state"] = one.state_on(today)
        return cls.model_validate({**facts, "starts_on": one.since, "ends_on": one.until, "version": kept.version})


class SealList(BaseModel, defer_build=True):
    items: list[SealRow]
    next_cursor: str | None = None


class SealDetails(SealRow, defer_build=True):
    kind: Annotated[str, Field(description="印章的种类")]
    custody_place: Annotated[str | None, Field(description="保管地点")] = None
    note: str | None = None
    changes: Annotated[list["RegisterChange"], Field(description="变更记录，早的在前")]
    next_cursor: Annotated[str | None, Field(description="变更记录的下一页")] = None


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
    scanned: Annotated[bool, Field(description="是否已有扫描件")] = False
    filing_number: Annotated[str | None, Field(description="备案回执编号")] = None
    unfiled_workdays: Annotated[int | None, Field(description="签发后尚未备案的工作日数，备案后没有")] = None
    filing_overdue: Annotated[bool, Field(description="逾期未备案")] = False
    filing_due_on: Annotated[date | None, Field(description="备案期限的最后一天，备案后没有")] = None
    filing_state: Annotated[FilingState | None, Field(description="备案期限的情况，备案后没有")] = None
    revoked_at: AwareDatetime | None = None
    version: Annotated[int, Field(description="这条记录第几次变更")]

    @classmethod
    def of(cls, kept: Kept[Letter], at: datetime, filing: Filing | None = None) -> "LetterRow":
        """`filing` is how a letter stands that waits for its filing."""
        one = kept.record
        facts = {name: getattr(one, name, None) for name in ("id", "number", "department", "grantee", "deputy")}
        facts |= {"items": [line.item for line in getattr(one, "items", ())], "state": one.state_at(at)}
        facts |= {"signed_on": one.signed_on, "starts_on": one.since, "ends_on": one.until, "version": kept.version}
        facts |= {"scanned": one.scan is not None, "filing_number": one.filing.number if one.filing else None}
        facts |= {"revoked_at": one.revoked.at if one.revoked else None}
        if filing:
            facts |= {"unfiled_workdays": filing.workdays, "filing_overdue": filing.state == "overdue"}
            facts |= {"filing_due_on": filing.due, "filing_state": filing.state}
        return cls.model_validate(facts)


class LetterList(BaseModel, defer_build=True):
    items: list[LetterRow]
    next_cursor: str | None = None


class AuthorisedPerson(BaseModel, defer_build=True):
    id: str
    post: str


class PersonByLetter(AuthorisedPerson, defer_build=True):
    """Somebody who may, by the letter that the event of the act would name."""

    letter: Annotated[str | None, Field(description="此人所凭的授权文书的文号；不凭文书的为空")] = None


class Representative(AuthorisedPerson, defer_build=True):
    """A chief representative of the department, or a deputy (`deputy_of` says whose)."""

    deputy_of: Annotated[str | None, Field(description="替补对应的首席代表的编号")] = None
    in_post: Annotated[bool, Field(description="该时刻是否在岗")]
    in_letter: Annotated[bool, Field(description="所凭的授权书是否载明此人")]


class AuthorityAnswer(BaseModel, defer_build=True):
    allowed: bool
    code: Annotated[str, Field(description="理由的代码，今后可能增加")]
    reason: Annotated[str, Field(description="理由")]
    letter: Annotated[LetterRow | None, Field(description="所凭的授权文书；不允许时为最接近的一份")] = None
    persons: Annotated[list[PersonByLetter], Field(description="可以办理的人员")]
    own_right: Annotated[list[AuthorisedPerson], Field(description="不凭授权文书、以部门职权办理的人员")]
    representatives: Annotated[list[Representative], Field(description="本部门的首席代表和替补，不论可否办理")]


def authority_answer(
    answer: Answer, register: Register, asked: Asked, registered: Kept[Letter] | None
) -> AuthorityAnswer:
    """`registered` is the letter of the answer as the register has it, with its filing and its version."""
    kept, people = registered or (Kept(answer.letter, 1) if answer.letter else None), register.staff
    letter = LetterRow.of(kept, asked.at) if kept else None
    return AuthorityAnswer(
        allowed=answer.allowed,
        code=answer.code,
        reason=answer.reason,
        letter=letter,
        persons=[_by_letter(answer, register, asked, people[one]) for one in answer.persons],
        own_right=[AuthorisedPerson(id=one, post=people[one].post) for one in answer.own_right],
        representatives=_representatives(answer, asked.department, people, asked.at),
    )


def _by_letter(answer: Answer, register: Register, asked: Asked, one: StaffMember) -> PersonByLetter:
    department, item, act, at, kind = asked
    own = may(register, one, department, item, act, at, kind=kind)
    number = own.number if answer.code == own.code == "by_letter" else None
    return PersonByLetter(id=one.id, post=one.post, letter=number)


def _representatives(
    answer: Answer, department: str, people: Mapping[str, StaffMember], at: datetime
) -> list[Representative]:
    letters = answer.letters or (answer.letter,)
    holders = {one for letter in letters if isinstance(letter, PowerLetter) for one in letter.holders}
    return [
        Representative(
            id=one.id,
            post=one.post,
            deputy_of=one.deputy_of,
            in_post=one.in_post_at(at),
            in_letter=one.id in holders,
        )
        for _, one in sorted(people.items())
        if one.works_for(department) and (one.chief or one.deputy_of)
    ]


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


class CompetenceAnswer(BaseModel, defer_build=True):
    """A training for one item; it counts until the end of `until`."""

    item: str
    trained_on: date
    until: date
    trainer: Annotated[str | None, Field(description="培训人的编号")] = None


class StaffDetails(StaffRow, defer_build=True):
    deputy_of: Annotated[str | None, Field(description="替补对应的首席代表的编号")] = None
    same_person_as: Annotated[str | None, Field(description="同一人的另一岗位的编号")] = None
    note: Annotated[str | None, Field(description="例外或者授权的说明")] = None
    competences: Annotated[list[CompetenceAnswer], Field(description="受过培训的事项")]
    changes: Annotated[list[RegisterChange], Field(description="变更记录，早的在前")]
    next_cursor: Annotated[str | None, Field(description="变更记录的下一页")] = None


class LetterLine(BaseModel, defer_build=True):
    """One item of a letter: of 附件2 how far the centre goes, of 附件4 who decides and by which power."""

    item: str
    scope: Annotated[list[Scope] | None, Field(description="附件2：委托的范围")] = None
    complexity: Annotated[Complexity | None, Field(description="附件4：事项的复杂程度")] = None
    power: Annotated[int | None, Field(description="附件4：所凭的权限，1 至 6")] = None
    decides: Annotated[Decides | None, Field(description="附件4：由谁决定，已计入除外的事项")] = None
    limit: Annotated[str | None, Field(description="附件4：该事项的限制")] = None


class ExclusionAnswer(BaseModel, defer_build=True):
    """What the letter leaves to somebody else; without `item` a class of cases."""

    item: str | None = None
    text: str
    who: Decides


class LetterDetails(LetterRow, defer_build=True):
    kind: Annotated[Literal["accept", "power"], Field(description="授权文书的种类")]
    signed_by: Annotated[str, Field(description="签发人的编号")]
    legal_basis: Annotated[str | None, Field(description="依据")] = None
    revocation_reason: Annotated[str | None, Field(description="撤销的理由")] = None
    sealed_with: Annotated[str, Field(description="所盖印章的编号")]
    lines: Annotated[list[LetterLine], Field(description="各事项的范围、权限和限制")]
    powers: Annotated[list[int] | None, Field(description="附件4：授予的权限，1 至 6")] = None
    limits: Annotated[list[str] | None, Field(description="附件4：对全部事项的限制")] = None
    exclusions: Annotated[list[ExclusionAnswer] | None, Field(description="附件4：除外的事项")] = None
    accepted_by: Annotated[str | None, Field(description="附件2：受托单位签字人的编号")] = None
    training_required: Annotated[bool | None, Field(description="附件2：须经培训才能受理")] = None
    changes: Annotated[list[RegisterChange], Field(description="变更记录，早的在前")]
    next_cursor: Annotated[str | None, Field(description="变更记录的下一页")] = None


def letter_lines(letter: Letter) -> dict[str, Any]:
    """What a letter says of its items, its powers, its limits and what it excludes."""
    if isinstance(letter, AcceptLetter):
        lines = [{"item": one.item, "scope": letter.scope_of(one.item)} for one in letter.items]
        return {"lines": lines, "accepted_by": letter.accepted_by, "training_required": letter.training_required}
    if isinstance(letter, PowerLetter):
        lines = [one.model_dump() | {"decides": letter.decides(one.item)} for one in letter.items]
        excluded = [one.model_dump() for one in letter.exclusions]
        return {"lines": lines, "powers": letter.powers, "limits": letter.limits, "exclusions": excluded}
    raise TypeError(f"no letter of authority: {type(letter)}")
