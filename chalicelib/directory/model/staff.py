"""The register of staff (附件3 进驻人员名单): who works at the hall, in which post and rank, from when to when, and for
which items somebody of the windows is trained.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.access.actor import Role
from chalicelib.directory.model.terms import DivisionCode, FirstDay, ItemCode, LastDay, Line, Record, RecordId, runs_on
from chalicelib.foundation.validation import ONE_LINE, OneOf, Shape

# How many items one member may be trained for.
MOST_COMPETENCES = 200
UnitKind = Literal["department", "centre", "bureau", "government", "org_office"]
StaffType = Literal["公务员", "事业", "合同"]

# The levels of posts from low to high. A post of an institution or a company is `…(相当)`, of the same level.
LEVELS = ("科员级", "副科级", "正科级", "副处级", "正处级", "副厅级", "正厅级", "副部级", "正部级")
RANK_LEVELS: Mapping[str, int] = {
    f"{rank}{like}": level for level, rank in enumerate(LEVELS, start=1) for like in ("", "(相当)")
}
Rank = Annotated[str, OneOf(*RANK_LEVELS)]
Subject = Annotated[str, StringConstraints(min_length=1, max_length=128), ONE_LINE]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), ONE_LINE]
Phone = Annotated[str, Shape(r"[0-9][0-9-]{3,18}[0-9]", "phone_format", "应为电话号码，只含数字和连字符")]


class Unit(Record):
    """Where somebody works: a department, the centre, the bureau, the government or 编办. `id` is its short name."""

    kind: UnitKind
    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]

    @property
    def department(self) -> str | None:
        """The department, if it is one."""
        return self.id if self.kind == "department" else None


class Competence(Record):
    """The training of somebody for one item (R51); `until` is the last day on which it counts."""

    item: ItemCode
    trained_on: date
    until: date
    trainer: RecordId | None = None


class Withdrawal(Record):
    """The training for an item does not count any more. A file from before that day does not bring it back (R51)."""

    item: ItemCode
    on: date


class StaffMember(Record):
    """One post of one person. `subject` is the `sub` of the token; without one, nobody acts in this post.

    A person with two posts has two records: the second one names the first as `same_person_as`. `left_at` is the moment
    at which somebody left at once; whoever leaves on a planned day has that as the last day. `note` says why an
    exception was made, of a rank below the limit (R64) or of a deciding post without a civil servant (R44).
    `public_service_only`: an employee of a supply company, who decides on services and never as an organ.
    """

    id: RecordId
    subject: Subject | None = None
    same_person_as: RecordId | None = None
    name: Annotated[PersonName, Field(repr=False)]
    region: DivisionCode
    unit: Unit
    post: Line
    rank: Rank
    staff_type: StaffType
    public_service_only: bool = False
    roles: Annotated[tuple[Role, ...], Field(max_length=4)] = ()
    windows: Annotated[tuple[RecordId, ...], Field(max_length=10)] = ()
    since: FirstDay
    until: LastDay = None
    left_at: AwareDatetime | None = None
    chief: bool = False
    deputy_of: RecordId | None = None
    phone: Annotated[Phone | None, Field(repr=False)] = None
    competences: Annotated[tuple[Competence, ...], Field(max_length=MOST_COMPETENCES)] = ()
    withdrawn: Annotated[tuple[Withdrawal, ...], Field(max_length=MOST_COMPETENCES)] = ()
    note: Line | None = None

    @property
    def rank_level(self) -> int:
        return RANK_LEVELS[self.rank]

    @property
    def person(self) -> str:
        """The same for all posts of one person."""
        return self.same_person_as or self.id

    def in_post_at(self, at: datetime) -> bool:
        """Whether the post gives rights at this moment (legal time): from the first day to the end of the last one, and
        no longer than until the moment at which the person left at once (R59).
        """
        return runs_on(self, at.date()) and (self.left_at is None or at < self.left_at)

    @property
    def account_roles(self) -> tuple[str, ...]:
        """The roles in which the account may come with a token; none without an account."""
        return tuple(role.value for role in self.roles) if self.subject else ()

    def has_role(self, *roles: Role) -> bool:
        return not set(roles).isdisjoint(self.roles)

    def works_for(self, department: str) -> bool:
        return self.unit.department == department

    def training_for(self, item: str, day: date) -> Competence | None:
        """The training for this item that counts on this day, the latest one; None without any (R51)."""
        counting = [one for one in self.competences if one.item == item and one.trained_on <= day <= one.until]
        return max(counting, key=lambda one: one.until, default=None)

    @property
    def may_decide(self) -> bool:
        """Whether the kind of employment allows a deciding post (R44): civil servants; staff of an institution that the
        law or the department has authorised, which the note tells; in a supply company its own employees.
        """
        if self.staff_type == "公务员":
            return True
        if self.staff_type == "事业":
            return self.note is not None
        return self.public_service_only
