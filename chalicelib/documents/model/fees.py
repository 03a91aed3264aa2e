"""缴费通知书: for what is to be paid, how much, by which published standard and which law (行政许可法58, 59)."""

from collections.abc import Sequence
from typing import NamedTuple

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
    it may be paid with what other members of its request charge.
    """

    order_no: str
    name: str
    basis: str
    charges: Sequence[Charge]
    fen: int
    before_issue: bool
    corrected: str | None = None
    joint: bool = False


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
            "除本通知书所列费用外，不收取其他费用。",
        ),
        basis=(fee.basis, *case.item_basis) if fee.basis not in case.item_basis else case.item_basis,
        remedies=remedies_text(remedies, paper="通知书"),
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
