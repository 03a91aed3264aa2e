"""告知承诺书, the decision that rests on it, and what the verification after the grant tells the applicant."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.directory.model import Remedies
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    Giver,
    NoticeData,
    chinese_date,
    declaration,
    due_date,
    facts,
    notice,
    numbered,
    remedies_text,
    sentence,
)

OPINION_42 = "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》（国办发〔2020〕42号）"


UNIT_WORDS: Mapping[str, str] = {"workday": "个工作日", "calendar_day": "日"}


class Word(NamedTuple):
    """What the applicant commits to, in the published words, and the materials for which it stands. `term` is that of
    the verification, in words; None where the item has published none.
    """

    text: str
    materials: Sequence[str]
    basis: str
    term: str | None = None


def word_of(item: ItemDocument, made: Commitment) -> Word:
    """What is printed of a commitment that this item has published."""
    basis = citations(made.basis, [one.law for one in item.legal_basis]) or made.basis
    term = made.verification
    return Word(made.text, made.replaces, basis, f"{term.value}{UNIT_WORDS[term.unit]}" if term else None)


def pledge_commitment(case: CaseFacts, formalities: Formalities, word: Word, given: Giver) -> NoticeData:
    """The applicant's own word: confirmed with the submission online, signed at the window."""
    term = f"自准予决定之日起{word.term}内" if word.term else "在准予决定之后及时"
    return declaration(
        DocumentKind.PLEDGE_COMMITMENT,
        case,
        formalities,
        given,
        facts=facts(承诺日期=chinese_date(formalities.issued), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.me}就“{case.item}”申请选择告知承诺方式，以书面承诺代替下列材料。承诺的内容：",
            sentence(word.text),
        ),
        table=numbered("以承诺代替的材料", word.materials),
        closing=(
            f"一、知悉{case.organ}{term}核查承诺内容。",
            "二、知悉核查发现与承诺不符的，责令限期整改；承诺不实或者逾期没有整改的，依法撤销行政决定，记入信用记录，"
            "信用修复之前不再适用告知承诺方式。",
            "三、知悉不愿承诺或者不能承诺的，可以提交上述材料，按照一般程序办理。",
        ),
        basis=_bases(word.basis),
    )


class Obligation(NamedTuple):
    """What a grant on a commitment leaves to be done. `due` is the last day of the verification, None where no term is
    published; `pledged_on` the day of the commitment.
    """

    word: Word
    pledged_on: date
    due: date | None
    provisional: bool = False


def resting_on_pledge(case: CaseFacts, decision: NoticeData, left: Obligation) -> NoticeData:
    """The decision, which says that it rests on a commitment, what that binds to, and by when it is verified."""
    materials = "、".join(left.word.materials)
    if left.due:
        due = due_date(left.due, provisional=left.provisional, today=decision.formalities.issued)
        when = f"{case.we}在{due}前（含当日）核查承诺内容"
    else:
        when = f"{case.we}及时核查承诺内容，本事项没有公布核查期限"
    return decision.model_copy(
        update={
            "paragraphs": (
                *decision.paragraphs,
                f"本决定依照{case.you}于{chinese_date(left.pledged_on)}作出的书面承诺（告知承诺书）作出，没有提交{materials}。",
                f"{case.you}承诺：{sentence(left.word.text)}",
                f"{case.you}应当使承诺内容属实，并接受核查。{when}。与承诺不符的，责令限期整改；承诺不实或者逾期没有整改的，"
                "依法撤销本决定，记入信用记录。",
            ),
            "basis": (*decision.basis, *(one for one in (left.word.basis,) if one not in decision.basis)),
        }
    )


class OnSite(NamedTuple):
    """A check on site (行政许可法34(3)), as its notice tells of it."""

    day: date
    place: str
    officers: Sequence[str]
    findings: str


class Found(NamedTuple):
    """What a verification has found, of a decision of `decided_on`. `provisional`: of the term to put it right."""

    findings: str
    decided_on: date
    basis: str
    provisional: bool = False
    on_site: OnSite | None = None


def _findings(found: Found) -> tuple[str, ...]:
    """What was found, then who checked on site, where and when, and what they saw there."""
    seen = found.on_site
    if seen is None:
        return (sentence(found.findings),)
    who = f"{len(seen.officers)}名工作人员（{'、'.join(seen.officers)}）"
    return (
        sentence(found.findings),
        f"{chinese_date(seen.day)}，{who}在{seen.place}现场核查：{sentence(seen.findings)}",
    )


def _granted(case: CaseFacts, found: Found) -> str:
    """What each notice about a verification begins with."""
    return f"{case.we}于{chinese_date(found.decided_on)}依照{case.you}的书面承诺准予“{case.item}”。"


def kept_notice(case: CaseFacts, formalities: Formalities, found: Found) -> NoticeData:
    """承诺核查结果告知书: the word was kept, and nothing more is asked of the applicant."""
    return notice(
        DocumentKind.PLEDGE_KEPT_NOTICE,
        case,
        formalities,
        facts=facts(决定日期=chinese_date(found.decided_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{_granted(case, found)}经核查，承诺内容属实：",
            *_findings(found),
            f"本次核查到此结束，{case.you}不需要再办理手续。",
        ),
        basis=_bases(found.basis),
        signatures=("申请人（签收）", "签收日期"),
    )


def rectification_notice(case: CaseFacts, formalities: Formalities, found: Found, due: date) -> NoticeData:
    """限期整改通知书: the demand in writing, and the term to meet it."""
    until = due_date(due, provisional=found.provisional, today=formalities.issued)
    return notice(
        DocumentKind.RECTIFICATION_NOTICE,
        case,
        formalities,
        facts=facts(整改期限=until, 窗口电话=case.window_phone),
        paragraphs=(
            f"{_granted(case, found)}经核查，与承诺不符：",
            *_findings(found),
            f"请于{until}前（含当日）完成整改。{case.we}在期满后核查整改结果。",
        ),
        closing=("逾期没有整改的，依法撤销行政决定，记入信用记录，信用修复之前不再适用告知承诺方式。",),
        basis=_bases(found.basis),
        signatures=("申请人（签收）", "签收日期"),
    )


def default_notice(case: CaseFacts, formalities: Formalities, found: Found, remedies: Remedies) -> NoticeData:
    """承诺不实告知书: what is recorded, what is proposed, and what the applicant may say to it."""
    law = "依照《中华人民共和国行政许可法》第六十九条" if case.licence else "依法"
    return notice(
        DocumentKind.PLEDGE_DEFAULT_NOTICE,
        case,
        formalities,
        facts=facts(决定日期=chinese_date(found.decided_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{_granted(case, found)}经核查，承诺不实或者逾期没有整改：",
            *_findings(found),
            "上述情况已记入信用记录。信用修复之前，不再适用告知承诺方式，可以按照一般程序办理。",
            f"{law}，拟撤销上述决定；是否撤销，另行作出决定。{case.you}可以陈述、申辩。",
        ),
        basis=_bases(found.basis),
        remedies=remedies_text(remedies, paper="告知书"),
        signatures=("申请人（签收）", "签收日期"),
    )


def _bases(own: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((own, OPINION_42)))
