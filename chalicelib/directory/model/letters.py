"""The letters of authority: 附件2, by which a department has the centre accept for it (R57), and 附件4, by which it has
its chief representative decide (R72).
"""

from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.directory.model.staff import RANK_LEVELS, Rank
from chalicelib.directory.model.terms import DivisionCode, FirstDay, ItemCode, Line, Record, RecordId
from chalicelib.foundation.validation import ONE_LINE, Shape

LetterState = Literal["valid", "not_yet", "expired", "revoked"]
Scope = Literal["收取材料", "受理", "出具文书"]
Complexity = Literal["simple", "general", "complex"]
Decides = Literal["chief_representative", "department_head", "upper_level"]
Power = Annotated[int, Field(ge=1, le=6)]
LetterNumber = Annotated[
    str,
    Shape(
        r"[^\s/\\#?%]{4,60}",
        "letter_number_format",
        "应为文号，4 至 60 个字，不含空格和斜线，如 阳市监食委〔2025〕1号",
    ),
    ONE_LINE,
]
Digest = Annotated[str, Shape(r"[0-9a-f]{64}", "sha256_format", "应为 64 位小写十六进制的 SHA-256")]
CHINA = timezone(timedelta(hours=8))

# The six powers of 附件4 (rules 一(二)3).
POWERS: dict[int, str] = {
    1: "对即办件的直接审批权",
    2: "对承诺件、上报件的初审处置权",
    3: "对联办件的协调处置权",
    4: "对技术论证、踏勘现场等环节的协调权",
    5: "收费事项的执行权",
    6: "行政审批(公共服务)专用章使用权",
}


class Filing(Record):
    """The receipt of the bureau for a letter that was filed with it (备案, R90)."""

    number: Line
    filed_on: date


class Revocation(Record):
    """The end of a letter before its last day. It is not valid any more from `at`; an import that knows only the day
    means its beginning.
    """

    at: AwareDatetime
    by: RecordId
    document: Line | None = None
    reason: Line


class Scan(Record):
    """The scan of the signed letter: a file in the materials bucket. `version` is that of the object; a scan that an
    import tells of has none, as its bytes were not uploaded here.
    """

    file: RecordId
    sha256: Digest
    size: Annotated[int, Field(ge=1)]
    content_type: Literal["application/pdf", "image/jpeg", "image/png"]
    version: str | None = None


class Letter(Record):
    """What both letters have. `signed_by` is the head of the department, by the id in the register of staff."""

    id: RecordId
    number: LetterNumber
    region: DivisionCode
    department: Annotated[str, Shape(r"[a-z][a-z0-9_]{0,31}", "department_format", "应为部门标识，如 food")]
    legal_basis: Line | None = None
    signed_by: RecordId
    signer_rank: Rank
    signed_on: date
    since: FirstDay
    until: Annotated[date, Field(alias="to", description="the last day, itself within the term")]
    sealed_with: RecordId
    published_on: date | None = None
    scan: Scan | None = None
    filing: Filing | None = None
    revoked: Revocation | None = None
    note: Line | None = None

    @property
    def signer_rank_level(self) -> int:
        return RANK_LEVELS[self.signer_rank]

    def state_at(self, moment: date | datetime) -> LetterState:
        """What the letter is worth on a day, or at a moment of legal time: a revocation counts from its own moment, and
        for a whole day from that day on. First and last day belong to the term.
        """
        at = moment if isinstance(moment, datetime) else datetime.combine(moment, time.max, CHINA)
        if self.revoked and self.revoked.at <= at:
            return "revoked"
        if at.date() < self.since:
            return "not_yet"
        return "expired" if self.until < at.date() else "valid"


class AcceptItem(Record):
    """One item of 附件2. `scope` is what holds for it alone; without one, that of the letter."""

    item: ItemCode
    name: Line | None = None
    scope: tuple[Scope, ...] | None = None


class AcceptLetter(Letter):
    """附件2 授权委托书: the centre receives for a department, for these items and as far as `scope` goes. The centre
    acts in the name of the department and may not pass the work on (行政许可法24).
    """

    kind: Literal["accept"] = "accept"
    grantee: Annotated[str, Shape(r"centre(-[0-9]{6})?", "grantee_not_centre", "委托书的受托单位只能是政务服务中心")]
    accepted_by: RecordId | None = None
    scope: Annotated[tuple[Scope, ...], Field(min_length=1)]
    items: Annotated[tuple[AcceptItem, ...], Field(min_length=1, max_length=200)]
    training_required: Annotated[
        bool, Field(description="nobody accepts by this letter without current training for the item (R51)")
    ] = False
    seal_arrangement: Line | None = None
    department_duties: Line | None = None
    centre_duties: Line | None = None

    def covers(self, item: str) -> bool:
        return any(one.item == item for one in self.items)

    def scope_of(self, item: str) -> tuple[Scope, ...]:
        own = next((one.scope for one in self.items if one.item == item), None)
        return self.scope if own is None else own


class PowerItem(Record):
    """One item of 附件4: who decides on it, and by which power the chief representative handles it. `limit` tells in
    words how far.
    """

    item: ItemCode
    complexity: Complexity
    power: Power
    decides: Decides
    limit: Line | None = None


class Exclusion(Record):
    """What the letter leaves to somebody else; without `item` a class of cases that words describe."""

    item: ItemCode | None = None
    text: Line
    who: Decides


class PowerLetter(Letter):
    """附件4 授权书: a department gives its chief representative some of the six powers, for these items. The deputy
    acts within the letter, and only because it names the deputy.
    """

    kind: Literal["power"] = "power"
    grantee: RecordId
    deputy: RecordId | None = None
    powers: Annotated[tuple[Power, ...], Field(max_length=6)]
    items: Annotated[tuple[PowerItem, ...], Field(max_length=200)] = ()
    limits: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    exclusions: Annotated[tuple[Exclusion, ...], Field(max_length=50)] = ()

    def covers(self, item: str) -> bool:
        """A letter without items gives powers that belong to no item, such as coordination of joint cases."""
        return not self.items or any(one.item == item for one in self.items)

    def entry(self, item: str) -> PowerItem | None:
        return next((one for one in self.items if one.item == item), None)

    def decides(self, item: str) -> Decides:
        """Who decides on the item: what an exclusion says of it goes before its line. It takes away and gives nothing:
        one that names the chief representative, as an old letter may have, says nothing.
        """
        entry = self.entry(item)
        for one in self.exclusions:
            if one.item == item and one.who != "chief_representative":
                return one.who
        return entry.decides if entry else "department_head"

    @property
    def holders(self) -> tuple[str, ...]:
        """The staff whom the letter names: the chief representative, and the deputy if there is one."""
        return (self.grantee, self.deputy) if self.deputy else (self.grantee,)
