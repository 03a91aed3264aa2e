"""The receipts of what the issuing window does, and of the correction of a result."""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number, WarnedReceipt
from chalicelib.cases.model import acts
from chalicelib.cases.model.fee_acts import ANNUL_FEE, ORDER_FEE, REFUND_FEE
from chalicelib.cases.model.fee_order import Why, WhyAnnulled
from chalicelib.cases.model.writing_acts import CORRECT_WRITING, CORRECT_WRITING_AT_WINDOW


class CompareReceipt(CaseReceipt, act=acts.COMPARE):
    matched: Annotated[bool, Field(description="纸质结果与电子证照一致")]
    mismatches: Annotated[list[str], Field(description="不一致的照面信息，以标识表示；一致的为空")]
    mismatch_labels: Annotated[list[str], Field(description="不一致的照面信息在证照上的名称，次序相同")]


class CorrectResultReceipt(WarnedReceipt, act=acts.CORRECT_RESULT):
    number: Number
    fields: Annotated[list[str], Field(description="一并更正的表单栏目，以指针表示")]
    face: Annotated[list[str], Field(description="更正的照面信息，以标识表示")]
    result_version: Annotated[int, Field(description="更正后办理结果的版本")]


class CorrectWritingReceipt(CaseReceipt, act=CORRECT_WRITING):
    number: Number
    documents: Annotated[list[str], Field(description="重新印制的文书编号；文号不变")]
    form_version: Annotated[int, Field(description="更正后表单的版本")]


class CorrectWritingAtWindowReceipt(CaseReceipt, act=CORRECT_WRITING_AT_WINDOW):
    number: Number
    documents: Annotated[list[str], Field(description="重新印制的文书编号；文号不变")]
    form_version: Annotated[int, Field(description="更正后表单的版本")]


class DeliverReceipt(CaseReceipt, act=acts.DELIVER):
    number: Number
    document: DocumentNo


class OrderFeeReceipt(WarnedReceipt, act=ORDER_FEE):
    number: Number
    document: DocumentNo
    fee_order: Annotated[str, Field(description="缴费单号")]
    fen: Annotated[int, Field(description="应缴金额，以分为单位")]


class AnnulFeeReceipt(CaseReceipt, act=ANNUL_FEE):
    number: Number
    document: DocumentNo
    fee_order: Annotated[str, Field(description="撤销的缴费单号")]
    fen: Annotated[int, Field(description="原应缴金额，以分为单位")]
    why: Annotated[WhyAnnulled, Field(description="撤销的原因")]


class RefundFeeReceipt(CaseReceipt, act=REFUND_FEE):
    number: Number
    document: DocumentNo
    payment: Annotated[str, Field(description="退还的缴费，支付机构的流水号")]
    fen: Annotated[int, Field(description="退还的金额，以分为单位")]
    why: Annotated[Why, Field(description="退费的原因")]
