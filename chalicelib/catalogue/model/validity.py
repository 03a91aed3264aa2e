"""How long a result is valid: what the item fixes, what the officer decides within its bounds, what is printed. Pure.

Lengths run from the first day of the term, which is the day of the decision unless the face of the result states a
later one. They end the day before the same day of a later year or month.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.values import Part, Standing, Text
from chalicelib.foundation.problems import FieldError, Invalid

TermUnit = Literal["year", "month", "day"]
LONGEST_YEARS = 100
Length = Annotated[int, Field(ge=1, le=LONGEST_YEARS)]


class ValidityRule(Part):
    """What holds while `when` is true of the form's answers: a length, the day in another answer, or another document
    that lapses, with a note that says what it is not. The last four only tell how the term may be extended.
    """

    when: Text | None = None
    value: Length | None = None
    until_field: Text | None = None
    document: Text | None = None
    document_note: Text | None = None
    lapses_unless_started_within: Length | None = None
    unit: TermUnit | None = None
    basis: Text | None = None
    extend_once_years: Length | None = None
    apply_before: Text | None = None
    extend_times: Length | None = None
    extend_months: Length | None = None


class Validity(Part):
    """`kind` by_decision has no bounds of its own. `optional` says that the officer may leave the term open.

    `print`: until prints the days, text prints `text`, omit prints no line. 长期 is never printed.
    """

    kind: Literal["fixed", "range", "until_event", "none", "by_decision"]
    text: Text
    decided_by: Literal["rule", "decision"]
    print: Literal["until", "text", "omit"]
    min: Length | None = None
    max: Length | None = None
    default: Length | None = None
    unit: TermUnit | None = None
    optional: bool = False
    rules: tuple[ValidityRule, ...] = ()
    basis: Text
    status: Standing

    @model_validator(mode="after")
    def _bounds_agree(self) -> Self:
        lengths = [length for length in (self.min, self.default, self.max) if length is not None]
        fixed = self.kind == "fixed" and self.min == self.max is not None
        if lengths != sorted(lengths) or bool(lengths) != (self.unit is not None) or (self.kind == "fixed") != fixed:
            raise PydanticCustomError("validity_bounds", "有效期的下限、默认值、上限和单位不一致")
        if self.print == "until" and self.decided_by == "rule" and not lengths:
            raise PydanticCustomError("validity_unknown", "由规则确定的有效期应写明期限")
        if self.optional and self.decided_by != "decision":
            raise PydanticCustomError("validity_optional", "只有由决定载明的有效期可以不填")
        return self


class Stated(BaseModel, defer_build=True):
    """What the officer decides: the last day, or a length from the first day of the term. Exactly one of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    until: date | None = None
    years: Length | None = None
    months: Length | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(part is not None for part in (self.until, self.years, self.months)) != 1:
            raise PydanticCustomError("validity_stated_once", "有效期请填写截止日期、年数或者月数中的一项")
        return self

    @property
    def pointer(self) -> str:
        """To the field that was filled in."""
        (field,) = (name for name in ("until", "years", "months") if getattr(self, name) is not None)
        return f"/validity/{field}"

    def last_day(self, start: date) -> date:
        if self.until:
            return self.until
        return last_day(start, self.years, "year") if self.years else last_day(start, self.months or 1, "month")


class Granted(BaseModel, defer_build=True):
    """The validity of one granted case: its last day, or the words that are printed, or neither. `document` is what is
    issued instead of the item's usual result.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    until: date | None = None
    text: str | None = None
    document: str | None = None


def granted(validity: Validity | None, stated: Stated | None, answers: Mapping[str, object], starts: date) -> Granted:
    """The validity of what is granted from `starts` on. Raises Invalid where the officer has to state it and does not,
    states what the item fixes, or goes beyond its bounds. Items published before terms were data (None) fix nothing.
    """
    if validity is None:
        return Granted(until=_last_stated(stated, starts) if stated else None)
    rule, undecided = _rule_of(validity, answers)
    fixed = _fixed(validity, rule, undecided, answers, starts)
    if fixed is None:
        return Granted(until=_stated(validity, stated, undecided, starts))
    if stated:
        raise _refused("validity_fixed", f"本事项的有效期由规定确定（{validity.text}），决定中不得另行填写", stated)
    return fixed


def granted_again(validity: Validity | None, kept: Granted, answers: Mapping[str, object], starts: date) -> Granted:
    """The validity that was granted, judged anew with another first day: what the item fixes moves with it, the last
    day that the officer has stated stays. Raises Invalid where that day is beyond the bounds now.
    """
    if validity is not None:
        fixed = _fixed(validity, *_rule_of(validity, answers), answers, starts)
        if fixed is not None:
            return fixed
    return granted(validity, Stated(until=kept.until) if kept.until else None, answers, starts)


def _rule_of(validity: Validity, answers: Mapping[str, object]) -> tuple[ValidityRule | None, list[ValidityRule]]:
    """The rule that applies, and those that the answers do not decide."""
    undecided: list[ValidityRule] = []
    for rule in validity.rules:
        holds = conditions.evaluate(conditions.parse(rule.when), answers) if rule.when else False
        if holds:
            return rule, []
        if holds is None:
            undecided.append(rule)
    return None, undecided


def document_instead(validity: Validity | None, answers: Mapping[str, object]) -> str | None:
    """The document that is issued instead of the item's usual result, in these answers."""
    rule = _rule_of(validity, answers)[0] if validity else None
    return rule.document if rule else None


def _fixed(
    validity: Validity,
    rule: ValidityRule | None,
    undecided: list[ValidityRule],
    answers: Mapping[str, object],
    starts: date,
) -> Granted | None:
    """What the item fixes; None where the officer decides, or where the form does not tell what the rule asks."""
    if rule and rule.document:
        within = f"{rule.lapses_unless_started_within}{WORDS[rule.unit or 'year']}"
        lapses = f"自批准之日起{within}内未开工建设的，{rule.document}自行失效"
        text = "。".join(part for part in (lapses, rule.document_note) if part)
        return Granted(document=rule.document, text=text)
    if rule and rule.value and validity.unit:
        return Granted(until=last_day(starts, rule.value, validity.unit))
    if rule and rule.until_field:
        day = _day(answers.get(rule.until_field))
        return Granted(until=day) if day and day >= starts else None
    if validity.print != "until":
        return Granted(text=validity.text if validity.print == "text" else None)
    if validity.decided_by == "decision" or undecided or validity.min is None or validity.unit is None:
        return None
    return Granted(until=last_day(starts, validity.min, validity.unit))


def _stated(validity: Validity, stated: Stated | None, undecided: list[ValidityRule], starts: date) -> date | None:
    """What the officer states. The usual length of the item is taken without a word only while no rule is undecided: a
    rule may ask for another term, or for another document.
    """
    unit = validity.unit
    if stated is None:
        if validity.default and unit and not undecided:
            return last_day(starts, validity.default, unit)
        if validity.optional:
            return None
        raise _refused("validity_missing", f"本事项的有效期由决定载明（{validity.text}），请填写")
    until = _last_stated(stated, starts)
    lengths = [rule.value for rule in undecided if rule.value]
    if unit and lengths and until not in [last_day(starts, length, unit) for length in lengths]:
        raise _refused("validity_out_of_bounds", f"有效期应为规定的期限之一：{validity.text}", stated)
    shorter = validity.kind == "range" or validity.decided_by == "decision"
    first = last_day(starts, validity.min, unit) if validity.min and unit and shorter else starts
    last = last_day(starts, validity.max, unit) if validity.max and unit else None
    if until < first or (last and until > last):
        raise _refused("validity_out_of_bounds", f"有效期超出规定的范围：{validity.text}", stated)
    return until


def _last_stated(stated: Stated, starts: date) -> date:
    """The last day that is stated. No item says so, but a day is no way to write 长期: it is as near as a length."""
    until = stated.last_day(starts)
    if until < starts:
        raise _refused("validity_out_of_bounds", "有效期的截止日期不得早于起始日期", stated)
    if until > last_day(starts, LONGEST_YEARS, "year"):
        says = f"有效期最长为{LONGEST_YEARS}年；没有固定期限的，不填有效期，不以很远的日期代替"
        raise _refused("validity_too_long", says, stated)
    return until


WORDS: Mapping[TermUnit, str] = {"year": "年", "month": "个月", "day": "日"}


def last_day(start: date, length: int, unit: TermUnit) -> date:
    """The last day of a term that begins with `start`: 2026-11-24 and 5 years end on 2031-11-23.

    Where the last month has no such day, the term ends with the month (民法典第二百零二条).
    """
    if unit == "day":
        return start + timedelta(days=length - 1)
    years, month = divmod(start.month - 1 + length * (12 if unit == "year" else 1), 12)
    year, month = start.year + years, month + 1
    days = monthrange(year, month)[1]
    return date(year, month, start.day) - timedelta(days=1) if start.day <= days else date(year, month, days)


def rule_errors(validity: Validity) -> Iterator[FieldError]:
    """Conditions that cannot be read; pointers are relative to the item."""
    for number, rule in enumerate(validity.rules):
        try:
            if rule.when:
                conditions.parse(rule.when)
        except conditions.ConditionError as error:
            yield FieldError(f"/validity/rules/{number}/when", "condition_malformed", f"条件有误，{error}")


def _day(answer: object) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None


def _refused(code: str, title: str, stated: Stated | None = None) -> Invalid:
    return Invalid(code=code, title=title, errors=[FieldError(stated.pointer if stated else "/validity", code, title)])
