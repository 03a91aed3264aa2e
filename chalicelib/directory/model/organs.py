"""Departments through time: names, successors, residency, contacts, reviewing organ. And bodies, providers, documents.

Many dates are known by their year only (`precision`); they stand as the first day of that year, and say so.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from chalicelib.directory.model.departments import DepartmentDocument, WindowTheme
from chalicelib.directory.model.halls import StaffedBy
from chalicelib.directory.model.place import parts_of
from chalicelib.directory.model.regions import Standing
from chalicelib.directory.model.residency import Residency
from chalicelib.directory.model.terms import DivisionCode, ItemCode, Line, Record, RecordId
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS
from chalicelib.foundation.writing import comparable_name

Precision = Literal["day", "year"]
DepartmentId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
ContactRole = Literal["head", "leader", "liaison"]
LongLine = Annotated[str, StringConstraints(max_length=500), PARAGRAPHS]
CORE = frozenset(field.alias or name for name, field in DepartmentDocument.model_fields.items())


class PastName(Record):
    """A name and when it was in use: from `since` on, and before `until`, which is the first day of the next name."""

    name: Line
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    precision: Precision = "year"
    status: Standing | None = None
    source: Line | None = None
    note: LongLine | None = None


class Successor(Record):
    """What became of a department on a day; a split has several. `to_department` is None where it left the hall."""

    kind: Literal["renamed", "merged", "split", "transferred", "created"]
    to_name: Line
    to_department: DepartmentId | None = None
    to_organ: RecordId | None = None
    on: date
    precision: Precision = "year"
    status: Standing | None = None
    note: LongLine | None = None


class Contact(Record):
    """The head, the leader in charge (分管领导) or the liaison (联络员) of a department (R89)."""

    id: RecordId
    name: Line
    unit: RecordId | None = None
    post: Line
    rank: Line | None = None
    rank_level: int | None = None
    role: RecordId | None = None
    phone: Annotated[str, StringConstraints(max_length=30), ONE_LINE] | None = None
    region: DivisionCode | None = None
    synthetic: bool = False


class Contacts(Record):
    head: Contact | None = None
    leader: Contact | None = None
    liaison: Contact | None = None


class ReviewingOrgan(Record):
    name: Line | None = None
    basis: Line | None = None
    status: Standing | None = None
    note: LongLine | None = None


class OwnWindow(Record):
    theme: WindowTheme | None = None
    staffed_by: StaffedBy
    note: Line | None = None


class DepartmentRecord(DepartmentDocument):
    """A department as a directory's file tells of it: the five fields that items refer to, and all else if known."""

    id: DepartmentId | None = None
    kind: Literal["organ", "public_institution", "enterprise"] | None = None
    management: Literal["local", "vertical"] | None = None
    organ_now: RecordId | None = None
    short: Line | None = None
    note: LongLine | None = None
    names: tuple[PastName, ...] = ()
    successors: tuple[Successor, ...] = ()
    residency: Residency | None = None
    contacts: Contacts | None = None
    window: OwnWindow | None = None
    reviewing_organ: ReviewingOrgan | None = None
    items: tuple[ItemCode, ...] = ()
    synthetic: bool = False
    posts: Mapping[ContactRole, Line] = Field(
        default_factory=dict[ContactRole, Line], description="posts of the contacts, kept without their names"
    )

    @property
    def core_only(self) -> bool:
        """Whether the file tells no more than a catalogue does."""
        told = {type(self).model_fields[name].alias or name for name in self.model_fields_set}
        return told <= CORE | {"id"}

    def core(self) -> DepartmentDocument:
        return DepartmentDocument.model_validate(self.model_dump(include=set(DepartmentDocument.model_fields)))

    def name_on(self, day: date) -> str:
        """What the department was called on this day; its present name where the file tells no other."""
        for one in self.names:
            if (one.since is None or one.since <= day) and (one.until is None or day < one.until):
                return self.name if one.until is None else one.name
        return self.names[0].name if self.names and self.names[0].since is None else self.name

    @property
    def all_names(self) -> tuple[str, ...]:
        """Its names of all times and its short one, the 2018 name included."""
        known = (self.name, self.name_2018, *(one.name for one in self.names), *filter(None, [self.short]))
        return tuple(dict.fromkeys(part for one in known for part in parts_of(one)))

    def is_meant_by(self, words: str) -> bool:
        """Whether the words are a part of one of its names, or the beginning of its id, or one of its codes."""
        code = words.lower()
        if len(code) > 1 and ((self.id or "").startswith(code) or code in {self.organ_now, self.uscc.lower()}):
            return True
        wanted = comparable_name(words)
        return bool(wanted) and any(wanted in comparable_name(name) for name in self.all_names)


class AsOf(NamedTuple):
    """A department on a day: what it was called, and what has become of it by then."""

    name: str
    successors: tuple[Successor, ...]


def as_of(record: DepartmentRecord, day: date) -> AsOf:
    return AsOf(record.name_on(day), tuple(one for one in record.successors if one.on <= day))


def successors_of(records: Mapping[str, DepartmentRecord], department: str, day: date) -> list[str]:
    """The departments that have the tasks of `department` on this day, over several changes."""
    found, seen, ahead = list[str](), set[str](), [department]
    while ahead:
        one = ahead.pop(0)
        if one in seen:
            continue
        seen.add(one)
        record = records.get(one)
        next_ones = [to.to_department for to in record.successors if to.on <= day] if record else []
        others = [to for to in next_ones if to and to != one]
        if others and one not in next_ones:
            ahead += others
        else:
            found.append(one)
            ahead += others
    return found


def find_by_words(records: Mapping[str, DepartmentRecord], words: str, day: date, place: str = "") -> list[str]:
    """Who has the tasks today of whoever is meant (食药监, 食药监局, food -> food). `place` is the name of the region,
    which people write before the name of a department.
    """
    before = (place, place[:-1], place[-1:]) if place else ()
    shorter = (words.removeprefix(one) for one in before if one and words.startswith(one))
    for asked in (words, *shorter):
        if ids := [one for one, record in records.items() if record.is_meant_by(asked)]:
            return list(dict.fromkeys(to for one in ids for to in successors_of(records, one, day)))
    return []


class Body(Record):
    """The government, the bureau, 编办 or the centre of a region; or an organ above it, to which cases are reported."""

    id: RecordId
    region: DivisionCode
    name_2018: Line
    name: Line = Field(alias="name_now")
    role: Literal["government", "bureau", "org_office", "centre", "superior"]
    since: date | None = None
    precision: Precision | None = None
    status: Standing | None = None
    note: LongLine | None = None


class Provider(Record):
    """Somebody outside the platform who handles a part of a matter: only its status comes through an interface."""

    id: RecordId
    name: Line
    kind: Literal["bank", "public_institution", "department", "enterprise"]
    interface: Literal["counts_and_status_only", "status_only"]
    department: DepartmentId | None = None
    tracked_by: RecordId | None = None
    synthetic: bool = False


class Basis(Record):
    law: Line
    article: Line
    status: Standing | None = None


class FunctionMoved(Record):
    """A task that went from one department to another on a day, and the items that belong to it."""

    function: Line
    source: DepartmentId = Field(alias="from")
    target: DepartmentId = Field(alias="to")
    on: date
    precision: Precision = "day"
    basis: Basis | None = None
    items: tuple[ItemCode, ...] = ()
    note: LongLine | None = None


class RuleDocument(Record):
    """A document (规范性文件) that rules and items rest on, with its term as far as it is known (R94, R95)."""

    id: RecordId
    number: Line
    title: Line | None = None
    issuer: Line
    issued_on: date | None = None
    since: date | None = Field(default=None, alias="effective_from")
    until: date | None = Field(default=None, alias="effective_to")
    effect: Literal["in_force", "expired", "trial_ended_unknown", "unknown"]
    status: Standing
    source: Line | None = None
    cites: tuple[RecordId, ...] = ()
    note: LongLine | None = None

    def in_force_on(self, day: date) -> bool | None:
        """Whether it was in force on this day; None where the dates are not known."""
        if self.since is None or day < self.since:
            return None if self.since is None else False
        if self.until is not None and day > self.until:
            return None if self.effect == "trial_ended_unknown" else False
        return True if self.until is not None or self.effect == "in_force" else None
