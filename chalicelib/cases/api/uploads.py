"""Where a file goes that was announced, as answers tell it."""

from typing import Annotated

from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.cases.api.receipts import Receipt

UploadFields = TypeAliasType("UploadFields", dict[str, str])


class Upload(BaseModel, defer_build=True):
    """A browser's form upload: POST `fields` and then `file` to `url`, within 15 minutes."""

    url: str
    fields: UploadFields


class UploadAnswer(Receipt):
    """Where the bytes of an announced file go."""

    id: Annotated[str, Field(description="平台内部编号（case_id），用在地址中")]
    file_id: Annotated[str, Field(description="文件编号")]
    line: Annotated[str, Field(description="材料在清单中的序号")]
    upload: Upload
