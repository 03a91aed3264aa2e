"""One part of a document that somebody sends or imports: read by its model, with all that is wrong in it. Pure."""

import json
import unicodedata
from collections.abc import Iterator
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import BREAKS, HIDDEN, field_errors, pointer_of

M = TypeVar("M", bound=BaseModel)
WORDS = "含有控制字符或不可见字符，请删除后重新填写"


def read_part(
    model: type[M], part: object, at: str, errors: list[FieldError], *, strict: bool | None = None
) -> M | None:
    """The part by its model; None, with its errors noted, where it does not fit. `at` is the pointer of the part. With
    `strict` no text is read as a number or as yes or no; without it the model says whether.
    """
    found: M | None = None
    try:
        # Through JSON, because exact types let a JSON list be a tuple but not a Python list.
        found = model.model_validate_json(json.dumps(part, ensure_ascii=False), strict=strict)
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            errors.append(FieldError(at, "too_deep", "层次过深"))
            return None
        errors += field_errors(error, at, part)
    except UnicodeEncodeError:
        errors.append(FieldError(at, "string_unicode", "含有不成对的代理字符，不是有效的文字"))
        return None
    told = {error.pointer for error in errors}
    hidden = list(hidden_texts(part, at))
    errors += [error for error in hidden if error.pointer not in told]
    return None if hidden else found


def hidden_texts(part: object, at: str = "") -> Iterator[FieldError]:
    """Each text in the part that has characters nobody sees.

    They make two names look alike, turn the direction of what is printed, command a terminal, and break a public feed:
    XML cannot hold most of them.
    """
    if isinstance(part, str):
        if is_hidden(part):
            yield FieldError(at, "hidden_characters", WORDS)
    elif isinstance(part, dict):
        for name, value in cast("dict[str, Any]", part).items():
            yield from hidden_texts(value, at + pointer_of([name]))
    elif isinstance(part, list):
        for place, value in enumerate(cast("list[Any]", part)):
            yield from hidden_texts(value, f"{at}/{place}")


def blank_texts(part: object, at: str = "") -> Iterator[FieldError]:
    """Each text in the part that has nothing but space in it."""
    if isinstance(part, str):
        if part and not part.strip():
            yield FieldError(at, "blank", "不能只有空格")
    elif isinstance(part, dict):
        for name, value in cast("dict[str, Any]", part).items():
            yield from blank_texts(value, at + pointer_of([name]))
    elif isinstance(part, list):
        for place, value in enumerate(cast("list[Any]", part)):
            yield from blank_texts(value, f"{at}/{place}")


def is_hidden(text: str) -> bool:
    """Whether a text has control or invisible characters other than breaks of lines."""
    if text.isprintable():
        return False
    return any(unicodedata.category(char) in HIDDEN and char not in BREAKS for char in text)
