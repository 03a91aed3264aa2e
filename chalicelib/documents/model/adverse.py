"""What is told before something is decided against a person, and the refusal of a false application
(行政许可法第七条、第七十八条).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.falsehood import ARTICLE_78, GROUNDS, FalseFinding, Falsehood
from chalicelib.cases.model.heard import FactsTold, Forewarning
from chalicelib.directory.model import Remedies
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    basis,
    chinese_date,
    due_date,
    facts,
    notice,
    reasons_told,
    remedies_text,
    sentence,
)
from chalicelib.documents.model.result_ends import COMPENSATION, DAMAGES, END_OF_CERTIFICATE, NO_PROTECTION

LAW = "《中华人民共和国行政许可法》"


class Foretold(NamedTuple):
    """What is intended, as `against` says it (撤销行政许可), what else `follows` from it, why, and on which article.
    `until` is the last day to answer; `place` is where. `replaces` is the day of an earlier notice that counts no more.
    """

    against: str
    follows: Sequence[str]
    facts: str
    evidence: Sequence[str]
    article: str
    until: date
    place: str
    provisional: bool = False
    replaces: date | None = None


YEARS = "一二三四五六七八九十"


def bar_intended(case: CaseFacts, article: str, years: int) -> str:
    """Of an item that concerns safety or health. The day of the decision does not count (民法典201)."""
    return (
        f"本事项直接关系公共安全、人身健康、生命财产安全，依照{article}，"
        f"自决定作出之日起{YEARS[years - 1]}年内，{case.you}不得再次申请“{case.item}”"
    )


def false_follows(case: CaseFacts, article: str, years: int | None, *, accepted: bool) -> tuple[str, ...]:
    """What a finding of a false application brings (行政许可法第七十八条)."""
    refused = "不予行政许可" if accepted else "不予受理；届时已经受理的，不予行政许可"
    barred = (bar_intended(case, article, years),) if years else ()
    return (f"对本次申请{refused}", f"依照{ARTICLE_78}，给予{case.you}警告", *barred)


def revocation_follows(case: CaseFacts, article: str, years: int | None, *, fraud: bool) -> tuple[str, ...]:
    """What a revocation brings, of a licence that was got by fraud (第六十九条第四款、第七十九条) or otherwise."""
    barred = (bar_intended(case, article, years),) if years and fraud else ()
    money = NO_PROTECTION if fraud else DAMAGES
    return (END_OF_CERTIFICATE, money.removesuffix("。"), *barred)


def withdrawal_follows() -> tuple[str, ...]:
    return (END_OF_CERTIFICATE, COMPENSATION.removesuffix("。"))


def forewarning(case: CaseFacts, formalities: Formalities, told: Foretold) -> NoticeData:
    """拟……告知书: nothing is decided yet."""
    until = due_date(told.until, provisional=told.provisional, today=formalities.issued)
    earlier = f"本告知书代替{case.we}于{chinese_date(told.replaces)}作出的告知书。" if told.replaces else None
    return notice(
        DocumentKind.FOREWARNING,
        case,
        formalities,
        title=f"拟{told.against}告知书",
        facts=facts(答复期限=until, 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.we}拟依照{told.article}，对{case.you}作出以下处理：{told.against}。现将有关内容、事实、证据和权利告知如下。",
            *((earlier,) if earlier else ()),
            "作出该决定的，同时：",
            *reasons_told(told.follows),
            f"拟认定的事实：{sentence(told.facts)}",
            "证据：",
            *reasons_told(told.evidence),
            f"{case.you}可以陈述、申辩，也可以要求举行听证。请在{until}前（含当日）向{case.we}提出（{told.place}，"
            f"电话{case.window_phone}），书面或者口头均可；口头提出的，{case.we}记录。",
        ),
        closing=(
            f"{case.we}充分听取意见，对提出的事实、理由和证据进行复核；理由成立的，予以采纳，不因陈述、申辩加重处理。",
            "期满没有提出的，依法作出决定。听证不收取费用。",
        ),
        basis=basis(case, "第七条"),
        signatures=("当事人（签收）", "签收日期"),
    )


class Found(NamedTuple):
    """A false application, as its refusal tells of it. `until` is the last day of the bar, None where none follows."""

    ground: str
    facts: str
    evidence: Sequence[str]
    heard: str
    article: str
    until: date | None
    barred: Mapping[str, date] = {}


def heard_words(response: str, answer: str | None, told_on: date, held_on: date | None = None) -> str:
    """What a decision says of how the person was heard before it."""
    held = f"，并于{chinese_date(held_on)}举行听证" if held_on else ""
    said = {
        "heard": f"听取了陈述、申辩{held}。复核意见：{sentence(answer or '')}",
        "silent": "期满没有提出陈述、申辩，也没有要求听证。",
        "waived": "当事人书面放弃陈述、申辩和听证。",
    }
    return f"作出本决定以前，已于{chinese_date(told_on)}书面告知拟认定的事实、证据和权利，{said[response]}"


def bar_told(case: CaseFacts, article: str, until: date) -> str:
    """Of an item that concerns safety or health."""
    return (
        f"本事项直接关系公共安全、人身健康、生命财产安全，依照{article}，"
        f"至{chinese_date(until)}（含当日）{case.you}不得再次申请“{case.item}”。"
    )


def finding_told(case: CaseFacts, found: Found) -> tuple[str, ...]:
    """The paragraphs that a refusal says it with: what was found, the warning, and the bar."""
    free = f"本决定不限制{case.you}再次申请；再次申请应当提供真实的材料。"
    each = [
        bar_told(case.model_copy(update={"item": f"{name}"}), found.article, day) for name, day in found.barred.items()
    ]
    own = [bar_told(case, found.article, found.until)] if found.until else [free]
    return (
        f"经查，{case.you}{found.ground}。认定的事实：{sentence(found.facts)}",
        "证据：",
        *reasons_told(found.evidence),
        found.heard,
        f"依照{found.article}，给予{case.you}警告。",
        *(each or own),
    )


def refused_for_falsehood(case: CaseFacts, decision: NoticeData, found: Found) -> NoticeData:
    """The refusal of an accepted application, which says this too."""
    cited = tuple(dict.fromkeys((*decision.basis, found.article)))
    return decision.model_copy(
        update={"paragraphs": (*decision.paragraphs, *finding_told(case, found)), "basis": cited}
    )


def refused_for_bar(decision: NoticeData, says: Sequence[str], articles: Sequence[str]) -> NoticeData:
    """The refusal of what was applied for while a bar held, and was accepted by silence."""
    told = "本申请在限制申请的期间提出，逾期未告知而视为受理，不改变该限制："
    cited = tuple(dict.fromkeys((*decision.basis, *articles)))
    paragraphs = (*decision.paragraphs, told, *reasons_told(says), "期满之日的次日起可以申请。")
    return decision.model_copy(update={"paragraphs": paragraphs, "basis": cited})


def false_non_acceptance(case: CaseFacts, formalities: Formalities, found: Found, remedies: Remedies) -> NoticeData:
    """不予受理决定书 of an application that conceals or is false."""
    return notice(
        DocumentKind.NON_ACCEPTANCE_DECISION,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，现决定不予受理。",
            *finding_told(case, found),
        ),
        basis=basis(case, "第三十一条、第七十八条"),
        remedies=remedies_text(remedies),
        signatures=("申请人（签收）", "签收日期"),
    )


def barred_non_acceptance(
    case: CaseFacts, formalities: Formalities, says: Sequence[str], articles: Sequence[str], remedies: Remedies
) -> NoticeData:
    """不予受理决定书 while an earlier decision bars the applicant from the item. `says`: which, and until when."""
    return notice(
        DocumentKind.NON_ACCEPTANCE_DECISION,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}于{chinese_date(case.applied_on)}提出的“{case.item}”申请，在限制申请的期间提出，现决定不予受理。",
            "理由：",
            *reasons_told(says),
            "期满之日的次日起可以申请。",
        ),
        basis=tuple(dict.fromkeys((*articles, *case.item_basis))),
        remedies=remedies_text(remedies),
        signatures=("申请人（签收）", "签收日期"),
    )


class Lifting(NamedTuple):
    """The finding that was annulled: its day, its decision by title and number, or the paper of one that was taken
    elsewhere; who has annulled it by which paper, why, and on which article; the items that it had barred.
    """

    found_on: date
    decision: str | None
    first_reference: str | None
    organ: str
    paper: str
    reference: str
    reason: str
    article: str | None
    barred: Sequence[str]


def bar_lifted_notice(case: CaseFacts, formalities: Formalities, why: Lifting) -> NoticeData:
    """解除申请限制通知书: the refusal was annulled, and nothing follows from its finding any more."""
    ended, found_on = "警告和申请限制" if why.barred else "警告", chinese_date(why.found_on)
    done = f"就{case.you}的“{case.item}”申请作出的认定"
    first = (
        f"{case.we}于{found_on}{done}{f'，即{why.decision}' if why.decision else ''}"
        if why.first_reference is None
        else f"{why.first_reference}{done}，{case.we}于{found_on}登记"
    )
    return notice(
        DocumentKind.BAR_LIFTED_NOTICE,
        case,
        formalities,
        facts=facts(依据的文书=why.reference, 作出机关=why.organ, 窗口电话=case.window_phone),
        paragraphs=(
            f"{first}。该决定已由{why.organ}以{why.paper}（{why.reference}）撤销。",
            f"说明：{sentence(why.reason)}",
            f"由该认定产生的{ended}同时失效。{may_apply_again(case, why.barred)}",
        ),
        basis=(why.article,) if why.article else case.item_basis,
        signatures=("当事人（签收）", "签收日期"),
    )


def may_apply_again(case: CaseFacts, barred: Sequence[str]) -> str:
    """That these items can be applied for from today on; nothing where none was barred."""
    named = "”“".join(barred)
    return f"自本通知书作出之日起，{case.you}可以申请“{named}”。" if barred else ""


def found_of(
    finding: FalseFinding,
    falsehood: Falsehood,
    warned: Forewarning,
    told: FactsTold,
    names: Mapping[str, str] = {},
) -> Found:
    """What is printed of this finding. `names` are those of the members' items of a joint request."""
    heard = finding.heard
    words = heard_words(heard.response, heard.answer, warned.told_at.date(), heard.hearing_held_on)
    ground = GROUNDS[falsehood.ground]
    barred = {names.get(code, code): day for code, day in falsehood.barred_items.items()}
    return Found(ground, told.facts, told.evidence, words, falsehood.article, falsehood.until, barred)
