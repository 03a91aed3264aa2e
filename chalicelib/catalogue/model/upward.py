"""上报件: which organ above decides an item, and how long each level has (行政许可法35, 43). Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.limits import StepLimit, UpwardStep
from chalicelib.clock.kinds import KINDS
from chalicelib.clock.unit import Unit


class LevelTerm(NamedTuple):
    """How long one level has, and what says so."""

    length: int
    unit: Unit
    source: str


def steps_above(item: ItemDocument) -> Sequence[UpwardStep]:
    """The levels above that of this hall. None of an item that is decided here, whatever a lower level does first."""
    return [step for step in item.upward_chain if step.level < item.exercise_level]


def superior_of(item: ItemDocument) -> str | None:
    """The organ above that decides what is reviewed here first; None of an item that is decided here."""
    above = steps_above(item)
    return above[0].organ if above else None


def can_be_reported(item: ItemDocument) -> bool:
    """Whether the item is decided here, or by one organ above that it names. Over several levels nothing is reported
    yet.
    """
    above = steps_above(item)
    return not above or (len(above) == 1 and above[0].organ is not None)


def lower_term(item: ItemDocument) -> LevelTerm | None:
    """The preliminary review here: the term of the item's own law for this level, else of 行政许可法43. None of what is
    no licence and has no term of its own.
    """
    here = next((step.limit for step in item.upward_chain if step.level == item.exercise_level), None)
    return _term(item, here, "lower_review")


def superior_term(item: ItemDocument) -> LevelTerm | None:
    """The decision above, from the arrival of the whole file: its own law, else 行政许可法42."""
    above = steps_above(item)
    return _term(item, above[0].limit if above else None, "decision")


def _term(item: ItemDocument, own: StepLimit | None, kind: str) -> LevelTerm | None:
    general = KINDS["lower_review" if kind == "lower_review" else "decision"]
    if own is None:
        return LevelTerm(general.length or 0, general.unit, general.article) if item.is_licence else None
    source = citations(own.source, [basis.law for basis in item.legal_basis]) if own.source else None
    unit: Unit = "day" if own.unit == "calendar_day" else "workday"
    return LevelTerm(own.value, unit, source or general.article)
