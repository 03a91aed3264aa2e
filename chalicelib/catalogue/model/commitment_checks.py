"""What must hold of 容缺受理 and 告知承诺 before an item is published. Pure; pointers are relative to the item."""

from collections.abc import Iterator

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.foundation.problems import FieldError


def commitment_errors(item: ItemDocument) -> Iterator[FieldError]:
    yield from _tolerance(item)
    yield from _commitment(item)


def _tolerance(item: ItemDocument) -> Iterator[FieldError]:
    if item.tolerance and not any(material.tolerable_absence for material in item.materials):
        yield FieldError("/tolerance", "tolerance_without_lines", "实行容缺受理的事项，应标明可以容缺的材料")
    for number, material in enumerate(item.materials):
        # The applicant confirms it before the receipt; after the acceptance nobody could.
        if item.tolerance and material.tolerable_absence and material.source == "system":
            pointer = f"/materials/{number}/tolerable_absence"
            yield FieldError(pointer, "tolerance_of_form", "由填写内容生成的申请表不能容缺")


def _commitment(item: ItemDocument) -> Iterator[FieldError]:
    """The form asks whether this way is chosen, and each material that the word replaces is asked for without it."""
    made = item.commitment
    if made is None:
        return
    kinds = {field.key: field.type for field in item.fields}
    if kinds.get(made.field) != "boolean":
        yield FieldError("/commitment/field", "field_unknown", "应为申请表中的是否栏")
        return
    lines = {material.name: material.condition for material in item.materials}
    for number, name in enumerate(made.replaces):
        if not _only_without(lines.get(name), made.field):
            says = "应为申请材料中的一项，且以“不采用告知承诺方式”为适用情形"
            yield FieldError(f"/commitment/replaces/{number}", "commitment_replaces", says)


def _only_without(condition: str | None, field: str) -> bool:
    try:
        return condition is not None and conditions.evaluate(conditions.parse(condition), {field: True}) is False
    except conditions.ConditionError:
        return False  # named where the conditions are
