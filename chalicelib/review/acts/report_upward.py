"""上报: the opinion and the whole file go to the organ above, directly and together (行政许可法35, 43; R67)."""

from datetime import date
from typing import Any

from pydantic import JsonValue

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.lookup import task_not_open
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.clocks_above import on_report
from chalicelib.cases.model.deferral_terms import papers_end
from chalicelib.cases.model.evidence import unreadable_lines
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.package import Package, packed, unscanned
from chalicelib.cases.model.shared_lacking import shared_awaited, shared_lacking, shared_warning
from chalicelib.cases.model.sharing import with_unanswered_given_up
from chalicelib.cases.model.superior import Superior
from chalicelib.cases.model.suspension import require, still_open
from chalicelib.cases.model.task import OpenTask
from chalicelib.cases.model.upward_acts import REPORT_UPWARD
from chalicelib.cases.store.records import load_events
from chalicelib.cases.store.tasks import close_task
from chalicelib.directory.model.regions import full, lies_in
from chalicelib.directory.store.directories import load_directory
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.review.acts.answer_task import Opinion, Part
from chalicelib.review.acts.parties import require_parties_heard
from chalicelib.review.acts.reported import reported_task

LATE = "upward_late"


class ReportAsked(Part):
    """The preliminary opinion of the department here (初审意见)."""

    recommendation: Outcome
    opinion: Opinion


@act
def report_upward(platform: Platform, caller: Caller, case_id: str, asked: ReportAsked) -> Receipt:
    """The term of the organ above begins, or goes on after a return. 409 where the directory does not have that organ
    or a special procedure is open, 422 while papers that the window has taken are not scanned: the file has to be
    whole. 422 also for what came back and is reported unchanged.
    """
    begun = begin(platform, caller, REPORT_UPWARD, case_id, whole=True)
    case = begun.case
    task = case.open_task("report")
    if task is None:
        raise task_not_open("上报任务尚未到达，请稍后再试")
    superior = superior_in_directory(begun)
    require(still_open(case, licence=begun.item.is_licence, what="上报"))
    require_parties_heard(begun)
    require_whole(begun)
    require_changed(platform, case, asked)
    body: dict[str, Any] = asked.model_dump(mode="json")
    salt = blind_index(case.chain_key, "opinion", task_id(case.id, task.no))
    opinion = digest({"salt": salt, **body})
    package = packed(case, begun.found.form, begun.found.files, load_events(platform.table, case.id), opinion)
    missed = late_since(case, caller.at.date())
    reported = _reported(begun, task, superior, late=missed is not None)
    unshared = shared_lacking(reported, lines_of(begun.item, begun.found.form), begun.found.files)
    lacking: dict[str, JsonValue] = {"unshared": [line.no for line in unshared]} if unshared else {}
    answer = {**body, "package": package.model_dump(mode="json")}
    answered = {"answered_by": caller.actor.sub, "answered_at": caller.at.isoformat(), "answer": answer}
    return begun.commit(
        reported,
        both={"superior": superior.organ, **_told(reported, package), "recommendation": asked.recommendation},
        data={**_recorded(reported, task, opinion), **lacking, **({"missed": str(missed)} if missed else {})},
        answer={"superior_name": superior.name, "provisional": reported.provisional},
        ops=[close_task(case, task, **answered, answer_salt=salt)],
        supervised=[LATE] if missed and not case.report_late_told else [],
        warnings=[shared_warning(reported, line) for line in unshared],
    )


def _reported(begun: Begun, task: OpenTask, superior: Superior, *, late: bool) -> Case:
    """Nobody waits any more for an organ that has not answered in its time: the case says so."""
    case, at = begun.case, begun.caller.at
    return case.without_task(task.no).moved_to(
        Status.REPORTED,
        superior=superior,
        reported_at=at,
        clocks=on_report(case, begun.item, at.date(), begun.platform.calendar),
        report_late_told=case.report_late_told or late,
        sharing=with_unanswered_given_up(case.sharing, at),
    )


def _told(after: Case, package: Package) -> dict[str, JsonValue]:
    due = after.due("superior")
    return {"superior_due": str(due) if due else None, "package": package.digest, "file_count": len(package.files)}


def _recorded(after: Case, task: OpenTask, opinion: str) -> dict[str, JsonValue]:
    clock = after.clocks.get("superior")
    told = clock.model_dump(mode="json") if clock else None
    return {"task": task_id(after.id, task.no), "opinion": opinion, "clock": told}


def superior_in_directory(begun: Begun) -> Superior:
    """The organ that the item names, as the directory has it now: an organ of a region above that of the case."""
    case = begun.case
    body = load_directory(begun.platform.table, case.division).bodies.get(case.upward or "")
    above = body is not None and full(body.region) != full(case.division) and lies_in(case.division, body.region)
    if body is None or not above:
        title = "机构目录中没有本事项的上级机关，不能上报，请联系平台管理员登记"
        raise problems.Conflict(code="superior_unknown", title=title)
    return Superior(organ=body.id, name=body.name, region=body.region)


def require_whole(begun: Begun) -> None:
    """422 for papers that are not scanned yet, for promised ones while they may still come, and for what an organ is
    just being asked for: 全部申请材料 go upward (行政许可法35).
    """
    case, files = begun.case, begun.found.files
    awaited = case.deferral.open if case.deferral and papers_end(case) else ()
    errors = [
        FieldError(f"/materials/{line}", "papers_awaited", "申请人承诺补齐的材料尚未补齐，请在补齐后或者期限届满后上报")
        for line in awaited
    ]
    errors += [
        FieldError(f"/materials/{line}", "not_scanned", "已收取的纸质材料尚未扫描，请完成扫描后再上报")
        for line in unscanned(case, files)
    ]
    errors += [
        FieldError(f"/materials/{line}", "unreadable_still", "上级机关无法读取这一项，请重新扫描或者重新上传后再上报")
        for line in sorted(unreadable_lines(case, files) - {*case.papers})
    ]
    errors += [
        FieldError(f"/materials/{line}", "sharing_awaited", "正在通过数据共享查询这一项，请在得到答复后上报")
        for line in shared_awaited(case, lines_of(begun.item, begun.found.form), files, begun.caller.at)
    ]
    if errors:
        title = "案卷不完整，不能上报：应当将初审意见和全部申请材料报送上级机关（《行政许可法》第三十五条）"
        raise problems.Invalid(code="package_incomplete", title=title, errors=errors)


def require_changed(platform: Platform, case: Case, asked: ReportAsked) -> None:
    """422 for the opinion that came back as incomplete, word for word."""
    if not case.returns or case.returns[-1].reason != "opinion_incomplete":
        return
    before = reported_task(platform, case, before=1).answer or {}
    if before.get("opinion") == asked.opinion:
        says = "初审意见因不完整被退回，请补充后再上报"
        raise problems.Invalid(errors=[FieldError("/opinion", "opinion_unchanged", says)])


def late_since(case: Case, today: date) -> date | None:
    """The last day of the review here, once it is over."""
    due = case.due("lower_review")
    return due if due is not None and today > due else None
