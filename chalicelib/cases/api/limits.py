"""The due days of a case, as its answers tell them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field


class Limits(BaseModel, defer_build=True):
    """Due days of the case; while it waits for a supplement only the applicant's own.

    `provisional`: not every holiday up to the last of them has been announced.
    """

    accept_due: date | None = None
    confirmation_due: Annotated[
        date | None, Field(description="窗口征询部门意见的，部门答复期限届满日；没有待答复的征询为 null")
    ] = None
    supplement_due: date | None = None
    promised_due: date | None = None
    deferral_due: Annotated[date | None, Field(description="容缺材料补齐期限届满日；没有待补齐的为 null")] = None
    opinion_due: Annotated[
        date | None, Field(description="联合审图、联合验收：各部门提出意见的期限届满日；没有待提出的意见为 null")
    ] = None
    inspection_start_due: Annotated[
        date | None, Field(description="指派人员检验、检测、检疫的期限届满日；不需要或者已经开始的为 null")
    ] = None
    hearing_due: Annotated[
        date | None, Field(description="组织听证的期限届满日，自提出听证申请之日起算；没有依申请举行的听证为 null")
    ] = None
    statutory_due: date | None = None
    lower_review_due: Annotated[
        date | None, Field(description="上报件：本级初审、报送上级机关的期限届满日；其他办件为 null")
    ] = None
    superior_due: Annotated[date | None, Field(description="已经上报的，上级机关决定期限届满日；没有上报的为 null")] = (
        None
    )
    expiry_due: Annotated[
        date | None,
        Field(description="延续申请：原许可有效期届满日，届满未作决定的视为准予延续；不是延续或者申请已迟的为 null"),
    ] = None
    issue_due: date | None = None
    verification_due: Annotated[
        date | None,
        Field(description="告知承诺的，准予之后核查承诺内容的期限届满日；没有公布期限或者已经核查的为 null"),
    ] = None
    rectification_due: Annotated[
        date | None, Field(description="核查后责令限期整改的，整改期限届满日；没有待整改的为 null")
    ] = None
    commitment_due: Annotated[
        date | None,
        Field(description="联办中凭承诺先行准予的，申请人承诺取得前置结果的期限届满日；没有承诺或者已经取得的为 null"),
    ] = None
    commitment_2_due: Annotated[
        date | None, Field(description="同一办件还有第二项这样的承诺的，其期限届满日；没有的为 null")
    ] = None
    commitment_3_due: Annotated[
        date | None, Field(description="同一办件还有第三项这样的承诺的，其期限届满日；没有的为 null")
    ] = None
    provisional: bool = False
