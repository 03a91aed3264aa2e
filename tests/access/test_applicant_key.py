"""The blind index: the same applicant always, another applicant never, nothing readable in it."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from stdnum.cn import ric

from chalicelib.access.actor import Identity, applicant_key
from chalicelib.foundation.identifiers import credit_code
from chalicelib.foundation.identity_documents import OF_CLAIM

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
    digits = "44170219950612214X"  # the one number of both kinds: both check characters are right
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


def _with_check(born: date, serial: int) -> str:
    number = f"441702{born:%Y%m%d}{serial:03d}"
    return number + ric.calc_check_digit(f"{number}0")


numbers = st.builds(_with_check, st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.integers(0, 999))


@given(numbers, numbers)
def test_two_numbers_share_a_key_only_if_equal(one, other):
    same = applicant_key(person(one), SECRET) == applicant_key(person(other), SECRET)
    assert same == (one == other)


def of(id_type: str, number: str, country: str | None = None) -> str:
    identity = Identity(kind="person", id_type=id_type, number=number, name="示例", country=country)
    return applicant_key(identity, SECRET)


@pytest.mark.parametrize(
    ("id_type", "numbers"),
    [
        ("hk_macao_pass", ["H12345678", "h1234567800", "H12345678 02"]),  # 公安部 2010-03-10: nine characters for life
        ("taiwan_pass", ["12345678", "1234567801", "1234567802(B)", "12345678033"]),  # 2008-09-25: eight digits
        ("residence_permit", ["810000199408230021", "81000019940823 0021"]),
        ("permanent_residence_card", ["911840198503140125", "９１１８４０198503140125"]),
        ("resident_id", ["44170219900307801X", "44170219900307801x"]),
    ],
)
def test_a_renewed_document_is_the_same_persons(id_type: str, numbers: list[str]):
    assert len({of(id_type, number) for number in numbers}) == 1


def test_a_passport_is_known_by_its_number_and_its_country():
    keys = [of("passport", "E12345678", country) for country in ("CHN", "USA")]
    assert len({*keys, of("passport", "e1234 5678", "usa")}) == 2
    for country in (None, "", "USB", "US"):
        with pytest.raises(ValidationError):
            of("passport", "E12345678", country)
    with pytest.raises(ValidationError):
        of("hk_macao_pass", "H12345678", "CHN")


def test_a_residence_permit_and_an_identity_card_are_kept_by_their_one_number():
    """An issuer may certify a 公民身份号码 without telling which card shows it."""
    number = "810000199408230021"
    assert of("resident_id", number) == of("residence_permit", number)
    assert of("taiwan_pass", "12345678") != of("passport", "12345678", "CHN")


WRONG = {
    "resident_id": ["441702199003078011", "441702199002308012", "H12345678", "911840198503140125"],
    "residence_permit": ["810000199408230022", "44170219900307801X"],
    "hk_macao_pass": ["H1234567", "C12345678", "H123456789"],
    "taiwan_pass": ["1234567", "123456789", "810000199408230021"],
    "permanent_residence_card": ["911840198503140121", "911840198513140120", "44170219900307801X"],
    "passport": ["AAAAA", "44170219900307801X"],
}


@pytest.mark.parametrize(("id_type", "number"), [(kind, number) for kind in WRONG for number in WRONG[kind]])
def test_a_token_is_checked_by_the_rules_of_forms(id_type: str, number: str):
    assert set(WRONG) == set(OF_CLAIM)
    with pytest.raises(ValidationError):
        of(id_type, number, "USA" if id_type == "passport" else None)
