"""领取通知书, 送达回证 and 终止办理通知书: how results reach people, and how a case ends without one."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
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
    sentence,
)

_BLANK = "　"  # printed empty, filled in by hand
SIGN_AT_SERVICE = ("受送达人（签名）", "签收时间", "送达人（签名）", "见证人（签名）")


class ServiceMode(StrEnum):
    """送达方式 (by analogy with 民事诉讼法第八十七条至第九十五条)."""

    DIRECT = "直接送达"
    LEFT = "留置送达"
    ELECTRONIC = "电子送达"
    ENTRUSTED = "委托送达"
    POST = "邮寄送达"
    PUBLIC_NOTICE = "公告送达"

    @property
    def basis(self) -> str:
        """That of the 送达回证 itself; nobody signs one for a public notice."""
        article = "第九十五条" if self is ServiceMode.PUBLIC_NOTICE else "第八十七条"
        return f"参照《中华人民共和国民事诉讼法》{article}"


def collection_notice(
    case: CaseFacts,
    formalities: Formalities,
    *,
    granted: bool,
    results: Sequence[str],
    place: str,
    hours: str,
    collect_by: date | None = None,
    provisional: bool = False,
) -> NoticeData:
    """领取通知书: which results lie ready, where and when. `hours` are opening hours as people read them.

    Only what was granted is issued under 第四十四条; a refusal is handed over as a written decision (第三十八条第二款).
    `provisional` says that not all holidays up to `collect_by` are published yet.
    """
    rows = tuple((str(number), name) for number, name in enumerate(results, 1))
    due = due_date(collect_by, provisional=provisional, today=formalities.issued) if collect_by else None
    last_day = f"请于{due}前（含当日）" if due else "请"
    return notice(
        DocumentKind.COLLECTION_NOTICE,
        case,
        formalities,
        facts=facts(领取地点=place, 领取时间=hours, 窗口电话=case.window_phone),
        paragraphs=(f"{case.you}申请的“{case.item}”已经办结，{last_day}到上述地点领取下列办理结果：",),
        table=NoticeTable(columns=("序号", "办理结果"), widths=(1, 8), rows=rows),
        closing=("领取时请出示有效身份证件；委托他人领取的，另需授权委托书和代理人身份证件。也可以选择邮寄送达。",),
        basis=basis(case, "第四十四条" if granted else "第三十八条第二款"),
    )


class Service(NamedTuple):
    """How documents were served, or are about to be, to the case's applicant.

    Without `served_at` (+08:00) and `received_by` the form is left to sign. `relation` is the proxy's to the recipient;
    `remarks` hold a refuser's reason and the witnesses.
    """

    place: str
    mode: ServiceMode
    servers: Sequence[str]
    served_at: datetime | None = None
    received_by: str | None = None
    relation: str | None = None
    remarks: str | None = None


def service_record(
    case: CaseFacts, formalities: Formalities, service: Service, *, documents: Sequence[tuple[str, str]]
) -> NoticeData:
    """送达回证 for `documents`, each a title and its number. A form to sign on is paper whatever the case is."""
    rows = tuple((str(number), title, code) for number, (title, code) in enumerate(documents, 1))
    return notice(
        DocumentKind.SERVICE_RECORD,
        case.model_copy(update={"paper": service.served_at is None}),
        formalities,
        facts=facts(
            受送达人=case.addressee,
            送达地点=service.place,
            送达方式=service.mode.value,
            送达时间=chinese_time(service.served_at) if service.served_at else _BLANK,
            签收人=service.received_by or _BLANK,
            签收方式="已在送达回证上签名" if service.received_by else None,
            代收人与受送达人关系=service.relation,
            送达人="、".join(service.servers),
            备注=service.remarks or (None if service.served_at else _BLANK),
        ),
        paragraphs=("下列文书已经送达：" if service.served_at else "现送达下列文书，请签收：",),
        table=NoticeTable(columns=("序号", "文书名称", "文号"), widths=(1, 5, 5), rows=rows),
        basis=(service.mode.basis,),
        signatures=SIGN_AT_SERVICE if service.served_at is None else (),
    )


def termination_notice(
    case: CaseFacts,
    formalities: Formalities,
    *,
    reason: str,
    ended_on: date,
    materials_returned: bool,
    agent: str | None = None,
    more: Sequence[str] = (),
    rests_on: Sequence[str] = (),
) -> NoticeData:
    """终止办理通知书, as after a withdrawal; `reason` is a whole sentence (申请人于…书面撤回申请。), `agent` is who
    withdrew for the applicant.

    `more` are further sentences, of what stays and what ends with it. It cites nothing of a withdrawal: no article of
    行政许可法 is about one before the decision, and what the item rests on says only when it is granted. `rests_on` is
    the law by which a member of a joint request has waited for another.
    """
    materials = "申请材料随本通知书一并退还。" if materials_returned else "申请材料按规定存档，不影响再次提出申请。"
    return notice(
        DocumentKind.TERMINATION_NOTICE,
        case,
        formalities,
        facts=facts(
            代理人=agent,
            申请日期=chinese_date(case.applied_on),
            终止日期=chinese_date(ended_on),
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，"
            f"自{chinese_date(ended_on)}起终止办理。",
            f"原因：{sentence(reason)}",
            *more,
            materials,
        ),
        basis=tuple(rests_on),
        signatures=("申请人（签收）", "签收日期"),
    )
