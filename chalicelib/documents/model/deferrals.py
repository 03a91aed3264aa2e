"""容缺受理承诺书 and 容缺受理通知书: which papers follow, until when, and what comes of it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model.citations import under_one_name
from chalicelib.catalogue.model.commitments import promise_of_members, promise_text
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
    numbered,
)
from chalicelib.documents.model.receipt import MAIN, WHOLE

LISTED = "容缺的材料"


class Promise(NamedTuple):
    """The names of the materials that follow, and what the item has published for them. `of_members`: they follow to
    members of a joint request, each with a term of its own.
    """

    materials: Sequence[str]
    workdays: int
    bar_months: int
    basis: str
    of_members: bool = False

    @property
    def text(self) -> tuple[str, ...]:
        words = promise_of_members if self.of_members else promise_text
        return words(self.workdays, self.bar_months)


def deferral_commitment(case: CaseFacts, formalities: Formalities, promise: Promise, given: Giver) -> NoticeData:
    """The applicant's own word: confirmed with the submission online, signed at the window."""
    return declaration(
        DocumentKind.DEFERRAL_COMMITMENT,
        case,
        formalities,
        given,
        facts=facts(承诺日期=chinese_date(formalities.issued), 窗口电话=case.window_phone),
        paragraphs=(f"{case.me}提出的“{case.item}”申请，下列材料暂时不能提交，{case.me}承诺如下：",),
        table=numbered(LISTED, promise.materials),
        closing=promise.text,
        basis=(promise.basis,),
    )


def deferral_notice(acceptance: NoticeData, promise: Promise, due: date, *, provisional: bool) -> NoticeData:
    """The acceptance with what is still to come: it is the 受理通知书 of this case, and says all of it."""
    term = due_date(due, provisional=provisional, today=acceptance.formalities.issued)
    return acceptance.model_copy(
        update={
            "kind": DocumentKind.DEFERRAL_NOTICE,
            "title": DocumentKind.DEFERRAL_NOTICE.title(),
            "facts": (*acceptance.facts, *facts(容缺材料补齐期限=term)),
            "paragraphs": (
                *(text.replace(f"，{WHOLE}", f"，{MAIN}") for text in acceptance.paragraphs),
                "下列材料凭申请人的书面承诺容缺受理：",
            ),
            "table": numbered(LISTED, promise.materials),
            "closing": (
                *acceptance.closing,
                f"请于{term}前（含当日）补齐上述材料，可以网上提交，也可以到窗口提交。补齐之前，不作出准予的决定。",
                f"逾期未补齐的，依现有材料作出决定，登记失信限制，此后{promise.bar_months}个月内不得再容缺受理。",
            ),
            "basis": under_one_name((*acceptance.basis, promise.basis)),
        }
    )
