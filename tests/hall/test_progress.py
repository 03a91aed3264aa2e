"""进度查询: an answer for who holds code and factor, one and the same refusal for everybody else (R6)."""

import re

import pytest

from chalicelib.cases.model.numbers import QUERY_ALPHABET, QUERY_LENGTH
from chalicelib.cases.store.serials import new_query_code
from chalicelib.foundation.problems import NotFound, Problem, TooMany
from chalicelib.hall.acts import ask_progress as progress
from local.demo.application import PHONE
from proofs.kit.hall import Hall

WRONG = "0000"
ALPHABET = str.maketrans("01", "AB")  # a query code has no 0 and no 1


def ask(hall: Hall, code: str, factor: str, address: str = "192.0.2.1"):
    return progress.find(hall.platform, code, factor, address)


def refusal(hall: Hall, code: str, factor: str, address: str = "192.0.2.1") -> Problem:
    with pytest.raises(Problem) as refused:
        ask(hall, code, factor, address)
    return refused.value


@pytest.fixture
def code(hall: Hall) -> str:
    return hall.case(hall.submitted()).query_code or ""


@pytest.mark.requirement("R6")
@pytest.mark.parametrize("factor", [PHONE[-4:], "0074"])
def test_number_or_telephone_opens_the_case(hall: Hall, code: str, factor: str):
    assert ask(hall, code, factor).query_code == code
    assert ask(hall, code.lower(), factor).query_code == code


@pytest.mark.requirement("R6")
def test_a_wrong_code_and_a_wrong_factor_are_one_refusal(hall: Hall, code: str):
    wrong_factor, wrong_code = refusal(hall, code, WRONG), refusal(hall, "ZZZZZZZZZZ", PHONE[-4:])
    assert isinstance(wrong_factor, NotFound)
    assert wrong_factor.body("-") == wrong_code.body("-")
    assert wrong_factor.headers == wrong_code.headers


@pytest.mark.parametrize("known", [True, False])
def test_attempts_on_a_code_are_limited_from_wherever_they_come(hall: Hall, code: str, known: bool):
    asked = code if known else "ZZZZZZZZZZ"
    for attempt in range(progress.WRONG_PER_CODE):
        assert refusal(hall, asked, WRONG, f"192.0.2.{attempt}").status == 404
    limited = refusal(hall, asked, PHONE[-4:], "198.51.100.1")
    assert isinstance(limited, TooMany)
    assert limited.headers["Retry-After"] == "900"


def test_attempts_from_an_address_are_limited_over_all_codes(hall: Hall, code: str):
    for attempt in range(progress.WRONG_PER_ADDRESS):
        assert refusal(hall, f"ZZZZZZZ{attempt:03d}".translate(ALPHABET), WRONG).status == 404
    assert refusal(hall, code, PHONE[-4:]).status == 429
    assert ask(hall, code, PHONE[-4:], "198.51.100.1").query_code == code


@pytest.mark.parametrize("written", ["{} ", "{}-", "\u202d{}\u202c", "（{}）", "查询码：{}"])
def test_what_stands_around_the_code_does_not_matter(hall: Hall, code: str, written: str):
    typed = written.format(f"{code[:5]}-{code[5:]}".lower())
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    for asked in (typed, wide, f"{code[:4]} {code[4:7]}·{code[7:]}"):
        assert ask(hall, asked, PHONE[-4:]).query_code == code
        assert ask(hall, asked, "８０００").query_code == code


def test_a_code_that_no_case_can_have_is_a_slip_and_no_attempt(hall: Hall, code: str):
    for slip in (code[:-1], f"{code}2", f"{code[:-1]}0", "", "?"):
        for _ in range(progress.WRONG_PER_ADDRESS + 1):
            assert refusal(hall, slip, PHONE[-4:]).status == 404
    assert ask(hall, code, PHONE[-4:]).query_code == code


def test_after_a_quarter_of_an_hour_one_may_try_again(hall: Hall, code: str):
    for _ in range(progress.WRONG_PER_CODE):
        refusal(hall, code, WRONG)
    hall.wall.pass_time(seconds=900)
    assert ask(hall, code, PHONE[-4:]).query_code == code


def test_the_running_term_is_told(hall: Hall):
    waiting, decided = hall.case(hall.accepted()), hall.case(hall.decided())
    assert progress.remaining(hall.platform, waiting) == (waiting.due("promised"), 7, "workday", False)
    assert progress.remaining(hall.platform, decided) == (decided.due("issue"), 10, "workday", False)
    assert progress.remaining(hall.platform, hall.case(hall.submitted())) is None
    assert progress.remaining(hall.platform, hall.case(hall.closed())) is None


def test_the_code_is_easy_to_read_and_hard_to_guess():
    codes = {new_query_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", code) for code in codes)
    assert len(QUERY_ALPHABET) ** QUERY_LENGTH > 10**14
