"""联办受理通知书, 受理补充通知书 and 联办办结通知书: one acceptance and one conclusion for all members of a request.

行政许可法26(2). Each member's own decision and result are documents of its own department.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model.citations import under_one_name
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    basis,
    chinese_date,
    due_date,
    facts,
    notice,
)
from chalicelib.documents.model.receipt import MAIN, WHOLE

JOINT_TERM = "第二十六条第二款、第三十二条、第四十二条第二款"


class MemberDue(NamedTuple):
    """The last day of a member that has begun."""

    day: date
    provisional: bool = False


class MemberTerm(NamedTuple):
    """A member as the acceptance tells it: `limit` is its own promised length as people read it, `begins` when it is
    counted from (自受理之日, 在…办结后). `due` is its last day, where it is known already. `accepted_on` is the day of
    its own acceptance, of one that has joined later.
    """

    item: str
    organ: str
    limit: str
    begins: str
    due: MemberDue | None = None
    accepted_on: date | None = None


class JointTerms(NamedTuple):
    """The days of the whole request; None where it has none. `supplemented`, `deemed` as in `receipt.Acceptance`."""

    accepted_on: date
    promised: date | None
    statutory: date | None
    provisional: bool = False
    deemed: bool = False
    supplemented: bool = False
    follows: Sequence["Follows"] = ()


class Follows(NamedTuple):
    """A material that the applicant has promised (容缺受理): which items wait for it, by how many workdays after
    each of them begins, how long a default bars, and on what basis.
    """

    material: str
    items: Sequence[str]
    workdays: int
    bar_months: int
    basis: str


class MemberEnd(NamedTuple):
    """How a member has ended, in one word, and when; None of what was there before."""

    item: str
    organ: str
    how: str
    on: date | None


def joint_acceptance(
    case: CaseFacts, formalities: Formalities, terms: JointTerms, members: Sequence[MemberTerm], *, query_code: str
) -> NoticeData:
    """What is accepted, by whom it is handled, and by when: the whole by one day, each member within its own term."""
    promised, statutory = _day(terms.promised, terms, formalities), _day(terms.statutory, terms, formalities)
    return notice(
        DocumentKind.JOINT_ACCEPTANCE_NOTICE,
        case,
        formalities,
        facts=facts(
            申请日期=chinese_date(case.applied_on),
            受理日期=chinese_date(terms.accepted_on),
            联办承诺期限=promised,
            联办法定期限=statutory,
            查询码=query_code,
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            _accepted(case, terms),
            f"本件由下列部门联合办理，共{len(members)}个事项，各部门分别作出决定，各自的期限分别计算：",
        ),
        table=members_table(members, formalities),
        closing=(
            *_following(terms.follows),
            "须以其他事项的结果为前置的，自该结果作出之日起开始办理，届满日届时可在办理进度中查询；已由本次办理取得的结果和数据，不再要求提交。",
            f"可凭查询码{query_code}查询全部事项的办理进度，或者致电窗口电话{case.window_phone}咨询。",
        ),
        basis=under_one_name(
            (
                *basis(case, JOINT_TERM if terms.statutory else "第二十六条第二款", "《优化营商环境条例》第三十六条"),
                *dict.fromkeys(one.basis for one in terms.follows),
            )
        ),
        signatures=("申请人（签收）", "签收日期"),
    )


def _following(papers: Sequence[Follows]) -> list[str]:
    if not papers:
        return []
    told = [
        f"“{one.material}”自“{'”“'.join(one.items)}”开始办理之日起{one.workdays}个工作日内补齐，"
        f"不晚于该事项的承诺办理期限；逾期未补齐的，登记失信限制，此后{one.bar_months}个月内不得再容缺受理。"
        for one in papers
    ]
    return [
        "下列材料凭申请人的书面承诺容缺受理，补齐之前，需要该材料的事项不作出准予的决定；逾期未补齐的，依现有材料作出决定：",
        *told,
    ]


def members_table(members: Sequence[MemberTerm], formalities: Formalities) -> NoticeTable:
    rows = tuple(
        (str(number), one.item, one.organ, one.limit, one.begins, _due(one, formalities))
        for number, one in enumerate(members, 1)
    )
    return NoticeTable(
        columns=("序号", "事项", "办理部门", "承诺期限", "起算", "届满日"), widths=(3, 8, 9, 6, 8, 8), rows=rows
    )


def _due(one: MemberTerm, formalities: Formalities) -> str:
    if one.due is None:
        return "—"
    provisional = one.due.provisional and one.due.day > formalities.issued
    return chinese_date(one.due.day) + ("（暂定）" if provisional else "")


def _day(day: date | None, terms: JointTerms, formalities: Formalities) -> str | None:
    return due_date(day, provisional=terms.provisional, today=formalities.issued) if day else None


def _accepted(case: CaseFacts, terms: JointTerms) -> str:
    applied, since = chinese_date(case.applied_on), chinese_date(terms.accepted_on)
    if not terms.deemed:
        papers = MAIN if terms.follows else WHOLE
        return f"{case.you}于{applied}提出的“{case.item}”申请，经审查，{papers}，自{since}起予以受理。"
    day = "收到补正申请材料之日" if terms.supplemented else "收到申请材料之日"
    return (
        f"{case.you}于{applied}提出的“{case.item}”申请，自{day}起五个工作日内未一次告知需要补正的全部内容，"
        f"依照《中华人民共和国行政许可法》第三十二条，自{day}（{since}）起即为受理。"
    )


def joint_supplement(
    case: CaseFacts, formalities: Formalities, members: Sequence[MemberTerm], *, statutory: MemberDue | None
) -> NoticeData:
    """Which members have joined an accepted request, each accepted on a day of its own, and that the day of the whole
    stays (行政许可法42(2)).
    """
    joined = "，".join(f"“{one.item}”自{chinese_date(one.accepted_on)}起受理" for one in members if one.accepted_on)
    day = ""
    if statutory:
        day = f"，仍为{due_date(statutory.day, provisional=statutory.provisional, today=formalities.issued)}"
    return notice(
        DocumentKind.JOINT_SUPPLEMENT_NOTICE,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}变更了“{case.item}”申请的办理情形，下列事项因此加入办理，其申请材料齐全，予以受理：{joined}。",
        ),
        table=members_table(members, formalities),
        closing=(f"联办的期限不因此重新计算{day}；其他事项照原受理通知书办理。",),
        basis=basis(case, JOINT_TERM if statutory else "第二十六条第二款"),
        signatures=("申请人（签收）", "签收日期"),
    )


def joint_conclusion(
    case: CaseFacts, formalities: Formalities, members: Sequence[MemberEnd], *, how: str, running: Sequence[str] = ()
) -> NoticeData:
    """How each member has ended. The members' own decisions say what may be done against them. `running` are the
    optional ones that go on: nobody waits for them.
    """
    rows = tuple(
        (str(number), one.item, one.organ, one.how, chinese_date(one.on) if one.on else "—")
        for number, one in enumerate(members, 1)
    )
    but = f"除“{'”“'.join(running)}”以外，" if running else ""
    goes_on = f"“{'”“'.join(running)}”是可选事项，仍在办理，办理结果可在办理进度中查询；其他事项的结果不因此受影响。"
    return notice(
        DocumentKind.JOINT_CONCLUSION_NOTICE,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 办结日期=chinese_date(formalities.issued), 办理结果=how),
        paragraphs=(f"{case.you}申请的“{case.item}”，{but}各事项均已办毕，结果如下：",),
        table=NoticeTable(columns=("序号", "事项", "办理部门", "结果", "日期"), widths=(3, 11, 10, 7, 8), rows=rows),
        closing=(
            *((goes_on,) if running else ()),
            "各事项的决定和证照由办理部门分别作出，对决定不服的，救济途径见各决定书。",
        ),
        signatures=("申请人（签收）", "签收日期"),
    )
