"""Members of joint requests that several departments examine, or that an outside system handles. R68, R69."""

from datetime import timedelta
from typing import Any

from proofs.kit import sessions
from proofs.kit.session_acts import NAMES, PLACE, SAID, meeting
from proofs.matrix.outcomes import DONE, HIDDEN
from proofs.matrix.row import Row, about
from proofs.matrix.scene import Scene

CHIEFS = {"册": "chief_left", HIDDEN: "chief_other chief_county"}
TASK = about("in_review")


def convened(scene: Scene, _: Any) -> Any:
    return {"at": (scene.hall.platform.now() + timedelta(days=7)).isoformat(), "place": PLACE}


def recorded(scene: Scene, _: Any) -> Any:
    here = [{"department": one, "officers": NAMES} for one in (sessions.LEAD, sessions.OTHER)]
    return {"at": scene.hall.platform.now().isoformat(), "place": PLACE, "attending": here, "findings": "情况属实。"}


def met(scene: Scene, _: Any) -> Any:
    return meeting(sessions.LEAD, sessions.OTHER, at=scene.hall.platform.now())


# What an outside system handles of a joint request, that system alone reports.
OUTSIDE = {"case_id": "{outside}", "task_id": "{outside}.outside"}
REPORTED_DONE = {"seq": 1, "state": "done", "at": "2026-11-24T09:00:00+08:00"}
REPORTING_OUTSIDE = (
    Row(
        "POST /tasks/{task_id}/report",
        {DONE: "system", HIDDEN: "system_other system_county"},
        state="联办中由本单位系统办理",
        ids=OUTSIDE,
        body=REPORTED_DONE,
    ),
    Row(
        "POST /tasks/{task_id}/report",
        {HIDDEN: "system system_other system_county"},
        state="审查任务",
        ids=TASK,
        body=REPORTED_DONE,
    ),
)
# 行政许可法26(2): the department that leads convenes and concludes, and each that takes part speaks for itself.
SESSION = "POST /cases/{case_id}/sessions"
CONCLUSION = {"conclusion": "pass", "reason": "根据各部门的意见。"}
LONGER = {"workdays": 1, "reason": "图纸修改较多。"}
SESSIONS = (
    Row(SESSION, {DONE: "chief", **CHIEFS}, ids=about("examined"), body=convened),
    Row(
        "POST /tasks/{task_id}/opinion",
        {
            DONE: "officer chief system",
            "册": "officer_left chief_left",
            HIDDEN: "officer_other officer_county chief_other chief_county system_other system_county",
        },
        ids={"case_id": "{examined}", "task_id": "{examined}.opinion"},
        body=SAID,
    ),
    Row(f"{SESSION}/extend", {DONE: "chief", **CHIEFS}, ids=about("examined"), body=LONGER),
    Row(f"{SESSION}/record", {DONE: "chief", **CHIEFS}, ids=about("appointed"), body=recorded),
    Row(
        f"{SESSION}/coordinate",
        {DONE: "chief", **CHIEFS},
        ids=about("disagreeing"),
        body=met,
    ),
    Row(f"{SESSION}/conclude", {DONE: "chief", **CHIEFS}, ids=about("agreed"), body=CONCLUSION),
)
ROWS = (*REPORTING_OUTSIDE, *SESSIONS)
