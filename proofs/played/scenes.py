"""What is tried on every item, whatever its regime: the law says what comes of it, and the answer is written down.

Every scene is the same for all items. So nothing here knows what a licence is; `tests/played` knows what the law says.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.cases.model import Status
from chalicelib.cases.model.clocks import DECISION_CLOCKS
from chalicelib.cases.model.guardianship import Guardianship, guarded_in
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.validity import Stated
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.correct import correct as tell_gaps
from chalicelib.intake.acts.reject import Ground, reject
from chalicelib.review.acts.decide import decide
from chalicelib.review.acts.suspend import AskedKind
from proofs.kit.applications import FILLED_ON, application_of
from proofs.kit.cast import ISSUER, defect
from proofs.played.stage import Act, Stage

OTHER_ORGAN = "阳江市公安局高新区分局"
OTHER = {"name": "周示例", "id_number": "440104199003078019"}
MID_AUTUMN = date(2026, 9, 25)


class Scene(NamedTuple):
    """`points` of the law are what it is about."""

    title: str
    play: Callable[[Stage], None]
    points: str


# ----------------------------------------------------------------------------------------------- how a case comes in
def applied(stage: Stage) -> None:
    """Online, with a file for every required line. Where there is no way online, at the window."""
    if not stage.item.online:
        walked_in(stage)
        return
    people, hall = stage.hall.people, stage.hall
    stage.does(stage.applicant, "填写申请表", lambda _, caller: people.create_application(caller, stage.item.id))
    hall.hand_in(stage.case_id, *hall.required_lines(stage.case_id))
    stage.does(stage.applicant, "提交申请", people.submit)


def walked_in(stage: Stage) -> None:
    """In person and without an account, with every paper and its scan."""
    people, hall = stage.hall.people, stage.hall
    stage.does(stage.clerk, "窗口收件", lambda _, caller: people.receive_walk_in(caller, stage.item.id))
    for row in hall.rows(stage.case_id, keys.MATERIAL):
        hall.arrives(stage.case_id, row["id"])


# ------------------------------------------------------------------------------------------------ what is done with it
def accept(stage: Stage) -> None:
    stage.does(stage.clerk, "受理", lambda case_id, caller: stage.hall.people.accept(case_id, caller, proof(stage)))


def proof(stage: Stage) -> Guardianship | None:
    """What the clerk has seen, where the applicant acts for a child."""
    guarded = guarded_in(stage.item, application_of(stage.item.id).form, FILLED_ON)
    return Guardianship.model_validate({"proof": "出生医学证明", "seen": True}) if guarded else None


def correct(stage: Stage) -> None:
    stage.does(stage.clerk, "一次性告知补正", stage.hall.people.correct)


def rejecting(stage: Stage, ground: Ground, reason: str, organ: str | None) -> Act:
    return lambda case_id, caller: reject(stage.hall.platform, caller, case_id, ground, reason, organ)


def refuse_intake(stage: Stage, organ: str = OTHER_ORGAN) -> None:
    act = rejecting(stage, "not_this_organ", "不属于本机关职权范围", organ)
    stage.does(stage.clerk, f"不予受理，告知向{organ}申请", act)


def review(stage: Stage) -> None:
    """Where the item has one: a 即办件 is decided at once."""
    if stage.case.open_task("review"):
        stage.does(stage.post("officer"), "审查，建议准予", stage.hall.people.answer_task)


def report(stage: Stage) -> None:
    """Of a 上报件 the opinion and the whole file go to the organ above, which has a task then (行政许可法35)."""
    if stage.case.open_task("report"):
        stage.does(stage.post("chief"), "报上级机关", stage.hall.people.report_upward)


def decider(stage: Stage) -> str:
    """Who has to decide: here, or above."""
    above = stage.case.open_task("superior") and stage.case.upward
    return f"superior-{above}" if above else stage.hall.people.decider(stage.case_id)


def grant(stage: Stage) -> None:
    report(stage)
    stage.does(decider(stage), "准予", lambda case_id, caller: granted(stage, case_id, caller))


def granted(stage: Stage, case_id: str, caller: Caller) -> Receipt:
    """Where the law leaves the validity to the decision, the decision states it."""
    people = stage.hall.people
    if stage.case.open_task("superior"):
        return people.decide_reported(case_id, caller)
    try:
        return people.decide(case_id, caller)
    except Invalid as missing:
        if missing.code != "validity_missing":
            raise
    face = people.stated_face(case_id)
    return decide(stage.hall.platform, caller, case_id, "grant", [], Stated(years=5), face=face)


def refuse(stage: Stage) -> None:
    """By the one who may decide."""
    report(stage)
    people = stage.hall.people
    decides = people.decide_reported if stage.case.open_task("superior") else people.decide
    stage.does(decider(stage), "不予", lambda case_id, caller: decides(case_id, caller, "refuse"))


def hand_over(stage: Stage) -> None:
    """The result is compared, where there is one, and delivered."""
    if stage.case.status is Status.COMPARING:
        stage.does(ISSUER, "核对结果", stage.hall.people.compare)
    stage.does(ISSUER, "送达", stage.hall.people.deliver)


# ---------------------------------------------------------------------------------------------------------- the scenes
def in_time(stage: Stage) -> None:
    """Received, accepted, examined, granted and delivered, each within its term."""
    applied(stage)
    _the_next_day(stage)
    accept(stage)
    _the_next_day(stage)
    review(stage)
    _the_next_day(stage)
    grant(stage)
    hand_over(stage)


def _the_next_day(stage: Stage) -> None:
    """A 即办件 is done on one day."""
    if not stage.on_the_spot:
        stage.next_workday()


def on_a_holiday(stage: Stage) -> None:
    """Received in the evening of Mid-Autumn: the five workdays begin with the next workday."""
    stage.until(MID_AUTUMN, hour=22)
    applied(stage)
    stage.next_workday()
    accept(stage)


def silence(stage: Stage) -> None:
    """Nobody answers; then every other term passes too, and the case is refused in the end."""
    applied(stage)
    stage.past("acceptance")
    accept(stage)
    for kind in DECISION_CLOCKS:
        if (due := stage.case.due(kind)) and due >= stage.hall.clock.at.date():
            stage.past(kind)
    stop(stage, "hearing", "届满以后中止计时：听证", 7)
    stage.does(stage.post("leader"), "届满以后延长期限", stage.hall.people.extend)
    review(stage)
    refuse(stage)
    stage.past("issue")
    hand_over(stage)


def late_notice(stage: Stage) -> None:
    """The alarm is late: the notice of the sixth workday comes first."""
    applied(stage)
    stage.next_workday(stage.last_day("acceptance"), alarms=False)
    correct(stage)


def late_refusal(stage: Stage) -> None:
    """Weeks later, and the alarm has not come yet."""
    applied(stage)
    stage.until(stage.last_day("acceptance") + timedelta(weeks=2), alarms=False)
    refuse_intake(stage)


def last_moment(stage: Stage) -> None:
    """In the evening of the fifth workday a notice is still in time."""
    applied(stage)
    stage.until(stage.last_day("acceptance"), hour=23)
    correct(stage)


def not_needed(stage: Stage) -> None:
    """行政许可法32(1)(1): told at once."""
    applied(stage)
    act = rejecting(stage, "no_permit_needed", "所述情形依法不需要办理", None)
    stage.does(stage.clerk, "不受理：不需要办理", act)


def another_organ(stage: Stage) -> None:
    """行政许可法32(1)(2): the right organ is named, and it is not this one."""
    applied(stage)
    refuse_intake(stage, stage.item.department_name)
    refuse_intake(stage)


def on_the_spot(stage: Stage) -> None:
    """行政许可法32(1)(3): a field is put right at the window, signed by the applicant; then accepted."""
    walked_in(stage)
    people = stage.hall.people
    stage.does(
        stage.clerk, "当场更正，签名的是他人", lambda case_id, caller: people.correct_form(case_id, caller, **OTHER)
    )
    stage.does(stage.clerk, "当场更正申请表", people.correct_form)
    accept(stage)


def one_notice(stage: Stage) -> None:
    """行政许可法32(1)(4): everything told once; the applicant's term passes; the supplement is a new receipt."""
    applied(stage)
    stage.next_workday()
    correct(stage)
    stage.past("supplement")
    _supplement(stage)
    correct_again(stage)
    accept(stage)


def _supplement(stage: Stage) -> None:
    people, hall = stage.hall.people, stage.hall
    if not stage.item.online:
        stage.does(stage.clerk, "窗口收取补正材料", people.bring_papers)
        return
    hall.hand_in(stage.case_id, *stage.case.noticed_lines)
    stage.does(stage.applicant, "补正", people.supplement)


def correct_again(stage: Stage) -> None:
    """The same defect once more."""
    (target, *_) = stage.case.corrections[-1]
    stage.does(stage.clerk, "再次告知同一问题", lambda case_id, caller: _tell(stage, case_id, caller, target))


def _tell(stage: Stage, case_id: str, caller: Caller, target: str) -> Receipt:
    return tell_gaps(stage.hall.platform, caller, case_id, [defect(target)])


def withdrawn_at_the_counter(stage: Stage) -> None:
    """The person has no account; afterwards nothing can be done any more."""
    walked_in(stage)
    accept(stage)
    stage.until(stage.hall.clock.at.date(), hour=11)
    people = stage.hall.people
    withdraw = people.withdraw_at_window
    stage.does(stage.clerk, "他人到窗口撤回", lambda case_id, caller: withdraw(case_id, caller, **OTHER))
    stage.does(stage.clerk, "登记撤回申请", withdraw)
    refuse(stage)


def decided_then_withdrawn(stage: Stage) -> None:
    """A decision ends what can be withdrawn."""
    applied(stage)
    accept(stage)
    review(stage)
    refuse(stage)
    people = stage.hall.people
    if stage.item.online:
        stage.does(stage.applicant, "决定以后撤回申请", people.withdraw)
    else:
        stage.does(stage.clerk, "决定以后登记撤回申请", people.withdraw_at_window)


def stop(stage: Stage, kind: AskedKind, label: str, days: int = 5, **basis: str) -> None:
    people = stage.hall.people
    stage.does(stage.post("chief"), label, lambda case_id, caller: people.suspend(case_id, caller, kind, days, **basis))


def stopped_and_extended(stage: Stage) -> None:
    """What may stop the clocks and for how long; one extension, by the leader, with notice."""
    applied(stage)
    accept(stage)
    people, leader = stage.hall.people, stage.post("leader")
    stop(stage, "site_visit", "中止计时：现场踏勘3个工作日", 3)
    stop(stage, "awaiting_conclusion", "中止计时：等待有关机关的结论5个工作日", basis="《工伤保险条例》第二十条第三款")
    stop(stage, "hearing", "中止计时：听证7个工作日", 7)
    if stage.case.stops:
        stage.next_workday(stage.case.stops[0].until)
        kind = stage.case.stops[0].kind
        stage.does(stage.post("chief"), "恢复计时", lambda case_id, caller: people.resume(case_id, caller, kind))
    stage.does(stage.post("chief"), "首席代表延长期限", people.extend)
    stage.does(leader, "延长期限", people.extend)
    stage.does(leader, "再次延长期限", people.extend)
    review(stage)
    grant(stage)
    stage.does(leader, "决定以后延长期限", people.extend)


def papers_follow(stage: Stage) -> None:
    """容缺受理: one paper is missing. Where the item has published that it may follow, the applicant promises it, and
    does not bring it in time.
    """
    people, lines = stage.hall.people, application_of(stage.item.id).lines
    listed = checklist(stage.item, {})
    missing = next((line.no for line in listed if line.tolerable_absence and line.no in lines), ["01", *lines][-1])
    brought = [line for line in lines if line != missing]
    stage.does(
        stage.clerk,
        "窗口收件，缺一份材料",
        lambda _, caller: people.receive_walk_in(caller, stage.item.id, papers=brought, scans=brought),
    )
    for row in stage.hall.rows(stage.case_id, keys.MATERIAL):
        stage.hall.arrives(stage.case_id, row["id"])
    stage.does(stage.clerk, "承诺限期补齐", lambda case_id, caller: people.promise_papers(case_id, caller, [missing]))
    accept(stage)
    if stage.case.due("deferral") is None:
        return
    review(stage)
    grant(stage)
    stage.past("deferral")
    grant(stage)
    refuse(stage)


def department_asked(stage: Stage) -> None:
    """R30: the window asks, the department answers late, and silence has accepted by then or has not."""
    applied(stage)
    people = stage.hall.people
    stage.does(stage.clerk, "征询部门意见", people.ask_department)
    stage.past("confirmation")
    stage.until(stage.last_day("acceptance"), hour=16)
    stage.does(stage.post("officer"), "部门答复：材料符合", people.confirm_materials)
    stage.next_workday()
    accept(stage)


SCENES: Mapping[str, Scene] = {
    "in_time": Scene("按期办结", in_time, "1.5、3.2、15.12"),
    "on_a_holiday": Scene("节日夜间收件", on_a_holiday, "5.1、5.5"),
    "silence": Scene("五个工作日没有答复，以后各期限相继届满", silence, "1.4、15.3、3.1"),
    "late_notice": Scene("第六个工作日才告知补正，平台尚未扫描期限", late_notice, "1.4、15.3"),
    "late_refusal": Scene("两周以后才不予受理，平台尚未扫描期限", late_refusal, "1.4、15.3"),
    "last_moment": Scene("第五个工作日当晚告知补正", last_moment, "1.4"),
    "not_needed": Scene("不受理：不需要办理", not_needed, "1.1"),
    "another_organ": Scene("不予受理：不属于本机关职权", another_organ, "1.2"),
    "on_the_spot": Scene("当场更正", on_the_spot, "1.3"),
    "one_notice": Scene("一次性告知，逾期补正", one_notice, "1.4、1.6"),
    "papers_follow": Scene("缺一份材料，承诺限期补齐，逾期未补", papers_follow, "1.7"),
    "department_asked": Scene("征询部门意见，部门迟答", department_asked, "1.4"),
    "stopped_and_extended": Scene("特别程序和延长期限", stopped_and_extended, "4.2、4.3、15.6、15.7"),
    "withdrawn_at_the_counter": Scene("无账号的申请人到窗口撤回", withdrawn_at_the_counter, "3.1"),
    "decided_then_withdrawn": Scene("不予以后撤回", decided_then_withdrawn, "3.1"),
}
