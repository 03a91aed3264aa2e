"""Fixed sets of values, each with the Chinese words that people read beside it."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Labelled(StrEnum):
    """A member is written `NAME = "value", "中文"`. The description of the OpenAPI schema lists all of them."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def listed(cls) -> str:
        return "；".join(f"{member.value} {member.label}" for member in cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> dict[str, Any]:
        return {**handler(schema), "description": cls.listed()}
