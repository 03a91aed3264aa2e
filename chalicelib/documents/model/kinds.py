"""The kinds of 文书 a case can need, with the 文种 word of their numbers."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """One member per document; the value is what storage and the API call it."""

    RECEIPT_VOUCHER = "receipt_voucher"
    ACCEPTANCE_NOTICE = "acceptance_notice"
    CORRECTION_NOTICE = "correction_notice"
    NO_PERMIT_NEEDED_NOTICE = "no_permit_needed_notice"
    NON_ACCEPTANCE_DECISION = "non_acceptance_decision"
    GRANT_DECISION = "grant_decision"
    REFUSAL_DECISION = "refusal_decision"
    COLLECTION_NOTICE = "collection_notice"
    SERVICE_RECORD = "service_record"
    TERMINATION_NOTICE = "termination_notice"

    def title(self, *, licence: bool = True) -> str:
        """The Chinese title; decisions on matters that are no 行政许可 do not call themselves one."""
        return _TITLES[self][0 if licence else 1]

    @property
    def word(self) -> str:
        """The 文种 word in a document number, such as 受字."""
        return _WORDS[self]


def document_number(organ_short: str, kind: DocumentKind, year: int, serial: int) -> str:
    """机关简称+文种+〔年〕+顺序号, such as 阳×受字〔2026〕第0001号; the serial widens past 9999.

    Serials run from 1 without gaps per organ, kind and year; whoever assigns them keeps that.
    """
    if not organ_short or serial < 1:
        raise ValueError("a document number needs the organ's short name and a serial from 1")
    return f"{organ_short}{kind.word}〔{year}〕第{serial:04d}号"


_TITLES: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.RECEIPT_VOUCHER: ("收件凭证", "收件凭证"),
    DocumentKind.ACCEPTANCE_NOTICE: ("行政许可申请受理通知书", "受理通知书"),
    DocumentKind.CORRECTION_NOTICE: ("补正材料一次性告知书", "补正材料一次性告知书"),
    DocumentKind.NO_PERMIT_NEEDED_NOTICE: ("不受理告知书", "不受理告知书"),
    DocumentKind.NON_ACCEPTANCE_DECISION: ("行政许可申请不予受理决定书", "不予受理决定书"),
    DocumentKind.GRANT_DECISION: ("准予行政许可决定书", "准予办理决定书"),
    DocumentKind.REFUSAL_DECISION: ("不予行政许可决定书", "不予办理决定书"),
    DocumentKind.COLLECTION_NOTICE: ("领取通知书", "领取通知书"),
    DocumentKind.SERVICE_RECORD: ("送达回证", "送达回证"),
    DocumentKind.TERMINATION_NOTICE: ("终止办理通知书", "终止办理通知书"),
}

_WORDS: dict[DocumentKind, str] = {
    DocumentKind.RECEIPT_VOUCHER: "收字",
    DocumentKind.ACCEPTANCE_NOTICE: "受字",
    DocumentKind.CORRECTION_NOTICE: "补字",
    DocumentKind.NO_PERMIT_NEEDED_NOTICE: "告字",
    DocumentKind.NON_ACCEPTANCE_DECISION: "不受字",
    DocumentKind.GRANT_DECISION: "准字",
    DocumentKind.REFUSAL_DECISION: "不准字",
    DocumentKind.COLLECTION_NOTICE: "领字",
    DocumentKind.SERVICE_RECORD: "送字",
    DocumentKind.TERMINATION_NOTICE: "终字",
}
