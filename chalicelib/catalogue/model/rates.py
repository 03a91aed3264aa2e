"""The published rates of a fee, and what they come to for the answers of a form. Money is whole fen. Pure.

行政许可法58-59: nothing is charged without a law or an administrative regulation, and only by the published standard.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Annotated, NamedTuple

from pydantic import Field, JsonValue

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.values import Part, Standing, Text

ARTICLE_58 = "《中华人民共和国行政许可法》第五十八条"
ARTICLE_59 = "《中华人民共和国行政许可法》第五十九条"
TITLE = re.compile(r"《([^《》]+)》")
# What a province or a city has made is no administrative regulation.
LOCAL = re.compile(r"^[一-龥]{2,8}?(?:省|市|县|区|自治州)")
NATIONAL = re.compile(r"(?:(?<!办)法|条例)$")
FEN = Decimal(1)


class Rate(Part):
    """`fen` for one `unit`, times the fields of the form in `by`: a number is taken as it is, a range of dates by its
    days, the first and the last included. Without `by` it is charged once a case. `when` is a condition over the form.
    """

    name: Text
    fen: Annotated[int, Field(ge=1, le=10_000_000_00)]
    unit: Text
    by: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    when: Text | None = None
    status: Standing


class Line(NamedTuple):
    """One rate of a fee order: the quantity is written as people read it."""

    name: str
    rate_fen: int
    unit: str
    quantity: str
    fen: int


class Charged(NamedTuple):
    """What is to be paid, for what and by which law."""

    name: str
    basis: str
    lines: tuple[Line, ...]

    @property
    def fen(self) -> int:
        return sum(line.fen for line in self.lines)


class NotCharged(NamedTuple):
    """Why nothing may be charged; `basis` is the article."""

    code: str
    says: str
    basis: str


class Published(NamedTuple):
    """What an item publishes of its fee."""

    charge: bool | str
    basis: str
    name: str | None
    condition: str | None
    rates: Sequence[Rate]


def charge_for(
    published: Published,
    answers: Mapping[str, JsonValue],
    laws: Sequence[str],
    *,
    licence: bool,
    quantities: Mapping[str, Decimal] | None = None,
) -> Charged | NotCharged:
    """The fee for these answers. `laws` are those of the item, `licence`: 行政许可法 governs it. `quantities`
    stand for what the answers say, by the name of the rate.
    """
    if published.charge is False:
        return NotCharged("fee_not_charged", "该事项不收费", ARTICLE_58)
    cited = citations(published.basis, laws)
    if cited is None or not lawful_basis(cited, licence=licence):
        return NotCharged("fee_basis_missing", "收费没有法律、行政法规依据，不得收费", ARTICLE_58)
    holds = _holds(published.condition, answers)
    if holds is None:
        return NotCharged("fee_undetermined", "按申请表的内容，尚不能判断是否属于收费的情形", cited)
    if not holds:
        return NotCharged("fee_condition_not_met", "不属于收费的情形，不得收费", cited)
    if not published.rates:
        return NotCharged("fee_rate_unpublished", "没有公布收费标准的数额，不得收费", ARTICLE_59)
    return _sum(published, answers, cited, quantities or {})


def lawful_basis(cited: str, *, licence: bool) -> bool:
    """Whether the citation names a law or an administrative regulation. For other services than 行政许可 a rule or a
    local regulation is a basis too.
    """
    names = [name.removeprefix("中华人民共和国") for name in TITLE.findall(cited)]
    if not licence:
        return bool(names) or "国务院令" in cited
    return "国务院令" in cited or any(NATIONAL.search(name) and not LOCAL.match(name) for name in names)


def _sum(
    published: Published, answers: Mapping[str, JsonValue], cited: str, quantities: Mapping[str, Decimal]
) -> Charged | NotCharged:
    lines = list[Line]()
    for rate in published.rates:
        if rate.name in quantities:
            lines.append(_line(rate, [quantities[rate.name]]))
            continue
        holds = _holds(rate.when, answers)
        if holds is None:
            return NotCharged("fee_undetermined", f"按申请表的内容，尚不能判断是否收取“{rate.name}”", cited)
        if not holds:
            continue
        amounts = [*_amounts(rate, answers)]
        if None in amounts:
            return NotCharged("fee_quantity_missing", f"申请表没有填写计算“{rate.name}”所需的数量", cited)
        lines.append(_line(rate, [amount for amount in amounts if amount is not None]))
    lines = [line for line in lines if line.fen]
    if not lines:
        return NotCharged("fee_condition_not_met", "不属于收费的情形，不得收费", cited)
    return Charged(published.name or "收费", cited, tuple(lines))


def _line(rate: Rate, amounts: Sequence[Decimal]) -> Line:
    """Less than a fen is not charged: nobody pays more than the standard says."""
    product = Decimal(rate.fen)
    for amount in amounts:
        product *= amount
    quantity = "×".join(f"{amount.normalize():f}" for amount in amounts) or "1"
    return Line(rate.name, rate.fen, rate.unit, quantity, int(product.quantize(FEN, rounding=ROUND_DOWN)))


def _amounts(rate: Rate, answers: Mapping[str, JsonValue]) -> Iterator[Decimal | None]:
    for key in rate.by:
        yield _amount(answers.get(key))


def _amount(answer: JsonValue) -> Decimal | None:
    """A number of the form as it was written, or the days of a range; None for anything else."""
    match answer:
        case bool() | None:
            return None
        case int() | float():
            return _positive(str(answer))
        case [str() as first, str() as last]:
            try:
                days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
            except ValueError:
                return None
            return Decimal(days) if days > 0 else None
        case _:
            return None


def _positive(written: str) -> Decimal | None:
    try:
        amount = Decimal(written)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def _holds(condition: str | None, answers: Mapping[str, JsonValue]) -> bool | None:
    """A text that is no condition decides nothing: then nothing is charged."""
    try:
        return True if condition is None else conditions.evaluate(conditions.parse(condition), answers)
    except conditions.ConditionError:
        return None


def yuan(fen: int) -> str:
    """1234 fen are 12.34 元."""
    return f"{fen // 100}.{fen % 100:02d}元"
