"""When the counter cannot accept: 一次性告知书, 不受理告知书, 不予受理决定书 (行政许可法第三十二条)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.directory.model import Remedies
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    COURT,
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    basis,
    chinese_date,
    due_date,
    facts,
    notice,
    remedies_text,
    sentence,
)


class Gap(NamedTuple):
    """One material to supplement: what is wrong, how to put it right, and the rule that asks for it."""

    material: str
    defect: str
    remedy: str
    basis: str


class Asked(NamedTuple):
    """What is to be supplemented, and until when.

    `resubmit` tells how and where, as a clause. `answer_by` is the last day, `provisional` while not all holidays up to
    it are published. `again`: a later notice, of what the supplement itself got wrong.
    """

    gaps: Sequence[Gap]
    resubmit: str
    answer_by: date
    provisional: bool = False
    again: bool = False


def correction_notice(
    case: CaseFacts,
    formalities: Formalities,
    asked: Asked,
    *,
    received_on: date,
    officer: str,
    phone: str | None = None,
) -> NoticeData:
    """一次性告知书: every gap at once. `phone` is the applicant's."""
    gaps = asked.gaps
    term = due_date(asked.answer_by, provisional=asked.provisional, today=formalities.issued)
    rows = tuple((str(number), gap.material, gap.defect, gap.remedy, gap.basis) for number, gap in enumerate(gaps, 1))
    return notice(
        DocumentKind.CORRECTION_NOTICE,
        case,
        formalities,
        facts=facts(
            联系电话=phone,
            申请日期=chinese_date(case.applied_on),
            收件日期=chinese_date(received_on),
            经办人=officer,
            补正期限=term,
            窗口电话=case.window_phone,
        ),
        paragraphs=(_found(case, len(rows), again=asked.again),),
        table=NoticeTable(
            columns=("序号", "材料名称", "存在问题", "补正要求", "依据"), widths=(2, 6, 8, 8, 6), rows=rows
        ),
        closing=(
            f"请于{term}前（含当日）按上述要求补正后，{asked.resubmit}。按照本告知书提交全部补正材料的，将予以受理。",
            "逾期未补正的，本件登记为逾期未补正；此后仍可以补正，也可以重新提出申请。",
            f"如有疑问，请联系经办人{officer}，电话{case.window_phone}。",
        ),
        basis=basis(case, "第三十二条第一款第四项", "《优化营商环境条例》第三十五条"),
        signatures=("申请人（签收）", "签收日期"),
    )


def _found(case: CaseFacts, gaps: int, *, again: bool) -> str:
    if again:
        return f"{case.you}提出的“{case.item}”申请，经核查，补正提交的材料出现下列新的问题，现予告知，共{gaps}项："
    return (
        f"{case.you}提出的“{case.item}”申请，经核查，申请材料不齐全或者不符合法定形式，"
        f"现一次告知需要补正的全部内容，共{gaps}项："
    )


def no_permit_needed_notice(
    case: CaseFacts, formalities: Formalities, *, reason: str, remedies: Remedies, organ: str | None = None
) -> NoticeData:
    """不受理告知书: the matter needs no permit (行政许可法第三十二条第一款第一项). It ends the application, so that it
    names the remedies. `organ` answers questions, such as about a filing that is needed instead, if the window knows
    one; the law asks for none here.
    """
    asked = (f"有关事宜可以向{organ}咨询。",) if organ else ()
    return notice(
        DocumentKind.NO_PERMIT_NEEDED_NOTICE,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，"
            f"经审查，依法不需要{'取得行政许可' if case.licence else '办理该事项'}，现告知不受理。",
            f"理由：{sentence(reason)}",
            *asked,
        ),
        basis=basis(case, "第三十二条第一款第一项"),
        remedies=remedies_text(remedies, paper="告知书"),
        signatures=("申请人（签收）", "签收日期"),
    )


def non_acceptance_decision(
    case: CaseFacts,
    formalities: Formalities,
    *,
    reason: str,
    competent_organ: str,
    remedies: Remedies,
    court: str = COURT,
) -> NoticeData:
    """不予受理决定书: not this organ's power; names the competent organ (第三十二条第一款第二项) and the remedies."""
    organ = case.we == "本机关"  # a company or an institution has no power of administration, and decides nothing
    other, scope, decides = ("行政机关", "职权", "现决定") if organ else ("单位", "业务", "现")
    return notice(
        DocumentKind.NON_ACCEPTANCE_DECISION,
        case,
        formalities,
        title=None if organ else "不予受理通知书",
        facts=facts(
            **{
                "申请日期": chinese_date(case.applied_on),
                f"有权受理的{other}": competent_organ,
                "窗口电话": case.window_phone,
            }
        ),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，"
            f"经审查，依法不属于{case.we}{scope}范围，{decides}不予受理。",
            f"理由：{sentence(reason)}",
            f"请向有权受理的{other}（{competent_organ}）提出申请。",
        ),
        basis=basis(case, "第三十二条第一款第二项"),
        remedies=remedies_text(remedies, court, paper="决定书" if organ else "通知书"),
        signatures=("申请人（签收）", "签收日期"),
    )
