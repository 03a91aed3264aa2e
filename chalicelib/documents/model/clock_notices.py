"""特别程序告知书 and 延长办理期限告知书: what moves the day of the decision is told in writing (行政许可法42, 45)."""

from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model.citations import in_full
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    chinese_date,
    due_date,
    facts,
    notice,
    sentence,
)

RECUSAL = "认为听证主持人与该行政许可事项有直接利害关系的，有权申请其回避。"


class Procedure(NamedTuple):
    """A special procedure. `until` is its planned last day, `workdays` how many workdays that are,
    `total` all that procedures of this kind take out of the term with it. `due` is the last
    day of the law's term after it, or of the promise where the law sets none; `again` a later notice of the same kind.
    `requested` is the day on which a hearing was asked for,
    `chair` who chairs it and `place` when and where.
    """

    label: str
    basis: str
    needed_by: str
    reason: str
    begins: date
    until: date
    workdays: int
    total: int
    due: date | None
    provisional: bool = False
    again: bool = False
    requested: date | None = None
    chair: str = ""
    place: str = ""


def special_procedure_notice(case: CaseFacts, formalities: Formalities, told: Procedure) -> NoticeData:
    """特别程序告知书: without it the time counts."""
    today = formalities.issued
    until = due_date(told.until, provisional=told.provisional, today=today)
    due = due_date(told.due, provisional=told.provisional, today=today) if told.due else None
    again = "需要的时间比原告知的长，现另行告知" if told.again else "依法需要进行特别程序，现告知"
    return notice(
        DocumentKind.SPECIAL_PROCEDURE_NOTICE,
        case,
        formalities,
        facts=facts(
            特别程序=told.label,
            依据=in_full(told.needed_by),
            提出听证申请日期=chinese_date(told.requested) if told.requested else None,
            听证主持人=told.chair or None,
            听证时间地点=told.place or None,
            开始日期=chinese_date(told.begins),
            计划结束日期=until,
            所需时间=f"{told.workdays}个工作日",
            累计不计入期限=f"{told.total}个工作日" if told.total != told.workdays else None,
            办理期限届满日=due,
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            f"{case.you}提出的“{case.item}”申请，{again}：",
            f"本件需要{told.label}，自{chinese_date(told.begins)}起，计划于{until}结束，所需时间{told.workdays}个工作日。",
            f"理由：{sentence(told.reason)}",
        ),
        closing=(
            "上述时间不计入办理期限。提前结束的，自结束的次日起恢复计算；到计划结束日期没有结束、也没有另行书面告知的，"
            "自次日起继续计算。",
            *((RECUSAL,) if told.chair else ()),
        ),
        basis=_basis(case, told.basis, told.needed_by),
        signatures=("申请人（签收）", "签收日期"),
    )


EACH_TERM = "各事项由办理部门分别办理，各自的期限不因联办期限延长而改变。"


class LastDay(NamedTuple):
    """`provisional`: not every holiday up to it is announced."""

    day: date
    provisional: bool = False

    def words(self, today: date) -> str:
        return due_date(self.day, provisional=self.provisional, today=today)


class Extension(NamedTuple):
    """`length` with its unit in words. `before` and `after` are the last days of the law's term, `promised` the day
    that was promised, which stays. `approver` is the post that approved it, `approval` the number of its paper.
    """

    length: str
    basis: str
    reason: str
    before: LastDay
    after: LastDay
    approver: str
    promised: LastDay | None = None
    approval: str | None = None


def extension_notice(case: CaseFacts, formalities: Formalities, told: Extension) -> NoticeData:
    """延长办理期限告知书, or 延期办理通知书 of a joint request: with the reasons, as 行政许可法42 asks."""
    today = formalities.issued
    before, after = told.before.words(today), told.after.words(today)
    done, paper = ("全部办结", f"（{told.approval}）") if told.approval else ("作出决定", "")
    promised = (
        (f"本件承诺于{told.promised.words(today)}前办结，承诺期限不因延长而改变。超过承诺期限的，将公开说明理由。",)
        if told.promised
        else ()
    )
    return notice(
        DocumentKind.JOINT_EXTENSION_NOTICE if told.approval else DocumentKind.EXTENSION_NOTICE,
        case,
        formalities,
        facts=facts(
            原届满日=before,
            延长期限=told.length,
            延长后届满日=after,
            批准人=told.approver,
            批准文号=told.approval,
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            f"{case.you}提出的“{case.item}”申请，不能在法定期限内{done}，经{told.approver}批准{paper}，延长办理期限{told.length}，"
            f"由{before}延长至{after}。",
            f"理由：{sentence(told.reason)}",
        ),
        closing=(*promised, *((EACH_TERM,) if told.approval else ())),
        basis=_basis(case, told.basis),
        signatures=("申请人（签收）", "签收日期"),
    )


def _basis(case: CaseFacts, *articles: str) -> tuple[str, ...]:
    """Each article once, then the item's own basis; 行政许可法 for licences only."""
    cited = (one for one in articles if case.licence or "行政许可法" not in one)
    return tuple(dict.fromkeys((*cited, *case.item_basis)))
