"""Numbers as people paste them: normalised first, judged then."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from chalicelib.foundation import identifiers
from chalicelib.foundation.identifiers import credit_code, has_telephone_shape, resident_id, telephone, unknown_region


@pytest.mark.parametrize("number", ["44170219900307801X", "44170219900307801x"])
def test_a_right_resident_id_is_returned_in_capitals(number: str):
    assert resident_id(number) == "44170219900307801X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("441702199003078011", "resident_id_check_digit"),
        ("4417021990030780", "resident_id_format"),
        ("44170219900307801XX", "resident_id_format"),
        ("441702199002308012", "resident_id_birth_date"),
    ],
)
def test_a_wrong_resident_id_is_refused_with_its_reason(number: str, code: str):
    with pytest.raises(PydanticCustomError) as refusal:
        resident_id(number)
    assert refusal.value.type == code
    assert number not in refusal.value.message()


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("44170219900307801X", True),
        ("44072619500307001X", True),  # 阳江县 was 440726 from 1983 to 1988: the card is issued after the birth
        ("44072619880307001X", True),  # born in its last year
        ("44072619890307001X", False),
        ("442921195003070010", False),  # 442921 ended in 1983, before there were cards
        ("320219197501010010", False),
        ("632825198001010013", False),
        ("321119197501010016", False),
        ("99999919900307801X", False),
    ],
)
def test_a_region_outside_the_history_is_noticed_and_nothing_more(number: str, known: bool):
    assert unknown_region(number) is not known


@pytest.mark.parametrize("failure", [KeyError("county"), ValueError("broken"), FileNotFoundError("loc.dat")])
def test_whatever_the_library_makes_of_a_region_is_advice(monkeypatch: pytest.MonkeyPatch, failure: Exception):
    def fails(name: str):
        raise failure

    identifiers.counties.cache_clear()
    monkeypatch.setattr("stdnum.numdb.get", fails)
    assert unknown_region("44170219900307801X")


@given(
    st.from_regex(
        r"\A(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])[0-9]{4}(19[0-9]{2}|20[0-2][0-9])0[1-9]0[1-9][0-9]{3}\Z"
    )
)
def test_every_code_of_a_known_province_is_answered(number: str):
    assert unknown_region(number + "X") in {True, False}


@pytest.mark.parametrize(
    "typed",
    [
        "\u202d44170219900307801X\u202c",
        "441702 19900307 801x",
        "441702-19900307-801X",
        "４４１７０２１９９００３０７８０１Ｘ",
        "（44170219900307801X）",
        "\ufeff44170219900307801X\n",
    ],
)
def test_a_number_is_judged_without_what_was_pasted_with_it(typed: str):
    assert resident_id(typed) == "44170219900307801X"


@pytest.mark.parametrize(
    "typed", ["９１１１００００６０００３７３４１Ｌ", "9111 0000 6000 3734 1L", "91110000–600037341–L"]
)
def test_so_is_a_credit_code(typed: str):
    assert credit_code(typed) == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("\u202d138 0013 8000\u202c", "13800138000"),
        ("0662-3366555", "06623366555"),
        ("(0662) 3366555", "06623366555"),
        ("（０６６２）３３６６５５５", "06623366555"),
        ("+86 662 3366555", "06623366555"),
        ("+86 (0)662 3366555", "06623366555"),
        ("+852 9123 4567", "+85291234567"),
        ("00853 6612 3456", "+85366123456"),
        ("0662-3366555转8", "06623366555转8"),
        ("0662-3366555 转分机 8", "06623366555转8"),
        ("0662-3366555 ext. 801", "06623366555转801"),
        ("400-800-8888", "4008008888"),
        ("+86 400 800 8888", "4008008888"),
        ("95598", "95598"),
        ("12345", "12345"),
    ],
)
def test_a_telephone_is_kept_in_one_writing(typed: str, kept: str):
    assert telephone(typed) == kept
    assert telephone(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("138001380001", "138001380001"),
        ("1380013800a", "1380013800a"),
        ("\u202d家里  3366555\u202c", "家里 3366555"),
        ("+86 12345", "+86 12345"),
        ("+", "+"),
    ],
)
def test_what_does_not_look_like_a_telephone_is_kept_as_typed(typed: str, kept: str):
    assert not has_telephone_shape(typed)
    assert telephone(typed) == kept
    assert telephone(kept) == kept


@given(st.text(max_size=60))
@example("\u247d\U00018d090")
def test_a_telephone_never_refuses_anybody(typed: str):
    assert telephone(telephone(typed)) == telephone(typed)


@pytest.mark.parametrize(
    "code",
    [
        "91110000600037341L",
        "12441500196720244T",
        "11441700YM0000139C",
        "91110000600037341l",
        "N2441702MF000012QB",
        "Y1441702MF000012Q6",
        "A1441702MF000012QT",
    ],
)
def test_a_right_credit_code_is_returned_in_capitals(code: str):
    assert credit_code(code) == code.upper()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91110000600037341M", "uscc_check_digit"),
        ("91110000600037341", "uscc_format"),
        ("9111 0000600037341", "uscc_format"),
        ("9111000060003734IO", "uscc_format"),
        ("91A10000600037341L", "uscc_format"),
        ("I1110000600037341L", "uscc_format"),
        ("N2441702MF000012QC", "uscc_check_digit"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(code: str, reason: str):
    with pytest.raises(PydanticCustomError) as refusal:
        credit_code(code)
    assert refusal.value.type == reason
