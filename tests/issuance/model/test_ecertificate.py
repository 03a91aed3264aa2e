"""E-certificate identifiers: published ones, a wrong way of computing them, and what the check character catches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from chalicelib.issuance.model.ecertificate import (
    IdentifierError,
    check_character,
    make_identifier,
    parse_identifier,
    validate_identifier,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PUBLISHED = [
    "1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S",
    "1.2.156.3005.2.11100000000013338W087.11370800MB28559184.37080001202411010001.001.3",
    "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
]
SHORT_ISSUER = "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9"
# Published too, but its check character is not the standard's (that would be D): real data are not all sound.
MISCHECKED = "1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M"
TYPE = "11100000000013338W032"
ISSUER = "11441700YM0000123B"


@pytest.mark.parametrize("published", [*PUBLISHED, SHORT_ISSUER])
def test_published_identifiers_check(published: str):
    parsed = parse_identifier(published)
    assert check_character("".join(parsed[:4])) == parsed.check
    assert str(parsed) == published


@pytest.mark.parametrize("published", PUBLISHED)
def test_published_identifiers_are_sound_and_can_be_made_again(published: str):
    assert validate_identifier(published) == []
    parts = parse_identifier(published)
    assert make_identifier(parts.type_code, parts.issuer, parts.serial, int(parts.version)) == published


def test_a_short_issuer_is_read_but_reported():
    assert validate_identifier(SHORT_ISSUER) == ["证照颁发机构代码应为 18 位统一社会信用代码"]


def test_a_published_identifier_that_does_not_check_is_read_and_reported():
    assert str(parse_identifier(MISCHECKED)) == MISCHECKED
    assert validate_identifier(MISCHECKED) == ["校验位不正确"]
    assert validate_identifier(MISCHECKED[:-1] + "D") == []


@given(payload=st.text(ALPHABET, min_size=1, max_size=80))
def test_the_check_character_is_that_of_an_independent_implementation(payload: str):
    assert check_character(payload) == mod_37_36.calc_check_digit(payload)


def test_letters_valued_one_too_high_are_a_known_mistake():
    def mistaken(payload: str) -> str:
        remainder = 36
        for char in payload:
            value = ALPHABET.index(char) + (1 if char.isalpha() else 0)
            remainder = ((remainder + value) % 36 or 36) * 2 % 37
        return ALPHABET[(37 - remainder) % 36]

    payloads = ["".join(parse_identifier(text)[:4]) for text in PUBLISHED]
    assert any(mistaken(payload) != check_character(payload) for payload in payloads)
    wrong = PUBLISHED[0][:-1] + mistaken(payloads[0])
    assert validate_identifier(wrong) == ["校验位不正确"]


@given(serial=st.text(ALPHABET, min_size=1, max_size=32), version=st.integers(1, 999))
def test_what_is_made_is_sound(serial: str, version: int):
    made = make_identifier(TYPE, ISSUER, serial, version)
    assert validate_identifier(made) == []
    assert parse_identifier(made)[:4] == (TYPE, ISSUER, serial, f"{version:03d}")


@given(payload=st.text(ALPHABET, min_size=2, max_size=75), data=st.data())
def test_every_single_mistyped_character_is_caught(payload: str, data: st.DataObject):
    place = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from(ALPHABET.replace(payload[place], "")))
    assert check_character(payload[:place] + other + payload[place + 1 :]) != check_character(payload)


@pytest.mark.parametrize(
    ("type_code", "issuer", "serial", "version"),
    [
        (TYPE[:-1], ISSUER, "1", 1),
        (TYPE, ISSUER[:-1], "1", 1),
        (TYPE, ISSUER, "", 1),
        (TYPE, ISSUER, "1" * 33, 1),
        (TYPE, ISSUER, "a1", 1),
        (TYPE, ISSUER, "1.1", 1),
        (TYPE, ISSUER, "１", 1),
        (TYPE, ISSUER, "1\n", 1),
        (TYPE, ISSUER, "1", 0),
        (TYPE, ISSUER, "1", 1000),
    ],
)
def test_parts_that_form_no_identifier_are_refused(type_code: str, issuer: str, serial: str, version: int):
    with pytest.raises(IdentifierError):
        make_identifier(type_code, issuer, serial, version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.2.156.3005.2",
        "1.2.156.3005.3." + PUBLISHED[0][15:],
        PUBLISHED[0][:-2],
        PUBLISHED[0] + ".1",
        PUBLISHED[0] + "1",
        PUBLISHED[0].replace(".001.", ".1."),
        PUBLISHED[0].lower(),
    ],
)
def test_other_structures_are_not_identifiers(text: str):
    with pytest.raises(IdentifierError):
        parse_identifier(text)
    assert validate_identifier(text) == ["电子证照标识的结构不符合 GB/T 36904-2018"]


def test_an_underscore_seen_in_practice_is_read_but_cannot_be_checked():
    text = f"1.2.156.3005.2.{TYPE}.{ISSUER}.2026_01.001.A"
    assert parse_identifier(text).serial == "2026_01"
    assert validate_identifier(text) == ["含下划线，校验位无法按标准核对"]


def test_only_its_alphabet_has_a_check_character():
    with pytest.raises(IdentifierError):
        check_character("")
    with pytest.raises(IdentifierError):
        check_character("A_1")
