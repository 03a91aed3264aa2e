"""Everything that is wrong with a document, in Chinese; and the types of text that all forms use."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, cast, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
)
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema
from pydantic_core.core_schema import ErrorType

from chalicelib.foundation.masked import not_hidden, unmasked
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import canonical_name

PYDANTIC_TYPES = frozenset(get_args(ErrorType))
FALLBACK = "内容不符合要求"
# A body of a megabyte can hold a hundred thousand wrong fields, and each costs several times its size to name.
MOST_ERRORS = 100
# In the context of a finding: the path from the model to the field that it is about.
AT = "at"
# The longest key of ours has 40 characters.
KEY_CHARACTERS = 64
# No field of ours has Chinese letters or six digits in a row. An unknown one that has may be a name or a number that
# somebody typed in the wrong place.
TYPED = re.compile(r"[0-9]{6}|[^\x00-\x7f]")

# Sentences by pydantic error type; `{name}` is filled from the limits pydantic reports, never from what was sent.
MESSAGES: Mapping[str, str] = {
    "missing": "请填写此项",
    "extra_forbidden": "没有这一项，请删除",
    "none_required": "此项应为空",
    "string_type": "应为文字",
    "string_too_short": "至少填写 {min_length} 个字",
    "string_too_long": "最多填写 {max_length} 个字",
    "string_pattern_mismatch": "格式不正确",
    "string_unicode": "含有无法识别的字符",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "int_parsing_size": "数字过大",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "decimal_max_places": "最多保留 {decimal_places} 位小数",
    "bool_type": "应为“是”或“否”（true 或 false）",
    "bool_parsing": "应为“是”或“否”（true 或 false）",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "literal_error": "只能填写以下之一：{expected}",
    "enum": "只能填写以下之一：{expected}",
    "union_tag_not_found": "请先选择类别",
    "union_tag_invalid": "只能选择以下之一：{expected_tags}",
    "date_type": "应为日期，如 2026-11-23",
    "date_parsing": "应为日期，如 2026-11-23",
    "date_from_datetime_parsing": "应为日期，如 2026-11-23",
    "datetime_type": "应为日期时间，如 2026-11-23T09:00:00+08:00",
    "datetime_parsing": "应为日期时间，如 2026-11-23T09:00:00+08:00",
    "datetime_from_date_parsing": "应为日期时间，如 2026-11-23T09:00:00+08:00",
    "timezone_aware": "日期时间应注明时区，如 +08:00",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "set_type": "应为列表",
    "too_short": "至少应有 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "dict_type": "应为对象",
    "model_type": "应为对象",
    "model_attributes_type": "应为对象",
    "url_type": "应为网址",
    "url_parsing": "应为网址",
    "url_scheme": "网址应以 {expected_schemes} 开头",
    "uuid_type": "应为 UUID",
    "uuid_parsing": "应为 UUID",
    "json_invalid": "不是有效的 JSON",
    "json_type": "应为 JSON 文本",
}


Words = Callable[[Sequence[str], str], Mapping[str, str]]
"""What people call each of these values of the list at this pointer; a value that has no other name is left out."""


def field_errors(
    error: ValidationError, root: str = "", document: object = None, words: Words | None = None
) -> list[FieldError]:
    """Every finding as (JSON pointer under `root`, machine code, Chinese sentence), one per field, in document order.

    With the validated `document` given, the parts of pydantic's locations that exist only in unions (tags, type
    names) are left out of the pointers. Sentences never repeat what was sent. Past a hundred only their number is told.
    Of a closed list, `words` puts the Chinese beside each code.
    """
    found: dict[str, FieldError] = {}
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        if detail["type"] == "too_short" and _long_enough(detail, details):
            continue
        pointer = root + _pointer(detail, document) + pointer_of(detail.get("ctx", {}).get(AT, ()))
        found.setdefault(pointer, FieldError(pointer, detail["type"], _message(detail, pointer, words)))
    return _at_most(list(found.values()), root)


def wrong_field(name: str, code: LiteralString, sentence: LiteralString) -> PydanticCustomError:
    """What a validator of a whole model raises: the finding is about the field of this name, and points to it."""
    return PydanticCustomError(code, sentence, {AT: (name,)})


def _at_most(found: list[FieldError], root: str) -> list[FieldError]:
    if len(found) <= MOST_ERRORS:
        return found
    rest = FieldError(root, "more_errors", f"另有 {len(found) - MOST_ERRORS} 处有误未逐一列出，请先按提示修改")
    return [*found[:MOST_ERRORS], rest]


def _long_enough(detail: ErrorDetails, details: Sequence[ErrorDetails]) -> bool:
    """Whether a list is called too short only because pydantic did not count its wrong entries."""
    place = detail["loc"]
    wrong = {
        other["loc"][len(place)]
        for other in details
        if len(other["loc"]) > len(place) and other["loc"][: len(place)] == place
    }
    counts = detail.get("ctx", {})
    return bool(wrong) and counts.get("actual_length", 0) + len(wrong) >= counts.get("min_length", 0)


def pointer_of(parts: Sequence[int | str]) -> str:
    """The JSON pointer (RFC 6901) of a path. A key may be as long as the body, so of a long one the start is told."""
    return "".join("/" + _cut(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def _cut(key: str) -> str:
    return key if len(key) <= KEY_CHARACTERS else f"{key[:KEY_CHARACTERS]}…"


def _pointer(detail: ErrorDetails, document: object) -> str:
    parts = list(detail["loc"]) if document is None else _real_parts(detail, document)
    if detail["type"] == "extra_forbidden" and parts and TYPED.search(str(parts[-1])):
        parts[-1] = "…"  # receipts keep pointers, and what was typed stands in no row in plain
    if detail["type"] in {"union_tag_not_found", "union_tag_invalid"}:
        parts.append(str(detail.get("ctx", {}).get("discriminator", "")).strip("'"))
    return pointer_of(parts)


def _real_parts(detail: ErrorDetails, document: object) -> list[int | str]:
    """Walk the document along the location, keeping the steps it really has; a missing field is the last step.

    Our own codes for a field that another one asks for end in `missing` too.
    """
    loc, here, parts = detail["loc"], document, list[int | str]()
    for position, part in enumerate(loc):
        if isinstance(here, Mapping) and part in here:
            here = cast(Mapping[Any, object], here)[part]
        elif isinstance(here, list | tuple) and isinstance(part, int) and part < len(cast(Sequence[object], here)):
            here = cast(Sequence[object], here)[part]
        elif not (position == len(loc) - 1 and detail["type"].endswith("missing")):
            continue
        parts.append(part)
    return parts


def _message(detail: ErrorDetails, pointer: str, words: Words | None) -> str:
    if detail["type"] not in PYDANTIC_TYPES:
        return detail["msg"]  # our own PydanticCustomError: the sentence is already Chinese
    told = {
        name: _chinese_list(value, pointer, words)
        for name, value in detail.get("ctx", {}).items()
        if name not in {"error", "tag"}
    }
    return MESSAGES.get(detail["type"], FALLBACK).format_map(told)


def _chinese_list(value: object, pointer: str, words: Words | None) -> str:
    if not isinstance(value, str):
        return str(value)
    values = re.findall(r"'([^']*)'", value)
    known: Mapping[str, str] = words(values, pointer) if words and values else {}
    listed = re.sub(r",\s*|\s+or\s+", "、", value)
    return re.sub(r"'([^']*)'", lambda one: f"{one[1]}（{known[one[1]]}）" if one[1] in known else one[1], listed)


# ----------------------------------------------------------------------------------------------------------------- text

# Control and format characters, among them those that turn the direction of writing, and line separators: they make a
# name look like another one on paper. Unassigned code points stay, because rare characters of names are newer than we.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
BREAKS = "\n\r\t"


def one_line(value: str) -> str:
    """Text without line breaks, control or invisible characters; stars alone are a mask, and no text."""
    if any(unicodedata.category(char) in HIDDEN for char in value):
        raise PydanticCustomError("hidden_characters", "含有换行、控制字符或不可见字符，请删除后重新填写")
    return not_hidden(value)


def paragraphs(value: str) -> str:
    """Text that may have line breaks, but no control or invisible characters; stars alone are a mask, and no text."""
    if any(unicodedata.category(char) in HIDDEN and char not in BREAKS for char in value):
        raise PydanticCustomError("hidden_characters", "含有控制字符或不可见字符，请删除后重新填写")
    return not_hidden(value)


def name(value: str) -> str:
    """The name of a person or an organisation, in the one writing in which it is kept (`writing.canonical_name`).

    No legal name has a symbol in it, such as an emoji, nor the star of a mask. Letters that no font has are taken: they
    may be rare ones.
    """
    if any(unicodedata.category(char) == "So" for char in value):
        raise PydanticCustomError("name_symbol", "姓名、名称中不能有表情等符号，请删除后重新填写")
    return canonical_name(one_line(unmasked(value)))


def without_digits(value: str) -> str:
    """The name of a person, in which no digits stand."""
    if any(unicodedata.category(char) == "Nd" for char in value):
        raise PydanticCustomError("name_digits", "姓名中不应有数字，请核对")
    return value


# To be put last in an Annotated str, after its lengths.
ONE_LINE = AfterValidator(one_line)
PARAGRAPHS = AfterValidator(paragraphs)
A_NAME = AfterValidator(name)
NO_DIGITS = AfterValidator(without_digits)


@dataclass(frozen=True)
class Shape:
    """A text that matches `pattern` as a whole. `sentence` tells what is expected, instead of 格式不正确."""

    pattern: str
    code: LiteralString
    sentence: LiteralString

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.pattern}$"}

    def checked(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value):
            raise PydanticCustomError(self.code, self.sentence)
        return value


class OneOf:
    """One of these texts: a Literal whose values are a table's."""

    def __init__(self, *values: str) -> None:
        self.values = values

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.values))


def confirmed(code: LiteralString, sentence: LiteralString) -> BeforeValidator:
    """For a field that must be true, because somebody must have done something before. `sentence` tells what."""

    def done(value: Any) -> Any:
        if value is not True:
            raise PydanticCustomError(code, sentence)
        return value

    return BeforeValidator(done)
