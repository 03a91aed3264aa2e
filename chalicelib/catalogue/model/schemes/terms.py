"""The times of a scheme beside those of the law: promises of members, of stages and of the whole. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import said
from chalicelib.catalogue.model.lawful_terms import Pair, Stated, is_over, pairs
from chalicelib.catalogue.model.schemes.parts import Length, Node, Stage
from chalicelib.catalogue.model.schemes.plans import CLOCK_UNITS
from chalicelib.catalogue.model.schemes.reachable import longest_way
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.clock import Unit, WorkCalendar, count_term
from chalicelib.clock.across_units import exceeds
from chalicelib.foundation.problems import FieldError

JOINT_WORKDAYS, JOINT_EXTENSION = 45, 15  # 行政许可法42(2)
# The year whose days are tried where a promise in workdays meets a limit in calendar days: it has the longest rests.
TRIED_YEAR = 2026


def term_errors(scheme: SchemeDocument, items: Mapping[str, ItemDocument]) -> Iterator[FieldError]:
    for number, node in enumerate(scheme.nodes):
        item = items.get(node.item) if node.item else None
        if item:
            yield from _member(node, item, f"/nodes/{number}")
    for number, stage in enumerate(scheme.stages):
        yield from _stage(scheme, stage, f"/stages/{number}")
    if scheme.promised_total:
        everybody = [node.id for node in scheme.nodes]
        yield from _over(
            scheme, everybody, scheme.promised_total, "/promised_total", "path_over_promise", "承诺的总时限"
        )


def term_warnings(
    scheme: SchemeDocument, items: Mapping[str, ItemDocument], calendar: WorkCalendar
) -> Iterator[FieldError]:
    for number, node in enumerate(scheme.nodes):
        item = items.get(node.item) if node.item else None
        if item and item.is_licence and not node.counts_in_joint_clock:
            pointer = f"/nodes/{number}/counts_in_joint_clock"
            yield FieldError(pointer, "joint_clock_without_member", f"“{node.title}”是行政许可，未计入联办法定时限")
        if item and item.promised_limit.condition is None and _differs(node, item):
            pointer = f"/nodes/{number}/promised"
            yield FieldError(pointer, "promise_differs", f"“{node.title}”在方案中的承诺时限与事项目录不一致")
        limit = statutory_of(item) if item else None
        if limit is None or promise_exceeds(node.promised, limit):
            continue
        if overtaken_by_holidays(node.promised, limit, calendar):
            message = f"逢长假时“{node.title}”的承诺时限可能晚于法定时限，届时以法定时限为准"
            yield FieldError(f"/nodes/{number}/promised", "promise_overtaken", message)
    for number, stage in enumerate(scheme.stages):
        licences = [node for node in scheme.nodes if node.stage == stage.key and node.counts_in_joint_clock]
        if stage.joint_limit and not licences:
            pointer = f"/stages/{number}/joint_limit"
            yield FieldError(pointer, "joint_limit_without_licence", f"“{stage.name}”没有行政许可，42(2)是否适用待确认")


def promise_exceeds(promise: Length, limit: Length) -> bool:
    """As `exceeds`."""
    return exceeds((promise.value, promise.unit), (limit.value, limit.unit))


def overtaken_by_holidays(promise: Length, limit: Length, calendar: WorkCalendar) -> bool:
    """Whether on some day of a year the promise would end after the limit, as both are counted with holidays."""
    if promise.unit == limit.unit:
        return False
    return _overtaken(promise.value, CLOCK_UNITS[promise.unit], limit.value, CLOCK_UNITS[limit.unit], calendar)


@lru_cache(maxsize=256)
def _overtaken(value: int, unit: Unit, limit: int, limit_unit: Unit, calendar: WorkCalendar) -> bool:
    starts = (date(TRIED_YEAR, 1, 1) + timedelta(days=day) for day in range(365))
    return any(
        count_term(start, value, unit, (), 0, calendar).due > count_term(start, limit, limit_unit, (), 0, calendar).due
        for start in starts
    )


def statutory_of(item: ItemDocument) -> Length | None:
    """The law's limit, where it has a length and begins with receipt or acceptance."""
    limit = item.statutory_limit
    if limit.value is None or limit.unit is None or limit.start_event not in ("receipt", "acceptance"):
        return None
    return Length(value=limit.value, unit=limit.unit)


def over_law(node: Node, item: ItemDocument) -> list[Pair]:
    """The promises of a member that are longer than the law of its item allows; pointers are relative to the node."""
    if statutory_of(item) is None:
        return []
    cases = [(f"/promised_when/{place}", case.condition, case) for place, case in enumerate(node.promised_when)]
    told: list[tuple[str, str | None, Length]] = [*cases, ("/promised", None, node.promised)]
    promises = [Stated(pointer, condition, (length.value, length.unit)) for pointer, condition, length in told]
    return [pair for pair in pairs(item, promises) if is_over(pair)]


def _member(node: Node, item: ItemDocument, root: str) -> Iterator[FieldError]:
    for pair in over_law(node, item):
        where = f"{said(item, pair.when)}的，" if pair.when else ""
        message = f"{where}“{node.title}”的承诺时限比法定时限长"
        yield FieldError(root + pair.pointer, "promised_over_statutory", message)
    if node.counts_in_joint_clock and not item.is_licence:
        pointer = f"{root}/counts_in_joint_clock"
        yield FieldError(pointer, "joint_clock_not_licence", f"“{node.title}”不是行政许可，不计入联办法定时限")


def _stage(scheme: SchemeDocument, stage: Stage, root: str) -> Iterator[FieldError]:
    if stage.kind == "stage" and stage.lead is None:
        yield FieldError(f"{root}/lead", "lead_missing", f"阶段“{stage.name}”没有牵头部门")
    if stage.kind == "parallel" and (stage.lead or stage.joint_limit):
        yield FieldError(root, "parallel_with_clock", f"并行事项“{stage.name}”没有牵头部门和联办时限")
    members = [node.id for node in scheme.nodes if node.stage == stage.key]
    if stage.promised_total:
        pointer = f"{root}/promised_total"
        yield from _over(scheme, members, stage.promised_total, pointer, "path_over_promise", f"“{stage.name}”的承诺")
    limit = stage.joint_limit
    if limit is None:
        return
    extension = limit.extension.value if limit.extension else 0
    if limit.unit != "workday" or limit.value > JOINT_WORKDAYS or extension > JOINT_EXTENSION:
        message = "联办时限不得超过四十五个工作日，经本级人民政府负责人批准可延长十五日（行政许可法42(2)）"
        yield FieldError(f"{root}/joint_limit", "joint_limit_over_law", message)
    yield from _over(scheme, members, limit, f"{root}/joint_limit", "path_over_joint_limit", "联办时限")


def _over(
    scheme: SchemeDocument, members: Sequence[str], limit: Length, pointer: str, code: str, named: str
) -> Iterator[FieldError]:
    length, way = longest_way(scheme, members)
    if length > limit.value:
        chain = " → ".join(way)
        yield FieldError(pointer, code, f"最长路径 {chain} 共 {length} 日，超过{named}的 {limit.value} 日")


def _differs(node: Node, item: ItemDocument) -> bool:
    return (node.promised.value, node.promised.unit) != (item.promised_limit.value, item.promised_limit.unit)
