"""Unified items (联合审图, 联合验收): several departments give opinions, one conclusion is drawn."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.catalogue.model.schemes.parts import (
    DocumentBasis,
    LawBasis,
    Length,
    NodeId,
    Question,
    SilenceRule,
)
from chalicelib.catalogue.model.values import Days, ItemId, Note, Part, Standing, Text

Opinion = Literal["pass", "pass_with_conditions", "rectify", "refuse", "not_concerned"]


class Participant(Part):
    """A department that gives an opinion. `must_pass`: without its pass nothing is concluded as passed."""

    department: Text
    matter: Text
    condition: Text | None = None
    required: bool
    must_pass: bool
    presence: Literal["none", "visit", "session"]
    officers: Annotated[int, Field(ge=1, le=10)]
    opinion_days: Days
    basis: LawBasis
    was: Note | None = None
    note: Note | None = None


class Removed(Part):
    """A department that gave an opinion before a law took it away."""

    department: Text
    since: Text
    because: Note
    status: Standing


class BeforePass(Part):
    department: Text
    opinion: Opinion
    basis: Text


class Duty(Part):
    """What the applicant must file after the conclusion, and within which time."""

    member: NodeId
    applicant_duty: Length
    basis: Text


class Conclude(Part):
    requires_all_required: bool
    pass_needs: tuple[Opinion, ...]
    before_pass: tuple[BeforePass, ...] = ()
    starts: Duty | None = None


class Rectify(Part):
    merged: bool
    round2_only_who_raised: bool


class UnifiedItem(Part):
    """行政许可法26(2), first way: one department accepts, the others give opinions, one conclusion."""

    item: ItemId
    mode: Literal["unified"]
    kind: Text
    lead: Text
    inner_opinion_days: Days
    inner_starts: Literal["joint_acceptance", "session_convened"]
    questions: tuple[Question, ...] = ()
    participants: Annotated[tuple[Participant, ...], Field(min_length=1)]
    removed: tuple[Removed, ...] = ()
    opinions: tuple[Opinion, ...]
    conclude: Conclude
    coordinate_days: Length
    invitation_workdays: Days
    rectify: Rectify
    basis: tuple[DocumentBasis, ...]
    silence_rules: tuple[SilenceRule, ...] = ()
    documents: tuple[Text, ...] = ()
