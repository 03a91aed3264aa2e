"""Parts of an item's record beside its form: the face of its result, its handbook, how complex it is, mended defects.

Guide, checklist, form and handbook are made from this one record, so they cannot disagree (R47).
"""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.catalogue.model.form_fields import FieldType, Key, NumberFormat
from chalicelib.catalogue.model.values import ApplicantKind, Days, Note, Part, Standing, Text

FaceSource = Annotated[str, StringConstraints(pattern=r"^(applicant\.)?[a-z][a-z0-9_]{0,49}$")]
# Sources of a face that are no field of the form: what the officer states, and what the platform knows.
DECISION, SYSTEM = "decision", "system"
OF_APPLICANT = frozenset({"applicant.name", "applicant.id_number", "applicant.uscc", "applicant.legal_representative"})
StageKind = Literal["completeness", "review", "site_check", "committee", "special_procedure", "decision"]
StageRole = Literal["officer", "chief_representative", "department_leader"]
Level = Literal["simple", "general", "complex"]
# The lowest level of identity of who acts as the applicant, and the acts that ask for one (access/levels.py).
IdentityLevel = Annotated[int, Field(ge=2, le=5)]
LevelAct = Literal["submit", "supplement", "withdraw"]
SpecialKind = Literal[
    "hearing",
    "expert_review",
    "inspection_test",
    "tender",
    "exam",
    "interested_party",
    "quantity_limit",
    "public_notice",
    "consultation",
    "assessment",
    "government_approval",
    "awaiting_conclusion",
]


class ResultField(Part):
    """照面信息: one line of the face of the certificate or decision. `else_from` where the source is hidden.

    `required`: whether the officer has to state it, where it is the officer's. `fixed` is printed as it is. `unit`
    stands after a number that the officer states.
    """

    key: Key
    title: Text
    type: FieldType
    source: FaceSource = Field(alias="from")
    else_from: FaceSource | None = None
    required: bool = True
    format: NumberFormat | None = Field(default=None, description="the number that a text is")
    unit: Text | None = None
    fixed: Text | None = None


class Stage(Part):
    """A stage of the handbook (审查工作规程). Completeness runs before acceptance and has no inner days."""

    key: Key
    title: Text
    kind: StageKind
    role: StageRole
    inner_workdays: Days
    criteria: Annotated[tuple[Text, ...], Field(min_length=1)]
    parallel_with: Key | None = None
    when: Text | None = None
    excluded_time: bool = Field(default=False, description="its time does not count (行政许可法45)")


class Special(Part):
    """A 特别程序 in detail. `pausing` art45: stops the clock after written notice; unclear: the clock runs on."""

    kind: SpecialKind
    when: Text = Field(description="always, organ (where the organ or a law it applies says so), or a condition")
    mandatory: bool = False
    pausing: Literal["art45", "special_law", "no", "unclear"]
    pausing_basis: Text | None = None
    max_workdays: Days | None = None
    text: Note | None = None
    basis: Text
    status: Standing


class Safety(Part):
    """The licence directly concerns public safety, personal health or the safety of life and property: who has applied
    with false materials, or got it by fraud, cannot apply for it again for so many years (行政许可法78, 79).
    `bar_basis` is a law of its own that bars longer after a fraud.
    """

    basis: Text
    years_after_false: Annotated[int, Field(ge=1, le=10)] = 1
    years_after_fraud: Annotated[int, Field(ge=3, le=10)] = 3
    bar_basis: Text | None = None
    status: Standing


class Complexity(Part):
    """Of a complex item the department's leader decides, of others the chief representative (R65)."""

    level: Level
    reason: Text


class ReviewingOrgan(Part):
    """The 复议机关 of the item; none where nobody can ask for reconsideration, then `text` says why. `text` is read by
    people, `note` by editors alone.
    """

    name: Text | None
    basis: Text
    status: Standing
    text: Note | None = None
    note: Note | None = None


class Remedies(Part):
    """Reconsideration and lawsuit, or for what is no administrative act the ways to complain."""

    kind: Literal["复议+诉讼", "投诉"]
    path: tuple[Text, ...] = ()
    status: Standing | None = None


class Opening(Part):
    """Who may apply, and which fields only one kind of applicant sees."""

    kinds: tuple[ApplicantKind, ...]
    only_for: dict[ApplicantKind, tuple[Key, ...]]
    note: Note | None = None


class MendedDefect(Part):
    """What was wrong in an earlier record of the item, and on which source it was put right."""

    what: Text = Field(description="JSON pointer of the part in the record")
    before: JsonValue = Field(alias="from")
    after: JsonValue = Field(alias="to")
    why: Note
    basis: Text
    status: Standing
