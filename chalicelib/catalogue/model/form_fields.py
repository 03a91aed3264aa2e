"""What the form of an item asks: sections of typed fields, and the facts that follow from what is filled in (R78).

A field has one key. Items that use the same key as `shared_key` ask for the same fact, so a joint form asks it once.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.catalogue.model.values import ApplicantKind, Note, Part, Standing, Text

FieldType = Literal[
    "text",
    "paragraph",
    "integer",
    "decimal",
    "money",
    "area",
    "date",
    "date_range",
    "choice",
    "multi_choice",
    "boolean",
    "address",
    "region",
    "person",
    "people",
    "credit_code",
    "phone",
    "table",
]
ColumnType = Literal["text", "integer", "decimal", "money", "area", "date", "credit_code", "address"]
# Where the value comes from: typed, shared data of another organ, the log-in, or the result of an earlier item.
# What kind of number a text is: 公民身份号码, or the code of an investment project (an..24).
NumberFormat = Literal["resident_id", "project_code"]
FieldSource = Literal["applicant", "gov_share", "identity", "prior_result"]
PersonRight = Literal["guardian", "own", "agent", "none"]
Rule = Literal["present", "age_years", "years_begun", "map"]
RULES = frozenset({"present", "age_years", "years_begun", "map"})
# What is filled in of these types tells of a person, whatever the field is called.
OF_PERSONS = frozenset({"person", "people"})

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,49}$")]
Source = Annotated[str, StringConstraints(pattern=r"^(applicant\.)?[a-z][a-z0-9_]{0,49}$")]
Choices = Annotated[dict[Text, Text], Field(min_length=1, max_length=60)]
Number = int | float


class Column(Part):
    key: Key
    title: Text
    type: ColumnType


class RightUnder(Part):
    """Another right by which the applicant applies for the person, where the form answers so. Of `agent` the field
    `principal` names who has given the authorisation.
    """

    when: Text
    right: PersonRight
    principal: Key | None = None
    basis: Text


class OtherPerson(Part):
    """Somebody whom a field names beside the applicant, and by what right the applicant applies for this person.

    `guardian`: the applicant acts in this person's name, as the guardian. That is proven before the acceptance, and it
    ends when the person comes of age. `own`: the applicant acts in the own name, by a right that a law gives, as a near
    relative of an injured worker does. `agent`: somebody who has the right lets an agent act, whose authorisation is
    asked. `none`: the person is named, and nothing is done in this person's name. `otherwise`: where the form answers
    so, another right holds. `holder`: the result is this person's, by whatever right the applicant applies; of a
    guardian it always is. `is_applicant`: the condition under which the person is the applicant. `parent`: of the child
    whom the form names. `basis` is the article, or why nothing has to be proven.
    """

    right: PersonRight
    otherwise: tuple[RightUnder, ...] = ()
    holder: bool = False
    is_applicant: Text | None = None
    parent: bool = False
    basis: Text


CheckRule = Literal[
    "not_after",
    "not_before",
    "ends_not_before",
    "days_after",
    "years_after",
    "at_most",
    "another_person",
    "distinct",
]
# What a check may compare with beside a field of the form and a day of the calendar.
TODAY, BIRTH, NEXT_YEAR = "today", "applicant.birth_date", "next_year"
WITH_LEAST = frozenset({"days_after", "years_after"})


class FieldCheck(Part):
    """What a value has to be beside its type; `of` is what it is compared with.

    Dates: `not_after`, `not_before` (of a range its last or its first day), `ends_not_before` (the last day of a
    range), `days_after` and `years_after` (at least so many, `least`). Numbers: `at_most`. Persons: `another_person`,
    `distinct` (nobody twice; of a table the column `of`).
    """

    rule: CheckRule
    of: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]{1,50}$")] | None = None
    least: Annotated[int, Field(ge=1, le=36_500)] | None = None
    basis: Text
    status: Standing


class FormField(Part):
    """One field. `required` may be a condition: then the field is shown, and required, where the condition is true.
    `shown_when`: it is shown wherever this holds, also where it need not be filled in.

    `only_for`: only applicants of these kinds see it. `min` and `max` of a table or of people count rows.
    """

    key: Key
    title: Text
    title_en: Text
    type: FieldType
    format: NumberFormat | None = Field(default=None, description="the number that a text is")
    unit: Text | None = None
    required: bool | Text
    shown_when: Text | None = None
    choices: Choices | None = None
    columns: tuple[Column, ...] | None = None
    min: Number | None = None
    max: Number | None = None
    max_length: Annotated[int, Field(ge=1, le=5000)] | None = None
    hint: Text | None = None
    example: JsonValue
    shared_key: Key | None = None
    source: FieldSource
    sensitive: bool
    certificate_field: Key | None = None
    only_for: tuple[ApplicantKind, ...] | None = None
    person: OtherPerson | None = Field(default=None, description="whom it names beside the applicant, if anybody")
    checks: tuple[FieldCheck, ...] = ()
    basis: Text
    status: Standing

    @property
    def condition(self) -> str | None:
        """When the field is shown; None where it always is."""
        return self.shown_when or (self.required if isinstance(self.required, str) else None)

    @property
    def personal(self) -> bool:
        """Whether the value is masked for who has not said what for."""
        return self.sensitive or self.type in OF_PERSONS


class Section(Part):
    title: Text
    fields: Annotated[tuple[FormField, ...], Field(min_length=1, max_length=40)]


class Derive(Part):
    """A variable of conditions that nobody is asked for.

    `rule` is a condition over fields, or `present` (the block is filled in), `age_years` (completed years),
    `years_begun` (begun years since a date: exactly three years are 3, one day more is 4) or `map` (by the table).
    Of several sources in `from` the first that is filled in counts.
    """

    variable: Key
    kind: Literal["boolean", "integer", "choice"]
    sources: Annotated[tuple[Source, ...], Field(alias="from", min_length=1)]
    rule: Text
    map: dict[Text, Text] | None = None
    text: Note | None = None
    basis: Text | None = None
    status: Standing | None = None

    @property
    def condition(self) -> str | None:
        return None if self.rule in RULES else self.rule


def choices_of(derive: Derive) -> Sequence[str]:
    """The values that a derived choice can have."""
    return tuple(dict.fromkeys((derive.map or {}).values()))
