"""What must hold of 容缺受理 and 告知承诺 before an item is published. Pure; pointers are relative to the item."""

from collections.abc import Iterator

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.foundation.problems import FieldError

# The variable by which conditions name this way, and what a field that offers it is called.
CHOICE, CHOSEN = "commitment_route", "告知承诺"


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
        yield from _without_text(item)
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
    yield from _paper(item, made)


def _without_text(item: ItemDocument) -> Iterator[FieldError]:
    """Nobody may choose a way of which the words are not published: whoever chose it would be bound to nothing, and
    the proofs would be asked for all the same (优化营商环境条例40, 国办发〔2020〕42号).
    """
    for part, section in enumerate(item.form_fields):
        for number, field in enumerate(section.fields):
            if field.type == "boolean" and (field.key == CHOICE or CHOSEN in field.title):
                says = f"“{field.title}”栏供申请人选择告知承诺，应当公布承诺书的内容（commitment），否则删去这一栏"
                yield FieldError(f"/form_fields/{part}/fields/{number}", "commitment_without_text", says)


def _paper(item: ItemDocument, made: Commitment) -> Iterator[FieldError]:
    """Of a paper that the word itself is: the platform makes it, and only where the word is given."""
    if made.paper is None:
        return
    line = next((material for material in item.materials if material.name == made.paper), None)
    if line is None or line.source != "system" or _holds(line.condition, made.field, chosen=False) is not False:
        says = "应为申请材料中由平台生成（system）的一项，且以“采用告知承诺方式”为适用情形"
        yield FieldError("/commitment/paper", "commitment_paper", says)


def _only_without(condition: str | None, field: str) -> bool:
    return _holds(condition, field, chosen=True) is False


def _holds(condition: str | None, field: str, *, chosen: bool) -> bool | None:
    """Whether a material is asked for by this answer alone; None where that rests on something else."""
    try:
        return None if condition is None else conditions.evaluate(conditions.parse(condition), {field: chosen})
    except conditions.ConditionError:
        return None  # named where the conditions are
