"""The receipts of what applicants and the acceptance windows do."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.api.receipts import (
    CaseReceipt,
    DocumentNo,
    DraftReceipt,
    Number,
    UploadAnswer,
    Warned,
    WarnedReceipt,
)
from chalicelib.cases.model import acts
from chalicelib.cases.model.adverse_acts import REJECT_FALSE
from chalicelib.cases.model.falsehood import FalseGround
from chalicelib.cases.model.joint_acts import CHANGE_ANSWERS, CONFIRM_HELD
from chalicelib.cases.model.sheet_acts import CONFIRM_SHEET
from chalicelib.intake.acts.reject import Ground

Errors = Annotated[list["Finding"], Field(description="草稿已照原样保存，提交前须改正这些内容")]
Warnings = Annotated[list["Finding"], Field(description="请核对的内容，不影响提交")]
QueryCode = Annotated[str, Field(description="查询码，用于查询办事进度")]


class Finding(BaseModel, defer_build=True):
    """表单中的一处提示：位置（JSON 指针）、代码和说明。"""

    pointer: str
    code: str
    message: str


class CreateApplicationReceipt(DraftReceipt, act=acts.CREATE_APPLICATION):
    errors: Errors
    warnings: Warnings


class SaveFormReceipt(DraftReceipt, act=acts.SAVE_FORM):
    errors: Errors
    warnings: Warnings


class AddMaterialReceipt(UploadAnswer, act=acts.ADD_MATERIAL):
    pass


class AddScanReceipt(UploadAnswer, act=acts.ADD_SCAN):
    pass


class ConfirmSheetReceipt(DraftReceipt, act=CONFIRM_SHEET):
    line: Annotated[str, Field(description="已确认的材料在清单中的序号")]
    file_id: Annotated[str, Field(description="所存打印内容的文件编号")]
    digest: Annotated[str, Field(description="所确认内容的摘要")]


class RemoveMaterialReceipt(CaseReceipt, act=acts.REMOVE_MATERIAL):
    file_id: Annotated[str, Field(description="已删除的文件编号")]


class SubmitReceipt(CaseReceipt, act=acts.SUBMIT):
    number: Number
    query_code: QueryCode
    document: DocumentNo
    warnings: Annotated[
        tuple[Warned, ...],
        Field(description="请注意的情况，如联办申请缺少此前阶段的结果，延续申请提出得太早或者太晚；不影响收件"),
    ] = ()


class CheckIdentityReceipt(CaseReceipt, act=acts.CHECK_IDENTITY):
    item: Annotated[str, Field(description="草稿申请的事项；草稿的其他内容不显示")]
    item_name: str
    until: Annotated[AwareDatetime, Field(description="在此之前提交这份草稿，视为 5 级")]


class WalkInReceipt(CaseReceipt, act=acts.RECEIVE_WALK_IN):
    number: Number
    query_code: QueryCode
    document: DocumentNo
    uploads: Annotated[list[UploadAnswer], Field(description="各扫描件的上传地址；重发请求时只有仍在等待的")]
    warnings: Annotated[tuple[Warned, ...], Field(description="可能重复的在办件；不影响收件")] = ()


class TransferReceipt(CaseReceipt, act=acts.TRANSFER):
    number: Number
    department: Annotated[str, Field(description="受移送的部门")]
    accept_due: Annotated[date | None, Field(description="受理期限届满日；自收件起算，不因移送中断或者重新计算")]


class AcceptReceipt(WarnedReceipt, act=acts.ACCEPT):
    number: Number
    promised_due: Annotated[date | None, Field(description="承诺期限届满日；没有承诺的为 null")]
    statutory_due: Annotated[date | None, Field(description="法定期限届满日；法律没有规定期限的，以及上报件，为 null")]
    lower_review_due: Annotated[
        date | None, Field(description="上报件：本级审查、报送上级机关的期限届满日；其他办件为 null")
    ] = None
    deferral_due: Annotated[date | None, Field(description="容缺材料补齐期限届满日；没有容缺的为 null")] = None
    provisional: Annotated[bool, Field(description="给出的届满日中有放假通知尚未公布的日子")]
    deemed: Annotated[
        bool, Field(description="逾期未一次性告知，自收到申请材料之日起即为受理（行政许可法第三十二条）")
    ] = False
    document: DocumentNo


class CorrectReceipt(WarnedReceipt, act=acts.CORRECT):
    number: Number
    lines: Annotated[list[str], Field(description="要求补正的材料序号")]
    fields: Annotated[list[str], Field(description="要求更正的表单栏目，以指针表示")]
    added: Annotated[list[str], Field(description="未提交而请求没有列出、由系统补入告知书的材料序号")]
    supplement_due: Annotated[date, Field(description="补正期限届满日")]
    document: DocumentNo


class CorrectFormReceipt(CaseReceipt, act=acts.CORRECT_FORM):
    number: Number
    fields: Annotated[list[str], Field(description="已经更正的表单栏目，以指针表示")]
    form_version: Annotated[int, Field(description="更正后表单的版本")]


class ChangeAnswersReceipt(CaseReceipt, act=CHANGE_ANSWERS):
    number: Number
    variables: Annotated[list[str], Field(description="与原来不同的栏目")]
    form_version: Annotated[int, Field(description="变更后表单的版本；原表单以其版本保留")]
    joined: Annotated[list[str], Field(description="因此加入的成员事项；材料齐全之日为其受理之日")]
    left: Annotated[list[str], Field(description="因此不再办理的成员事项")]
    lacking: Annotated[list[str], Field(description="加入的事项尚缺的材料，以本件材料清单的序号表示")]


class ConfirmHeldReceipt(CaseReceipt, act=CONFIRM_HELD):
    number: Number
    node: Annotated[str, Field(description="不再办理的成员事项")]
    form_version: Annotated[int, Field(description="表单的版本；原表单以其版本保留")]
    lacking: Annotated[list[str], Field(description="其他事项因此尚缺的材料，以本件材料清单的序号表示")]


class SupplementReceipt(CaseReceipt, act=acts.SUPPLEMENT):
    number: Number
    document: DocumentNo


class RejectReceipt(WarnedReceipt, act=acts.REJECT):
    number: Number
    ground: Annotated[Ground, Field(description="不予受理的理由")]
    document: DocumentNo


class RejectFalseReceipt(WarnedReceipt, act=REJECT_FALSE):
    number: Number
    falsehood: Annotated[FalseGround, Field(description="不予受理的理由")]
    barred_until: Annotated[date | None, Field(description="至此日不得再次申请本事项；没有限制的为 null")] = None
    barred_items: Annotated[tuple[str, ...], Field(description="联办申请：不得再次申请的成员事项")] = ()
    document: DocumentNo


class PromisePapersReceipt(CaseReceipt, act=acts.PROMISE_PAPERS):
    number: Number
    lines: Annotated[list[str], Field(description="承诺补齐的材料序号")]
    document: DocumentNo


class Bound(BaseModel, defer_build=True):
    """申请人受其约束的承诺书内容。"""

    item_version: Annotated[int, Field(description="事项的版本")]
    text: Annotated[str, Field(description="承诺书内容的 SHA-256 摘要")]


class PledgeReceipt(CaseReceipt, act=acts.PLEDGE):
    number: Number
    commitment: Bound
    document: DocumentNo


class FillPapersReceipt(CaseReceipt, act=acts.FILL_PAPERS):
    number: Number
    lines: Annotated[list[str], Field(description="本次收到的材料序号")]
    awaited: Annotated[list[str], Field(description="仍待补齐的材料序号")]
    document: DocumentNo


class QuerySharingReceipt(CaseReceipt, act=acts.QUERY_SHARING):
    number: Number


class CheckOriginalsReceipt(CaseReceipt, act=acts.CHECK_ORIGINALS):
    number: Number
    files: Annotated[list[str], Field(description="等级提高为 B 的文件编号")]


class WithdrawReceipt(CaseReceipt, act=acts.WITHDRAW):
    document: Annotated[str | None, Field(description="终止办理通知书的文书编号；撤回草稿时为 null")] = None
