"""What an item's record has to say before it is published: who decides, what people pay, where they complain. Pure.

An import tells what would break a case. What is missing here breaks none, but people would be told too little, or two
documents of the item would tell them different things. Pointers are relative to the item.
"""

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.form_fields import OF_PERSONS, FormField
from chalicelib.catalogue.model.forms.field_types import type_of
from chalicelib.catalogue.model.grounds import Grounds
from chalicelib.catalogue.model.item import Fee
from chalicelib.catalogue.model.record_checks import NUMBERS, WITH_CHOICES
from chalicelib.foundation.problems import FieldError

# GB/T 39046 A.1. The catalogue adds to a name in brackets of which kind the power is: 其他行政权力(备案).
CATEGORIES = {
    "01": "行政许可",
    "02": "行政处罚",
    "03": "行政强制",
    "04": "行政征收",
    "05": "行政给付",
    "06": "行政检查",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
DECIDERS = frozenset({"chief_representative", "department_leader"})
# A result without a term prints nothing of it.
ENDLESS = ("长期", "永久")
# The types of fields whose examples are looked at: the others are filled in with numbers of persons or moved dates.
WITH_SAMPLES = WITH_CHOICES | NUMBERS | {"boolean", "region", "credit_code"}


def gaps(item: ItemDocument, in_force: ItemDocument | None) -> Iterator[FieldError]:
    """`in_force` is the newest published version; None of an item that is new."""
    yield from _category(item)
    yield from _deciding(item)
    yield from _remedies(item)
    yield from _endless(item)
    yield from _repeated_lines(item)
    yield from _fee(item.fee)
    yield from _rates(item)
    yield from _samples(item)
    if in_force:
        yield from _limit_moved(item, in_force)


def _category(item: ItemDocument) -> Iterator[FieldError]:
    wanted = CATEGORIES.get(item.category_code)
    if wanted and item.category.replace("（", "(").partition("(")[0].strip() != wanted:
        sentence = f"事项类型代码 {item.category_code} 是“{wanted}”，与事项类型“{item.category}”不一致"
        yield FieldError("/category", "category_differs", sentence)


def _deciding(item: ItemDocument) -> Iterator[FieldError]:
    """R56, R65: the handbook has a stage in which somebody decides who may, and of what is complex that is the
    department's leader.
    """
    if item.complexity is None:
        yield FieldError("/complexity", "complexity_missing", "应写明事项的复杂程度：simple、general 或者 complex")
    if not item.manual:
        yield FieldError("/manual", "manual_missing", "应有业务手册：收件、审查、决定各环节由谁办、办什么")
        return
    deciding = [(number, stage) for number, stage in enumerate(item.manual) if stage.kind == "decision"]
    if not deciding:
        yield FieldError("/manual", "decision_stage_missing", "业务手册没有作出决定的环节（kind 为 decision）")
    for number, stage in deciding:
        pointer = f"/manual/{number}/role"
        if stage.role not in DECIDERS:
            sentence = "经办人不能作出决定，决定环节应由首席代表或者部门领导办理"
            yield FieldError(pointer, "decision_role", sentence)
        elif item.complexity and item.complexity.level == "complex" and stage.role != "department_leader":
            sentence = "复杂事项由部门领导作出决定，首席代表负责跟踪、督促"
            yield FieldError(pointer, "complex_decided_by_chief", sentence)


def _remedies(item: ItemDocument) -> Iterator[FieldError]:
    if item.remedies is None:
        yield FieldError("/remedies", "remedies_missing", "应写明救济途径：复议和诉讼，或者投诉")


def _endless(item: ItemDocument) -> Iterator[FieldError]:
    validity = item.validity
    if validity and validity.print == "text" and any(word in validity.text for word in ENDLESS):
        sentence = "不得印“长期”：没有期限的不印有效期（print 为 omit），有期限的写明期限"
        yield FieldError("/validity/text", "validity_endless", sentence)
    for number, face in enumerate(item.result_fields):
        if face.fixed and any(word in face.fixed for word in ENDLESS):
            sentence = f"照面信息“{face.title}”不得印“长期”，没有期限的不印这一项"
            yield FieldError(f"/result_fields/{number}/fixed", "validity_endless", sentence)


def _repeated_lines(item: ItemDocument) -> Iterator[FieldError]:
    """People would be asked for one paper twice, and `grounds` names a line by its name."""
    seen = set[str]()
    for number, line in enumerate(item.materials):
        name = "".join(line.name.split())
        if name in seen:
            sentence = f"材料“{line.name}”已在清单中，同一材料只列一次"
            yield FieldError(f"/materials/{number}/name", "material_repeated", sentence)
        seen.add(name)


def _fee(fee: Fee) -> Iterator[FieldError]:
    """Who pays has to know for what, how much, and when."""
    if fee.charge is False:
        return
    if not fee.name:
        yield FieldError("/fee/name", "fee_name_missing", "收费的，应写明收费项目")
    if not fee.standard:
        yield FieldError(
            "/fee/standard", "fee_standard_missing", "收费的，应写明收费标准：数额、算法或者公布标准的文件"
        )
    if fee.charge == "conditional" and not fee.condition:
        yield FieldError("/fee/condition", "fee_condition_missing", "视情形收费的，应写明在何种情形下收费")


def _rates(item: ItemDocument) -> Iterator[FieldError]:
    """A fee order is computed from the rates, so each names fields of the form that have a number or days."""
    counted = {field.key for field in item.fields if field.type in NUMBERS or field.type == "date_range"}
    for number, rate in enumerate(item.fee.rates):
        pointer = f"/fee/rates/{number}"
        if item.fee.charge is False:
            yield FieldError(pointer, "rate_without_charge", "不收费的事项不应有收费标准的数额")
        for place, key in enumerate(rate.by):
            if key not in counted:
                yield FieldError(
                    f"{pointer}/by/{place}", "rate_field_unknown", f"申请表没有数值或者起止日期栏目“{key}”"
                )
        try:
            _ = conditions.parse(rate.when) if rate.when else None
        except conditions.ConditionError as error:
            yield FieldError(f"{pointer}/when", "condition_malformed", f"条件有误，{error}")


def _samples(item: ItemDocument) -> Iterator[FieldError]:
    """The sheets of the item are filled in with the samples: who copies one that the form refuses is refused."""
    for place, section in enumerate(item.form_fields):
        for number, field in enumerate(section.fields):
            if fault := _sample_fault(field):
                yield FieldError(f"/form_fields/{place}/fields/{number}/example", "sample_refused", fault)


def _sample_fault(field: FormField) -> str | None:
    with_choices = field.type in WITH_CHOICES
    if field.type in OF_PERSONS or field.type not in WITH_SAMPLES or with_choices != (field.choices is not None):
        return None
    try:
        sample = TypeAdapter[object](type_of(field)).validate_python(field.example, strict=True)
    except ValidationError:
        sample = None
    if sample is not None:
        return None
    kind = f"，应为选项之一：{'、'.join(field.choices)}" if field.choices else ""
    return f"栏目“{field.title}”不接受自己的填写样例{kind}"


def _limit_moved(item: ItemDocument, in_force: ItemDocument) -> Iterator[FieldError]:
    """The limit of a law is another one only where the law is: the basis has changed, or somebody says why it has not.
    A reason that was given for an earlier change is none for this one.
    """
    new, old = item.statutory_limit, in_force.statutory_limit
    same = (new.value, new.unit, new.start) == (old.value, old.unit, old.start)
    if same or new.source.strip() != old.source.strip():
        return
    reason = (item.grounds or Grounds()).limit
    if reason is None or reason == (in_force.grounds or Grounds()).limit:
        sentence = (
            "法定时限与现行版本不同，所注的依据却没有变：请改注新的依据；法律条文已修改、原记录有误等原因，"
            "在 grounds.limit 中写明"
        )
        yield FieldError("/statutory_limit/value", "limit_moved_without_reason", sentence)
