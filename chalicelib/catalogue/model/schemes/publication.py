"""What must hold before a scheme is published; every reason at once. Pure; pointers are relative to the scheme.

Departments and items are those of the region today, so a scheme that was right once may be refused later.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.schemes.bases import basis_errors, basis_warnings
from chalicelib.catalogue.model.schemes.declared import condition_errors, repeated
from chalicelib.catalogue.model.schemes.parts import INVENTED, MOST_COMMITMENTS, SilenceRule
from chalicelib.catalogue.model.schemes.reachable import TooMany, failing
from chalicelib.catalogue.model.schemes.references import cycle_errors, reference_errors
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.terms import term_errors, term_warnings
from chalicelib.clock import WorkCalendar
from chalicelib.foundation.problems import FieldError


@dataclass(frozen=True)
class Known:
    """What the scheme is held against: the region's items by code, its current departments, the calendar."""

    items: Mapping[str, ItemDocument]
    departments: Collection[str]
    calendar: WorkCalendar = field(default_factory=WorkCalendar)


def errors_of(scheme: SchemeDocument, known: Known) -> list[FieldError]:
    """Every reason not to publish the scheme. What rests on names and conditions is not tried while they are wrong."""
    structural = [
        *_dates(scheme),
        *repeated(scheme),
        *reference_errors(scheme, known.items, known.departments),
        *condition_errors(scheme, known.items),
        *cycle_errors(scheme),
    ]
    independent = [*basis_errors(scheme), *_fields(scheme), *_silence(scheme, known), *_commitments(scheme)]
    if structural:
        return [*structural, *independent]
    return [*independent, *_alternatives(scheme), *term_errors(scheme, known.items)]


def warnings_of(scheme: SchemeDocument, known: Known) -> list[FieldError]:
    return [*basis_warnings(scheme), *term_warnings(scheme, known.items, known.calendar)]


def _dates(scheme: SchemeDocument) -> Iterator[FieldError]:
    if scheme.effective_to and scheme.effective_to < scheme.effective_from:
        yield FieldError("/effective_to", "dates_reversed", "失效日期不能早于生效日期")


def _fields(scheme: SchemeDocument) -> Iterator[FieldError]:
    """A fact is asked once (R78): one entry and one type for each key of the single form."""
    types: dict[str, str] = {}
    for number, asked in enumerate(scheme.form.fields):
        known = types.setdefault(asked.key, asked.type)
        if known != asked.type:
            message = f"共用栏目“{asked.title}”在各事项中的类型不一致：{known}、{asked.type}"
            yield FieldError(f"/form/fields/{number}/type", "field_type_conflict", message)
        elif any(other.key == asked.key for other in scheme.form.fields[:number]):
            yield FieldError(f"/form/fields/{number}/key", "field_repeated", f"共用栏目“{asked.title}”出现两次")


def _commitments(scheme: SchemeDocument) -> Iterator[FieldError]:
    """A member that rests on several promises has a term for each of them, and there are no more terms than these."""
    promises = Counter[str]()
    for number, edge in enumerate(scheme.edges):
        promises[edge.to] += edge.commitment is not None
        if edge.commitment is not None and promises[edge.to] > MOST_COMMITMENTS:
            says = f"“{edge.to}”最多可以凭{MOST_COMMITMENTS}项承诺先行办理"
            yield FieldError(f"/edges/{number}/commitment", "commitments_too_many", says)


def _silence(scheme: SchemeDocument, known: Known) -> Iterator[FieldError]:
    """行政许可法38: a licence needs a written decision, so silence never is one."""
    licences = any(known.items[code].is_licence for code in scheme.items if code in known.items)
    yield from _silent(scheme.silence_rules, "/silence_rules", scheme, licences=licences)
    for number, unified in enumerate(scheme.unified_items):
        pointer = f"/unified_items/{number}/silence_rules"
        yield from _silent(unified.silence_rules, pointer, scheme, licences=True)


def _silent(rules: Iterable[SilenceRule], root: str, scheme: SchemeDocument, *, licences: bool) -> Iterator[FieldError]:
    for number, rule in enumerate(rules):
        if licences and "licence_decision" not in rule.excludes:
            message = "默认规则不得及于行政许可决定（行政许可法38），应在 excludes 中写明 licence_decision"
            yield FieldError(f"{root}/{number}/excludes", "silence_covers_licence", message)
        if rule.basis.status in INVENTED and not scheme.demonstration:
            yield FieldError(f"{root}/{number}/basis", "basis_invented", "默认规则应有公布的文件和文号")


def _alternatives(scheme: SchemeDocument) -> Iterator[FieldError]:
    for number, edge in enumerate(scheme.edges):
        if edge.if_none_active != "forbid":
            continue
        pointer = f"/edges/{number}/from"
        try:
            answers = failing(scheme, edge)
        except TooMany:
            yield FieldError(pointer, "answers_too_many", f"“{edge.id}”的问题组合过多，无法证明总有前置事项可办")
            continue
        if answers is not None:
            shown = "，".join(f"{name}={_shown(value)}" for name, value in answers.items())
            message = f"回答为 {shown} 时，“{edge.id}”的前置事项都不办理，{edge.to} 永远不能办理"
            yield FieldError(pointer, "edge_never_satisfied", message)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
