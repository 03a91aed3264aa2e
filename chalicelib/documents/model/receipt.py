"""收件凭证 and 受理通知书: receipt and acceptance are two events with two documents (行政许可法第三十二条)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    basis,
    chinese_date,
    chinese_time,
    due_date,
    facts,
    notice,
)

# What an acceptance states of the papers. Where some of them follow, it says so instead.
WHOLE, MAIN = "申请材料齐全、符合法定形式", "主要申请材料齐全、符合法定形式"


class ReceivedMaterial(NamedTuple):
    """One line of the receipt list: `form` as 原件 or 复印件, `amount` as 2页 or 1个文件, `medium` as 纸质 or PDF."""

    name: str
    form: str
    amount: str
    medium: str


def receipt_voucher(
    case: CaseFacts,
    formalities: Formalities,
    *,
    received_at: datetime,
    receiver: str,
    materials: Sequence[ReceivedMaterial],
    query_code: str | None = None,
    agreed: Sequence[str] = (),
    accepted_on: date | None = None,
) -> NoticeData:
    """收件凭证: what was handed in, when and to whom, and that this is not acceptance. `received_at` in +08:00.

    `agreed`: what was agreed to, told and named before, in sentences. `accepted_on`: the application had been accepted
    before, and this is what followed.
    """
    rows = tuple(
        (str(number), line.name, line.form, line.amount, line.medium) for number, line in enumerate(materials, 1)
    )
    return notice(
        DocumentKind.RECEIPT_VOUCHER,
        case,
        formalities,
        facts=facts(收件时间=chinese_time(received_at), 收件人=receiver, 窗口电话=case.window_phone, 查询码=query_code),
        paragraphs=(f"现收到{case.you}就“{case.item}”提交的下列申请材料，共{len(rows)}项：",),
        table=NoticeTable(columns=("序号", "材料名称", "形式", "数量", "载体"), widths=(1, 6, 2, 2, 2), rows=rows),
        closing=(*agreed, _what_follows(case, accepted_on)),
        basis=basis(case, "第三十二条"),
        signatures=("收件人（签名）", "申请人（签名）"),
    )


def _what_follows(case: CaseFacts, accepted_on: date | None) -> str:
    if accepted_on:
        return f"该申请已于{chinese_date(accepted_on)}受理，办理期限不因收到上述材料而重新计算。"
    answer = "本凭证仅证明收到申请材料，不代表申请已被受理。"
    if not case.licence:
        return answer + "是否受理以及需要补正的全部内容，将一次告知。"
    return answer + (
        "申请材料需要补正的，将当场或者自收件之日起五个工作日内一次告知需要补正的全部内容；"
        "逾期不告知的，自收到申请材料之日起即为受理。"
    )


class Acceptance(NamedTuple):
    """The dated outcome of accepting.

    `limit` is the promised term as people read it (10个工作日), None where the decision is promised for the day of
    acceptance; it ends on `due`, None where nothing is promised. `on_the_spot` tells 即办件 from other items,
    `condition` is that of the promise. `excluded` are foreseen steps of 行政许可法第四十五条 with their planned time;
    `provisional` says that not all holidays up to `due` are published yet, `statutory_provisional` the same of
    `statutory_due`; `deemed` that silence has accepted (行政许可法32(4)), `supplemented` that the receipt
    was that of a supplement.

    `off_duty`: it is decided on the spot, and the department was not in the hall that day; `due` is its next day there,
    or the law's last day where that comes first (`law_first`).

    `above` is the organ to which a 上报件 goes: both days are those of the review here then (行政许可法43). `together`
    says which departments examine it, in a sentence (行政许可法26(2)).
    """

    accepted_on: date
    limit: str | None
    due: date | None
    on_the_spot: bool = False
    condition: str | None = None
    statutory_due: date | None = None
    provisional: bool = False
    statutory_provisional: bool = False
    excluded: Sequence[str] = ()
    deemed: bool = False
    supplemented: bool = False
    off_duty: bool = False
    law_first: bool = False
    above: str | None = None
    together: str | None = None

    @property
    def articles(self) -> str:
        """Of 行政许可法."""
        terms = "第四十三条" if self.above else "第四十二条"
        return f"第三十二条、{terms}" + ("、第四十五条" if self.excluded else "")


def acceptance_notice(
    case: CaseFacts, formalities: Formalities, acceptance: Acceptance, *, query_code: str, contact: str | None = None
) -> NoticeData:
    """受理通知书 with the day the decision, or what ends the case instead of one, is due; `contact` is the applicant's
    telephone.
    """
    today, due, law_asks = formalities.issued, acceptance.due, acceptance.statutory_due
    promised = due_date(due, provisional=acceptance.provisional, today=today) if due else None
    statutory = due_date(law_asks, provisional=acceptance.statutory_provisional, today=today) if law_asks else None
    run_out = due is not None and due < today
    ends, own_day, law_day = _ends(case, acceptance)
    return notice(
        DocumentKind.ACCEPTANCE_NOTICE,
        case,
        formalities,
        facts=facts(
            **{
                "联系方式": contact,
                "申请日期": chinese_date(case.applied_on),
                "受理日期": chinese_date(acceptance.accepted_on),
                own_day: statutory if run_out else promised or statutory,
                law_day: statutory,
                "查询码": query_code,
                "窗口电话": case.window_phone,
            }
        ),
        paragraphs=(
            _accepted(case, acceptance),
            *_term(acceptance, ends, promised, statutory, today),
            *([acceptance.together] if acceptance.together else []),
            f"可凭查询码{query_code}查询办理进度，或者致电窗口电话{case.window_phone}咨询。",
        ),
        basis=basis(case, acceptance.articles, "《优化营商环境条例》第三十六条"),
        signatures=("申请人（签收）", "签收日期"),
    )


def _ends(case: CaseFacts, acceptance: Acceptance) -> tuple[str, str, str]:
    """What is done by the two days, and what they are called."""
    if acceptance.above:
        ends = f"完成审查，并将初步审查意见和全部申请材料报送{acceptance.above}，由其依法作出决定"
        return ends, "审查期限", "法定审查期限"
    return ("作出决定", "决定期限", "法定期限") if case.decides else ("办结", "办结期限", "法定期限")


def _accepted(case: CaseFacts, acceptance: Acceptance) -> str:
    applied, since = chinese_date(case.applied_on), chinese_date(acceptance.accepted_on)
    if acceptance.deemed:
        day = "收到补正申请材料之日" if acceptance.supplemented else "收到申请材料之日"
        return (
            f"{case.you}于{applied}提出的“{case.item}”申请，自{day}起五个工作日内未一次告知需要补正的全部内容，"
            f"依照《中华人民共和国行政许可法》第三十二条，自{day}（{since}）起即为受理。"
        )
    decides = "现决定" if case.we == "本机关" else "现"  # a company decides nothing
    return f"{case.you}于{applied}提出的“{case.item}”申请，经审查，{WHOLE}，{decides}自{since}起予以受理。"


def _term(acceptance: Acceptance, ends: str, promised: str | None, statutory: str | None, today: date) -> list[str]:
    """`ends` is what ends the case: a decision, or less."""
    if not promised and not statutory:
        return []
    if promised and acceptance.due and acceptance.due < today:
        term = _run_out(acceptance, ends, promised, statutory, today)
    else:
        term = _promise(acceptance, ends, promised) if promised else f"将于法定期限{statutory}前（含当日）{ends}。"
    if not acceptance.excluded:
        return [term]
    return [term, f"办理中预计需要下列程序，所需时间依法不计入办理期限：{'；'.join(acceptance.excluded)}。"]


def _run_out(acceptance: Acceptance, ends: str, promised: str, statutory: str | None, today: date) -> str:
    """Silence accepts with effect from the receipt, so that the promised day may have passed before anybody noticed."""
    said = f"本件承诺的办理期限（至{promised}）已经届满，将尽快{ends}"
    if statutory is None or acceptance.statutory_due is None:
        return f"{said}。"
    if acceptance.statutory_due < today:
        return f"{said}；法定期限（至{statutory}）也已经届满。"
    return f"{said}，最迟于法定期限{statutory}前（含当日）{ends}。"


def _promise(acceptance: Acceptance, ends: str, due: str) -> str:
    if acceptance.limit is None and acceptance.off_duty:
        since = chinese_date(acceptance.accepted_on)
        until = f"法定期限{due}前（含当日）" if acceptance.law_first else f"其办公日{due}当日"
        return (
            f"本事项为即办件，办理部门每周定期到政务服务大厅办公，受理之日（{since}）不是其办公日，将于{until}{ends}。"
        )
    put_off = acceptance.due is not None and acceptance.due > acceptance.accepted_on
    rest = f"受理之日（{chinese_date(acceptance.accepted_on)}）不是工作日，顺延至下一工作日，" if put_off else ""
    if acceptance.limit is None and acceptance.on_the_spot:
        return f"本事项为即办件，{rest}将于{due}当日{ends}。"
    under = f"本件申请表中{acceptance.condition}，" if acceptance.condition else "本事项"
    if acceptance.limit is None:
        return f"{under}承诺受理当日办结，{rest}将于{due}当日{ends}。"
    law = acceptance.statutory_due
    capped = "，且不超过法定期限" if law and law == acceptance.due else ""
    return f"{under}承诺办理期限为{acceptance.limit}，自受理之日的次日起计算{capped}，将于{due}前（含当日）{ends}。"
