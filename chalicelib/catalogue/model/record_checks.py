"""What must hold between the parts of an item's record before it is published. Pure; pointers are relative to the item.

Items without `form_fields` ask the variables of their conditions as they always did: of them only what names a field is
looked at here.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.declared import Declared, declared, needs
from chalicelib.catalogue.model.form_fields import (
    BIRTH,
    NEXT_YEAR,
    OF_PERSONS,
    TODAY,
    WITH_LEAST,
    Derive,
    FieldCheck,
    FormField,
    OtherPerson,
)
from chalicelib.catalogue.model.forms.facts import BIRTH_DATE, ID_NUMBER, day_of
from chalicelib.catalogue.model.forms.ward import NAME
from chalicelib.catalogue.model.handbook import inner_workdays, stages_of, workdays_within
from chalicelib.catalogue.model.limits import split_condition
from chalicelib.catalogue.model.record import DECISION, OF_APPLICANT, SYSTEM
from chalicelib.foundation.problems import FieldError

WITH_CHOICES = frozenset({"choice", "multi_choice"})
WITH_LENGTH = frozenset({"text", "paragraph", "address"})
WITH_BOUNDS = frozenset({"integer", "decimal", "money", "area", "table", "people", "multi_choice"})
DAYS = frozenset({"date", "date_range"})
NUMBERS = frozenset({"integer", "decimal", "money", "area"})
SPECIAL_WORDS = frozenset({"always", "organ"})
PERSON_RIGHT = (
    "这一栏填写申请人以外的人，请写明申请人凭什么为其办理（person.right：guardian 监护人，own 申请人自己的权利，"
    "agent 受委托代理，none 只是填写）和依据（person.basis）"
)
PRINCIPAL = "受委托代理的，应指明填写委托人的那一栏；其他情形不填"
UNKNOWN = "申请表没有这一栏，也没有由申请表得出这一项"


class Stated(NamedTuple):
    """A condition and where it stands."""

    pointer: str
    text: str


def record_errors(item: ItemDocument) -> Iterator[FieldError]:
    """Every contradiction between form, conditions, face and handbook."""
    if not item.form_fields:
        yield from _derives(item)
        yield from _face(item)
        return
    yield from _fields(item)
    yield from _derives(item)
    yield from _conditions(item)
    yield from _circles(item)
    yield from _face(item)
    yield from _manual(item)


def _fields(item: ItemDocument) -> Iterator[FieldError]:
    seen = set[str]()
    for place, section in enumerate(item.form_fields):
        for number, field in enumerate(section.fields):
            pointer = f"/form_fields/{place}/fields/{number}"
            if field.key in seen:
                yield FieldError(f"{pointer}/key", "field_repeated", f"申请表已有一栏 {field.key}")
            seen.add(field.key)
            yield from _field(item, field, pointer)


def _field(item: ItemDocument, field: FormField, pointer: str) -> Iterator[FieldError]:
    if (field.type in WITH_CHOICES) != (field.choices is not None):
        yield FieldError(f"{pointer}/choices", "field_choices", "单选、多选栏应有选项，其他栏不应有")
    if (field.type == "table") != (field.columns is not None):
        yield FieldError(f"{pointer}/columns", "field_columns", "表格栏应有列，其他栏不应有")
    if field.columns and len({column.key for column in field.columns}) < len(field.columns):
        yield FieldError(f"{pointer}/columns", "field_repeated", "列的标识重复")
    for number, check in enumerate(field.checks):
        if not check_fits(item, field, check):
            yield FieldError(f"{pointer}/checks/{number}", "field_check", "这一栏不能这样核对，或者没有比较的栏目")
    if field.max_length is not None and field.type not in WITH_LENGTH:
        yield FieldError(f"{pointer}/max_length", "field_bounds", "只有文字栏有最大长度")
    if (field.min, field.max) != (None, None) and field.type not in WITH_BOUNDS:
        yield FieldError(f"{pointer}/min", "field_bounds", "只有数字栏和多行栏有上下限")
    if field.min is not None and field.max is not None and field.min > field.max:
        yield FieldError(f"{pointer}/min", "field_bounds", "下限大于上限")
    if field.shared_key not in (None, field.key):
        yield FieldError(f"{pointer}/shared_key", "shared_key", "共享字段的标识应与本栏标识相同")
    if unsuited := set(field.only_for or ()) - set(item.service_objects):
        yield FieldError(f"{pointer}/only_for", "applicant_kind", f"服务对象中没有{'、'.join(sorted(unsuited))}")
    yield from _person_faults(item, field, pointer)
    if field.certificate_field and field.certificate_field not in {face.key for face in item.result_fields}:
        yield FieldError(f"{pointer}/certificate_field", "face_unknown", "办理结果没有这项照面信息")


def _person_faults(item: ItemDocument, field: FormField, pointer: str) -> Iterator[FieldError]:
    if names_person(item, field) and field.person is None:
        yield FieldError(f"{pointer}/person", "person_right_missing", PERSON_RIGHT)
    for number, rule in enumerate(field.person.otherwise if field.person else ()):
        named = next((one.type for one in item.fields if one.key == rule.principal), None)
        if not (named == "person" if rule.right == "agent" else rule.principal is None):
            yield FieldError(f"{pointer}/person/otherwise/{number}/principal", "principal_unknown", PRINCIPAL)


def names_person(item: ItemDocument, field: FormField) -> bool:
    """Whether the field names somebody beside the applicant: by its type, or as the name beside which the form asks for
    a day of birth or a number (`child_name`, `child_birth_date`).
    """
    start, keys = field.key.removesuffix(NAME), {one.key for one in item.fields}
    named = field.key.endswith(NAME) and bool({f"{start}{ID_NUMBER}", f"{start}{BIRTH_DATE}"} & keys)
    return named or field.type in OF_PERSONS


def check_fits(item: ItemDocument, field: FormField, check: FieldCheck) -> bool:
    """Whether the check is one of this type of field, and what it compares with is there and of the same sort."""
    if (check.least is None) == (check.rule in WITH_LEAST):
        return False
    other = next((one.type for one in item.fields if one.key == check.of and one.key != field.key), None)
    match check.rule:
        case "at_most":
            return field.type in NUMBERS and (check.of == NEXT_YEAR or other in NUMBERS)
        case "another_person":
            return field.type == "person" and other == "person"
        case "distinct":
            columns = {column.key for column in field.columns or ()}
            return (field.type == "people" and check.of is None) or (field.type == "table" and check.of in columns)
        case _:
            compared = check.of in (TODAY, BIRTH) or day_of(check.of) is not None or other in DAYS
            return field.type in DAYS and compared


def _derives(item: ItemDocument) -> Iterator[FieldError]:
    keys, seen = {field.key for field in item.fields}, set[str]()
    for number, derive in enumerate(item.derives):
        pointer = f"/derives/{number}"
        if derive.variable in keys or derive.variable in seen:
            yield FieldError(f"{pointer}/variable", "field_repeated", "这一项已在申请表中，或者已由申请表得出")
        seen.add(derive.variable)
        for place, source in enumerate(derive.sources):
            if source not in keys and not source.startswith("applicant."):
                yield FieldError(f"{pointer}/from/{place}", "field_unknown", UNKNOWN)
        if fault := _rule_fault(derive):
            yield FieldError(f"{pointer}/rule", "derive_rule", fault)


def _rule_fault(derive: Derive) -> str | None:
    if (derive.rule == "map") != (derive.map is not None):
        return "按对照表得出的应有对照表，其他的不应有"
    kinds = {"present": "boolean", "age_years": "integer", "years_begun": "integer", "map": "choice"}
    return None if kinds.get(derive.rule, "boolean") == derive.kind else "得出的类型与规则不符"


def stated_conditions(item: ItemDocument) -> Iterator[Stated]:
    """Every condition of the record."""
    for place, section in enumerate(item.form_fields):
        for number, field in enumerate(section.fields):
            if field.condition:
                yield Stated(f"/form_fields/{place}/fields/{number}/required", field.condition)
            if field.person:
                yield from _of_person(field.person, f"/form_fields/{place}/fields/{number}/person")
    for number, derive in enumerate(item.derives):
        if derive.condition:
            yield Stated(f"/derives/{number}/rule", derive.condition)
    for number, line in enumerate(item.materials):
        if line.condition:
            yield Stated(f"/materials/{number}/condition", line.condition)
    for number, stage in enumerate(item.manual):
        if stage.when:
            yield Stated(f"/manual/{number}/when", stage.when)
    for number, special in enumerate(item.special):
        if special.when not in SPECIAL_WORDS:
            yield Stated(f"/special/{number}/when", special.when)
    yield from _of_limits(item)
    yield from _of_others(item)


def _of_person(person: OtherPerson, pointer: str) -> Iterator[Stated]:
    if person.is_applicant:
        yield Stated(f"{pointer}/is_applicant", person.is_applicant)
    for number, rule in enumerate(person.otherwise):
        yield Stated(f"{pointer}/otherwise/{number}/when", rule.when)


def _of_limits(item: ItemDocument) -> Iterator[Stated]:
    if item.promised_limit.condition:
        text = conditions.render(split_condition(item.promised_limit.condition)[0])
        yield Stated("/promised_limit/condition", text)
    for number, route in enumerate(item.promised_limit.routes):
        yield Stated(f"/promised_limit/routes/{number}/condition", route.condition)
    if (track := item.statutory_limit.short_track) and track.when:
        yield Stated("/statutory_limit/short_track/when", track.when)


def _of_others(item: ItemDocument) -> Iterator[Stated]:
    for number, rule in enumerate(item.validity.rules if item.validity else ()):
        if rule.when:
            yield Stated(f"/validity/rules/{number}/when", rule.when)
    for number, reference in enumerate(item.prerequisites):
        if condition := reference.partition("?")[2]:
            yield Stated(f"/prerequisites/{number}", condition)
    for number, procedure in enumerate(item.special_procedures):
        if procedure.condition:
            yield Stated(f"/special_procedures/{number}/condition", procedure.condition)


def _conditions(item: ItemDocument) -> Iterator[FieldError]:
    """Every condition can be read and asks only what the form tells: no question is asked twice, none is asked beside
    the form.
    """
    known = declared(item)
    for stated in _readable(item):
        try:
            condition = conditions.parse(stated.text)
        except conditions.ConditionError as error:
            yield FieldError(stated.pointer, "condition_malformed", f"条件有误，{error}")
            continue
        for one in conditions.comparisons(condition):
            if fault := _comparison_fault(one, known):
                yield FieldError(stated.pointer, *fault)
    for number, rule in enumerate(item.validity.rules if item.validity else ()):
        if rule.until_field and getattr(known.get(rule.until_field), "kind", None) != "date":
            yield FieldError(f"/validity/rules/{number}/until_field", "field_unknown", "应为申请表中的日期栏")


def _readable(item: ItemDocument) -> Iterator[Stated]:
    """As `stated_conditions`, where the promise can be read; `publication` names the promise that cannot."""
    try:
        yield from stated_conditions(item)
    except conditions.ConditionError:
        return


def _comparison_fault(one: conditions.Comparison, known: Mapping[str, Declared]) -> tuple[str, str] | None:
    told = known.get(one.variable)
    if told is None:
        return "field_unknown", f"{one.variable}：{UNKNOWN}"
    kind = {bool: "boolean", int: "integer", str: "choice"}[type(one.value)]
    if kind != told.kind:
        return "field_type_differs", f"{one.variable} 的类型与条件不符"
    if kind == "choice" and one.value not in told.choices:
        return "choice_unknown", f"{one.variable} 没有选项 {one.value}"
    return None


def _circles(item: ItemDocument) -> Iterator[FieldError]:
    """Whether a field is shown must not depend, over others, on the field itself."""
    try:
        wanted = needs(item)
    except conditions.ConditionError:
        return  # named by `_conditions`
    for place, section in enumerate(item.form_fields):
        for number, field in enumerate(section.fields):
            if field.key in _reached(field.key, wanted):
                pointer = f"/form_fields/{place}/fields/{number}/required"
                yield FieldError(pointer, "condition_circular", "本栏是否填写取决于本栏自己")


def _reached(start: str, wanted: Mapping[str, frozenset[str]]) -> set[str]:
    reached, waiting = set[str](), list(wanted.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += wanted.get(name, ())
    return reached


def _face(item: ItemDocument) -> Iterator[FieldError]:
    sources = {field.key for field in item.fields} | OF_APPLICANT | {DECISION, SYSTEM}
    seen = set[str]()
    for number, face in enumerate(item.result_fields):
        if face.key in seen:
            yield FieldError(f"/result_fields/{number}/key", "field_repeated", "照面信息重复")
        seen.add(face.key)
        for name, source in (("from", face.source), ("else_from", face.else_from)):
            if source and source not in sources:
                yield FieldError(f"/result_fields/{number}/{name}", "field_unknown", UNKNOWN)


def _manual(item: ItemDocument) -> Iterator[FieldError]:
    keys = [stage.key for stage in item.manual]
    for number, stage in enumerate(item.manual):
        if stage.key in keys[:number]:
            yield FieldError(f"/manual/{number}/key", "field_repeated", "环节重复")
        if stage.parallel_with and (stage.parallel_with not in keys or stage.parallel_with == stage.key):
            yield FieldError(f"/manual/{number}/parallel_with", "stage_unknown", "没有这个环节")
        if stage.kind == "completeness" and stage.inner_workdays:
            yield FieldError(f"/manual/{number}/inner_workdays", "stage_days", "收件环节在受理之前，不占办理时限")
    yield from _inner_days(item)


def _inner_days(item: ItemDocument) -> Iterator[FieldError]:
    """The stages fit into what is promised, on each route that the promise knows."""
    promised, sentence = item.promised_limit, "各环节的内部时限之和超过承诺时限"
    try:
        within: dict[tuple[tuple[str, object], ...], int] = {(): workdays_within(promised.value, promised.unit)}
        if promised.condition:
            within[()] = max(promised.value, split_condition(promised.condition)[1] or 0)
        for route in promised.routes:
            within[tuple(_assumed(route.condition))] = workdays_within(route.value, route.unit)
        over = [made for made, days in within.items() if inner_workdays(stages_of(item, dict(made))) > days]
    except conditions.ConditionError:
        return  # named by `_conditions`
    if over:
        yield FieldError("/manual", "stages_over_promise", sentence)


def _assumed(condition: str) -> Iterator[tuple[str, object]]:
    """The answers of somebody for whom all these comparisons are true."""
    for one in conditions.comparisons(conditions.parse(condition)):
        if one.operator == "==":
            yield one.variable, one.value
