"""What the platform shows masked is no content: typed back, it would be printed on documents as a name or a number."""

import unicodedata

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def is_masked(value: object) -> bool:
    """Whether it has the star of our masks, of any width."""
    return isinstance(value, str) and "*" in unicodedata.normalize("NFKC", value)


def mask_copied() -> PydanticCustomError:
    return PydanticCustomError("masked_copied", "含有“*”，是脱敏显示的内容，请填写完整的真实内容")


def unmasked(value: str) -> str:
    """A name, number, telephone or address; none of them has a star in it."""
    if is_masked(value):
        raise mask_copied()
    return value


def not_hidden(value: str) -> str:
    """Free text, which may have stars. Stars alone are what is shown in place of hidden text."""
    if is_masked(value) and not unicodedata.normalize("NFKC", value).replace("*", "").strip():
        raise mask_copied()
    return value


UNMASKED = AfterValidator(unmasked)
NOT_HIDDEN = AfterValidator(not_hidden)
