"""How the public sees the terms of an item: every length is `length` in `unit`, as in `POST /deadlines`.

Imported documents call a length `value` and a calendar day `calendar_day`; answers have one name for each.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.catalogue.model import ItemDocument, SpecialProcedure, StartEvent
from chalicelib.catalogue.model.checklists import said
from chalicelib.catalogue.model.citations import citations, without_research
from chalicelib.catalogue.model.item import Renewal
from chalicelib.catalogue.model.lawful_terms import Stated, stated
from chalicelib.catalogue.model.limits import Extension, ShortTrack, StatutoryLimit, UpwardStep
from chalicelib.catalogue.model.promises import limit_here, source_of
from chalicelib.catalogue.model.validity import TermUnit, Validity, ValidityRule
from chalicelib.catalogue.model.values import Unit as WrittenUnit
from chalicelib.clock import Unit
from chalicelib.directory.model.promised import OwnPromise

UNITS: Mapping[WrittenUnit, Unit] = {"workday": "workday", "calendar_day": "day"}
RENEWAL_UNITS: Mapping[Literal["calendar", "workday"], Unit] = {"workday": "workday", "calendar": "day"}

StopsClock = TypeAliasType("StopsClock", bool | str)
DaysBeforeExpiry = TypeAliasType("DaysBeforeExpiry", int | str)


class RouteAnswer(BaseModel, defer_build=True):
    """What is promised where the condition, told in words, holds for what is filled in."""

    condition: str
    length: int
    unit: Unit


class PromisedAnswer(BaseModel, defer_build=True):
    length: int
    unit: Unit
    condition: str | None = None
    routes: Annotated[list[RouteAnswer], Field(description="符合情形的，按此承诺；均不符合的，按 length")] = []
    basis: Annotated[str | None, Field(description="本地区自定的承诺时限的来源；按事项公布的为空")] = None


class ExtensionAnswer(BaseModel, defer_build=True):
    """By how much the limit may be extended at most, in the unit of the limit."""

    length: int
    approver: str | None = None
    once: bool | None = None
    condition: str | None = None


class ShortTrackAnswer(BaseModel, defer_build=True):
    """A shorter limit, in the unit of the limit, under a condition."""

    length: int
    condition: str


class StatutoryAnswer(BaseModel, defer_build=True):
    """The words of the law in `start`, and the event they mean. `source` cites the law."""

    length: int | None
    unit: Unit | None
    start: str
    source: str | None = None
    extension: ExtensionAnswer | None = None
    short_track: ShortTrackAnswer | None = None
    suspension: str | None = None
    excluded: str | None = None
    clock_starts_at: StartEvent


class LimitsAnswer(BaseModel, defer_build=True):
    statutory: StatutoryAnswer
    promised: Annotated[PromisedAnswer | None, Field(description="联办件没有整体承诺时限的为空")]


class StepLimitAnswer(BaseModel, defer_build=True):
    length: int
    unit: Unit | None = None


class StepAnswer(BaseModel, defer_build=True):
    level: int
    role: str
    limit: StepLimitAnswer | None = None


class ParticipantAnswer(BaseModel, defer_build=True):
    """参加程序的部门，以及在什么情形下参加。"""

    department: str
    when: Annotated[str | None, Field(description="参加的情形；始终参加的为空")]


class ProcedureAnswer(BaseModel, defer_build=True):
    """A 特别程序; `length` in `unit`, at most `max_workdays`."""

    type: str
    stops_clock: StopsClock | None = None
    basis: str
    by: str | None = None
    length: int | None = None
    unit: Unit | None = None
    max_workdays: int | None = None
    mandatory: bool | None = None
    participants: tuple[ParticipantAnswer, ...] = ()
    condition: str | None = None


class RenewalAnswer(BaseModel, defer_build=True):
    days_before_expiry: DaysBeforeExpiry | None = None
    unit: Unit | None = None
    rule: str | None = None


class RuleAnswer(BaseModel, defer_build=True):
    """What holds where `when`, told in words, is true of the form's answers. The last four tell how the term may be
    extended.
    """

    when: str | None = None
    length: int | None = None
    unit: TermUnit | None = None
    until_field: str | None = None
    document: str | None = None
    document_note: str | None = None
    lapses_unless_started_within: int | None = None
    basis: str | None = None
    extend_once_years: int | None = None
    apply_before: str | None = None
    extend_times: int | None = None
    extend_months: int | None = None


class ValidityAnswer(BaseModel, defer_build=True):
    """The term of the result; `basis` cites the law."""

    kind: Literal["fixed", "range", "until_event", "none", "by_decision"]
    text: str
    decided_by: Literal["rule", "decision"]
    print: Literal["until", "text", "omit"]
    min: int | None = None
    max: int | None = None
    default: int | None = None
    unit: TermUnit | None = None
    optional: bool = False
    rules: list[RuleAnswer]
    basis: str | None = None


def promised_answer(item: ItemDocument, own: OwnPromise | None = None) -> PromisedAnswer | None:
    """`own` is the length that the region promises instead of the published one (R93). None where nothing is promised
    for the whole of a request.
    """
    if not item.promises:
        return None
    promises = [*stated(limit_here(item, own))]
    last = promises[-1]
    return PromisedAnswer(
        length=last.term[0],
        unit=UNITS[last.term[1]],
        condition=said(item, last.condition) if last.condition else None,
        routes=[_route(one, item) for one in promises[:-1]],
        basis=source_of(item, own) if own else None,
    )


def _route(promise: Stated, item: ItemDocument) -> RouteAnswer:
    length, unit = promise.term
    return RouteAnswer(condition=said(item, promise.condition or ""), length=length, unit=UNITS[unit])


def statutory_answer(limit: StatutoryLimit, laws: list[str]) -> StatutoryAnswer:
    told = {name: without_research(getattr(limit, name)) for name in ("suspension", "excluded")}
    return StatutoryAnswer(
        length=limit.value,
        unit=UNITS[limit.unit] if limit.unit else None,
        start=limit.start,
        source=citations(limit.source, laws),
        extension=_extension(limit.extension) if limit.extension else None,
        short_track=_short_track(limit.short_track) if limit.short_track else None,
        clock_starts_at=limit.start_event,
        **told,
    )


def _extension(extension: Extension) -> ExtensionAnswer:
    same = extension.model_dump(exclude={"value"})
    return ExtensionAnswer(length=extension.value, **same)


def _short_track(track: ShortTrack) -> ShortTrackAnswer:
    return ShortTrackAnswer(length=track.value, condition=track.condition)


def procedure_answer(procedure: SpecialProcedure, laws: list[str], item: ItemDocument) -> ProcedureAnswer:
    same = procedure.model_dump(exclude={"days", "unit", "basis", "stops_clock", "condition", "participants"})
    stops = procedure.stops_clock
    return ProcedureAnswer(
        **same,
        participants=tuple(_participant(one, item) for one in procedure.participants),
        condition=said(item, procedure.condition) if procedure.condition else None,
        stops_clock=without_research(stops, laws) if isinstance(stops, str) else stops,
        length=procedure.days,
        unit=UNITS[procedure.unit] if procedure.unit else None,
        basis=citations(procedure.basis, laws) or procedure.type,
    )


def _participant(text: str, item: ItemDocument) -> ParticipantAnswer:
    """Who takes part, and under which condition: `meteo?flammable_explosive==true`."""
    department, _, condition = text.partition("?")
    return ParticipantAnswer(department=department, when=said(item, condition) if condition else None)


def validity_answer(validity: Validity, laws: list[str], item: ItemDocument) -> ValidityAnswer:
    same = validity.model_dump(exclude={"status", "rules", "basis"})
    rules = [_rule(rule, laws, item) for rule in validity.rules]
    return ValidityAnswer(**same, rules=rules, basis=citations(validity.basis, laws))


def _rule(rule: ValidityRule, laws: list[str], item: ItemDocument) -> RuleAnswer:
    same = rule.model_dump(exclude={"value", "basis", "when"})
    when = said(item, rule.when) if rule.when else None
    return RuleAnswer(**same, when=when, length=rule.value, basis=citations(rule.basis or "", laws))


def step_answer(step: UpwardStep) -> StepAnswer:
    limit = step.limit
    shown = StepLimitAnswer(length=limit.value, unit=UNITS[limit.unit] if limit.unit else None) if limit else None
    return StepAnswer(level=step.level, role=step.role, limit=shown)


def renewal_answer(renewal: Renewal, laws: list[str]) -> RenewalAnswer:
    days = renewal.days_before_expiry
    return RenewalAnswer(
        days_before_expiry=without_research(days.replace(" workdays", "个工作日")) if isinstance(days, str) else days,
        unit=RENEWAL_UNITS[renewal.unit] if renewal.unit else None,
        rule=without_research(renewal.rule, laws),
    )
