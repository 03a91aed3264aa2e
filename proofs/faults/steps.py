"""What people do on a case, step by step: what the paths are made of."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from chalicelib.cases.store.due_days import end_of
from chalicelib.foundation import names
from local.demo.faces import granting
from local.demo.story import EXAMINED
from proofs.faults.outside import MINUTE, WAIT_SECONDS, Outside
from proofs.kit.applications import (
    AGENCY,
    BYTES,
    Application,
    announced,
    another_writing,
    rare,
)
from proofs.kit.cast import CLERK, CONFIRMED, ISSUER, NEW_PHONE, QUESTION_ASKED
from proofs.kit.catalogue import publish_under_article_42
from proofs.kit.departments import SECRET, address
from proofs.kit.directory import name_superiors
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.faces import NAMES
from proofs.kit.functions import invoke
from proofs.kit.hearings import HEARD, TOLD
from proofs.kit.register import revoke_accept_letter
from proofs.kit.sharing import with_sharing

SUPERIOR, SUPERIOR_LEADER = "superior-gd_culture_tourism", "superior_leader-gd_culture_tourism"
SILENT_UNTIL = date(2026, 12, 1)  # the fifth workday after the day on which every path begins
REJECTED = {"ground": "not_this_organ", "reason": "不属于本机关职权范围", "competent_organ": "阳江市公安局"}
Step = Callable[[Outside], object]


class Path(NamedTuple):
    """`streaming`: the stream brings rows. `registers`: the register's own rows are compared too."""

    name: str
    steps: Sequence[Step]
    streaming: bool = True
    registers: bool = False


# ------------------------------------------------------------------------------------------------------ single steps
def registers(department: str) -> Step:
    body = {"url": address(department), "secret": SECRET}
    return lambda world: world.ask(f"system-{department}", "PUT", "/callbacks", body)


def applies(wanted: Application) -> Step:
    def step(world: Outside) -> None:
        world.facts["case"] = world.ask(wanted.who, "POST", "/applications", {"item": wanted.item}).body["id"]

    return step


def fills_in(wanted: Application) -> Step:
    return does(wanted.who, "PUT", "/applications/{case}/form", wanted.form)


def hands_in(who: str, line: str) -> Step:
    def step(world: Outside) -> None:
        answer = world.ask(who, "POST", f"/{place_of(who)}/{world.facts['case']}/materials", announced(line))
        world.put(answer.body["upload"]["fields"], BYTES)

    return step


def confirms_sheet(who: str) -> Step:
    """What the platform has printed from the form."""

    def step(world: Outside) -> None:
        path = f"/applications/{world.facts['case']}/sheets"
        (sheet,) = world.ask(who, "GET", path).body["sheets"]
        world.ask(who, "POST", path, {"line": sheet["line"], "digest": sheet["digest"]})

    return step


def place_of(who: str) -> str:
    return "cases" if who == CLERK else "applications"


def walks_in(wanted: Application) -> Step:
    return walks_in_with(wanted.walk_in)


def walks_in_with(body: Mapping[str, Any]) -> Step:
    def step(world: Outside) -> None:
        answer = world.ask(CLERK, "POST", "/cases", body)
        world.facts["case"] = answer.body["id"]
        for scan in answer.body["uploads"]:
            world.put(scan["upload"]["fields"], BYTES)

    return step


def takes_back(who: str) -> Step:
    """The file that was announced last."""

    def step(world: Outside) -> None:
        announced = [body["file_id"] for *_, body in world.facts["answers"] if "file_id" in body]
        world.ask(who, "DELETE", f"/applications/{world.facts['case']}/materials/{announced[-1]}")

    return step


def submits(wanted: Application) -> Step:
    return does(wanted.who, "POST", "/applications/{case}/submit")


def supplements(who: str) -> Step:
    return does(who, "POST", f"/{place_of(who)}/{{case}}/supplement")


def withdraws(wanted: Application) -> Step:
    return does(wanted.who, "POST", "/applications/{case}/withdraw", {"reason": "改变计划"})


def withdraws_at_window(wanted: Application) -> Step:
    return does(CLERK, "POST", "/cases/{case}/withdraw", {"presented_by": wanted.recipient})


def accepts() -> Step:
    return does(CLERK, "POST", "/cases/{case}/accept")


def takes_back_letter(department: str) -> Step:
    """The department revokes its letter: no window may accept from now on."""
    return lambda world: revoke_accept_letter(world.platform, department)


def transfers() -> Step:
    return does(CLERK, "POST", "/cases/{case}/transfer")


def asks_a_precheck(wanted: Application) -> Step:
    return does(wanted.who, "POST", "/applications/{case}/precheck")


def takes_precheck_back(wanted: Application) -> Step:
    return does(wanted.who, "POST", "/applications/{case}/precheck/withdraw")


def answers_precheck() -> Step:
    return does(CLERK, "POST", "/cases/{case}/precheck", {"summary": "没有发现问题。"})


def asks_the_department() -> Step:
    return does(CLERK, "POST", "/cases/{case}/ask-department", QUESTION_ASKED)


def department_confirms(department: str) -> Step:
    who = f"officer-{department}"
    return lambda world: world.ask(who, "POST", f"/tasks/{world.facts['case']}.confirm/confirm", CONFIRMED)


def shows_original(line: str) -> Step:
    """The clerk compares the file that was uploaded for this line with its original."""

    def step(world: Outside) -> None:
        files = [body["file_id"] for *_, body in world.facts["answers"] if body.get("line") == line]
        shown = {"files": files, "matches_original": True}
        case = world.facts["case"]
        world.ask(CLERK, "POST", f"/cases/{case}/originals", shown, seen=case)

    return step


def with_data_sharing(step: Step) -> Step:
    """At an address inside the hall's own network, which is never asked: each question fails, and the case says so."""

    def connected(world: Outside) -> None:
        before = world.platform.settings
        world.set_settings(with_sharing(before, "https://10.0.0.1/q"))
        try:
            step(world)
        finally:
            world.set_settings(before)

    return connected


def asks_organs_anew(who: str) -> Step:
    return does(who, "POST", f"/{place_of(who)}/{{case}}/sharing")


def department_accepts(department: str) -> Step:
    return does(f"officer-{department}", "POST", "/cases/{case}/transferred/accept")


def department_corrects(department: str, *lines: str) -> Step:
    return does(f"officer-{department}", "POST", "/cases/{case}/transferred/correct", _defects(*lines))


def department_rejects(department: str) -> Step:
    return does(f"officer-{department}", "POST", "/cases/{case}/transferred/reject", REJECTED)


def corrects(*lines: str) -> Step:
    return does(CLERK, "POST", "/cases/{case}/correct", _defects(*lines))


def _defects(*lines: str) -> Mapping[str, Any]:
    return {"defects": [{"line": line, "defect": "缺少签名", "remedy": "补签后重新提交"} for line in lines]}


def rejects() -> Step:
    return does(CLERK, "POST", "/cases/{case}/reject", REJECTED)


def claims(wanted: Application) -> Step:
    who = f"system-{wanted.department}"
    return lambda world: world.ask(who, "POST", f"/tasks/{world.facts['case']}.review/claim")


def hands_over(wanted: Application) -> Sequence[Step]:
    """An officer claims and releases the task, a colleague claims it, the officer takes it over, the chief
    representative gives it to the colleague, who answers it.
    """
    officer, colleague, chief = (f"{post}-{wanted.department}" for post in ("officer", "officer2", "chief"))
    named, why = f"persona:{colleague}", {"reason": "经办人因病请假"}
    return (
        _works(officer, "claim"),
        _works(officer, "release"),
        _works(colleague, "claim"),
        _works(officer, "takeover", why),
        _works(chief, "assign", {"officer": named, **why}),
        _works(colleague, "answer", EXAMINED),
    )


def _works(who: str, act: str, body: Any = None) -> Step:
    return lambda world: world.ask(who, "POST", f"/tasks/{world.facts['case']}.review/{act}", body)


def answers(wanted: Application) -> Step:
    who = f"system-{wanted.department}"
    return lambda world: world.ask(who, "POST", f"/tasks/{world.facts['case']}.review/answer", EXAMINED)


def decides(wanted: Application, outcome: str = "grant") -> Step:
    granted: dict[str, Any] = {"reasons": [], **granting(wanted.item)}
    body: dict[str, Any] = {"outcome": "refuse", "reasons": ["经营场所不符合要求"]} if outcome == "refuse" else granted
    return does(f"chief-{wanted.department}", "POST", "/cases/{case}/decide", body)


def reports(wanted: Application, more: str = "") -> Step:
    body = {"recommendation": "grant", "opinion": f"材料齐全，符合法定条件，同意上报。{more}"}
    return does(f"chief-{wanted.department}", "POST", "/cases/{case}/report", body)


def returns_the_report() -> Step:
    body = {"reason": "opinion_incomplete", "text": "初审意见没有说明核查情况。"}
    return does(SUPERIOR, "POST", "/cases/{case}/return-report", body)


def decides_above() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        body = {"outcome": "grant", "face": world.people.stated_face(case)}
        world.ask(SUPERIOR, "POST", f"/cases/{case}/decide-reported", body, seen=case)

    return step


def names_superiors() -> Step:
    return lambda world: name_superiors(world.platform)


HEARING = {
    "kind": "hearing",
    "planned_days": 7,
    "basis": "《中华人民共和国行政许可法》第四十六条",
    "reason": "依法需要听证",
    **TOLD,
}


def stops_the_clock(wanted: Application) -> Step:
    return does(f"chief-{wanted.department}", "POST", "/cases/{case}/suspend", HEARING)


def stops_the_clock_above() -> Step:
    return does(SUPERIOR, "POST", "/cases/{case}/suspend-reported", HEARING)


def sets_no_term_above() -> Step:
    return lambda world: publish_under_article_42(world.platform, AGENCY.item)


def extends_above() -> Step:
    return does(SUPERIOR_LEADER, "POST", "/cases/{case}/extend-reported", {"reason": "情况复杂"})


def goes_on_above() -> Step:
    return does(SUPERIOR, "POST", "/cases/{case}/resume-reported", HEARD)


def goes_on(wanted: Application) -> Step:
    return does(f"chief-{wanted.department}", "POST", "/cases/{case}/resume", HEARD)


def extends(wanted: Application) -> Step:
    return does(f"leader-{wanted.department}", "POST", "/cases/{case}/extend", {"reason": "情况复杂"})


def compares(**wrong: str) -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        face = {"face": world.people.face(case) | wrong}
        world.ask(ISSUER, "POST", f"/cases/{case}/compare", face, seen=case)

    return step


def corrects_form(wanted: Application) -> Step:
    body = {"fields": {wanted.phone: NEW_PHONE}, "presented_by": wanted.recipient}
    return does(CLERK, "POST", "/cases/{case}/form/correct", body)


def corrects_result(wanted: Application) -> Step:
    body = {"reason": "照面信息有误", "face": {"conclusion": "更正后的结论"}}
    return does(f"chief-{wanted.department}", "POST", "/cases/{case}/result/correct", body)


def corrects_result_above() -> Step:
    """Only the organ that has decided."""
    body = {"reason": "照面信息有误", "fields": {"/applicant/legal_representative/name": NAMES[0]}}
    return does(SUPERIOR, "POST", "/cases/{case}/result/correct-reported", body)


def walks_in_with_a_rare_name(wanted: Application) -> Step:
    """On paper alone: whether a scan is received before or after a document is held is left to chance."""
    return walks_in_with(wanted.walk_in | {"form": rare(wanted.form), "scans": []})


def grants_on_paper(wanted: Application) -> Step:
    seen = [{"line": line, "ground": "on_paper", "reference": "窗口卷宗第1卷"} for line in wanted.lines]
    body = {"reasons": [], "absences": seen} | granting(wanted.item)
    return does(f"chief-{wanted.department}", "POST", "/cases/{case}/decide", body)


def corrects_writing(who: str, path: str) -> Step:
    def step(world: Outside) -> None:
        body = another_writing(str(world.platform.now().date()))
        world.ask(who, "POST", f"/cases/{world.facts['case']}/{path}", body, seen=world.facts["case"])

    return step


def delivers(wanted: Application, **recipient: str) -> Step:
    return does(ISSUER, "POST", "/cases/{case}/deliver", {"recipient": wanted.recipient | recipient})


def goes_down(department: str) -> Step:
    """Its system takes nothing from now on."""
    return lambda world: world.departments.goes_down(department)


def comes_back(department: str) -> Step:
    return lambda world: world.departments.comes_back(department)


def waits_in_silence() -> Step:
    """Until the fifth workday is over."""
    return waits_through(SILENT_UNTIL)


def waits_through(day: date) -> Step:
    """Until this day is over. The sweeper looks on and on; only its last looks are watched."""

    def step(world: Outside) -> None:
        world.pass_time(end_of(day) - world.platform.now(), minutes=-10)
        invoke(world.process.platform, names.SWEEP_ALARMS, EVERY_MINUTE)
        world.pass_time(minutes=15)
        for _ in range(3):
            world.scheduled(names.SWEEP_ALARMS)
            world.pass_time(seconds=MINUTE)

    return step


def lies() -> Step:
    """The case lies with people until the open wait has ended by its time limit."""
    return lambda world: world.wall.pass_time(seconds=WAIT_SECONDS + MINUTE)


def does(who: str, method: str, path: str, body: Any = None) -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        world.ask(who, method, path.format(case=case), body, seen=case)

    return step
