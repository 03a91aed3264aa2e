"""撤销、撤回、注销行政许可决定书: what ends a result after it was granted (行政许可法第八条、第六十九条、第七十条)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.directory.model import Remedies
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    basis,
    chinese_date,
    facts,
    notice,
    reasons_told,
    remedies_text,
    sentence,
)


class Granted(NamedTuple):
    """The result that ends: what it is called, its number, and the day of the decision that granted it."""

    title: str
    number: str
    decided_on: date


class Ending(NamedTuple):
    """Why it ends: the words of the statute with their article, what was found, the evidence, how the holder was heard.
    `money` says what follows for the holder's losses.
    """

    words: str
    article: str
    facts: str
    evidence: Sequence[str] = ()
    heard: str | None = None
    money: str | None = None
    barred: str | None = None


END_OF_CERTIFICATE = "证照自决定作出之日起失效，应当交回证照原件；没有交回的，同样失效"
NO_PROTECTION = "被许可人基于该行政许可取得的利益不受保护。"
DAMAGES = "被许可人的合法权益因撤销受到损害的，依法给予赔偿；可以向作出决定的机关提出。"
COMPENSATION = "由此给公民、法人或者其他组织造成财产损失的，依法给予补偿。"


def revocation_decision(
    case: CaseFacts, formalities: Formalities, granted: Granted, why: Ending, remedies: Remedies
) -> NoticeData:
    return _decision((DocumentKind.REVOCATION_DECISION, "撤销"), case, formalities, granted, why, remedies)


def withdrawal_decision(
    case: CaseFacts, formalities: Formalities, granted: Granted, why: Ending, remedies: Remedies
) -> NoticeData:
    return _decision((DocumentKind.WITHDRAWAL_DECISION, "撤回"), case, formalities, granted, why, remedies)


def cancellation_decision(
    case: CaseFacts, formalities: Formalities, granted: Granted, why: Ending, remedies: Remedies
) -> NoticeData:
    return _decision((DocumentKind.CANCELLATION_DECISION, "注销"), case, formalities, granted, why, remedies)


def _decision(
    what: tuple[DocumentKind, str],
    case: CaseFacts,
    formalities: Formalities,
    granted: Granted,
    why: Ending,
    remedies: Remedies,
) -> NoticeData:
    kind, verb = what
    named = f"《{granted.title}》（证照编号{granted.number}）"
    evidence = ("证据：", *reasons_told(why.evidence)) if why.evidence else ()
    return notice(
        kind,
        case,
        formalities,
        facts=facts(准予之日=chinese_date(granted.decided_on), 证照编号=granted.number, 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.we}于{chinese_date(granted.decided_on)}准予{case.you}“{case.item}”，颁发{named}。",
            f"经查：{sentence(why.facts)}",
            *evidence,
            *((why.heard,) if why.heard else ()),
            f"上述情形属于{why.words}。依照《中华人民共和国行政许可法》{why.article}，现决定{verb}该行政许可，"
            f"{named}自本决定作出之日起失效，请交回证照原件；没有交回的，同样失效。",
            *((why.money,) if why.money else ()),
            *((why.barred,) if why.barred else ()),
        ),
        basis=basis(case, why.article),
        remedies=remedies_text(remedies),
        signatures=("当事人（签收）", "签收日期"),
    )
