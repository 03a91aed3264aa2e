"""联合审图意见书, 联合验收意见书 and 整改通知书: what several departments have said together (行政许可法26(2))."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import (
    CaseFacts,
    Formalities,
    NoticeData,
    NoticeTable,
    basis,
    chinese_date,
    facts,
    notice,
    sentence,
)

# 多图联审、联合竣工验收.
OTHERWISE = "《优化营商环境条例》第四十二条"


class DepartmentSaid(NamedTuple):
    """What one department has said, in one word; `findings` are the conditions of its consent."""

    organ: str
    matter: str
    opinion: str
    findings: Sequence[str] = ()


class Filing(NamedTuple):
    """What the applicant has to file after a passed acceptance, and by when."""

    item: str
    until: date


def session_conclusion(
    case: CaseFacts,
    formalities: Formalities,
    said: Sequence[DepartmentSaid],
    *,
    kind: str,
    conclusion: str,
    reason: str,
    filing: Filing | None = None,
) -> NoticeData:
    """The lead's conclusion with the opinion of every department, under the name of the examination (联合验收)."""
    rows = tuple(
        (str(number), one.organ, one.matter, one.opinion, "；".join(one.findings) or "—")
        for number, one in enumerate(said, 1)
    )
    closing = ["本意见书是作出决定的依据；对决定不服的，救济途径见决定书。"]
    if filing:
        closing.insert(0, f"请于{chinese_date(filing.until)}前（含当日）办理“{filing.item}”。")
    return notice(
        DocumentKind.SESSION_CONCLUSION,
        case,
        formalities,
        title=f"{kind}意见书",
        facts=facts(申请日期=chinese_date(case.applied_on), 结论=conclusion),
        paragraphs=(
            f"{case.you}申请的“{case.item}”，由下列部门分别提出意见，经{kind}，结论为{conclusion}。",
            sentence(f"理由：{reason}"),
        ),
        table=NoticeTable(
            columns=("序号", "部门", "审查内容", "意见", "条件、问题或者理由"), widths=(1, 3, 4, 2, 4), rows=rows
        ),
        closing=tuple(closing),
        basis=basis(case, "第二十六条第二款", OTHERWISE),
        signatures=("申请人（签收）", "签收日期"),
    )


class Rectification(NamedTuple):
    """What is asked of the applicant after an examination of this kind, and by when."""

    kind: str
    reason: str
    until: date


def session_rectification(
    case: CaseFacts, formalities: Formalities, raised: Sequence[DepartmentSaid], asked: Rectification
) -> NoticeData:
    """One list of everything that any department wants put right: none of them may ask for more later (R5). What is
    handed in where, by when, and what follows if it is not.
    """
    listed = [(one.organ, finding) for one in raised for finding in one.findings]
    rows = tuple((str(number), organ, finding) for number, (organ, finding) in enumerate(listed, 1))
    until = chinese_date(asked.until)
    return notice(
        DocumentKind.RECTIFICATION_NOTICE,
        case,
        formalities,
        title="整改通知书",
        facts=facts(
            申请日期=chinese_date(case.applied_on),
            整改事项=f"{len(rows)}项",
            整改期限=until,
            窗口电话=case.window_phone,
        ),
        paragraphs=(
            f"{case.you}申请的“{case.item}”，经{asked.kind}，有下列事项需要整改：",
            sentence(f"说明：{asked.reason}"),
        ),
        table=NoticeTable(columns=("序号", "部门", "须整改的事项"), widths=(1, 4, 9), rows=rows),
        closing=(
            f"请于{until}前（含当日）完成整改，并提交整改后的材料和整改情况说明：登录网上办事大厅，在本办件的材料清单中补充；"
            f"或者交到政务服务窗口（电话{case.window_phone}）。",
            "收到后由提出整改意见的部门就以上事项复查；其他部门不再重复审查。",
            "到期没有整改或者没有提交的，按照现有材料和查验情况作出结论，可能因此不予通过。整改期间，办理期限继续计算。",
        ),
        basis=basis(case, "第二十六条第二款", OTHERWISE),
        signatures=("申请人（签收）", "签收日期"),
    )
