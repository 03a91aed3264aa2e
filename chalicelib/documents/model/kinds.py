"""The kinds of 文书 a case can need: one line each, with the words that people read."""

from enum import StrEnum
from typing import Self


class DocumentKind(StrEnum):
    """Each: what storage and the API call it, the 文种 word of its numbers, its title, and for 行政许可 another title.

    Only documents of an 行政许可 may call themselves one.
    """

    word: str
    _titles: tuple[str, str]

    RECEIPT_VOUCHER = "receipt_voucher", "收字", "收件凭证"
    ACCEPTANCE_NOTICE = "acceptance_notice", "受字", "受理通知书", "行政许可申请受理通知书"
    JOINT_ACCEPTANCE_NOTICE = "joint_acceptance_notice", "联受字", "联办受理通知书"
    JOINT_REINSTATEMENT_NOTICE = "joint_reinstatement_notice", "恢办字", "恢复办理通知书"
    JOINT_SUPPLEMENT_NOTICE = "joint_supplement_notice", "补受字", "受理补充通知书"
    JOINT_CONCLUSION_NOTICE = "joint_conclusion_notice", "联结字", "联办办结通知书"
    SESSION_NOTICE = "session_notice", "联通字", "联合审查通知书"
    DEPARTMENT_OPINION = "department_opinion", "审意字", "部门审查意见书"
    SESSION_RECORD = "session_record", "联录字", "联合审查现场记录"
    SESSION_MINUTES = "session_minutes", "联纪字", "联合审查会议纪要"
    SESSION_CONCLUSION = "session_conclusion", "联审字", "联合审查意见书"
    DEFERRAL_NOTICE = "deferral_notice", "容字", "容缺受理通知书"
    DEFERRAL_COMMITMENT = "deferral_commitment", "诺字", "容缺受理承诺书"
    PLEDGE_COMMITMENT = "pledge_commitment", "告诺字", "告知承诺书"
    CORRECTION_NOTICE = "correction_notice", "补字", "补正材料一次性告知书"
    NO_PERMIT_NEEDED_NOTICE = "no_permit_needed_notice", "告字", "不受理告知书"
    NON_ACCEPTANCE_DECISION = "non_acceptance_decision", "不受字", "不予受理决定书", "行政许可申请不予受理决定书"
    SPECIAL_PROCEDURE_NOTICE = "special_procedure_notice", "特字", "特别程序告知书"
    EXTENSION_NOTICE = "extension_notice", "延字", "延长办理期限告知书"
    JOINT_EXTENSION_NOTICE = "joint_extension_notice", "联延字", "延期办理通知书"
    GRANT_DECISION = "grant_decision", "准字", "办理决定书", "准予行政许可决定书"
    REFUSAL_DECISION = "refusal_decision", "不准字", "不予办理决定书", "不予行政许可决定书"
    RENEWAL_NOTICE = "renewal_notice", "视延字", "视为准予延续通知书", "视为准予延续行政许可通知书"
    FILING_NOTICE = "filing_notice", "备字", "备案通知书"
    FILING_REFUSAL = "filing_refusal", "不备字", "不予备案通知书"
    DECISION_CORRECTION = "decision_correction", "更正字", "更正决定书"
    FEE_NOTICE = "fee_notice", "缴字", "缴费通知书"
    FEE_ANNULMENT = "fee_annulment", "撤缴字", "撤销缴费通知书"
    FEE_REFUND = "fee_refund", "退字", "退费通知书"
    JOINT_FEE_NOTICE = "joint_fee_notice", "缴款字", "缴款通知书"
    PLEDGE_KEPT_NOTICE = "pledge_kept_notice", "核字", "承诺核查结果告知书"
    RECTIFICATION_NOTICE = "rectification_notice", "改字", "限期整改通知书"
    PLEDGE_DEFAULT_NOTICE = "pledge_default_notice", "失信字", "承诺不实告知书"
    FOREWARNING = "forewarning", "拟告字", "拟作出决定告知书"
    PARTY_NOTICE = "party_notice", "利告字", "利害关系人告知书"
    HEARING_RIGHT_NOTICE = "hearing_right_notice", "听告字", "听证权利告知书"
    BAR_LIFTED_NOTICE = "bar_lifted_notice", "解限字", "解除申请限制通知书"
    RESTORATION_NOTICE = "restoration_notice", "恢字", "恢复效力通知书", "恢复行政许可效力通知书"
    REVOCATION_DECISION = "revocation_decision", "撤字", "撤销决定书", "撤销行政许可决定书"
    WITHDRAWAL_DECISION = "withdrawal_decision", "撤回字", "撤回决定书", "撤回行政许可决定书"
    CANCELLATION_DECISION = "cancellation_decision", "注字", "注销决定书", "注销行政许可决定书"
    COLLECTION_NOTICE = "collection_notice", "领字", "领取通知书"
    SERVICE_RECORD = "service_record", "送字", "送达回证"
    TERMINATION_NOTICE = "termination_notice", "终字", "终止办理通知书"

    def __new__(cls, value: str, word: str, title: str, licence_title: str | None = None) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        member._titles = (licence_title or title, title)
        return member

    @property
    def is_decision(self) -> bool:
        """Whether it is an official document and no form: 决定书, and what ends a filing."""
        other = {DocumentKind.NON_ACCEPTANCE_DECISION, DocumentKind.DECISION_CORRECTION}
        return self in {*GRANTS, *REFUSALS, *ENDINGS, *other}

    def title(self, *, licence: bool = True) -> str:
        """The Chinese title."""
        return self._titles[0 if licence else 1]


# What ends a case, by its outcome. A filing permits nothing (企业投资项目核准和备案管理条例13), so it has a word and
# registers of its own.
GRANTS = frozenset({DocumentKind.GRANT_DECISION, DocumentKind.RENEWAL_NOTICE, DocumentKind.FILING_NOTICE})
REFUSALS = frozenset({DocumentKind.REFUSAL_DECISION, DocumentKind.FILING_REFUSAL})

# What ends a result after it was granted (行政许可法8, 69, 70).
ENDINGS = frozenset(
    {DocumentKind.REVOCATION_DECISION, DocumentKind.WITHDRAWAL_DECISION, DocumentKind.CANCELLATION_DECISION}
)


def document_number(organ_code: str, kind: DocumentKind, year: int, serial: int) -> str:
    """机关代字+文种+〔年〕+顺序号, such as 阳市监食受字〔2026〕1号: no 第, no leading zeros (GB/T 9704-2012, 7.2.5).

    Serials run from 1 without gaps per organ, kind and year; whoever assigns them keeps that.
    """
    if not organ_code or serial < 1:
        raise ValueError("a document number needs the organ's code and a serial from 1")
    return f"{organ_code}{kind.word}〔{year}〕{serial}号"
