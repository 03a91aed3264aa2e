"""缴费通知书: for what is to be paid, how much, by which published standard and which law (行政许可法58, 59)."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.cases.model.fee_order import NO_WORK
from chalicelib.catalogue.model.rates import yuan
from chalicelib.directory.model import Remedies
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    facts,
    notice,
    remedies_text,
)


class Charge(NamedTuple):
    """One line of the standard, in fen."""

    name: str
    rate_fen: int
    unit: str
    quantity: str
    fen: int


class Fee(NamedTuple):
    """`before_issue`: the result is handed over once it is paid. `corrected`: why it is not by the form. `joint`:
    it may be paid with what other members of its request charge. `refund`: what law says of a return.
    """

    order_no: str
    name: str
    basis: str
    charges: Sequence[Charge]
    fen: int
    before_issue: bool
    corrected: str | None = None
    joint: bool = False
    refund: str | None = None


def fee_notice(case: CaseFacts, formalities: Formalities, fee: Fee, remedies: Remedies) -> NoticeData:
    """What is not paid never stops a term of the department. To be charged is an administrative act: the notice says
    where to seek review (行政复议法11, 20; 行政诉讼法12, 46).
    """
    rows = tuple(
        (str(number), one.name, f"{yuan(one.rate_fen)}/{one.unit}", one.quantity, yuan(one.fen))
        for number, one in enumerate(fee.charges, 1)
    )
    due = "缴清后送达办理结果。" if fee.before_issue else "是否缴费不影响办理期限。"
    return notice(
        DocumentKind.FEE_NOTICE,
        case,
        formalities,
        facts=facts(
            收费项目=fee.name,
            缴费单号=fee.order_no,
            应缴金额=yuan(fee.fen),
            **({"数量更正": fee.corrected} if fee.corrected else {}),
            窗口电话=case.window_phone,
        ),
        paragraphs=(f"{case.you}申请的“{case.item}”，依照{fee.basis}，按照公布的标准应当缴纳下列费用：",),
        table=NoticeTable(columns=("序号", "名目", "标准", "数量", "金额"), widths=(1, 4, 4, 2, 3), rows=rows),
        closing=(
            f"请凭缴费单号在网上缴费，或者到窗口缴费；缴费后出具财政票据。{due}",
            *(("本件与联办申请其他事项的费用，可以按统一缴费单在网上一次缴清。",) if fee.joint else ()),
            goes_back_when(fee.refund),
            "除本通知书所列费用外，不收取其他费用。",
        ),
        basis=(fee.basis, *case.item_basis) if fee.basis not in case.item_basis else case.item_basis,
        remedies=remedies_text(remedies, paper="通知书"),
    )


def goes_back_when(refund: str | None) -> str:
    """Nothing is promised that rests on nothing."""
    if refund:
        return f"不予办理、撤回或者终止办理的，已经缴纳的费用依照{refund}退还。"
    return f"尚未审查即撤回或者终止办理的，已经缴纳的费用予以退还（{NO_WORK}）；审查以后的，法律没有规定退还，不退还。"


class Refund(NamedTuple):
    """A payment that goes back. `ground`: why, as people read it; `basis`: the law that says so, if one does."""

    order_no: str
    payment: str
    paid_on: str
    fen: int
    ground: str
    basis: str | None


def fee_refund(case: CaseFacts, formalities: Formalities, back: Refund) -> NoticeData:
    """The money itself is returned by the treasury's provider."""
    law = f"依照{back.basis}，" if back.basis else ""
    return notice(
        DocumentKind.FEE_REFUND,
        case,
        formalities,
        facts=facts(
            缴费单号=back.order_no,
            支付流水号=back.payment,
            缴费日期=back.paid_on,
            退还金额=yuan(back.fen),
            退费原因=back.ground,
            窗口电话=case.window_phone,
        ),
        paragraphs=(f"{case.you}申请的“{case.item}”，{law}退还已经缴纳的{yuan(back.fen)}。原因：{back.ground}。",),
        closing=("款项由支付机构原路退回，退回后可在缴费信息中查询；没有收到的，请联系窗口。",),
        basis=(back.basis,) if back.basis else (),
    )


class BillRow(NamedTuple):
    """What one member owes."""

    item: str
    organ: str
    order_no: str
    basis: str
    fen: int


class JointBill(NamedTuple):
    """`no` is the number by which all of it is paid; `instead_of` that of the paper before it."""

    no: str
    rows: Sequence[BillRow]
    instead_of: str | None = None


def joint_fee_notice(case: CaseFacts, formalities: Formalities, bill: JointBill) -> NoticeData:
    """It gathers what each department has ordered by a notice of its own, against which people may go."""
    rows = tuple(
        (str(number), one.item, one.organ, one.order_no, one.basis, yuan(one.fen))
        for number, one in enumerate(bill.rows, 1)
    )
    total = yuan(sum(one.fen for one in bill.rows))
    before = f"统一缴费单{bill.instead_of}的缴款通知书由本通知书代替，不再使用；已经缴纳的，不必再缴。"
    return notice(
        DocumentKind.JOINT_FEE_NOTICE,
        case,
        formalities,
        facts=facts(统一缴费单号=bill.no, 应缴合计=total, 窗口电话=case.window_phone),
        paragraphs=(f"{case.you}申请的“{case.item}”，各部门依照规定开具的缴费通知书汇总如下，合计{total}：",),
        table=NoticeTable(
            columns=("序号", "事项", "收费部门", "缴费单号", "依据", "金额"), widths=(2, 6, 7, 7, 8, 5), rows=rows
        ),
        closing=(
            "请凭统一缴费单号在网上一次缴清，也可以按各缴费单号分别缴纳；缴费后出具财政票据。",
            *((before,) if bill.instead_of else ()),
            "除各部门的缴费通知书所列费用外，不收取其他费用。是否退费、对收费不服的救济途径，见各缴费通知书。",
        ),
        basis=tuple(dict.fromkeys(one.basis for one in bill.rows)),
    )


def fee_annulment(
    case: CaseFacts, formalities: Formalities, order_no: str, basis: str, why: str, *, paid: bool
) -> NoticeData:
    """Nothing is to be paid by this order any more."""
    back = "已经缴纳的费用予以退还。" if paid else "该缴费单不再需要缴费；撤销前后已经缴纳的，予以退还。"
    return notice(
        DocumentKind.FEE_ANNULMENT,
        case,
        formalities,
        facts=facts(缴费单号=order_no, 撤销原因=why, 窗口电话=case.window_phone),
        paragraphs=(f"{case.you}申请的“{case.item}”，原开具的缴费通知书（缴费单号{order_no}）{why}，现予撤销。",),
        closing=(back, "依法应当另行缴费的，以新的缴费通知书为准。"),
        basis=(basis,),
    )
