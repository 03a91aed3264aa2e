"""恢复行政许可效力通知书: what had ended a licence was annulled."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.result_end import EndState
from chalicelib.documents.model.adverse import may_apply_again
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    chinese_date,
    facts,
    notice,
    sentence,
)

VERBS = {"revoked": "撤销", "withdrawn": "撤回", "cancelled": "注销", "revoked_as_penalty": "吊销"}


class Restoring(NamedTuple):
    """The certificate by title and number. Which of its ends was annulled, and the day of that end. By whom, when if
    that is known, by which paper, why, and what that rests on. `until` is the last day of the licence. `decision` is
    the annulled one by title and number; `first_reference` is the paper of one that was taken elsewhere. `cancelled`:
    a cancellation had followed. `barred` are the items for which it had kept the holder from applying.
    """

    title: str
    number: str
    state: EndState
    ended_on: date
    organ: str
    decided_on: date | None
    paper: str
    reference: str
    reason: str
    articles: Sequence[str]
    until: date | None
    decision: str | None = None
    first_reference: str | None = None
    cancelled: bool = False
    barred: Sequence[str] = ()


def restoration_notice(case: CaseFacts, formalities: Formalities, why: Restoring) -> NoticeData:
    verb, named = VERBS[why.state], f"《{why.title}》（证照编号{why.number}）"
    ended_on, on = chinese_date(why.ended_on), f"于{chinese_date(why.decided_on)}" if why.decided_on else ""
    cancelled = f"；因该{verb}而办理的注销同时失效" if why.cancelled else ""
    ended = (
        f"{case.you}的{named}因{why.first_reference}被{verb}，{case.we}于{ended_on}登记失效"
        if why.first_reference
        else f"{case.we}于{ended_on}作出{why.decision or '决定'}，{verb}{case.you}的{named}"
    )
    return notice(
        DocumentKind.RESTORATION_NOTICE,
        case,
        formalities,
        facts=facts(依据的文书=why.reference, 作出机关=why.organ, 证照编号=why.number, 窗口电话=case.window_phone),
        paragraphs=(
            f"{ended}。该{verb}决定已由{why.organ}{on}以{why.paper}（{why.reference}）撤销。",
            f"说明：{sentence(why.reason)}",
            f"{named}恢复效力，{_term(why.until, formalities.issued)}{cancelled}。"
            f"已经交回或者没有领取的证照原件，{case.you}可以到领取结果的窗口领取。",
            *((f"由该决定产生的申请限制同时失效。{may_apply_again(case, why.barred)}",) if why.barred else ()),
        ),
        basis=tuple(why.articles) or case.item_basis,
        signatures=("当事人（签收）", "签收日期"),
    )


def _term(until: date | None, today: date) -> str:
    """A term runs on while the licence is not valid: nothing in the law makes it longer."""
    if until is None:
        return "有效期限不变"
    over = "，现已届满" if until < today else ""
    return f"有效期限不变，至{chinese_date(until)}（含当日）{over}"
