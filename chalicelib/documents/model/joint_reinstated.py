"""恢复办理通知书: the refusal of a member of a joint request was annulled, and it is decided anew."""

from collections.abc import Sequence

from chalicelib.documents.model.joint import MemberTerm, members_table
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, NoticeData, basis, chinese_date, facts, notice


def joint_reinstatement(
    case: CaseFacts,
    formalities: Formalities,
    anew: Sequence[MemberTerm],
    revived: Sequence[MemberTerm],
    papers: Sequence[str],
) -> NoticeData:
    """`anew` are decided again; `revived` had ended because of their refusals. `papers` have annulled these."""
    named = "”“".join(one.item for one in anew)
    follows = "”“".join(one.item for one in revived)
    more = f"因此终止的“{follows}”随之恢复办理，原终止办理通知书不再执行。" if revived else ""
    return notice(
        DocumentKind.JOINT_REINSTATEMENT_NOTICE,
        case,
        formalities,
        facts=facts(申请日期=chinese_date(case.applied_on), 依据的文书="；".join(papers), 窗口电话=case.window_phone),
        paragraphs=(
            f"{case.you}“{case.item}”申请中，“{named}”的不予决定已经被撤销（{'；'.join(papers)}），由办理部门重新作出决定。{more}",
            "恢复办理的事项和期限如下：",
        ),
        table=members_table((*anew, *revived), formalities),
        closing=("已经提交的材料不需要重新提交。联办的期限不因此重新计算，各事项的期限分别计算。",),
        basis=basis(case, "第二十六条第二款"),
        signatures=("申请人（签收）", "签收日期"),
    )
