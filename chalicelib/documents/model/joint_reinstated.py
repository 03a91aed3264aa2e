"""恢复办理通知书: the refusal of a member of a joint request was annulled, and it is decided anew."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.documents.model.joint import MemberTerm, members_table
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, NoticeData, chinese_date, facts, notice


class RefusalUndone(NamedTuple):
    """The refusal by title and number with its day; who has annulled it, by which paper, on which article."""

    item: str
    decision: str
    decided_on: date
    organ: str
    paper: str
    reference: str
    article: str | None

    @property
    def says(self) -> str:
        first = f"“{self.item}”：{chinese_date(self.decided_on)}作出的{self.decision}"
        return f"{first}，已由{self.organ}以{self.paper}（{self.reference}）撤销。"


def joint_reinstatement(
    case: CaseFacts,
    formalities: Formalities,
    anew: Sequence[MemberTerm],
    revived: Sequence[MemberTerm],
    undone: Sequence[RefusalUndone],
) -> NoticeData:
    """`anew` are decided again; `revived` had ended because of their refusals, which are `undone`."""
    papers = "；".join(dict.fromkeys(one.reference for one in undone))
    articles = [one.article for one in undone if one.article]
    follows = "”“".join(one.item for one in revived)
    more = f"因此终止的“{follows}”随之恢复办理，原终止办理通知书不再执行。" if revived else ""
    return notice(
        DocumentKind.JOINT_REINSTATEMENT_NOTICE,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 依据的文书=papers, 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}“{case.item}”申请中，下列不予的决定已经被撤销，由办理部门重新作出决定：",
            *(one.says for one in undone),
            *((more,) if more else ()),
            "恢复办理的事项和期限如下：",
        ),
        table=members_table((*anew, *revived), formalities),
        closing=("已经提交的材料不需要重新提交。联办的期限不因此重新计算，各事项的期限分别计算。",),
        basis=tuple(dict.fromkeys(articles)) or case.item_basis,
        signatures=("申请人（签收）", "签收日期"),
    )
