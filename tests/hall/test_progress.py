"""进度查询: an answer for who holds code and factor, one and the same refusal for everybody else (R6)."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.numbers import QUERY_ALPHABET, QUERY_LENGTH, factor_digest
from chalicelib.cases.store.forms import query_factors
from chalicelib.cases.store.serials import new_query_code
from chalicelib.foundation import keys
from chalicelib.foundation.problems import NotFound, Problem, TooMany
from chalicelib.foundation.writes import put
from chalicelib.hall.acts import ask_progress as progress
from chalicelib.hall.api.progress import ProgressAnswer, ProgressQuestion, ask_progress
from chalicelib.http.routes import Call
from local.demo.application import PHONE
from proofs.kit.hall import Hall

WRONG = "0000"
ALPHABET = str.maketrans("01", "AB")  # a query code has no 0 and no 1


def ask(hall: Hall, code: str, factor: str, address: str = "192.0.2.1", device: str | None = None):
    return progress.find(hall.platform, code, factor, address, device).case


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
@pytest.mark.parametrize(
    ("phone", "factor"),
    [
        ("139********", None),
        ("不便提供", None),
        ("110", None),
        ("", None),
        ("家里 3366555", "6555"),
        ("3366-555", "6555"),
        ("06623366555转801", "6555"),
    ],
)
def test_only_letters_and_digits_are_a_factor(hall: Hall, code: str, phone: str, factor: str | None):
    """Nobody who has seen a mask, or guesses what is written in place of a telephone, is let in."""
    form = hall.form() | {"applicant": hall.form()["applicant"] | {"contact": {"phone": phone}}}
    key, asked = hall.platform.index_keys.writes, ["0074", *([factor] if factor else [])]
    found = query_factors(hall.platform, code, form)
    assert sorted(found) == sorted(factor_digest(key, code, one) for one in asked)


@pytest.mark.requirement("R6")
@pytest.mark.parametrize("typed", ["****", "＊＊＊＊", "有限公司"])
def test_a_factor_of_no_letters_and_digits_opens_nothing_that_was_kept_before(hall: Hall, code: str, typed: str):
    """Cases that were received with a masked telephone still have its digest."""
    row = hall.platform.table.get(keys.query_code(code))
    assert row is not None
    digest = factor_digest(hall.platform.index_keys.writes, code, typed)
    hall.platform.table.write(put({**row, "factors": [*row["factors"], digest]}))
    assert refusal(hall, code, typed).code == "progress_not_found"
    assert ask(hall, code, "0074").query_code == code


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


@pytest.mark.parametrize("known", [True, False])
def test_of_sixty_guesses_at_once_five_are_judged(hall: Hall, code: str, known: bool):
    asked = code if known else "ZZZZZZZZZZ"
    barrier = Barrier(60)

    def guess(number: int) -> int:
        barrier.wait()
        return refusal(hall, asked, WRONG, f"192.0.2.{number}").status

    with ThreadPoolExecutor(60) as pool:
        statuses = list(pool.map(guess, range(60)))
    assert sorted(statuses) == [404] * progress.WRONG_PER_CODE + [429] * (60 - progress.WRONG_PER_CODE)


def test_right_answers_cost_no_attempt(hall: Hall, code: str):
    for _ in range(3 * progress.WRONG_PER_ADDRESS):
        assert ask(hall, code, PHONE[-4:]).query_code == code


def test_nobody_is_shut_out_by_others_behind_the_same_address(hall: Hall, code: str):
    """A hall, or the customers of a mobile carrier, have one address."""
    for attempt in range(5 * progress.WRONG_PER_ADDRESS):
        assert refusal(hall, f"ZZZZZZZ{attempt:03d}".translate(ALPHABET), WRONG).status == 404
    assert ask(hall, code, PHONE[-4:]).query_code == code
    assert ask(hall, code, PHONE[-4:], "198.51.100.1").query_code == code


def test_from_a_crowded_address_a_code_is_tried_less_often(hall: Hall, code: str):
    for attempt in range(progress.WRONG_PER_ADDRESS):
        refusal(hall, f"ZZZZZZZ{attempt:03d}".translate(ALPHABET), WRONG)
    statuses = [refusal(hall, code, WRONG).status for _ in range(progress.WRONG_PER_CODE)]
    assert statuses == [404, 404, 429, 429, 429]


def test_strangers_who_try_a_code_do_not_shut_out_the_device_that_was_right_before(hall: Hall, code: str):
    device = progress.find(hall.platform, code, PHONE[-4:], "192.0.2.1").device
    for _ in range(progress.WRONG_PER_CODE + 1):
        refusal(hall, code, WRONG)
    assert refusal(hall, code, PHONE[-4:]).status == 429
    assert ask(hall, code, PHONE[-4:], device=device).query_code == code
    assert progress.find(hall.platform, code, PHONE[-4:], "192.0.2.1", device).device == device


def test_a_device_has_as_many_attempts_as_strangers(hall: Hall, code: str):
    device = progress.find(hall.platform, code, PHONE[-4:], "192.0.2.1").device
    for _ in range(progress.WRONG_PER_CODE):
        assert ask_wrong(hall, code, device) == 404
    assert ask_wrong(hall, code, device) == 429


def test_a_token_that_was_not_made_here_for_this_code_is_none(hall: Hall, code: str):
    other = hall.case(hall.submitted()).query_code or ""
    device = progress.find(hall.platform, other, PHONE[-4:], "192.0.2.1").device
    for attempt in range(progress.WRONG_PER_CODE):
        assert ask_wrong(hall, code, [device, "made-up.mac", "x" * 100, "\u65e0.\u65e0", "."][attempt]) == 404
    assert ask_wrong(hall, code, device) == 429


def ask_wrong(hall: Hall, code: str, device: str) -> int:
    with pytest.raises(Problem) as refused:
        ask(hall, code, WRONG, device=device)
    return refused.value.status


def test_after_a_quarter_of_an_hour_one_may_try_again(hall: Hall, code: str):
    for _ in range(progress.WRONG_PER_CODE):
        refusal(hall, code, WRONG)
    hall.wall.pass_time(seconds=900)
    assert ask(hall, code, PHONE[-4:]).query_code == code


def test_the_running_term_is_told(hall: Hall):
    waiting, decided = hall.case(hall.accepted()), hall.case(hall.decided())
    assert progress.remaining(hall.platform, waiting) == (waiting.due("promised"), 7, 0, "workday", False)
    assert progress.remaining(hall.platform, decided) == (decided.due("issue"), 10, 0, "workday", False)
    assert progress.remaining(hall.platform, hall.case(hall.submitted())) is None
    assert progress.remaining(hall.platform, hall.case(hall.closed())) is None


@pytest.mark.requirement("R6")
def test_while_a_supplement_is_awaited_it_is_told_what_is_wanted(hall: Hall):
    case_id = hall.correcting("03", "01", "/applicant/contact/phone")
    case = hall.case(case_id)
    call = Call(hall.platform, question(case.query_code), None, "/v1/progress", "192.0.2.1", "r-1")
    body = ask_progress(call).body
    assert isinstance(body, ProgressAnswer)
    names = [line.name for line in item_of(hall.platform, case).materials]
    assert [(wanted.line, wanted.field, wanted.name) for wanted in body.supplement or ()] == [
        ("01", None, names[0]),
        ("03", None, names[2]),
        (None, "/applicant/contact/phone", "联系电话"),
    ]
    assert body.status_label == "待补正材料"
    assert progress.wanted(hall.platform, hall.case(hall.submitted())) == []


def question(code: str | None) -> ProgressQuestion:
    return ProgressQuestion(query_code=code or "", factor=PHONE[-4:])


def test_the_code_is_easy_to_read_and_hard_to_guess():
    codes = {new_query_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{10}", code) for code in codes)
    assert len(QUERY_ALPHABET) ** QUERY_LENGTH > 10**14
