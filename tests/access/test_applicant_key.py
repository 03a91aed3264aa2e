"""The blind index: the same applicant always, another applicant never, nothing readable in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.access.actor import Identity, applicant_key
from chalicelib.foundation.identifiers import credit_code

SECRET = b"a secret of enough bytes for tests"
NUMBER = "44170219900307801X"


def person(number: str = NUMBER, name: str = "林示例") -> Identity:
    return Identity(kind="person", id_type="resident_id", number=number, name=name)


@pytest.mark.parametrize("typed", [NUMBER, NUMBER.lower(), f" {NUMBER}\n"])
def test_a_clerk_and_the_citizen_reach_the_same_cases_however_the_number_was_typed(typed):
    assert applicant_key(person(typed, "另一种写法"), SECRET) == applicant_key(person(), SECRET)


def test_it_is_url_safe_and_says_nothing():
    key = applicant_key(person(), SECRET)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", key)
    assert NUMBER[:6] not in key


def test_it_depends_on_the_secret():
    assert applicant_key(person(), SECRET) != applicant_key(person(), SECRET + b"!")


def test_a_weak_secret_is_refused():
    with pytest.raises(ValueError, match="at least 16 bytes"):
        applicant_key(person(), b"short")


def test_a_person_and_a_company_of_equal_characters_differ():
    digits = "441702199506120021"
    company = Identity(kind="company", id_type="uscc", number=digits, name="公司")
    assert applicant_key(company, SECRET) != applicant_key(person(digits), SECRET)


@pytest.mark.parametrize("typed", ["N2441702MF000012QB", "\u202dn2441702 MF000012-QB\u202c"])
def test_a_token_and_a_form_take_the_same_credit_codes(typed: str):
    company = Identity(kind="company", id_type="uscc", number=typed, name="示例农民专业合作社(阳江)")
    assert (company.number, company.name) == ("N2441702MF000012QB", "示例农民专业合作社（阳江）")
    assert credit_code(typed) == company.number
    for wrong in ("9111000060003734IO", "91A10000600037341L"):
        with pytest.raises(ValidationError):
            Identity(kind="company", id_type="uscc", number=wrong, name="公司")


numbers = st.from_regex(r"\A[0-9]{17}[0-9X]\Z")


@given(numbers, numbers)
def test_two_numbers_share_a_key_only_if_equal(one, other):
    same = applicant_key(person(one), SECRET) == applicant_key(person(other), SECRET)
    assert same == (one == other)
