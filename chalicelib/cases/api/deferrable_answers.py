"""What a list of materials says of 容缺受理: which lines may follow, on what words, and whom a broken promise bars."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.model.acts import SUBMIT
from chalicelib.cases.model.deferral import ARTICLE_32, may_follow
from chalicelib.cases.model.deferral_acts import PROMISE_PAPERS
from chalicelib.cases.store.bars import barred_until
from chalicelib.cases.store.records import OF_DEFERRALS, CaseFile
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.commitments import promise_of_members
from chalicelib.foundation.platform import Platform

CAN_PROMISE = SUBMIT.lawful_from | PROMISE_PAPERS.lawful_from
MayFollow = Annotated[
    bool | None, Field(description="可以容缺：凭书面承诺在受理之后补齐；取决于不予显示的填写内容的，为 null")
]


class DeferrableAnswer(BaseModel, defer_build=True):
    """The terms of a promise, with the words that the applicant commits to, before anybody promises."""

    lines: Annotated[list[str], Field(description="可以容缺、尚未提交的材料")]
    workdays: Annotated[
        int, Field(description="自受理之日起补齐的工作日数，不晚于承诺办理期限；联办的自需要该材料的事项开始办理之日起")
    ]
    bar_months: Annotated[int, Field(description="逾期未补齐的，此后不得再容缺受理的月数")]
    text: Annotated[list[str], Field(description="承诺书的内容；网上提交时列明材料即为作出承诺")]
    basis: str
    barred_until: Annotated[
        date | None, Field(description="申请人因此前逾期未补齐，至这一日（含当日）不得容缺受理；没有限制的为 null")
    ]


Deferrable = Annotated[
    DeferrableAnswer | None,
    Field(description="容缺受理的条件和承诺内容；没有可以容缺的材料、现在不能承诺或者不予显示的，为 null"),
]


def deferrable(
    platform: Platform, found: CaseFile, item: ServiceItem, lines: list[ChecklistLine]
) -> DeferrableAnswer | None:
    """`lines` are those that are lacking and of which the reader may know. None once nothing can be promised."""
    case, rule = found.case, item.tolerance
    open_lines = [line.no for line in lines if may_follow(item, line)]
    if rule is None or not open_lines or case.status not in CAN_PROMISE:
        return None
    return DeferrableAnswer(
        lines=open_lines,
        workdays=rule.workdays,
        bar_months=rule.bar_months,
        text=[*(promise_of_members(rule.workdays, rule.bar_months) if case.is_request else rule.text)],
        basis=citations(rule.basis, [basis.law for basis in item.legal_basis]) or ARTICLE_32,
        barred_until=barred_until(platform, case, OF_DEFERRALS, platform.now().date()),
    )
