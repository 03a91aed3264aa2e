"""What answers say of materials that other organs have."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model.levels import MaterialLevel, OriginalState
from chalicelib.cases.model.sharing import SharingFailure, SharingState


class GivenByOrgan(BaseModel, defer_build=True):
    """Of a file: how far it is trusted, by whose act, and the organ that has given it."""

    level: Annotated[MaterialLevel | None, Field(description="可信等级（国办函〔2016〕108号）")] = None
    original: Annotated[OriginalState | None, Field(description="原件核对的情况")] = None
    raised_by: Annotated[str | None, Field(description="核对原件的窗口人员，其令牌的 sub；不向申请人提供")] = None
    raised_at: Annotated[AwareDatetime | None, Field(description="核对原件、提高等级的时间")] = None
    issuer: Annotated[str | None, Field(description="通过数据共享取得的，签发机关")] = None
    obtained_for: Annotated[str | None, Field(description="通过数据共享取得的，查询用途")] = None
    valid_until: Annotated[date | None, Field(description="通过数据共享取得的，有效期最后一日；没有载明的为空")] = None
    level_fell: Annotated[str | None, Field(description="等级比取得时低的，说明原因；取得它的本件不受影响")] = None


class SharingAnswer(BaseModel, defer_build=True):
    """What became of the query to the organ that has the material."""

    state: Annotated[SharingState, Field(description="asked 正在查询，obtained 已取得，failed 未取得")]
    at: AwareDatetime
    failure: Annotated[SharingFailure | None, Field(description="未取得的原因")] = None
    says: Annotated[str, Field(description="给人看的说明；未取得的，写明可以上传的理由")]


LineSharing = Annotated[SharingAnswer | None, Field(description="数据共享查询的情况；没有查询或者不予显示的，为 null")]
