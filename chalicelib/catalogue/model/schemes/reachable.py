"""What can happen under any answers that people may give: alternatives that fail, the longest way. Pure.

Answers are tried one by one: both values of a yes or no, every choice, of a number those around each threshold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.schemes.parts import Edge, Question
from chalicelib.catalogue.model.schemes.readiness import release_order
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, questions_behind, situation_of

# More combinations than this are not tried.
MOST = 2_000


class TooMany(ValueError):
    """There are more combinations of answers than are tried."""


def answers_to(scheme: SchemeDocument, variables: Iterable[str], texts: Iterable[str]) -> Iterator[dict[str, object]]:
    """Every combination of answers to the questions behind these variables. `texts` are the conditions that use them.

    Raises TooMany before the first one.
    """
    names = questions_behind(scheme, frozenset(variables))
    asked = [question for question in scheme.form.questions if question.variable in names]
    literals = _literals(texts)
    values = [_values(question, literals.get(question.variable, set())) for question in asked]
    if prod(len(one) for one in values) > MOST:
        raise TooMany
    return (dict(zip((one.variable for one in asked), combination, strict=True)) for combination in product(*values))


def failing(scheme: SchemeDocument, edge: Edge) -> Mapping[str, object] | None:
    """Answers under which the edge's member is there and none of its alternatives is; None where there are none.

    Raises TooMany.
    """
    texts = [text for name in (*edge.from_, edge.to) if (text := scheme.node(name).condition)]
    for answers in answers_to(scheme, _variables(texts), [*texts, *_derived(scheme)]):
        situation = situation_of(scheme, answers)
        if edge.to in situation.active and not situation.alternatives(edge):
            return answers
    return None


def longest_way(scheme: SchemeDocument, members: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """The most promised days that follow one another among these members under any answers, and the members on the way.

    With too many combinations all members are taken to be there, each with its longest promise, which is never less.
    """
    nodes = [scheme.node(name) for name in members]
    texts = [
        text for node in nodes for text in (node.condition, *(case.condition for case in node.promised_when)) if text
    ]
    try:
        found = [
            _longest(situation_of(scheme, answers), members, {})
            for answers in answers_to(scheme, _variables(texts), [*texts, *_derived(scheme)])
        ]
    except TooMany:
        everybody = Situation(scheme, {}, frozenset(node.id for node in scheme.nodes), frozenset())
        most = {node.id: max(one.value for one in (node.promised, *node.promised_when)) for node in nodes}
        return _longest(everybody, members, most)
    return max(found, key=lambda way: way[0], default=(0, ()))


def _longest(situation: Situation, members: Sequence[str], lengths: Mapping[str, int]) -> tuple[int, tuple[str, ...]]:
    """`lengths` stand for the promises of the situation where they are given."""
    ways: dict[str, tuple[int, tuple[str, ...]]] = {}
    for name in release_order(situation.scheme):
        if name not in members or name not in situation.active:
            continue
        own = lengths[name] if name in lengths else situation.promise(situation.scheme.node(name)).value
        before: tuple[int, tuple[str, ...]] = (0, ())
        decided: tuple[int, tuple[str, ...]] = (0, ())
        for edge in situation.edges_to(name):
            ready = max((ways[one] for one in edge.from_ if one in ways), default=(0, ()))
            before = max(before, ready) if edge.blocks == "opening" else before
            decided = max(decided, ready) if edge.blocks == "decision" else decided
        reached = max((before[0] + own, before[1]), decided)
        ways[name] = (reached[0], (*reached[1], name))
    return max(ways.values(), default=(0, ()), key=lambda way: way[0])


def _variables(texts: Iterable[str]) -> set[str]:
    return {one.variable for text in texts for one in conditions.comparisons(conditions.parse(text))}


def _derived(scheme: SchemeDocument) -> list[str]:
    return [one.from_ for one in scheme.form.derived]


def _literals(texts: Iterable[str]) -> Mapping[str, set[object]]:
    found: dict[str, set[object]] = {}
    for text in texts:
        for one in conditions.comparisons(conditions.parse(text)):
            found.setdefault(one.variable, set()).add(one.value)
    return found


def _values(question: Question, literals: set[object]) -> Sequence[object]:
    match question.kind:
        case "boolean":
            return (False, True)
        case "choice":
            return tuple(choice.value for choice in question.choices)
        case "integer":
            near = {value + step for value in literals if isinstance(value, int) for step in (-1, 0, 1)}
            return tuple(sorted(value for value in near | {0} if value >= 0))
        case "text":
            return ("", *sorted(str(value) for value in literals if value), "-")
