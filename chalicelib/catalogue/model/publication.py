"""What must hold before an item is published: codes, limits, conditions. Pure; pointers are relative to the item."""

from collections.abc import Iterator, Mapping

from pydantic_core import PydanticCustomError

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.checklists import said
from chalicelib.catalogue.model.commitment_checks import commitment_errors
from chalicelib.catalogue.model.lawful_terms import over_law
from chalicelib.catalogue.model.limits import split_condition, start_event
from chalicelib.catalogue.model.record_checks import record_errors
from chalicelib.catalogue.model.validity import rule_errors
from chalicelib.catalogue.model.values import LOCAL_CODES, NATIONAL_CODES, Unit
from chalicelib.foundation.identifiers import credit_code
from chalicelib.foundation.parts import blank_texts
from chalicelib.foundation.problems import FieldError

USCC_LENGTH = 18
UNIT_WORDS: Mapping[Unit, str] = {"workday": "个工作日", "calendar_day": "日"}


def errors_of(item: ItemDocument) -> Iterator[FieldError]:
    """Every reason not to publish the item, each told once: where a field says of which type its variable is, the
    condition that differs is told, and not that two conditions differ.
    """
    of_record = list(record_errors(item))
    typed = any(finding.code == "field_type_differs" for finding in of_record)
    found = [
        *_blank(item),
        *_codes(item),
        *_limits(item),
        *_conditions(item),
        *_validity(item),
        *commitment_errors(item),
    ]
    found = [finding for finding in found if not (typed and finding.code == "condition_type_conflict")]
    yield from found
    named = {finding.pointer for finding in found}
    yield from (finding for finding in of_record if finding.pointer not in named)


def warnings_of(item: ItemDocument) -> Iterator[FieldError]:
    """What a later publication step will refuse: a material without legal basis (R9)."""
    for number, material in enumerate(item.materials):
        if not material.legal_basis:
            pointer = f"/materials/{number}/legal_basis"
            yield FieldError(pointer, "legal_basis_missing", f"材料“{material.name}”未注明设定依据")


def _blank(item: ItemDocument) -> Iterator[FieldError]:
    """A text of nothing but space: people would read a name that is none."""
    return blank_texts(item.model_dump(mode="json", by_alias=True, exclude_unset=True))


def _codes(item: ItemDocument) -> Iterator[FieldError]:
    """Implementing code (31) = USCC (18) + level (1) + basic code (12); handling types in both code sets."""
    pointer = "/implementing_code_SYNTHETIC"
    try:
        credit_code(item.implementing_code[:USCC_LENGTH])
    except PydanticCustomError as error:
        yield FieldError(pointer, error.type, f"实施编码前 18 位：{error.message()}")
    if item.implementing_code[USCC_LENGTH:] != f"{item.exercise_level}{item.basic_code}":
        yield FieldError(pointer, "implementing_code_parts", "实施编码后 13 位应为行使层级（1 位）加基本编码（12 位）")
    if item.handling_code_local != LOCAL_CODES[item.handling_type]:
        yield FieldError("/handling_type_code_local", "handling_type_code", "办件类型代码与办件类型不一致")
    if item.handling_code_national != NATIONAL_CODES[item.handling_type]:
        yield FieldError("/handling_type_code_GBT39046", "handling_type_code", "办件类型国标代码与办件类型不一致")
    if len(set(item.service_objects)) < len(item.service_objects):
        yield FieldError("/service_objects", "duplicate", "服务对象重复")


def _limits(item: ItemDocument) -> Iterator[FieldError]:
    """The law's start of the clock must be one we can compute; a promise is never longer than the law allows."""
    statutory = item.statutory_limit
    if (statutory.value is None) != (statutory.unit is None):
        yield FieldError("/statutory_limit/unit", "limit_unit", "法定时限的数值和单位应同时填写或同时为空")
    if start_event(statutory.start) is None:
        yield FieldError(
            "/statutory_limit/start", "limit_start_unknown", "无法识别法定时限的起算点，如“受理之日”“收到申请之日”"
        )
    yield from _over_law(item)


def _over_law(item: ItemDocument) -> Iterator[FieldError]:
    """Each promise is held against the limit that the law sets in the same situation. In another unit it is over where
    it ends later even in weeks without holidays; publishing looks at the holidays too.
    """
    try:
        over = over_law(item)
    except conditions.ConditionError:
        return  # named by `_conditions`
    for pair in over:
        where = f"{said(item, pair.when)}的，" if pair.when else ""
        length = f"{pair.lawful[0]}{UNIT_WORDS[pair.lawful[1]]}"
        yield FieldError(pair.pointer, "promised_over_statutory", f"{where}承诺时限不得超过法定时限（{length}）")


def _conditions(item: ItemDocument) -> Iterator[FieldError]:
    """A condition on every 非必要(情形) line (R10), readable, and of one type per variable across the item, also in
    the condition of the promise.
    """
    read: list[conditions.Condition] = []
    for number, material in enumerate(item.materials):
        pointer = f"/materials/{number}/condition"
        if material.condition is None:
            if material.necessity == "非必要(情形)":
                yield FieldError(pointer, "condition_missing", f"材料“{material.name}”应写明在何种情形下需要提交")
            continue
        try:
            condition = conditions.parse(material.condition)
            conditions.variables([*read, condition])
        except conditions.ConditionError as error:
            yield FieldError(pointer, "condition_malformed", f"条件有误，{error}")
        except conditions.VariableConflict as error:
            yield FieldError(pointer, "condition_type_conflict", str(error))
        else:
            read.append(condition)
    yield from _of_limits(item, read)


def _of_limits(item: ItemDocument, read: list[conditions.Condition]) -> Iterator[FieldError]:
    """The conditions of the limits, beside those `read` on the materials."""
    promised, track = item.promised_limit, item.statutory_limit.short_track
    stated = [(f"/promised_limit/routes/{n}/condition", route.condition) for n, route in enumerate(promised.routes)]
    stated += [("/promised_limit/condition", promised.condition)] if promised.condition else []
    stated += [("/statutory_limit/short_track/when", track.when)] if track and track.when else []
    for pointer, text in stated:
        try:
            of_promise = pointer == "/promised_limit/condition"
            condition = split_condition(text)[0] if of_promise else conditions.parse(text)
            conditions.variables([*read, condition])
        except conditions.ConditionError as error:
            yield FieldError(pointer, "condition_malformed", f"条件有误，{error}")
        except conditions.VariableConflict as error:
            yield FieldError(pointer, "condition_type_conflict", str(error))
        else:
            read.append(condition)


def _validity(item: ItemDocument) -> Iterator[FieldError]:
    """How long the result is valid must be known, or a certificate would be printed without its end."""
    if item.validity is None:
        yield FieldError("/validity", "validity_missing", "应写明办理结果的有效期，没有期限的也应写明")
    else:
        yield from rule_errors(item.validity)
