"""What the registers of staff, letters and seals refuse, each finding with its pointer, code and reason.

All rules are pure: what the registers hold already is an argument.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.directory.model.letter_rules import words_findings
from chalicelib.directory.model.letters import AcceptLetter, Letter, PowerLetter
from chalicelib.directory.model.persons import MOST_POSTS, clash
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.separation import ACCEPTANCE, DECISION, ISSUE, contradicting
from chalicelib.directory.model.staff import LEVELS, Competence, StaffMember
from chalicelib.directory.model.terms import days_out_of_range, overlap, reversed_term
from chalicelib.foundation.problems import FieldError

DECIDING = DECISION.roles
# The roles that take decisions, for which the kind of employment counts (R44).
TAKE_DECISIONS = frozenset({Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER})
# Roles that are nobody's of the staff.
NO_STAFF = frozenset({Role.APPLICANT, Role.DEPARTMENT_SYSTEM, *OF_ORGAN_ABOVE})
# The roles of those who sit at windows.
WINDOW_ROLES = ACCEPTANCE.roles | ISSUE.roles | {Role.GUIDE}
OF_DEPARTMENTS = DECIDING | {Role.ITEM_EDITOR}


class RankRules(NamedTuple):
    """The lowest ranks of one level of government, as numbers of `RANK_LEVELS`."""

    chief_representative: int
    letter_signer: int


CITY = RankRules(chief_representative=3, letter_signer=5)
COUNTY = RankRules(chief_representative=2, letter_signer=3)


def rank_rules(region: str) -> RankRules:
    """A prefecture-level city's code ends in 00 (GB/T 2260); districts and counties have rules of their own (R64)."""
    return CITY if region[4:6] == "00" else COUNTY


# ---------------------------------------------------------------------------------------------------------------- staff
def staff_findings(
    member: StaffMember, *, posts: Sequence[StaffMember] = (), chiefs: Sequence[StaffMember] = (), at: str = ""
) -> list[FieldError]:
    """What is wrong with a record of staff. `posts` are the other posts of the same person, `chiefs` the chief
    representatives of the department. `at` is the pointer of the record.
    """
    found = [*_of_the_term(member), *_of_the_roles(member), *_of_the_chief(member, chiefs)]
    found += _of_two_posts(member, [one for one in posts if one.id != member.id])
    return [finding._replace(pointer=at + finding.pointer) for finding in found]


def _of_the_term(member: StaffMember) -> Iterable[FieldError]:
    yield from days_out_of_range({"/from": member.since, "/to": member.until})
    if reversed_term(member):
        yield FieldError("/to", "term_reversed", "离岗日期不能早于到岗日期")
    yield from training_findings(member.competences, None, "/competences")


def training_findings(trained: Sequence[Competence], today: date | None, at: str) -> Iterable[FieldError]:
    """What cannot be said of trainings. With `today` none of them may be of a day to come. `at` is their pointer."""
    for number, one in enumerate(trained):
        if one.until < one.trained_on:
            yield FieldError(f"{at}/{number}/until", "term_reversed", "培训有效期不能早于培训日期")
        if today and one.trained_on > today:
            yield FieldError(f"{at}/{number}/trained_on", "day_in_the_future", "培训日期不能晚于今天")
        if today and one.item in {other.item for other in trained[:number]}:
            yield FieldError(f"{at}/{number}/item", "item_repeated", f"事项 {one.item} 重复列入")


def _of_the_roles(member: StaffMember) -> Iterable[FieldError]:
    roles = set(member.roles)
    if roles & NO_STAFF:
        yield FieldError("/roles", "role_not_of_staff", "申请人和部门业务系统不是进驻人员")
    if roles & TAKE_DECISIONS and not member.may_decide:
        words = "审批岗位应由公务员或者依法授权（在说明中写明）的人员担任，劳动合同人员不能担任"
        yield FieldError("/staff_type", "decider_staff_type", words)
    if roles & OF_DEPARTMENTS and member.unit.kind != "department":
        yield FieldError("/unit", "role_needs_department", "该角色只能由部门人员担任")
    if member.windows and not roles & WINDOW_ROLES and roles & DECIDING:
        yield FieldError("/windows", "decider_at_window", "审批人员不能兼任窗口人员")
    if member.subject and not roles:
        yield FieldError("/roles", "role_missing", "有账号的人员至少应有一个角色；没有角色的，请不要填写账号")
    yield from _repeated("/roles", member.roles, "role_repeated", "角色重复列入")
    yield from _repeated("/windows", member.windows, "window_repeated", "窗口重复列入")
    yield from contradicting(roles, "/roles")


def _repeated(pointer: str, values: Sequence[str], code: str, words: str) -> Iterable[FieldError]:
    for place, value in enumerate(values):
        if value in values[:place]:
            yield FieldError(f"{pointer}/{place}", code, words)


def _of_two_posts(member: StaffMember, posts: Sequence[StaffMember]) -> Iterable[FieldError]:
    if 1 + len(posts) > MOST_POSTS:
        words = f"一人最多登记 {MOST_POSTS} 个岗位，已经离岗的也计算在内"
        yield FieldError("/same_person_as", "too_many_posts", words)
    yield from islice((finding for other in posts for finding in clash(member, other)), 1)


def _of_the_chief(member: StaffMember, chiefs: Sequence[StaffMember]) -> Iterable[FieldError]:
    if member.deputy_of is not None and member.chief:
        yield FieldError("/deputy_of", "chief_and_deputy", "首席代表不能同时是替补")
    if member.deputy_of is not None and member.deputy_of not in {one.id for one in chiefs}:
        yield FieldError("/deputy_of", "deputy_of_nobody", "替补对应的首席代表不在本部门名单中")
    elif member.deputy_of is not None and not member.has_role(Role.CHIEF_REPRESENTATIVE):
        yield FieldError("/deputy_of", "deputy_without_role", "替补应有首席代表的角色，审查员等其他岗位不能替补")
    if not member.chief:
        return
    if not member.has_role(Role.CHIEF_REPRESENTATIVE):
        yield FieldError("/chief", "chief_without_role", "首席代表应有首席代表的角色")
    lowest = rank_rules(member.region).chief_representative
    if member.rank_level < lowest and member.note is None:
        words = f"首席代表原则上应为{LEVELS[lowest - 1]}以上，低于的应在说明中写明例外理由"
        yield FieldError("/rank", "rank_below_limit", words)
    for other in chiefs:
        if other.id != member.id and other.left_at is None and overlap(member, other):
            yield FieldError("/chief", "second_chief", "一个部门只有一名首席代表，可以另设替补")
            return


# -------------------------------------------------------------------------------------------------------------- letters
class Known(NamedTuple):
    """What the registers know when a letter is looked at: the staff whom it names, and the seals of the department."""

    staff: Mapping[str, StaffMember]
    seals: Sequence[Seal] = ()


def letter_findings(letter: Letter, known: Known, *, at: str = "") -> list[FieldError]:
    """What is wrong with a letter of authority."""
    found = [
        *words_findings(letter),
        *_of_the_items(letter),
        *_of_the_signer(letter, known),
        *_of_the_seal(letter, known),
    ]
    if isinstance(letter, PowerLetter):
        found += _of_the_holders(letter, known)
    if isinstance(letter, AcceptLetter):
        found += _of_the_centre(letter, known)
    return [finding._replace(pointer=at + finding.pointer) for finding in found]


def _of_the_items(letter: Letter) -> Iterable[FieldError]:
    lines = letter.items if isinstance(letter, AcceptLetter | PowerLetter) else ()
    codes = [one.item for one in lines]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield FieldError(f"/items/{number}/item", "item_repeated", f"事项 {code} 重复列入")


def _of_the_signer(letter: Letter, known: Known) -> Iterable[FieldError]:
    """Only a head of the department of sufficient rank signs."""
    signer = known.staff.get(letter.signed_by)
    if signer is None:
        yield FieldError("/signed_by", "signer_unknown", "签发人不在名单中")
        return
    if not signer.works_for(letter.department) or signer.region != letter.region:
        yield FieldError("/signed_by", "signer_of_other_department", "签发人不是本部门人员")
    lowest = rank_rules(letter.region).letter_signer
    if signer.rank_level < lowest or not signer.has_role(Role.DEPARTMENT_LEADER):
        words = f"授权文书应由部门主要负责人签发，职级为{LEVELS[lowest - 1]}以上或相当"
        yield FieldError("/signed_by", "signer_rank", words)
    elif signer.rank_level != letter.signer_rank_level:
        yield FieldError("/signer_rank", "signer_rank_differs", "签发人职级与名单不一致")


def _of_the_seal(letter: Letter, known: Known) -> Iterable[FieldError]:
    seal = next((one for one in known.seals if one.id == letter.sealed_with), None)
    if seal is None or (seal.department, seal.region) != (letter.department, letter.region):
        yield FieldError("/sealed_with", "seal_unknown", "印章不在本部门的印章登记中")
    elif not seal.in_use_on(letter.signed_on):
        yield FieldError("/sealed_with", "seal_not_in_use", "签发之日该印章不在启用期内")


def _of_the_holders(letter: PowerLetter, known: Known) -> Iterable[FieldError]:
    for pointer, holder in (("/grantee", letter.grantee), ("/deputy", letter.deputy)):
        if holder is None:
            continue
        one = known.staff.get(holder)
        if one is None or not one.works_for(letter.department) or not one.has_role(Role.CHIEF_REPRESENTATIVE):
            words = "授权书只能授予本部门的首席代表和替补"
            yield FieldError(pointer, "holder_not_of_department", words)
        elif not one.may_decide:
            yield FieldError(pointer, "decider_staff_type", "被授权人应为公务员或者依法授权的人员")
        elif pointer == "/grantee" and not one.chief:
            yield FieldError(pointer, "grantee_not_chief", "被授权人应为首席代表，替补写在替补一栏")
        elif pointer == "/deputy" and one.deputy_of != letter.grantee:
            yield FieldError(pointer, "deputy_of_another", "替补应登记为该首席代表的替补")


def _of_the_centre(letter: AcceptLetter, known: Known) -> Iterable[FieldError]:
    if letter.grantee not in ("centre", f"centre-{letter.region}"):
        yield FieldError("/grantee", "grantee_not_centre", "受托单位应为本地区的政务服务中心")
    if letter.accepted_by is None:
        return
    taker = known.staff.get(letter.accepted_by)
    if taker is None or taker.unit.id != letter.grantee or not taker.has_role(Role.CENTRE_MANAGER):
        yield FieldError("/accepted_by", "accepted_by_unknown", "接受委托的签字人应为政务服务中心的管理人员")


# ---------------------------------------------------------------------------------------------------------------- seals
def seal_findings(
    seal: Seal, others: Sequence[Seal], custodian: StaffMember | None, *, at: str = ""
) -> list[FieldError]:
    """What is wrong with a seal. `others` are the other seals of the department, `custodian` who is to keep it."""
    found = list(days_out_of_range({"/from": seal.since, "/to": seal.until}))
    if seal.since and seal.until and seal.until < seal.since:
        found.append(FieldError("/to", "term_reversed", "停用日期不能早于启用日期"))
    active = [one for one in others if one.id != seal.id and one.state == "active"]
    if seal.state == "active" and any(_both_in_use(seal, one) for one in active):
        words = "一个部门只能有一枚启用的行政审批专用章，请先停用原有的印章"
        found.append(FieldError("/state", "second_active_seal", words))
    if seal.state == "active" and seal.since is None:
        found.append(FieldError("/from", "seal_without_day", "启用的印章应写明启用日期"))
    if seal.state == "withdrawn" and seal.until is None:
        found.append(FieldError("/to", "seal_without_day", "停用的印章应写明停用日期"))
    if seal.custodian and (custodian is None or not custodian.works_for(seal.department)):
        found.append(FieldError("/custodian", "custodian_of_other_department", "印章由本部门人员保管"))
    if seal.state == "active" and seal.custodian is None:
        found.append(FieldError("/custodian", "custodian_missing", "启用的印章应有保管人"))
    return [finding._replace(pointer=at + finding.pointer) for finding in found]


def _both_in_use(one: Seal, other: Seal) -> bool:
    first = max(one.since or other.since, other.since or one.since) if one.since and other.since else None
    ends = [end for end in (one.until, other.until) if end]
    return first is None or not ends or first <= min(ends)
