"""What has changed in an item since a draft for it was made."""

from typing import Annotated

from pydantic import BaseModel, Field


class ItemChange(BaseModel, defer_build=True):
    """草稿的事项有了新版本：一处变化，或者一项已填写的内容是否保留."""

    pointer: Annotated[str, Field(description="新版本中的位置，或者表单中的位置")]
    code: str
    message: str
