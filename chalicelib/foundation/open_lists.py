"""Lists of values that grow: a program must not fail at a value that it does not know."""

from collections.abc import Mapping
from typing import Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema


class OpenList:
    """For a text of which `words` has the values known today, each with its meaning. The document names them and says
    that more may come, so a generated client takes any text.
    """

    def __init__(self, about: str, words: Mapping[str, str]) -> None:
        self.about = about
        self.words = dict(words)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        known = "；".join(f"{value} {word}" for value, word in self.words.items())
        told = f"{self.about}；今后可能增加，遇到不认识的取值请照原样处理：{known}"
        return {**handler(schema), "description": told, "x-extensible-enum": [*self.words]}
