"""What was sent upward, as the answered task of the report keeps it."""

from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.package import Package
from chalicelib.cases.store.tasks import load_task
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


def reported_task(platform: Platform, case: Case, before: int = 0) -> Task:
    """The task of the last report, with the opinion and the package in its answer; that of an earlier one."""
    count = case.tasks_opened.get("report", 1) - before
    task = load_task(platform.table, case.id, "report" if count == 1 else f"report-{count}")
    if task is None or task.answer is None:
        raise problems.NotFound(code="package_not_found", title="本件没有上报的案卷")
    return task


def reported_package(platform: Platform, case: Case) -> Package:
    return Package.model_validate((reported_task(platform, case).answer or {})["package"])
