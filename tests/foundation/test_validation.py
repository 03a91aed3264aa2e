from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError
from pydantic_core._pydantic_core import list_all_errors

from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import (
    MESSAGES,
    ONE_LINE,
    PARAGRAPHS,
    PYDANTIC_TYPES,
    Shape,
    confirmed,
    field_errors,
    pointer_of,
    wrong_field,
)

COPIED = "含有“*”，是脱敏显示的内容，请填写完整的真实内容"


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
    pair: Annotated[tuple[int, ...], Field(min_length=2)] = (1, 2)
    seen: Annotated[Literal[True], confirmed("not_seen", "请先查验")] = True
    code: Annotated[str, Shape("[0-9]{2}", "two_digits", "应为两位数字")] = "01"
    title: Annotated[str, ONE_LINE] = ""
    text: Annotated[str, PARAGRAPHS] = ""
    wanted: Annotated[str, Field(validate_default=True)] = ""

    @field_validator("wanted")
    @classmethod
    def _goes_with_red(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("colour") == "blue":
            raise PydanticCustomError("wanted_missing", "蓝色须说明")
        return value


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
        ({"pair": ()}, ("/pair", "too_short", "至少应有 2 项")),
        ({"pair": (1, "x")}, ("/pair/1", "int_type", "应为整数")),
        ({"seen": False}, ("/seen", "not_seen", "请先查验")),
        ({"seen": "yes"}, ("/seen", "not_seen", "请先查验")),
        ({"code": "０１"}, ("/code", "two_digits", "应为两位数字")),
        ({"code": "01\n"}, ("/code", "two_digits", "应为两位数字")),
        ({"title": "一\n二"}, ("/title", "hidden_characters", "含有换行、控制字符或不可见字符，请删除后重新填写")),
        ({"text": "一\u202e二"}, ("/text", "hidden_characters", "含有控制字符或不可见字符，请删除后重新填写")),
        ({"title": "＊＊＊"}, ("/title", "masked_copied", COPIED)),
        ({"text": "***\n ***"}, ("/text", "masked_copied", COPIED)),
        ({"colour": "blue"}, ("/wanted", "wanted_missing", "蓝色须说明")),
        ({"colour": "blue", "wanted": ""}, ("/wanted", "wanted_missing", "蓝色须说明")),
        ({"a/b~c": 1}, ("/a~1b~0c", "extra_forbidden", "没有这一项，请删除")),
        ({"44170219900307801X": 1}, ("/…", "extra_forbidden", "没有这一项，请删除")),
        ({"林示例": 1}, ("/…", "extra_forbidden", "没有这一项，请删除")),
    ],
)
def test_a_finding_has_pointer_code_and_chinese_sentence(document: dict[str, Any], expected: tuple[str, str, str]):
    assert errors(document) == [FieldError(*expected)]


def test_every_finding_is_named_at_once_under_the_root():
    found = errors({"name": "", "count": "x", "other": 1}, "/body")
    assert [error.pointer for error in found] == ["/body/name", "/body/count", "/body/other"]


def test_a_list_too_short_even_with_its_wrong_entries_is_too_short():
    assert [error.code for error in errors({"pair": ("x",)})] == ["int_type", "too_short"]


def test_past_a_hundred_only_the_number_of_errors_is_told():
    found = errors({f"key{number}": 1 for number in range(250)}, "/body")
    assert len(found) == 101
    assert found[-1] == FieldError("/body", "more_errors", "另有 150 处有误未逐一列出，请先按提示修改")
    assert len(errors({f"key{number}": 1 for number in range(100)})) == 100


def test_paragraphs_have_line_breaks_and_lines_the_rarest_characters():
    assert Sample(text="一\r\n二\t三", title="𠮷\U0003106a\u3400·").text == "一\r\n二\t三"


def test_a_shape_is_published_as_a_pattern():
    schema = Sample.model_json_schema()["properties"]
    assert schema["code"]["pattern"] == "^[0-9]{2}$"
    assert schema["seen"]["const"] is True


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


def test_pointers_escape_by_rfc_6901():
    assert pointer_of(["a/b", 0, "~"]) == "/a~1b/0/~0"


def test_of_a_key_as_long_as_the_body_only_the_start_is_told():
    (error,) = errors({"k" * 500_000: 1})
    assert error.pointer == "/" + "k" * 64 + "…"


class Pair(BaseModel):
    first: int | None = None
    second: int | None = None

    @model_validator(mode="after")
    def _both(self) -> "Pair":
        if (self.first is None) is not (self.second is None):
            raise wrong_field("second", "both", "两项同时填写")
        return self


class Pairs(BaseModel):
    pairs: list[Pair]


def test_what_two_fields_come_to_points_to_the_one_to_put_right():
    with pytest.raises(ValidationError) as refusal:
        Pairs.model_validate({"pairs": [{}, {"first": 1}]})
    assert field_errors(refusal.value, "/body") == [FieldError("/body/pairs/1/second", "both", "两项同时填写")]
