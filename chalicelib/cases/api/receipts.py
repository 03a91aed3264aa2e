"""What an act answers: one model for each act, with what that act fills in and nothing else.

A receipt knows its row of the table of acts: which statuses it can name, and what people call the act, follow from it.
"""

from typing import Annotated, Any, ClassVar

from pydantic import AwareDatetime, BaseModel, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema
from typing_extensions import TypeAliasType

from chalicelib.cases.model import Status
from chalicelib.cases.model.case_act import CaseAct

Number = Annotated[str, Field(description="办件编号")]
DocumentNo = Annotated[str, Field(description="随操作出具的文书编号，在办件的 documents 下读取")]
TaskId = Annotated[str, Field(description="任务编号")]


class Receipt(BaseModel, defer_build=True):
    """Read from the facts of an act. Facts that an older version has stored and this one does not know are left out."""

    act: ClassVar[CaseAct | None] = None

    def __init_subclass__(cls, act: CaseAct | None = None, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.act = act or cls.act

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        written = handler(core_schema)
        if cls.act is None:
            return written
        shape = handler.resolve_ref_schema(written)
        shape["description"] = f"“{cls.act.label}”的回执"
        if status := shape["properties"].get("status"):
            status["enum"] = [one.value for one in Status if one in cls.act.ends_in]
        return written


class DraftReceipt(Receipt):
    id: Annotated[str, Field(description="平台内部编号（case_id），用在地址中")]
    status: Annotated[Status, Field(description="操作之后办件的状态")]
    status_label: Annotated[str, Field(description="状态的中文名称")]


class CaseReceipt(DraftReceipt):
    at: Annotated[AwareDatetime, Field(description="操作的时间")]


# ------------------------------------------------------------------------------------------------------------- uploads
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


class Warned(BaseModel, defer_build=True):
    """办理已经完成，另请注意的一项情况。"""

    code: str
    message: str


class WarnedReceipt(CaseReceipt):
    """Of acts that a clerk without current training for the item does all the same (R51)."""

    warnings: Annotated[tuple[Warned, ...], Field(description="请注意的情况，如没有有效的培训记录")] = ()
