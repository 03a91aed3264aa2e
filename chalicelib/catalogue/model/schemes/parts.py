"""A scheme (一件事, 并联审批) as an administrator imports it: its parts, each with the basis that it rests on."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.catalogue.model.conditions import Kind
from chalicelib.catalogue.model.values import Days, ItemId, Note, Part, Standing, Text, Unit

NodeId = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}-[A-Z][0-9]{2,4}|EXT-.{1,60})$")]
# A field of the later member's form, or of its applicant, and the field of the earlier member's result that tells it.
Brought = Annotated[str, StringConstraints(pattern=r"^(applicant\.)?[a-z][a-z0-9_]{0,49}$")]
StageKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,59}$")]
Blocks = Literal["opening", "decision", "issue", "construction"]
Carries = Literal["opening", "decision", "issue", "construction", "none"]
# What a text can carry, the strongest first: an edge never blocks more than its text supports.
STRENGTH: tuple[Carries, ...] = ("none", "construction", "issue", "decision", "opening")
EXTERNAL = "EXT-"
# As many promised results may one member rest on: each has a clock of its own.
MOST_COMMITMENTS = 3
INVENTED: frozenset[Standing] = frozenset({"ILLUSTRATIVE", "SYNTHETIC"})


class Length(Part):
    value: Days
    unit: Unit


class PromisedTotal(Length):
    """What is promised for a whole request, from its acceptance."""

    start: Literal["joint_acceptance"] = "joint_acceptance"
    status: Standing


class DocumentBasis(Part):
    document: Text
    article: Text
    status: Standing
    source: Note | None = None
    role: Text | None = None
    note: Note | None = None


class LawBasis(Part):
    law: Text
    article: Text
    status: Standing
    source: Note | None = None
    text: Note | None = None
    note: Note | None = None
    also: Note | None = None


class EdgeBasis(LawBasis):
    """The text behind an edge. `supports` is the most that it can carry."""

    supports: Carries


class JointExtension(Length):
    """行政许可法42(2): once, before the due day, by the government of the place, with reasons told."""

    approver: Text
    approver_title: Text
    once: bool
    before_due: bool
    reasons_told: bool


class StageLimit(Length):
    start: Literal["joint_acceptance"]
    basis: LawBasis
    extension: JointExtension | None = None
    covers: Text | None = None


class Stage(Part):
    """`parallel` has no lead and no joint clock: its members are ordinary cases in the same graph."""

    key: StageKey
    name: Text
    kind: Literal["stage", "parallel"]
    lead: Text | None = None
    joint_limit: StageLimit | None = None
    promised_total: PromisedTotal | None = None
    note: Note | None = None


class FormField(Part):
    """A field of the single form, asked once for all members of `shared_by`. `when` says under which answers.

    `in_request` is where the form of a request has it, as a pointer: outside systems are told it from there.
    """

    key: Name
    type: Text
    title: Text
    required: bool
    shared_by: Annotated[tuple[NodeId, ...], Field(min_length=1)]
    sensitive: bool = False
    when: Text | None = None
    pattern: Text | None = None
    filled_by: NodeId | None = None
    in_request: Annotated[str, Field(pattern=r"^/(applicant|answers)(/[a-z0-9_]+){1,3}$")] | None = None
    max_length: Annotated[int, Field(ge=1, le=10_000)] | None = None
    min: int | None = None
    max: int | None = None
    places: Annotated[int, Field(ge=0, le=10)] | None = None
    choices: tuple[Text, ...] = ()


class Choice(Part):
    value: Text
    label: Text


class Question(Part):
    """What the applicant is asked so that members and materials are known."""

    variable: Name
    kind: Kind
    label: Text
    choices: tuple[Choice, ...] = ()
    used_by: tuple[NodeId, ...] = ()
    help: Note | None = None


class Derived(Part):
    """A variable that follows from answers."""

    variable: Name
    from_: Text = Field(alias="from")


class Preset(Part):
    """A variable that is the same in every request of the scheme."""

    variable: Name
    value: bool | int | Text
    why: Text


class SchemeForm(Part):
    fields: tuple[FormField, ...]
    questions: tuple[Question, ...]
    derived: tuple[Derived, ...] = ()
    presets: tuple[Preset, ...] = ()


class PromisedWhen(Length):
    condition: Text


class Inner(Part):
    opinion_days: Days | None = None
    presence: Literal["none", "visit", "session"] = "none"


class Local(Part):
    """Whether the place has added the member to the national list."""

    value: bool
    note: Note | None = None


class Node(Part):
    """A member: an item, or an `EXT-` one that an outside system handles, known by its interface only."""

    id: NodeId
    title: Text
    item: ItemId | None
    item_version_rule: Literal["current_at_acceptance"] = "current_at_acceptance"
    department: Text
    stage: StageKey
    condition: Text | None = None
    external: bool = False
    provider: Text | None = None
    optional: bool = False
    held_allowed: bool = False
    local: Local | None = None
    handling: Literal["single", "unified"] = "single"
    promised: Length
    promised_when: tuple[PromisedWhen, ...] = ()
    inner: Annotated[Inner, Field(default_factory=Inner)]
    issue_days: Annotated[int, Field(ge=0, le=60, description="workdays")] = 10
    counts_in_joint_clock: bool = False
    note: Note | None = None


class Commitment(Part):
    proof: Text
    promise: Text
    complete_within: Length
    counted_from: Literal["grant_of_to"]
    overdue: Text
    basis: DocumentBasis


class Edge(Part):
    """What must be there before: one of `from_` is granted, or accepted with a commitment, before `to` may go on.

    `result_as_material` is the line of `to` that the result serves as. `brings` has, by the member of `from_`, which
    fields of the form of `to` its result fills in: nobody is asked for them.
    """

    id: Text
    from_: Annotated[tuple[NodeId, ...], Field(min_length=1, alias="from")]
    to: NodeId
    blocks: Blocks
    on: Literal["granted", "accepted_with_commitment"] = "granted"
    commitment: Commitment | None = None
    basis: EdgeBasis | None = None
    also: tuple[EdgeBasis, ...] = ()
    if_none_active: Literal["vanish", "forbid"]
    result_as_material: Annotated[int, Field(ge=1, le=99)] | None = None
    brings: dict[NodeId, dict[Brought, Brought]] = Field(default_factory=dict[str, dict[str, str]])
    note: Note | None = None


class SharedLine(Part):
    item: ItemId
    line_no: Annotated[int, Field(ge=1, le=99)]


class SharedMaterial(Part):
    """Lines of several members that are one material. `never`: it comes from shared data or from a result."""

    key: Name
    title: Text
    lines: Annotated[tuple[SharedLine, ...], Field(min_length=1)]
    source: Literal["applicant", "gov_share", "result"]
    asked: Literal["once", "never"]
    rule: Note | None = None


class SilenceRule(Part):
    """What silence or absence of a department means, by a published document; never for the decision on a licence."""

    kind: Literal["opinion", "attendance"]
    effect: Literal["no_objection", "no_second_visit"]
    basis: DocumentBasis
    excludes: tuple[Literal["licence_decision"], ...] = ()


class EdgeChange(Part):
    blocks: Blocks | None = None
    on: Literal["granted", "accepted_with_commitment"] | None = None


class Variant(Part):
    """Another reading of some edges, to compare plans with; it never rules a case."""

    key: StageKey
    note: Note | None = None
    edges: dict[Text, EdgeChange]


class SkipWhen(Part):
    member: NodeId
    condition: Text


class Session(Part):
    kind: Text
    title: Text
    convener: Text
    members: tuple[NodeId, ...]
    only_if_at_least: Annotated[int, Field(ge=1, le=40)] = 2
    skip_when: tuple[SkipWhen, ...] = ()
    invitation_workdays: Days = 2
    officers_per_department: Annotated[int, Field(ge=1, le=10)] = 2
    basis: DocumentBasis


class BeforeSubmit(Part):
    """What must be told or agreed to before a request is submitted (个人信息保护法 28, 30, 31)."""

    key: Name
    kind: Literal["consent", "notice"]
    question: Name | None = None
    must_be: Literal[True] | None = None
    text: Note | None = None
    basis: LawBasis
    event: Name


class LocalTarget(Length):
    scope: Text
    counts: Text | None = None
    for_: Text | None = Field(default=None, alias="for")
    source: Note | None = None
    status: Text
