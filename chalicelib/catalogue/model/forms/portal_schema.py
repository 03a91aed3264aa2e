"""The JSON Schema of a form with fields, as a portal reads it: sections, order, hints, and when a field is asked. Pure.

What a condition needs is said twice: in `x-visible-when`, which a portal evaluates while people type, and as
`if`/`then`/`else` of the schema, which any validator of JSON Schema 2020-12 understands. Conditions on an age cannot be
said in the second way; there the first alone holds, and the platform checks them.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.conditions import AllOf, AnyOf, Comparison, Condition
from chalicelib.catalogue.model.form_fields import Derive, FormField
from chalicelib.catalogue.model.forms.field_checks import check_words

Schema = dict[str, Any]
OPPOSITE: Mapping[str, Any] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
BOUNDS: Mapping[str, str] = {
    "<": "exclusiveMaximum",
    "<=": "maximum",
    ">": "exclusiveMinimum",
    ">=": "minimum",
    "==": "const",
}


def expression(condition: Condition) -> Schema:
    """`{all: [..]}`, `{any: [..]}` or `{field, operator, value}`; `field` is a field or a derived variable."""
    match condition:
        case Comparison():
            return {"field": condition.variable, "operator": condition.operator, "value": condition.value}
        case AllOf():
            return {"all": [expression(part) for part in condition.parts]}
        case AnyOf():
            return {"any": [expression(part) for part in condition.parts]}


def field_notes(item: ItemDocument, field: FormField) -> Schema:
    """What the schema of a field says to people beside its type."""
    place, section = next(
        (number, part) for number, part in enumerate(item.form_fields) if field.key in {one.key for one in part.fields}
    )
    notes: Schema = {
        "x-section": section.title,
        "x-order": sum(len(part.fields) for part in item.form_fields[:place]) + section.fields.index(field) + 1,
        "x-type": field.type,
        "x-source": field.source,
        "x-sensitive": field.personal,
        "examples": [field.example],
    }
    optional = {"x-unit": field.unit, "x-hint": field.hint, "x-shared-key": field.shared_key}
    optional |= {"x-choices": field.choices, "x-only-for": list(field.only_for) if field.only_for else None}
    optional["x-visible-when"] = expression(conditions.parse(field.condition)) if field.condition else None
    if field.checks:
        notes["x-checks"] = [check_words(item, one) for one in field.checks]
    return notes | {name: value for name, value in optional.items() if value is not None}


def with_conditions(item: ItemDocument, schema: Schema) -> Schema:
    """The schema with what is required, always, of one kind of applicant only, or under a condition."""
    if not item.form_fields:
        return schema
    answers = schema["$defs"]["Answers"]
    always = [field.key for field in item.fields if field.required is True and not (field.only_for or field.shown_when)]
    rules = [rule for field in item.fields if (rule := _rule(item, field)) is not None]
    blocks = {**schema["$defs"], "Answers": {**answers, "required": always} if always else answers}
    return schema | {"$defs": blocks} | ({"allOf": rules} if rules else {})


def _rule(item: ItemDocument, field: FormField) -> Schema | None:
    """If the field is asked, it is required where it has to be; else it is left out."""
    asked = [_of_kinds(field)] if field.only_for else []
    if field.condition:
        said = _schema(item, conditions.parse(field.condition), negated=False)
        if said is None:
            return None
        asked.append(said)
    if not asked:
        return None
    rule: Schema = {"if": asked[0] if len(asked) == 1 else {"allOf": asked}, "else": _answers({field.key: NOTHING})}
    needed = _needed(item, field)
    return rule | ({"then": needed} if needed else {})


def _needed(item: ItemDocument, field: FormField) -> Schema | None:
    """That the field, where it is asked, is filled in; None where it need not be, or where no schema can say when."""
    if field.required is False:
        return None
    if not (field.shown_when and isinstance(field.required, str)):
        return _filled(field.key)
    said = _schema(item, conditions.parse(field.required), negated=False)
    return {"if": said, "then": _filled(field.key)} if said else None


NOTHING: Schema = {"type": "null"}


def _of_kinds(field: FormField) -> Schema:
    kind = {"properties": {"kind": {"enum": list(field.only_for or ())}}}
    return {"properties": {"applicant": kind}, "required": ["applicant"]}


def _answers(properties: Schema, required: tuple[str, ...] = ()) -> Schema:
    block: Schema = {"properties": properties} | ({"required": list(required)} if required else {})
    return {"properties": {"answers": block}} | ({"required": ["answers"]} if required else {})


def _filled(key: str) -> Schema:
    return _answers({key: {"not": NOTHING}}, (key,))


def _schema(item: ItemDocument, condition: Condition, *, negated: bool) -> Schema | None:
    """The schema of the forms for which the condition is decided, and true (or false); None where none can say that."""
    match condition:
        case Comparison():
            return _compared(item, condition, negated=negated)
        case AllOf() | AnyOf():
            parts = [_schema(item, part, negated=negated) for part in condition.parts]
            every = isinstance(condition, AllOf) != negated
            return None if None in parts else {"allOf" if every else "anyOf": parts}


def _compared(item: ItemDocument, one: Comparison, *, negated: bool) -> Schema | None:
    derive = next((derive for derive in item.derives if derive.variable == one.variable), None)
    operator = OPPOSITE[one.operator] if negated else one.operator
    if derive is None:
        bound: Schema = {"not": {"const": one.value}} if operator == "!=" else {BOUNDS[operator]: one.value}
        return _answers({one.variable: bound}, (one.variable,))
    return _of_derived(item, derive, one.value, holds=operator == "==")


def _of_derived(item: ItemDocument, derive: Derive, value: object, *, holds: bool) -> Schema | None:
    if derive.condition:
        return _schema(item, conditions.parse(derive.condition), negated=holds != (value is True))
    if derive.rule == "present" and derive.sources == ("applicant.agent",):
        agent = {"properties": {"agent": {"type": "object"}}, "required": ["agent"]}
        named = {"properties": {"applicant": agent}, "required": ["applicant"]}
        return named if holds == (value is True) else {"not": named}
    return None
