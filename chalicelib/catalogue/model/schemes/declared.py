"""Conditions of a scheme use only what its form declares, with values that fit. Pure; pointers begin at the scheme."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.conditions.syntax import Literals
from chalicelib.catalogue.model.limits import split_condition
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of


class Declared(NamedTuple):
    """What the form knows of a variable: its kind, and its choices where it has any."""

    kind: conditions.Kind
    choices: frozenset[str] = frozenset()


def declared_by(scheme: SchemeDocument) -> dict[str, Declared]:
    form = scheme.form
    known = {one.variable: Declared("boolean") for one in form.derived}
    for preset in form.presets:
        kind = "boolean" if isinstance(preset.value, bool) else "integer" if isinstance(preset.value, int) else "text"
        known[preset.variable] = Declared(kind)
    for one in form.questions:
        known[one.variable] = Declared(one.kind, frozenset(choice.value for choice in one.choices))
    return known


def condition_errors(scheme: SchemeDocument, items: Mapping[str, ItemDocument]) -> Iterator[FieldError]:
    """Every condition that cannot be read, or that asks for what nobody answers."""
    known = declared_by(scheme)
    for pointer, text in _own(scheme):
        yield from _faults(pointer, text, known)
    for place, node in enumerate(scheme.nodes):
        item = items.get(node.item) if node.item else None
        if item:
            yield from _undeclared_by(item, f"/nodes/{place}/item", known)


def _own(scheme: SchemeDocument) -> Iterator[tuple[str, str]]:
    for number, node in enumerate(scheme.nodes):
        if node.condition:
            yield f"/nodes/{number}/condition", node.condition
        for place, case in enumerate(node.promised_when):
            yield f"/nodes/{number}/promised_when/{place}/condition", case.condition
    for number, field in enumerate(scheme.form.fields):
        if field.when:
            yield f"/form/fields/{number}/when", field.when
    for number, derived in enumerate(scheme.form.derived):
        yield f"/form/derived/{number}/from", derived.from_
    for number, session in enumerate(scheme.sessions):
        for place, skip in enumerate(session.skip_when):
            yield f"/sessions/{number}/skip_when/{place}/condition", skip.condition
    for number, unified in enumerate(scheme.unified_items):
        for place, participant in enumerate(unified.participants):
            if participant.condition:
                yield f"/unified_items/{number}/participants/{place}/condition", participant.condition


def _faults(pointer: str, text: str, known: Mapping[str, Declared]) -> Iterator[FieldError]:
    try:
        condition = conditions.parse(text)
    except conditions.ConditionError as error:
        yield FieldError(pointer, "condition_malformed", f"条件有误，{error}")
        return
    for one in conditions.comparisons(condition):
        declared = known.get(one.variable)
        if declared is None:
            yield FieldError(pointer, "question_undeclared", f"条件使用的变量 {one.variable} 不在表单的问题中")
        elif not _fits(declared, one.value):
            yield FieldError(pointer, "condition_misfit", f"变量 {one.variable} 与问题的类型或选项不一致")


def _fits(declared: Declared, value: Literals) -> bool:
    match declared.kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return type(value) is int
        case "choice":
            return value in declared.choices
        case "text":
            return isinstance(value, str)


def _undeclared_by(item: ItemDocument, pointer: str, known: Mapping[str, Declared]) -> Iterator[FieldError]:
    """The member's own conditions, on its materials and its promise, are asked in the single form too."""
    texts = [conditions.parse(line.condition) for line in item.materials if line.condition]
    texts += [split_condition(item.promised_limit.condition)[0]] if item.promised_limit.condition else []
    names = dict.fromkeys(one.variable for text in texts for one in conditions.comparisons(text))
    if missing := [name for name in names if name not in known]:
        listed = "、".join(missing)
        yield FieldError(pointer, "question_undeclared", f"事项“{item.name}”的条件使用的变量 {listed} 不在表单的问题中")


def repeated(scheme: SchemeDocument) -> Iterator[FieldError]:
    """Names that must be there once: of stages, members, edges, questions."""
    lists = {
        "stages": [one.key for one in scheme.stages],
        "nodes": [one.id for one in scheme.nodes],
        "edges": [one.id for one in scheme.edges],
        "variants": [one.key for one in scheme.variants],
    }
    asked = [*scheme.form.questions, *scheme.form.derived, *scheme.form.presets]
    for name, entries in (*lists.items(), ("form", [one.variable for one in asked])):
        seen = set[str]()
        for number, entry in enumerate(entries):
            if entry in seen:
                pointer = "/form" if name == "form" else pointer_of([name, number])
                yield FieldError(pointer, "duplicate_id", f"{entry} 重复")
            seen.add(entry)
