"""The decision on a case: 准予 and 不予行政许可决定书 (行政许可法第三十四条、第三十八条).

Only licences are decided on under that law. Other items have the words of their own kind (`WORDS`), or of their own
statute: 认定工伤决定书. A filing is no decision (企业投资项目核准和备案管理条例第十三条), a service no act of
administration.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.directory.model import Regime, Remedies
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    COURT,
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


class Words(NamedTuple):
    """How a decision reads: its titles, what it says after the acceptance, the label of what is granted, and what it
    says there of the item by its name.
    """

    granted_title: str
    refused_title: str
    granted: str
    refused: str
    content: str = "决定内容"
    of_item: str = "予以办理，办理事项为“{item}”"


WORDS: Mapping[Regime, Words] = {
    "license": Words(
        "准予行政许可决定书",
        "不予行政许可决定书",
        "经审查，申请符合法定条件、标准，现决定准予行政许可",
        "经审查，现决定不予行政许可",
        of_item="准予行政许可，许可事项为“{item}”",
    ),
    "confirmation": Words(
        "行政确认决定书",
        "不予确认决定书",
        "经审查，申请符合法定条件，现决定予以确认",
        "经审查，现决定不予确认",
        of_item="予以确认，确认事项为“{item}”",
    ),
    "benefit": Words(
        "行政给付决定书",
        "不予给付决定书",
        "经审查，申请符合法定条件，现决定予以给付",
        "经审查，现决定不予给付",
        of_item="予以给付，给付事项为“{item}”",
    ),
    "filing": Words(
        "备案通知书",
        "不予备案通知书",
        "经核对，材料齐全、符合规定，现予备案",
        "经核对，现不予备案",
        "备案内容",
        "予以备案，备案事项为“{item}”",
    ),
    "public_service": Words(
        "办理结果通知书", "不予办理通知书", "经审核，符合办理条件，现予办理", "经审核，现不予办理", "办理内容"
    ),
    "other": Words(
        "办理决定书", "不予办理决定书", "经审查，申请符合法定条件、标准，现决定予以办理", "经审查，现决定不予办理"
    ),
}


def words_of(case: CaseFacts) -> Words:
    """The words of the item's own statute, else those of its kind."""
    if case.decision_words is None:
        return WORDS[case.regime]
    granted, refused = case.decision_words
    titles = f"{granted}决定书", f"{refused}决定书"
    return Words(*titles, f"经审查，现决定{granted}", f"经审查，现决定{refused}", of_item=granted)


def content_of(case: CaseFacts) -> str:
    """What is granted, where the officer does not word it."""
    return words_of(case).of_item.format(item=case.item)


def tells_remedies(case: CaseFacts) -> bool:
    """Whether a grant tells where to seek review too. A confirmation and a benefit may fall short of what was asked or
    burden somebody else, as the recognition of an injury burdens the employer (行政复议法实施条例第十七条,
    工伤认定办法第十九条).
    """
    return case.regime in ("confirmation", "benefit")


class What(NamedTuple):
    """What is granted: the certificate or approval to issue, how long it holds, and who has it, if not the applicant.
    `document` is issued instead of the usual result, and grants less: `term` says what. `also` are sentences on what
    goes with it: conditions, and what is owed.
    """

    result: str
    document: str | None = None
    term: str | None = None
    holder: str | None = None
    also: Sequence[str] = ()

    @property
    def ends(self) -> tuple[str, ...]:
        """When that document ends, which grants less."""
        return (f"{self.term}。",) if self.document and self.term else ()


DOCUMENT_GRANTED = "经审查，申请符合法定条件、标准，现决定批准申请"


def grant_decision(
    case: CaseFacts,
    formalities: Formalities,
    *,
    accepted_on: date,
    deemed: bool = False,
    what: What,
    content: str | None = None,
    remedies: Remedies | None = None,
    heard: Sequence[date] = (),
) -> NoticeData:
    """`content` is what is granted in the officer's words, else in those of the kind of item. The remedies are told
    where `tells_remedies`. `deemed`: silence has accepted on that day (32(4)). `heard` are days of hearings (48(2)).
    """
    words, result, kind = words_of(case), what.document or what.result, _kind_of(case)
    granted = DOCUMENT_GRANTED if what.document else words.granted
    return notice(
        kind,
        case,
        formalities,
        title=words.granted_title,
        facts=facts(
            申请日期=chinese_date(case.applied_on),
            受理日期=chinese_date(accepted_on),
            办理结果=result,
            持证主体=what.holder,
            有效期限=None if what.document else what.term,
        ),
        paragraphs=(
            f"{_applied(case)}{_accepted(case, accepted_on, deemed=deemed)}{granted}。",
            f"{words.content}：{content or _content(case, what)}",
            *map(sentence, what.also),
            *_on_the_minutes(heard),
            *what.ends,
            _follow_up(case, result),
        ),
        basis=basis(case, f"第三十四条、{_articles(case, '第三十八条第一款')}、第三十九条、第四十四条"),
        remedies=_disputed(words.granted_title, remedies) if remedies and tells_remedies(case) else None,
        signatures=("申请人（签收）", "签收日期"),
    )


def _kind_of(case: CaseFacts) -> DocumentKind:
    return DocumentKind.FILING_NOTICE if case.regime == "filing" else DocumentKind.GRANT_DECISION


def _follow_up(case: CaseFacts, result: str) -> str:
    if case.licence:
        return f"{case.we}将自作出本决定之日起十个工作日内向{case.you}颁发、送达{result}。"
    return f"办理结果（{result}）将及时送达{case.you}。"


def _content(case: CaseFacts, what: What) -> str:
    """What is granted, in the words of the kind of item."""
    return f"批准申请，签发{what.document}。" if what.document else f"{content_of(case)}。"


def _applied(case: CaseFacts) -> str:
    return f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，"


def refusal_decision(
    case: CaseFacts,
    formalities: Formalities,
    *,
    accepted_on: date,
    deemed: bool = False,
    reasons: Sequence[str],
    remedies: Remedies,
    court: str = COURT,
    heard: Sequence[date] = (),
) -> NoticeData:
    """不予决定书 with its reasons and where to seek review (第三十八条第二款); raises ValueError without reasons."""
    if not reasons:
        raise ValueError("a refusal states its reasons (行政许可法第三十八条第二款)")
    words = words_of(case)
    return notice(
        DocumentKind.FILING_REFUSAL if case.regime == "filing" else DocumentKind.REFUSAL_DECISION,
        case,
        formalities,
        title=words.refused_title,
        facts=facts(申请日期=chinese_date(case.applied_on), 受理日期=chinese_date(accepted_on)),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，"
            f"{_accepted(case, accepted_on, deemed=deemed)}{words.refused}。理由如下：",
            *reasons_told(reasons),
            *_on_the_minutes(heard),
        ),
        basis=basis(case, _articles(case, "第三十八条第二款")),
        remedies=_disputed(words.refused_title, remedies, court),
        signatures=("申请人（签收）", "签收日期"),
    )


def told_and_heard(case: CaseFacts, told_on: date, response: str) -> str:
    """What a grant says of those whom it concerns directly (第三十六条、第四十七条)."""
    article = "依照《中华人民共和国行政许可法》第三十六条、第四十七条，" if case.licence else ""
    return (
        f"{article}{case.we}已于{chinese_date(told_on)}告知申请人和利害关系人有关事项及其权利，利害关系人{response}。"
    )


def _on_the_minutes(heard: Sequence[date]) -> tuple[str, ...]:
    """The decision after a hearing rests on its minutes (第四十八条第二款)."""
    if not heard:
        return ()
    days = "、".join(chinese_date(day) for day in heard)
    return (f"本决定根据{days}举行的听证的笔录，依照《中华人民共和国行政许可法》第四十八条第二款作出。",)


def _disputed(title: str, remedies: Remedies, court: str = COURT) -> str:
    """The remedies against a document of this title: a filing is refused by a 通知书."""
    return remedies_text(remedies, court, paper=title[-3:])


class Wrong(NamedTuple):
    """What in a decision was wrong, as it was and as it should be."""

    what: str
    before: str
    after: str


class Corrected(NamedTuple):
    """The decision that is put right, by title, number and day, and everything in it that was wrong."""

    title: str
    number: str
    decided_on: date
    wrong: Sequence[Wrong]


def decision_correction(
    case: CaseFacts, formalities: Formalities, corrected: Corrected, *, reason: str, remedies: Remedies
) -> NoticeData:
    """更正决定书: an error of writing in a decision is put right by the organ that made it; the decision itself stands.

    行政许可法 has no article on it, so that only the item's own basis is cited. What is no decision, such as a filing,
    is put right by a 更正通知书.
    """
    what = "、".join(one.what for one in corrected.wrong)
    kind = corrected.title[-3:] if corrected.title.endswith(("决定书", "通知书")) else "决定书"
    return notice(
        DocumentKind.DECISION_CORRECTION,
        case,
        formalities,
        title=f"更正{kind}",
        facts=facts(申请日期=chinese_date(case.applied_on), 更正的文书=corrected.number),
        paragraphs=(
            f"{case.we}于{chinese_date(corrected.decided_on)}就{case.you}提出的“{case.item}”申请作出的"
            f"《{corrected.title}》（{corrected.number}），其中{what}有误，现予更正：",
            *(f"“{one.before}”更正为“{one.after}”。" for one in corrected.wrong),
            f"更正理由：{sentence(reason)}",
            f"原{kind}的其他内容不变，期限不因更正重新计算。本{kind}与原{kind}一并使用。",
        ),
        basis=case.item_basis,
        remedies=_disputed(kind, remedies),
        signatures=("申请人（签收）", "签收日期"),
    )


def _accepted(case: CaseFacts, day: date, *, deemed: bool) -> str:
    """Who has accepted: of what was reported upward the department below."""
    accepted, below = chinese_date(day), case.below
    if deemed:
        said = f"依照《中华人民共和国行政许可法》第三十二条，自{accepted}起即为受理"
    else:
        said = f"{below.organ if below else case.we}已于{accepted}受理"
    if below is None:
        return f"{said}。"
    return f"{said}；{below.organ}于{chinese_date(below.reported_on)}将初审意见和全部申请材料报送{case.we}。"


def _articles(case: CaseFacts, *articles: str) -> str:
    """With the article on what was reviewed below, where it was."""
    return "、".join([*(["第三十五条"] if case.below else []), *articles])
