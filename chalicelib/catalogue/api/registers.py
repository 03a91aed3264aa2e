"""What of the registers names items of the catalogue: who may do what, a letter is signed, somebody is trained."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.access.policy import Permission
from chalicelib.catalogue.store.kinds import kind_of_item, kinds_of_items
from chalicelib.catalogue.store.scheme_leads import known_to_letters
from chalicelib.directory.acts.register_changes import division_of
from chalicelib.directory.acts.sign_letter import sign_letter
from chalicelib.directory.acts.train_staff import Training, train_staff
from chalicelib.directory.api.asked import DepartmentName, within_calendar
from chalicelib.directory.api.register_answers import AuthorityAnswer, authority_answer
from chalicelib.directory.api.register_receipts import RegisterReceipt, told_as_sent
from chalicelib.directory.model.authority import AskedAct, Register
from chalicelib.directory.model.known_items import Departments, unknown_items
from chalicelib.directory.model.letters import AcceptLetter, Complexity, Decides, PowerLetter, Scope
from chalicelib.directory.model.own_right import Asked, who_may_in_fact
from chalicelib.directory.model.staff import MOST_COMPETENCES, Competence, StaffMember
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.model.terms import ItemCode, Line, RecordId
from chalicelib.directory.store import letters, staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.directory.store.departments import has_department, list_departments
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.staff import find_holder
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import Table
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")


class LetterItem(Part):
    """One item of a letter. Of 附件2 only `scope` is told besides, of 附件4 everything else."""

    item: Annotated[ItemCode, Field(description="事项编码")]
    scope: Annotated[list[Scope] | None, Field(max_length=3, description="附件2：只对该事项的范围")] = None
    complexity: Annotated[Complexity | None, Field(description="附件4：复杂程度")] = None
    power: Annotated[int | None, Field(ge=1, le=6, description="附件4：所凭的权限")] = None
    decides: Annotated[Decides | None, Field(description="附件4：由谁决定")] = None
    limit: Annotated[Line | None, Field(description="附件4：限制")] = None


class LetterExclusion(Part):
    """What the letter of 附件4 leaves to somebody else; without `item` a class of cases."""

    item: Annotated[ItemCode | None, Field(description="事项编码，应在事项表中")] = None
    text: Line
    who: Annotated[Decides, Field(description="由谁决定")]


class NewLetter(Part):
    """A letter that the head of a department signs now: 附件2 (`kind` accept) or 附件4 (power). Region, department,
    signer and day follow from the caller.
    """

    kind: Annotated[Literal["accept", "power"], Field(description="附件2 委托书，或者附件4 授权书")]
    id: RecordId
    number: Annotated[str, Field(max_length=60, description="文号")]
    legal_basis: Annotated[Line | None, Field(description="依据")] = None
    starts_on: Annotated[date, Field(description="生效日期")]
    ends_on: Annotated[date, Field(description="有效期的最后一天")]
    sealed_with: Annotated[RecordId, Field(description="所盖印章的编号")]
    published_on: Annotated[date | None, Field(description="公布日期")] = None
    grantee: Annotated[
        RecordId | None, Field(description="附件4：首席代表的编号；附件2 为本地区政务服务中心，不填")
    ] = None
    items: Annotated[list[LetterItem], Field(min_length=1, max_length=200)]
    scope: Annotated[list[Scope] | None, Field(max_length=3, description="附件2：范围")] = None
    accepted_by: Annotated[RecordId | None, Field(description="附件2：中心签字人的编号")] = None
    training_required: Annotated[bool | None, Field(description="附件2：须经培训才能受理")] = None
    seal_arrangement: Annotated[Line | None, Field(description="附件2：用章安排")] = None
    department_duties: Annotated[Line | None, Field(description="附件2：部门的职责")] = None
    centre_duties: Annotated[Line | None, Field(description="附件2：中心的职责")] = None
    deputy: Annotated[RecordId | None, Field(description="附件4：替补的编号")] = None
    powers: Annotated[list[int] | None, Field(max_length=6, description="附件4：授予的权限，1 至 6")] = None
    limits: Annotated[list[Line] | None, Field(max_length=20, description="附件4：对全部事项的限制")] = None
    exclusions: Annotated[list[LetterExclusion] | None, Field(max_length=50, description="附件4：除外的事项")] = None
    note: Line | None = None


class NewCompetence(Part):
    item: Annotated[ItemCode, Field(description="事项编码")]
    trained_on: Annotated[date, Field(description="培训日期")]
    until: Annotated[date, Field(description="有效期的最后一天")]
    trainer: Annotated[RecordId | None, Field(description="培训人的编号")] = None


class NewTraining(Part):
    """What somebody was trained for, which replaces what was recorded for the same items, and what ends."""

    trained: Annotated[list[NewCompetence], Field(max_length=MOST_COMPETENCES, default_factory=list[NewCompetence])]
    withdrawn: Annotated[
        list[ItemCode],
        Field(max_length=MOST_COMPETENCES, default_factory=list[str], description="不再办理的事项"),
    ]
    reason: Line


class AuthorityQuery(Part):
    department: DepartmentName
    item: Annotated[ItemCode, Field(description="事项编码")]
    act: Annotated[AskedAct, Field(description="环节")]
    at: Annotated[AwareDatetime | None, Field(description="何时；不填为现在")] = None


@api.get(
    "/directory/authority",
    Permission.ASK_AUTHORITY,
    "谁可以凭哪份授权文书办理事项的某个环节，以及理由",
    query=AuthorityQuery,
    answer=AuthorityAnswer,
)
def read_authority(call: Call[None, AuthorityQuery]) -> Answer:
    """`own_right` lists those of the department's own staff who may in fact do it without a letter."""
    query, table, division = call.query, call.platform.table, division_of(call.caller)
    _require_known(call)
    at = (query.at or call.caller.at).astimezone(call.caller.at.tzinfo)
    within_calendar(at.date())
    standing = load_standing(table, division, query.department).record
    people = _people(table, division, query.department, standing)
    register = Register(people, standing.accept_letters, standing.power_letters)
    kind = kind_of_item(call.platform, _regions(call), query.item, at)
    asked = Asked(query.department, query.item, query.act, at, kind)
    answer = who_may_in_fact(register, asked)
    letter = answer.letter and letters.load_letter(table, division, answer.letter.id)
    return Answer(authority_answer(answer, register, asked, letter))


def _require_known(call: Call[None, AuthorityQuery]) -> None:
    """422 for an item or a department that there is not, and for an item of another department."""
    query, known = call.query, _known(call, [call.query.item])
    errors = [*unknown_items([("/query/item", query.item)], known, query.department)]
    if _is_unknown(call.platform.table, division_of(call.caller), query.department):
        errors = [FieldError("/query/department", "department_unknown", "本地区没有这个部门，请核对标识")]
    if errors:
        raise problems.Invalid(errors=errors)


def _is_unknown(table: Table, division: str, department: str) -> bool:
    """Where no departments were imported nothing can be held against one."""
    return not has_department(table, division, department) and any(True for _ in list_departments(table, division))


def _people(table: Table, division: str, department: str, standing: Standing) -> dict[str, StaffMember]:
    """Everybody who may be the answer: whom the letters name, the staff of the department and of the centre, and those
    whom other departments have sent to the windows.
    """
    named = {one for letter in standing.power_letters for one in letter.holders}
    people = {one: kept.record for one, kept in staff.load_members(table, division, sorted(named)[:100]).items()}
    for unit in (department, *sorted({letter.grantee for letter in standing.accept_letters})):
        people |= {kept.record.id: kept.record for kept in staff.everybody_of(table, division, unit)}
    return people | {kept.record.id: kept.record for kept in staff.everybody_at_windows(table, division)}


@api.post(
    "/directory/letters",
    Permission.SIGN_LETTERS,
    "签发本部门的委托书（附件2）或者授权书（附件4）",
    body=NewLetter,
    answer=RegisterReceipt,
    problems=(problems.Conflict,),
)
def sign_new_letter(call: Call[NewLetter, None]) -> Answer:
    codes = [one.item for one in (*call.body.items, *(call.body.exclusions or ())) if one.item]
    known = _known(call, codes)
    kinds = kinds_of_items(call.platform.table, _regions(call), sorted(set(codes)), call.caller.at)

    def signed() -> Receipt:
        letter = AcceptLetter if call.body.kind == "accept" else PowerLetter
        return sign_letter(call.platform, call.caller, letter.model_validate(_facts(call)), known, kinds)

    return told_as_sent(signed)


def _facts(call: Call[NewLetter, None]) -> Mapping[str, Any]:
    """The letter as its model reads it: who signs, and when, follows from the caller."""
    body, division, today = call.body, division_of(call.caller), call.caller.at.date()
    holder = find_holder(call.platform.table, division, call.actor.sub)
    if holder is None:
        raise problems.Forbidden(code="not_in_register", title="您不在工作人员登记册中，或者已经离岗，不能办理")
    told = body.model_dump(exclude={"starts_on", "ends_on"}, exclude_none=True)
    if body.kind == "accept" and body.grantee is None:
        rules = load_directory(call.platform.table, division).rules_on(today)
        told["grantee"] = (rules.region.centre if rules else None) or "centre"
    return {
        **told,
        "from": body.starts_on,
        "to": body.ends_on,
        "region": division,
        "department": call.actor.department,
        "signed_by": holder.member.id,
        "signer_rank": holder.member.rank,
        "signed_on": today,
    }


@api.post(
    "/directory/staff/{staff_id}/competences",
    Permission.KEEP_STAFF,
    "登记人员的培训和能办理的事项",
    body=NewTraining,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def record_training(call: Call[NewTraining, None], staff_id: str) -> Answer:
    body = call.body
    known = _known(call, [one.item for one in body.trained])
    trained = [Competence.model_validate(one.model_dump()) for one in body.trained]
    told = Training(trained, body.withdrawn, body.reason)
    return told_as_sent(lambda: train_staff(call.platform, call.caller, staff_id, told, known))


def _known(call: Call[Any, Any], codes: list[str]) -> Departments | None:
    return known_to_letters(call.platform.table, _regions(call), sorted(set(codes)))


def _regions(call: Call[Any, Any]) -> list[str]:
    """Whose catalogue is asked: that of the caller's region, or else of the region that this deployment serves."""
    return [*dict.fromkeys([division_of(call.caller), call.platform.settings.division])]
