from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_core._pydantic_core import list_all_errors

from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import (
    MESSAGES,
    PYDANTIC_TYPES,
    credit_code,
    field_errors,
    pointer_of,
    resident_id,
    unknown_region,
)


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"]
    name: str


class Sample(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=2, max_length=4)] = "好的"
    count: Annotated[int, Field(ge=1)] = 1
    colour: Literal["red", "blue", "green"] = "red"
    either: bool | int | None = None
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    tags: list[int] = []


def errors(document: dict[str, Any], root: str = "") -> list[FieldError]:
    with pytest.raises(ValidationError) as refusal:
        Sample.model_validate(document)
    return field_errors(refusal.value, root, document)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"name": "我"}, ("/name", "string_too_short", "至少填写 2 个字")),
        ({"name": 1}, ("/name", "string_type", "应为文字")),
        ({"count": 0}, ("/count", "greater_than_equal", "应不小于 1")),
        ({"colour": "pink"}, ("/colour", "literal_error", "只能填写以下之一：red、blue、green")),
        ({"either": "x"}, ("/either", "bool_type", "应为“是”或“否”（true 或 false）")),
        ({"pet": {"kind": "dog"}}, ("/pet/name", "missing", "请填写此项")),
        ({"pet": {"kind": "cat", "lives": "九"}}, ("/pet/lives", "int_parsing", "应为整数")),
        ({"pet": {}}, ("/pet/kind", "union_tag_not_found", "请先选择类别")),
        ({"pet": {"kind": "cow"}}, ("/pet/kind", "union_tag_invalid", "只能选择以下之一：cat、dog")),
        ({"tags": [1, "x"]}, ("/tags/1", "int_type", "应为整数")),
        ({"a/b~c": 1}, ("/a~1b~0c", "extra_forbidden", "没有这一项，请删除")),
    ],
)
def test_a_finding_has_pointer_code_and_chinese_sentence(document: dict[str, Any], expected: tuple[str, str, str]):
    assert errors(document) == [FieldError(*expected)]


def test_every_finding_is_named_at_once_under_the_root():
    found = errors({"name": "", "count": "x", "other": 1}, "/body")
    assert [error.pointer for error in found] == ["/body/name", "/body/count", "/body/other"]


def test_the_input_is_never_repeated():
    secret = "44170219900307801X"
    found = errors({"name": secret, "count": secret, "colour": secret, "either": secret, "pet": {"kind": secret}})
    assert len(found) == 5
    assert secret not in str(found)


def test_every_sentence_belongs_to_an_error_pydantic_knows():
    assert set(MESSAGES) <= PYDANTIC_TYPES


def test_every_sentence_can_be_filled_from_what_pydantic_reports():
    contexts = {error["type"]: error.get("example_context") or {} for error in list_all_errors()}
    assert all("{" not in sentence.format_map(contexts[name]) for name, sentence in MESSAGES.items())


@pytest.mark.parametrize("number", ["44170219900307801X", "44170219900307801x"])
def test_a_right_resident_id_is_returned_in_capitals(number: str):
    assert resident_id(number) == "44170219900307801X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("441702199003078011", "resident_id_check_digit"),
        ("4417021990030780", "resident_id_format"),
        ("４4170219900307801X", "resident_id_format"),
        ("44170219900307801XX", "resident_id_format"),
        ("441702199002308012", "resident_id_birth_date"),
    ],
)
def test_a_wrong_resident_id_is_refused_with_its_reason(number: str, code: str):
    with pytest.raises(PydanticCustomError) as refusal:
        resident_id(number)
    assert refusal.value.type == code
    assert number not in refusal.value.message()


def test_a_region_outside_the_history_is_noticed():
    assert not unknown_region("44170219900307801X")
    assert unknown_region("99999919900307801X")


@pytest.mark.parametrize(
    "code", ["91110000600037341L", "12441500196720244T", "11441700YM0000139C", "91110000600037341l"]
)
def test_a_right_credit_code_is_returned_in_capitals(code: str):
    assert credit_code(code) == code.upper()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("91110000600037341M", "uscc_check_digit"),
        ("91110000600037341", "uscc_format"),
        ("9111 0000600037341", "uscc_format"),
        ("9111000060003734IO", "uscc_check_digit"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(code: str, reason: str):
    with pytest.raises(PydanticCustomError) as refusal:
        credit_code(code)
    assert refusal.value.type == reason


def test_pointers_escape_by_rfc_6901():
    assert pointer_of(["a/b", 0, "~"]) == "/a~1b/0/~0"
