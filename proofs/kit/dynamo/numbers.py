"""Numbers as DynamoDB keeps them: 38 digits, from 1e-130 to 9.99e+125, without a superfluous sign, zero or exponent."""

import re
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from proofs.kit.dynamo.refusals import Invalid

DIGITS_AT_MOST = 38
LARGEST, SMALLEST = 125, -130  # exponents of the first digit
EXACT = Context(prec=400)  # enough for every sum and difference of two numbers in the range
_written = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?").fullmatch
_usual = re.compile(r"-?[1-9]\d{0,36}|0").fullmatch


@lru_cache(maxsize=10_000)
def read(text: str) -> tuple[str, int]:
    """The number in its canonical form, and what it costs of an item's size."""
    kept = canonical(text)
    return kept, bytes_of(kept)


def canonical(text: str) -> str:
    """The form in which the number is kept and given back; `Invalid` if it is none, or too long, large or small."""
    if _usual(text) and text.isascii():
        return text
    if not _written(text) or not text.isascii():
        raise Invalid(f"The parameter cannot be converted to a numeric value: {text}", up_front=True)
    try:
        return written(Decimal(text))
    except InvalidOperation:
        raise out_of_range(larger="-" not in text.lower().partition("e")[2]) from None


def written(number: Decimal) -> str:
    if not number:
        return "0"
    sign, digits, _ = number.as_tuple()
    figures = "".join(map(str, digits)).strip("0")
    if len(figures) > DIGITS_AT_MOST:
        raise Invalid("Attempting to store more than 38 significant digits in a Number", up_front=True)
    first = number.adjusted()
    if not SMALLEST <= first <= LARGEST:
        raise out_of_range(larger=first > 0)
    kept = Decimal((sign, tuple(map(int, figures)), first - len(figures) + 1))
    return format(kept, "f")


def total(one: str, other: str, *, minus: bool) -> str:
    """The sum or difference of two canonical numbers."""
    if _usual(one) and _usual(other):
        whole = str(int(one) - int(other) if minus else int(one) + int(other))
        if _usual(whole):
            return whole
    first, second = Decimal(one), Decimal(other)
    return written(EXACT.subtract(first, second) if minus else EXACT.add(first, second))


def out_of_range(*, larger: bool) -> Invalid:
    word, size = ("overflow", "larger") if larger else ("underflow", "smaller")
    return Invalid(
        f"Number {word}. Attempting to store a number with magnitude {size} than supported range", up_front=True
    )


def bytes_of(text: str) -> int:
    """What a canonical number costs of an item's size: a byte for two digits, counted before and after the point, one
    more, and one for a minus.
    """
    whole, _, fraction = text.lstrip("-").partition(".")
    if fraction:
        before, after = whole.lstrip("0"), fraction if whole != "0" else fraction.lstrip("0")
    else:
        before, after = whole.rstrip("0"), ""
    return 1 + (len(before) + 1) // 2 + (len(after) + 1) // 2 + (text[0] == "-")
