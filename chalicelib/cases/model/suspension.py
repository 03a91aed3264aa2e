"""Which special procedure may stop the decision clocks of a case, and which may not and why (行政许可法45). Pure.

For a licence it is what art. 45 names, or what the item's own law names. For anything else only the item's own law
counts. What the item's record calls `unclear` stops nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.stops import MOST_STOPS, Stop, excluded, open_kinds
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations, law_name
from chalicelib.catalogue.model.conditions import Answers, evaluate, parse
from chalicelib.catalogue.model.record import Special, SpecialKind
from chalicelib.catalogue.model.special import OF_ARTICLE_45, SPECIALS
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation import problems

ON_THE_SPOT = "即办件"
LICENSING_LAW = "《行政许可法》"
ARTICLE_45 = f"{LICENSING_LAW}第四十五条"
ON_THE_MINUTES = f"{LICENSING_LAW}第四十八条第二款"
# What in 行政许可法 asks for a procedure; art. 45 only takes its time out. Expert reviews rest on other laws.
ASKED_BY: Mapping[str, tuple[str, ...]] = {
    "hearing": ("第四十六条", "第四十七条"),
    "tender": ("第五十三条",),
    "inspection_test": ("第五十五条",),
}
# All procedures of one kind together, where the item's data have no number of their own (ADR 0098).
MOST_WORKDAYS = 60
TITLE = re.compile(r"《([^《》]+)》")
NOT_IN_ARTICLE_45 = f"{ARTICLE_45}没有列举"
# What people take for a reason to stop, and is none, with the law that says what it is.
REFUSED: Mapping[SpecialKind, str] = {
    "consultation": f"征求意见{NOT_IN_ARTICLE_45}，计入期限",
    "public_notice": f"公示{NOT_IN_ARTICLE_45}，计入期限",
    "interested_party": f"告知利害关系人（《行政许可法》第三十六条）{NOT_IN_ARTICLE_45}，计入期限",
    "quantity_limit": f"数量限制（《行政许可法》第五十七条）{NOT_IN_ARTICLE_45}，计入期限",
    "exam": f"考试、考核（《行政许可法》第五十四条）{NOT_IN_ARTICLE_45}，计入期限",
    "assessment": f"技术评估{NOT_IN_ARTICLE_45}，计入期限",
    "government_approval": f"报人民政府批准{NOT_IN_ARTICLE_45}，计入期限",
    "awaiting_conclusion": f"等待有关结论{NOT_IN_ARTICLE_45}，计入期限",
}
# Steps that no record of an item knows as a special procedure, and that people have stopped clocks for all the same.
NEVER: Mapping[str, tuple[str, str]] = {
    "site_visit": ("现场踏勘、现场核查", "（《行政许可法》第三十四条第三款）"),
    "collective_discussion": ("集体讨论", ""),
}


class Refused(NamedTuple):
    """Why the clocks run on: the code, and the sentence with the article."""

    code: str
    says: str


class Ground(NamedTuple):
    """What takes the time out of the term. `most` are the workdays that all procedures of the kind together may take;
    `set_by` says where that number comes from. `each`: its law stops the clocks as long as it takes, so only each
    notice is bounded.
    """

    basis: str
    most: int = MOST_WORKDAYS
    set_by: str = "事项目录没有载明天数的，以此为限"
    each: bool = False


def ground_for(item: ItemDocument, kind: str, answers: Answers) -> Ground | Refused:
    """The ground on which this procedure stops the clocks of a case with these answers, or why it does not."""
    if item.handling_type == ON_THE_SPOT:
        return Refused("decided_on_the_spot", f"{done_at_once(item)}，没有可以中止的期限")
    if kind in NEVER:
        label, article = NEVER[kind]
        says = f"{label}{article}{NOT_IN_ARTICLE_45}，计入期限"
        return Refused("procedure_counts", says) if item.is_licence else _no_own_law(label)
    own = [one for one in item.special if one.kind == kind]
    if own and not (kind in OF_ARTICLE_45 and _needs_licence(own) and not item.is_licence):
        return _of_the_record(item, own, answers)
    if not item.is_licence:
        return _no_own_law(SPECIALS[_known(kind)])
    if kind not in OF_ARTICLE_45:
        return Refused("procedure_counts", next(says for name, says in REFUSED.items() if name == kind))
    return Ground(ARTICLE_45)


def unfounded(item: ItemDocument, kind: str, basis: str) -> Refused | None:
    """Why this article asks for no such procedure of the item; None where it may. It is one of 行政许可法 that names
    the procedure, or one of a law that the item's own data name.
    """
    law, article = law_name(basis.partition("》")[0]), basis.partition("》")[2]
    articles = ASKED_BY.get(kind, ()) if item.is_licence else ()
    own = [f"《{title}》" for title in dict.fromkeys(_laws_of(item, kind))]
    if law in own or (law == LICENSING_LAW and article.startswith(articles)):
        return None
    named = "、".join([*(f"{LICENSING_LAW}{one}" for one in articles), *own])
    label = SPECIALS[_known(kind)]
    says = f"应为要求进行{label}的法律、法规条文：{named}。其他法律、法规有要求的，先在事项目录中载明"
    return Refused("basis_not_of_item", says)


def _laws_of(item: ItemDocument, kind: str) -> Iterator[str]:
    """The titles, without the name of the state, of the laws that the item's data name for it and its procedures."""
    laws = [basis.law for basis in item.legal_basis]
    own = [text for one in item.special if one.kind == kind for text in (one.basis, one.pausing_basis or "")]
    cited = [citations(text, laws) or "" for text in (*own, *(one.basis for one in item.special_procedures))]
    for text in (*map(law_name, laws), *cited):
        yield from (title for title in TITLE.findall(text) if f"《{title}》" != LICENSING_LAW)


def still_open(case: Case, *, licence: bool, what: str = "作出决定") -> Refused | None:
    """Why nobody does `what` now: a procedure has been told and has not ended. A hearing ends with its minutes."""
    kind = next(iter(open_kinds(case.stops)), None)
    if kind is None:
        return None
    basis = next(stop.basis for stop in case.stops if stop.kind == kind)
    article = ON_THE_MINUTES if kind == "hearing" and licence else basis
    return Refused("procedure_open", f"{SPECIALS[kind]}尚未结束，不能{what}（{article}）；已经结束的，请先恢复计时")


def require(found: Refused | None) -> None:
    """409 with the article, where the law does not allow it on this case now."""
    if found is not None:
        raise problems.Conflict(code=found.code, title=found.says)


def done_at_once(item: ItemDocument) -> str:
    """Why a 即办件 has no term to work on."""
    return "即办件当场作出决定（《行政许可法》第三十四条第二款）" if item.is_licence else "即办件当场或者当日办结"


def _no_own_law(label: str) -> Refused:
    says = f"该事项不是行政许可，不适用{ARTICLE_45}；其专门法律没有规定{label}的时间不计入"
    return Refused("no_own_law", says)


def _needs_licence(own: Sequence[Special]) -> bool:
    """Whether nothing but 行政许可法45 takes the time out."""
    return all(special.pausing != "special_law" for special in own)


def _known(kind: str) -> SpecialKind:
    return next(name for name in SPECIALS if name == kind)


def _of_the_record(item: ItemDocument, own: Sequence[Special], answers: Answers) -> Ground | Refused:
    """The first entry that stops the clocks of this case; what the form does not tell the organ judges."""
    refused = list[Refused]()
    for special in own:
        label = SPECIALS[special.kind]
        if special.pausing == "unclear":
            refused.append(Refused("pause_unclear", f"{label}是否属于{ARTICLE_45}所列情形没有明确，继续计时"))
        elif special.pausing == "no":
            says = REFUSED.get(special.kind) or f"本事项的{label}不属于{ARTICLE_45}所列情形，计入期限"
            refused.append(Refused("procedure_counts", says) if item.is_licence else _no_own_law(label))
        elif not _applies(special, answers):
            refused.append(Refused("procedure_not_needed", f"按照申请表的内容，本件依法不需要{label}，继续计时"))
        else:
            laws = [basis.law for basis in item.legal_basis]
            basis, most = citations(special.pausing_basis or "", laws) or ARTICLE_45, special.max_workdays
            return Ground(basis, most, basis) if most else Ground(basis, each=special.pausing == "special_law")
    return refused[0]


def _applies(special: Special, answers: Answers) -> bool:
    if special.when in ("always", "organ"):
        return True
    return evaluate(parse(special.when), answers) is not False


def refused_now(case: Case, today: date, *, licence: bool) -> Refused | None:
    """Why nothing can stop the clocks of this case today."""
    of_whom = ("superior",) if case.status is Status.REPORTED else ("statutory", "lower_review", "promised")
    clocks = [clock for kind, clock in case.clocks.items() if kind in of_whom]
    if not clocks:
        return Refused("no_term", "本件没有正在计算的办理期限")
    last = max(clock.due for clock in clocks)
    if today >= last:
        how = f"已于{last}届满" if today > last else "今天届满"
        article = f"（{ARTICLE_45}）" if licence else ""
        return Refused("term_over", f"办理期限{how}，没有可以中止的时间{article}")
    if len(case.stops) >= MOST_STOPS:
        return Refused("stops_too_many", f"本件的特别程序已经有{MOST_STOPS}次，不能再增加")
    return None


def workdays_of(stops: Sequence[Stop], kind: SpecialKind, calendar: WorkCalendar) -> int:
    """How many workdays all procedures of this kind together take out of the term."""
    return sum(calendar.workdays_between(*pause) for pause in excluded(one for one in stops if one.kind == kind))
