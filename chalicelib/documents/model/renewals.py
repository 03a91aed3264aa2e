"""视为准予延续通知书: what silence has brought about is told in writing (行政许可法50(2))."""

from datetime import date
from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    basis,
    chinese_date,
    facts,
    notice,
    validity_text,
)


class Renewed(NamedTuple):
    """The result that is renewed: its title and number, its last day, and first and last day of the new term."""

    title: str
    number: str
    until: date
    begins: date
    renewed_until: date


def renewal_notice(case: CaseFacts, formalities: Formalities, renewed: Renewed) -> NoticeData:
    """It takes effect with the day after the last one, whenever it is written."""
    begins = chinese_date(renewed.begins)
    return notice(
        DocumentKind.RENEWAL_NOTICE,
        case,
        formalities,
        facts=facts(
            申请日期=chinese_date(case.applied_on),
            原证照=f"{renewed.title}（{renewed.number}）",
            原有效期届满日=chinese_date(renewed.until),
            视为准予延续之日=begins,
            延续后的有效期限=validity_text(renewed.begins, renewed.renewed_until),
        ),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}在法定期限内提出“{case.item}”的延续申请。"
            f"至该行政许可有效期届满之日（{chinese_date(renewed.until)}），{case.we}没有作出是否准予延续的决定。",
            f"依照《中华人民共和国行政许可法》第五十条第二款，逾期未作决定的，视为准予延续。"
            f"该行政许可自{begins}起视为准予延续，有效期至{chinese_date(renewed.renewed_until)}。",
            f"{case.we}将自{begins}起十个工作日内向{case.you}颁发、送达延续后的{renewed.title}。"
            "在此以前，原证照与本通知书一并使用。",
        ),
        basis=basis(case, "第五十条第二款、第四十四条"),
        signatures=("申请人（签收）", "签收日期"),
    )
