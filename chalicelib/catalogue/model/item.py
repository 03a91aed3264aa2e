"""A service item (事项): what one needs, on which legal basis, within which limits, and what one gets."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints, WithJsonSchema
from typing_extensions import TypeAliasType

from chalicelib.catalogue.model.closing import Closing, Correction, Suspension
from chalicelib.catalogue.model.commitments import Commitment, Tolerance
from chalicelib.catalogue.model.form_fields import Derive, FormField, Section
from chalicelib.catalogue.model.grounds import Grounds
from chalicelib.catalogue.model.limits import PromisedLimit, StatutoryLimit, UpwardStep
from chalicelib.catalogue.model.rates import Rate
from chalicelib.catalogue.model.record import (
    Complexity,
    IdentityLevel,
    LevelAct,
    MendedDefect,
    Opening,
    Remedies,
    ResultField,
    ReviewingOrgan,
    Safety,
    Special,
    Stage,
)
from chalicelib.catalogue.model.request_of import RequestOf
from chalicelib.catalogue.model.retention import Retention
from chalicelib.catalogue.model.validity import Validity
from chalicelib.catalogue.model.values import (
    ApplicantKind,
    Days,
    HandlingType,
    ItemId,
    MaterialSource,
    Necessity,
    Note,
    Part,
    Standing,
    Text,
    Theme,
    Unit,
)
from chalicelib.directory.model import Regime

# GB/T 39046 A.1 -> the law that governs the item's procedure.
REGIMES: dict[str, Regime] = {
    "01": "license",
    "05": "benefit",
    "07": "confirmation",
    "10": "filing",
    "20": "public_service",
}

HandlingMode = Literal[1, 2, 3, 4, 9]
ResultKind = Literal["证照", "批准文件", "决定文书", "服务", "备案", "登记"]
# As a list of one: the generators of clients read it so, and not as a constant beside true and false.
Conditional = Annotated[Literal["conditional"], WithJsonSchema({"type": "string", "enum": ["conditional"]})]
Charge = TypeAliasType("Charge", bool | Conditional)
ONLINE = frozenset({2, 3})


class LegalBasis(Part):
    """An article of a law; `status` says whether the text was seen or is from memory."""

    law: Text
    article: Text
    status: Standing
    source: Note


class Material(Part):
    """A line of the list of materials. `condition` says when a 非必要(情形) line applies."""

    name: Text
    originals: Annotated[int, Field(ge=0, le=20)]
    copies: Annotated[int, Field(ge=0, le=20)]
    electronic_ok: bool
    source: MaterialSource
    necessity: Necessity
    condition: Text | None = None
    legal_basis: Text | None = None
    tolerable_absence: bool = Field(description="容缺: may follow later (广东省优化营商环境条例32); ILLUSTRATIVE")
    acceptance_check: Note | None = None
    e_certificate_type: Text | None = None

    @property
    def shared(self) -> bool:
        """The organ gets it from another organ's data, so it must not be demanded (国务院令第716号第七条)."""
        return self.source == "gov_share"


class Fee(Part):
    """`rates` are the amounts of the standard, from which alone a fee order is made. `due` says that the result is
    handed over only once the fee is paid; `refund` what law says so of the return after a refusal or a withdrawal.
    """

    charge: Charge
    basis: Text
    name: Text | None = None
    # How much: an amount, a rule, or the document that sets it.
    standard: Text | None = None
    condition: Text | None = None
    enforcement: Note | None = None
    rates: Annotated[tuple[Rate, ...], Field(max_length=20)] = ()
    due: Literal["before_issue"] | None = None
    refund: Text | None = None


class Renewal(Part):
    days_before_expiry: int | Text | None = None
    unit: Literal["calendar", "workday"] | None = None
    source: Text | None = None
    rule: Note | None = None


class Result(Part):
    """What the applicant receives. `validity` is a text of items published before their validity was data."""

    name: Text
    kind: ResultKind
    validity: Text | None = None
    renewal: Renewal | None = None
    status: Standing
    e_certificate: bool


class DecisionWords(Part):
    """What the decision on the item says where its statute has words of its own: 认定工伤, 不予认定工伤."""

    granted: Annotated[str, StringConstraints(min_length=2, max_length=30)]
    refused: Annotated[str, StringConstraints(min_length=2, max_length=30)]
    basis: Text


class SpecialProcedure(Part):
    """A 特别程序. `stops_clock` is text where the law is silent or distinguishes (行政许可法45)."""

    type: Text
    stops_clock: bool | Text | None = None
    basis: Text
    by: Text | None = None
    days: Days | None = None
    unit: Unit | None = None
    max_workdays: Days | None = None
    mandatory: bool | None = None
    participants: tuple[Text, ...] = ()
    condition: Text | None = None


class Channel(Part):
    mail_in: bool
    mail_out: bool
    on_site_visits: Annotated[int, Field(ge=0, le=9, description="到现场次数")]


class ItemDocument(Part):
    """An item as an administrator imports it. Codes of the demonstration are SYNTHETIC, promises ILLUSTRATIVE."""

    id: ItemId
    name: Text
    theme: Theme
    department: Text = Field(alias="dept")
    department_name_2018: Text = Field(alias="dept_name_rules")
    department_name: Text = Field(alias="dept_name_now")
    category: Text
    category_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
    handling_type: HandlingType
    handling_code_local: int = Field(alias="handling_type_code_local")
    handling_code_national: int = Field(alias="handling_type_code_GBT39046")
    exercise_level: Annotated[int, Field(ge=1, le=7, description="GB/T 39046 A.2: 3 市, 4 县")]
    service_objects: Annotated[tuple[ApplicantKind, ...], Field(min_length=1)]
    handling_modes: tuple[HandlingMode, ...] = Field(alias="handling_modes_GBT39046_A5")
    basic_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")] = Field(alias="basic_code_SYNTHETIC")
    implementing_code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{31}$")] = Field(
        alias="implementing_code_SYNTHETIC"
    )
    legal_basis: Annotated[tuple[LegalBasis, ...], Field(min_length=1)]
    statutory_limit: StatutoryLimit
    promised_limit: PromisedLimit
    materials: Annotated[tuple[Material, ...], Field(min_length=1, max_length=99)]
    fee: Fee
    result: Result
    validity: Validity | None = None
    retention: Retention | None = None
    decision: DecisionWords | None = None
    special_procedures: tuple[SpecialProcedure, ...] = ()
    prerequisites: tuple[Text, ...] = ()
    upward_chain: tuple[UpwardStep, ...] = ()
    acceptance_window: Text | None = None
    sub_items: tuple[Text, ...] = ()
    channel: Channel
    notes: Note = ""
    unverified: tuple[Text, ...] = ()
    grounds: Grounds | None = None
    form_fields: tuple[Section, ...] = ()
    derives: tuple[Derive, ...] = ()
    result_fields: tuple[ResultField, ...] = ()
    manual: tuple[Stage, ...] = ()
    special: tuple[Special, ...] = ()
    complexity: Complexity | None = None
    identity_level: IdentityLevel | None = None
    identity_levels: Annotated[
        Mapping[LevelAct, IdentityLevel] | None, Field(description="of single acts, where they ask for another level")
    ] = None
    reviewing_organ: ReviewingOrgan | None = None
    remedies: Remedies | None = None
    safety: Safety | None = None
    tolerance: Tolerance | None = None
    commitment: Commitment | None = None
    opening: Opening | None = None
    mended_defects: tuple[MendedDefect, ...] = ()

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field of the form in its order; none of an item whose form only asks what its conditions name."""
        return tuple(field for section in self.form_fields for field in section.fields)

    @property
    def promises(self) -> bool:
        """Whether a term is promised at all; of the whole of a request there may be none."""
        return True

    @property
    def online(self) -> bool:
        """Whether one can apply from a computer or a telephone (GB/T 39046 A.5: 2 and 3)."""
        return not ONLINE.isdisjoint(self.handling_modes)

    @property
    def is_licence(self) -> bool:
        """行政许可 (GB/T 39046 A.1): 行政许可法 applies to it, to other items only their own statutes."""
        return self.category_code == "01"

    @property
    def regime(self) -> Regime:
        regime = REGIMES.get(self.category_code, "other")
        # Other powers (其他行政权力) are filings where one gets a filing; some of them are examinations.
        return "other" if regime == "filing" and self.result.kind != "备案" else regime


class ServiceItem(ItemDocument):
    """One published version of an item in one region. Versions count from 1 and never change.

    `ended_at`, `closing` and `suspension` are known of the newest only: from `ended_at` on nobody can apply for the
    item any more (R42), while it is suspended nobody can for the time being. `effective_at` is from when the version
    holds. `corrections` are clerical errors that were put right in its words since. `withdrawn_at`: this version was
    taken back before it held.
    """

    region: str
    version: Annotated[int, Field(ge=1)]
    content_hash: str
    published_at: AwareDatetime | None = None
    effective_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    closing: Closing | None = None
    suspension: Suspension | None = None
    corrections: tuple[Correction, ...] = ()
    withdrawn_at: AwareDatetime | None = None
    request_of: Annotated[
        RequestOf | None, Field(description="of which scheme it is a request, where it was compiled from one")
    ] = None

    @property
    def promises(self) -> bool:
        return self.request_of is None or self.request_of.promises
