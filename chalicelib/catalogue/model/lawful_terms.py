"""Whether each promise is within the limit that the law sets in the same situation (R93). Pure.

The law may set a shorter limit under a condition over the form (`short_track.when`). A promise is then held against the
limit that applies where the promise applies: the answers that the conditions name are tried one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.conditions.variables import OTHER
from chalicelib.catalogue.model.declared import Declared, declared
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.limits import PromisedLimit, split_condition
from chalicelib.catalogue.model.values import Unit
from chalicelib.clock.across_units import exceeds

# More combinations of answers than this are not tried: every promise is then held against the shorter limit too.
MOST = 4_096

Term = tuple[int, Unit]


class Stated(NamedTuple):
    """A promise, and the condition under which it is made; None of the one that holds otherwise."""

    pointer: str
    condition: str | None
    term: Term


class Pair(NamedTuple):
    """A promise and a limit of the law that can meet in one case. `when` is the condition of the shorter limit, None of
    the usual one.
    """

    pointer: str
    promised: Term
    lawful: Term
    when: str | None = None


def over_law(item: ItemDocument, limit: PromisedLimit | None = None) -> list[Pair]:
    """The promises of the item (or those of `limit` instead) that are longer than the law allows."""
    promises = [*stated(limit or item.promised_limit)]
    return [pair for pair in pairs(item, promises) if is_over(pair)]


def is_over(pair: Pair) -> bool:
    return exceeds(pair.promised, pair.lawful)


def stated(limit: PromisedLimit) -> Iterator[Stated]:
    """The promises of an item, those under a condition first. Raises ConditionError where one cannot be read."""
    for number, route in enumerate(limit.routes):
        yield Stated(f"/promised_limit/routes/{number}/value", route.condition, (route.value, route.unit))
    if limit.condition is None:
        yield Stated("/promised_limit/value", None, (limit.value, limit.unit))
        return
    condition, otherwise = split_condition(limit.condition)
    yield Stated("/promised_limit/value", conditions.render(condition), (limit.value, limit.unit))
    if otherwise is not None:
        yield Stated("/promised_limit/condition", None, (otherwise, limit.unit))


def pairs(item: ItemDocument, promises: Sequence[Stated]) -> list[Pair]:
    """Each promise with each limit of the law that can meet it. The first promise whose condition holds is made.

    Raises ConditionError.
    """
    law = item.statutory_limit
    usual = (law.value, law.unit or "workday") if law.value is not None else None
    track = law.short_track
    if track is None or track.when is None:
        return [Pair(one.pointer, one.term, usual) for one in promises] if usual else []
    short = (track.value, law.unit or "workday")
    met = _met(track.when, promises, item)
    found = list[Pair]()
    for number, one in enumerate(promises):
        if usual and ((number, False) in met or (number, True) not in met):
            found.append(Pair(one.pointer, one.term, usual))
        if (number, True) in met:
            found.append(Pair(one.pointer, one.term, short, track.when))
    return found


def _met(when: str, promises: Sequence[Stated], item: ItemDocument) -> set[tuple[int, bool]]:
    """By number which promises are made where the law's shorter limit holds (True), and where it does not (False)."""
    shorter = conditions.parse(when)
    made = [conditions.parse(one.condition) if one.condition else None for one in promises]
    tried = _answers([shorter, *(condition for condition in made if condition)], item)
    if tried is None:
        return {(number, holds) for number in range(len(promises)) for holds in (True, False)}
    found = set[tuple[int, bool]]()
    for answers in tried:
        holding = (n for n, condition in enumerate(made) if not condition or conditions.evaluate(condition, answers))
        if (number := next(holding, None)) is not None:
            found.add((number, bool(conditions.evaluate(shorter, answers))))
    return found


def _answers(read: Sequence[conditions.Condition], item: ItemDocument) -> Iterator[Mapping[str, object]] | None:
    """Every combination of answers that these conditions tell apart, with what follows from them by the item. None:
    there are too many.
    """
    used = _literals(read)
    rules = {one.variable: conditions.parse(one.condition) for one in item.derives if one.condition}
    rules = {name: rule for name, rule in rules.items() if name in used}
    asked = _literals([*read, *rules.values()])
    known = declared(item)
    values = {name: _values(literals, known.get(name)) for name, literals in asked.items() if name not in rules}
    if prod(len(one) for one in values.values()) > MOST:
        return None
    return (_with(rules, dict(zip(values, one, strict=True))) for one in product(*values.values()))


def _with(rules: Mapping[str, conditions.Condition], answers: Mapping[str, object]) -> Mapping[str, object]:
    return {**answers, **{name: conditions.evaluate(rule, answers) for name, rule in rules.items()}}


def _literals(read: Sequence[conditions.Condition]) -> Mapping[str, set[object]]:
    """What each variable is compared with."""
    used: dict[str, set[object]] = {}
    for condition in read:
        for one in conditions.comparisons(condition):
            used.setdefault(one.variable, set()).add(one.value)
    return used


def _values(literals: set[object], known: Declared | None) -> list[object]:
    """The answers to one question that differ for the conditions. None: it was not asked."""
    values: set[object] = {None}
    for literal in literals:
        if isinstance(literal, bool):
            values |= {True, False}
        elif isinstance(literal, int):
            values |= {literal - 1, literal, literal + 1}
        else:
            values |= {literal, *(known.choices if known and known.choices else (OTHER,))}
    return [*values]
