"""上报件: the department reports upward, the organ above reads the whole file, decides or returns it (行政许可法35)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import require_reading
from chalicelib.cases.acts.lookup import item_of, no_task, seen_task
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.case import Case, Outcome
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from chalicelib.cases.model.disclosure import Part as Shown
from chalicelib.cases.model.package import Package, lost
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.upward_acts import DECIDE_REPORTED, REPORT_UPWARD, RETURN_REPORT
from chalicelib.cases.store.records import load_events
from chalicelib.documents.store.links import document_url
from chalicelib.documents.store.vault import documents
from chalicelib.durable.audit import Event
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.decide import Said
from chalicelib.review.acts.decide_reported import decide_reported
from chalicelib.review.acts.report_upward import ReportAsked, report_upward
from chalicelib.review.acts.reported import reported_task
from chalicelib.review.acts.return_report import ReturnAsked, return_report
from chalicelib.review.api.department import Decision, proofs_of
from chalicelib.review.api.upward_receipts import DecideReportedReceipt, ReportUpwardReceipt, ReturnReportReceipt

api = Api(__name__, tag="tasks")


class PackedDocumentLink(BaseModel, defer_build=True):
    no: str
    title: str
    url: Annotated[str | None, Field(description="PDF 的下载地址，短时有效；尚未印制的为 null")]


class PackageAnswer(BaseModel, defer_build=True):
    """下级机关报送的初审意见和案卷清单；各项材料的内容见任务，文书见 links."""

    status: Status
    mismatch_at: Annotated[AwareDatetime | None, Field(description="窗口核对发现结果有误、等待本机关更正的，发现之时")]
    recommendation: Annotated[Outcome, Field(description="初审意见的结论")]
    opinion: Annotated[str, Field(description="初审意见")]
    reported_at: AwareDatetime
    digest: Annotated[str, Field(description="案卷清单的摘要，与上报事件中的一致")]
    package: Package
    lost: Annotated[list[str], Field(description="与报送时不一致或者缺少的各项，清单中的位置；完整的为空")]
    term: Annotated[ClockShown | None, Field(description="本机关作出决定的期限，逐日说明；依法没有期限的为 null")]
    links: Annotated[list[PackedDocumentLink], Field(description="报送的文书，以及以本机关名义出具的文书")]


@api.act("/cases/{case_id}/report", REPORT_UPWARD, body=ReportAsked, answer=ReportUpwardReceipt)
def report_case(call: Call[ReportAsked, None], case_id: str) -> Answer:
    return shared.done(ReportUpwardReceipt, report_upward(call.platform, call.caller, case_id, call.body))


@api.get(
    "/tasks/{task_id}/package",
    Permission.READ_TASKS,
    "上级机关查看报送的初审意见和案卷清单，应当说明查看目的",
    query=PurposeQuery,
    answer=PackageAnswer,
)
def read_package(call: Call[None, PurposeQuery], task_id: str) -> Answer:
    platform = call.platform
    found, task = seen_task(platform, call.caller, task_id)
    if not TASK_KINDS[task.kind].above:
        raise no_task(platform, call.caller.actor, task_id)
    require_reading(platform, asked_by(call), found.case, Shown.FORM, ["/package"])
    report = reported_task(platform, found.case)
    told = report.answer or {}
    package = Package.model_validate(told["package"])
    events = load_events(platform.table, found.case.id)
    sent = {one.no for one in package.documents}
    links = [
        PackedDocumentLink(no=one.no, title=one.title, url=document_url(platform, one))
        for one in documents(platform, found.case.id)
        if one.no in sent or one.organ == task.department
    ]
    body = PackageAnswer(
        status=found.case.status,
        mismatch_at=found.case.mismatch_at,
        recommendation=told["recommendation"],
        opinion=told["opinion"],
        reported_at=report.answered_at or call.caller.at,
        digest=package.digest,
        package=package,
        lost=lost(package, found.case, found.form, found.files, events),
        term=_own_term(platform, found.case, events, call.caller.at),
        links=links,
    )
    return Answer(body, etag=found.case.etag)


def _own_term(platform: Platform, case: Case, events: Sequence[Event], at: datetime) -> ClockShown | None:
    """The term that binds the organ above, with its pauses, day by day."""
    licence = item_of(platform, case).is_licence
    rules = Rules(platform.calendars, platform.settings.supplement_workdays, licence)
    return next((one for one in clocks_shown(case.id, events, at, rules).clocks if one.kind == "superior"), None)


@api.act("/cases/{case_id}/return-report", RETURN_REPORT, body=ReturnAsked, answer=ReturnReportReceipt)
def return_reported_case(call: Call[ReturnAsked, None], case_id: str) -> Answer:
    return shared.done(ReturnReportReceipt, return_report(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/decide-reported", DECIDE_REPORTED, body=Decision, answer=DecideReportedReceipt)
def decide_reported_case(call: Call[Decision, None], case_id: str) -> Answer:
    body = call.body
    said = Said(body.outcome, body.reasons, body.validity, body.face, proofs_of(body))
    return shared.done(DecideReportedReceipt, decide_reported(call.platform, call.caller, case_id, said))
