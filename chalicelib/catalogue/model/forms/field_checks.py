"""What a value of a form has to be beside its type: not in the future, not before another field, a region that there
is. Pure; the day is given.

Each check is data of the field (`form_fields.FieldCheck`), so an item says by itself what sense or the law asks for.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, cast

from chalicelib.catalogue.model.form_fields import BIRTH, NEXT_YEAR, TODAY, CheckRule, FieldCheck, FormField
from chalicelib.catalogue.model.forms.facts import Facts, day_of
from chalicelib.catalogue.model.forms.persons import age_on, born_on, document_of
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.identifiers import is_region
from chalicelib.foundation.identity_documents import same_holder
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import plain_number

UNKNOWN_REGION = "没有这个行政区划，请核对代码"


def check_faults(item: ItemDocument, document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """The first fault of each field that is shown and filled in. A check that waits for another field is silent."""
    facts = Facts(item, document, on)
    for field in item.fields:
        value = facts.value(field.key) if field.checks or field.type == "region" else None
        if value is None:
            continue
        found = (fault for one in field.checks if (fault := _Check(item, facts, document, on).fault(field, one, value)))
        if field.type == "region" and isinstance(value, str) and not is_region(value):
            yield FieldError(f"/answers/{field.key}", "region_unknown", UNKNOWN_REGION)
        elif (told := next(found, None)) is not None:
            yield told


class _Check:
    def __init__(self, item: ItemDocument, facts: Facts, document: Mapping[str, Any], on: date) -> None:
        self._item, self._facts, self._document, self._on = item, facts, document, on

    def fault(self, field: FormField, check: FieldCheck, value: object) -> FieldError | None:
        pointer, words = f"/answers/{field.key}", check_words(self._item, check)
        match JUDGES[check.rule](self, check, value):
            case "date_too_late":
                return FieldError(pointer, "date_too_late", f"{words}")
            case "date_too_early":
                return FieldError(pointer, "date_too_early", f"{words}")
            case "period_too_short":
                return FieldError(pointer, "period_too_short", f"{words}")
            case "number_over_other":
                return FieldError(pointer, "number_over_other", f"{words}")
            case "same_person":
                return FieldError(pointer, "same_person", f"{words}")
            case _:
                return None

    def not_after(self, check: FieldCheck, value: object) -> str | None:
        day, bound = last_day(value), self._day(check)
        return "date_too_late" if day and bound and day > bound else None

    def not_before(self, check: FieldCheck, value: object) -> str | None:
        day, bound = first_day(value), self._day(check)
        return "date_too_early" if day and bound and day < bound else None

    def ends_not_before(self, check: FieldCheck, value: object) -> str | None:
        day, bound = last_day(value), self._day(check)
        return "date_too_early" if day and bound and day < bound else None

    def days_after(self, check: FieldCheck, value: object) -> str | None:
        day, bound = first_day(value), self._day(check)
        return "period_too_short" if day and bound and day < bound + timedelta(days=check.least or 0) else None

    def years_after(self, check: FieldCheck, value: object) -> str | None:
        day, bound = first_day(value), self._day(check)
        return "date_too_early" if day and bound and age_on(bound, day) < (check.least or 0) else None

    def at_most(self, check: FieldCheck, value: object) -> str | None:
        bound = self._on.year + 1 if check.of == NEXT_YEAR else self._facts.value(check.of or "")
        numbers = _is_number(value) and _is_number(bound)
        return "number_over_other" if numbers and cast(float, value) > cast(float, bound) else None

    def another_person(self, check: FieldCheck, value: object) -> str | None:
        own, other = _shown(value), _shown(self._facts.value(check.of or ""))
        return "same_person" if own and other and same_holder(own, other) else None

    def distinct(self, check: FieldCheck, value: object) -> str | None:
        """By the numbers of people's documents, or by a column of a table."""
        rows = [cast("Mapping[str, object]", row) for row in _list(value) if isinstance(row, Mapping)]
        told = [row.get(check.of or "id_number") for row in rows]
        numbers = [plain_number(one) for one in told if isinstance(one, str) and one.strip()]
        return "same_person" if len(set(numbers)) < len(numbers) else None

    def _day(self, check: FieldCheck) -> date | None:
        """The day with which the value is compared: today, a day of the calendar, the applicant's birth, a field's."""
        if check.of == TODAY:
            return self._on
        if check.of == BIRTH:
            applicant = self._document.get("applicant")
            if not isinstance(applicant, Mapping):
                return None
            person = cast("Mapping[str, object]", applicant)
            shown = document_of(person)
            return (born_on(*shown) if shown else None) or day_of(person.get("birth_date"))
        return day_of(check.of) or last_day(self._facts.value(check.of or ""))


JUDGES: Mapping[CheckRule, Callable[[_Check, FieldCheck, object], str | None]] = {
    "not_after": _Check.not_after,
    "not_before": _Check.not_before,
    "ends_not_before": _Check.ends_not_before,
    "days_after": _Check.days_after,
    "years_after": _Check.years_after,
    "at_most": _Check.at_most,
    "another_person": _Check.another_person,
    "distinct": _Check.distinct,
}


def check_words(item: ItemDocument, check: FieldCheck) -> str:
    """The check as a sentence, which is told where it is not kept and shown beside the field."""
    other = next((f"“{field.title}”" for field in item.fields if field.key == check.of), check.of or "")
    other = {TODAY: "今天", BIRTH: "申请人出生", NEXT_YEAR: "下一年度"}.get(other, other)
    sentences: dict[CheckRule, str] = {
        "not_after": f"不能晚于{other}",
        "not_before": f"不能早于{other}",
        "ends_not_before": f"截止日期不能早于{other}",
        "days_after": f"应在{other}之后至少 {check.least} 日",
        "years_after": f"应在{other}之后至少 {check.least} 年",
        "at_most": f"不能超过{other}",
        "another_person": f"与{other}不能是同一人",
        "distinct": "同一人只填写一次",
    }
    return f"{sentences[check.rule]}，请核对"


def first_day(value: object) -> date | None:
    """Of a date that day, of a range its first."""
    return day_of(_list(value)[0]) if _list(value) else day_of(value)


def last_day(value: object) -> date | None:
    return day_of(_list(value)[-1]) if _list(value) else day_of(value)


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: object) -> tuple[str, str] | None:
    return document_of(cast("Mapping[str, object]", value)) if isinstance(value, Mapping) else None
