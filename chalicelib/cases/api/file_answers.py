"""What the API shows of one file of a case."""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.api.sharing_answers import GivenByOrgan
from chalicelib.cases.model.material import MEDIA_TYPES, SHEET_TYPE, FileState

FileType = Annotated[str, Field(json_schema_extra={"enum": [*MEDIA_TYPES, SHEET_TYPE]})]


class FileAnswer(GivenByOrgan, defer_build=True):
    id: str
    file_name: str
    content_type: FileType
    size: int
    sha256: str
    state: FileState
    reason: str | None = None
    counts: Annotated[bool, Field(description="计入本件材料：所属材料适用，已通过校验，且未被一次性告知要求重新提交")]
    pages: Annotated[int | None, Field(description="PDF 的页数")] = None
    width: Annotated[int | None, Field(description="图像的宽度（像素）")] = None
    height: Annotated[int | None, Field(description="图像的高度（像素）")] = None
    kept_sha256: Annotated[
        str | None, Field(description="留存文件的摘要：已从照片中去除拍摄位置等信息，与上传时不同的才有")
    ] = None
    traces_left: Annotated[str | None, Field(description="PDF 中还有拍摄位置、地图坐标等的，说明为何没有去除")] = None
    event: Annotated[int | None, Field(description="收取该文件的事件序号；提交之前没有")] = None
    url: str | None = None
