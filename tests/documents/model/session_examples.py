"""What departments write to one another for a joint session, of the case in `examples`."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from chalicelib.documents.model.ahead import Promised, ahead_commitment
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import CaseFacts, Formalities, Giver, NoticeData
from chalicelib.documents.model.session_papers import (
    Appointed,
    Called,
    Coordinated,
    Disputed,
    Photo,
    Pinned,
    Present,
    Said,
    Visited,
    department_opinion,
    session_minutes,
    session_notice,
    session_record,
)
from chalicelib.documents.model.sessions import DepartmentSaid, Rectification, session_rectification

CST = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 26, 9, 30, tzinfo=CST)
KIND = "联合审查"
PLANNING, HOUSING = "阳江市自然资源局", "阳江市住房和城乡建设局"
CIVIL_DEFENCE = "阳江市人民防空办公室"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
APPOINTED = Appointed(KIND, 1, AT, "阳江市江城区示例路1号项目现场", on_site=True, due=date(2026, 11, 30))
CALLED = [Called(PLANNING, "规划条件核实", 2), Called(HOUSING, "消防验收", 2), Called(CIVIL_DEFENCE, "人防工程", 1)]
PAPERS = [Pinned("竣工图", DIGEST), Pinned("工程竣工验收报告", DIGEST[::-1])]
HERE = [Present(PLANNING, ("张一", "李二")), Present(HOUSING, ("王三", "赵四")), Present(CIVIL_DEFENCE)]
OPINION = Said(
    "消防验收",
    1,
    "有条件同意",
    "《建设工程消防设计审查验收管理暂行规定》第三十条",
    "现场抽查符合要求，一处防火门闭门器松动。",
    ("修复三层东侧防火门的闭门器",),
    conditions=True,
    instead="本部门此前的意见为“同意”，以本意见书为准",
)
VISITED = Visited(
    KIND,
    1,
    AT,
    "阳江市江城区示例路1号项目现场",
    on_site=True,
    present=HERE,
    findings="逐层核对竣工图，情况属实。",
    photos=[Photo("三层东侧防火门", DIGEST)],
)
MET = Coordinated(
    KIND,
    1,
    AT,
    present=HERE[:2],
    disputed=[Disputed(PLANNING, "同意", "符合规划条件。"), Disputed(HOUSING, "不同意", "疏散宽度不足。")],
    minutes="核对了疏散宽度的计算依据。",
    due=date(2026, 12, 1),
    provisional=True,
)


def rectification(case: CaseFacts, formalities: Formalities) -> NoticeData:
    """That of a joint examination; the other notice of this kind is that of a commitment which was not kept."""
    raised = [
        DepartmentSaid(HOUSING, "消防验收", "须整改", ("修复三层东侧防火门的闭门器", "补做疏散指示标识")),
        DepartmentSaid(CIVIL_DEFENCE, "人防工程", "须整改", ("口部安装密闭门",)),
    ]
    asked = Rectification(KIND, "三项问题整改后可以通过", date(2026, 12, 4))
    return session_rectification(case, formalities, raised, asked)


def gone_ahead(case: CaseFacts, formalities: Formalities) -> NoticeData:
    """The commitment of who need not wait for an earlier result of the same request."""
    promised = Promised("“施工图设计文件审查”", "施工图审查受理凭证", "15个工作日", "阳江市工程建设项目审批制度改革")
    given = Giver(name=case.applicant, how="在2026年11月20日09时05分提交的申请表中以实名账号登录确认")
    return ahead_commitment(case, formalities, "社会投资房屋建筑项目", [promised], given)


def of_sessions(formal: Callable[[], Formalities]) -> dict[DocumentKind, Callable[[CaseFacts], NoticeData]]:
    return {
        DocumentKind.SESSION_NOTICE: lambda case: session_notice(case, formal(), APPOINTED, CALLED, PAPERS),
        DocumentKind.DEPARTMENT_OPINION: lambda case: department_opinion(case, formal(), OPINION, lead=HOUSING),
        DocumentKind.SESSION_RECORD: lambda case: session_record(case, formal(), VISITED),
        DocumentKind.SESSION_MINUTES: lambda case: session_minutes(case, formal(), MET),
    }
