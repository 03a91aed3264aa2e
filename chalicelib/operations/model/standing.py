"""Where a case stands, and what about it is wrong. Pure: it judges rows of the case and answers of AWS.

A case that waits for people needs no execution, because the act that they do starts one. Any other machine that should
run and does not is a finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.case_alarms import ALARMS
from chalicelib.cases.model.machine_steps import CASE_MACHINES, COUNTER_STEPS, TASK_STEPS, stands_at
from chalicelib.durable.flows import Flow

RUNNING = "RUNNING"

Trouble = Literal[
    "effects_pending",
    "effects_parked",
    "dues_outdated",
    "alarm_parked",
    "alarm_missing",
    "machine_not_begun",
    "machine_ended",
    "machine_behind",
    "document_preparing",
    "document_held",
    "material_unchecked",
    "material_left",
    "version_moved",
    "object_lost",
    "department_not_notified",
]
LABELS: Mapping[Trouble, str] = {
    "effects_pending": "后续动作尚未执行",
    "effects_parked": "后续动作多次失败，已停放",
    "dues_outdated": "期限仍按旧的放假安排计算",
    "alarm_parked": "定时提醒多次失败，已停放",
    "alarm_missing": "{alarm}提醒丢失，逾期不会自动处理",
    "machine_not_begun": "流程从未启动",
    "machine_ended": "流程已中断，当前环节无人推进",
    "machine_behind": "流程仍停在已办完的环节",
    "document_preparing": "文书尚未出具",
    "document_held": "文书有字库未收的字，未能印制",
    "material_unchecked": "材料已上传但未校验",
    "material_left": "已退回、已删除或已有清理副本的文件，原件尚未从存储中删除",
    "version_moved": "文件的存储版本已变",
    "object_lost": "文件已不在存储中",
    "department_not_notified": "部门系统尚未收到任务通知",
}


class Finding(NamedTuple):
    """One thing wrong. `subject` names a machine, a file, a document, a task, an alarm, an outbox row or clocks."""

    trouble: Trouble
    subject: str

    @property
    def label(self) -> str:
        return LABELS[self.trouble].format(alarm=ALARMS[self.subject].label if self.subject in ALARMS else "")


class Machine(NamedTuple):
    """A machine of the case: the step `at` which it belongs, its flow item, and the status of its newest execution."""

    name: str
    at: str | None
    flow: Flow | None
    execution: str | None


@dataclass(frozen=True)
class Standing:
    """How a case stands. `alarms`: the names of those set. `under_way`: outbox rows that are being carried out."""

    case: Case
    machines: Sequence[Machine]
    alarms: Sequence[str]
    findings: Sequence[Finding]
    under_way: Sequence[str] = ()


def machine_trouble(case: Case, machine: Machine) -> Trouble | None:
    """What is wrong with this machine. None when it runs, has nothing to do, or people can act without it."""
    flow, at = machine.flow, machine.at
    if machine.execution == RUNNING:
        return "machine_behind" if flow and flow.token and flow.step != at else None
    if at is None or (flow and waits_for_people(case, at)):
        return None
    return "machine_ended" if flow else "machine_not_begun"


def needs_execution_status(case: Case, name: str, flow: Flow, wall: datetime) -> bool:
    """Whether AWS has to be asked about the execution, to know that the case does not stand still.

    Not when the machine waits where people act, or hibernates while they act: they need no execution. Not when the
    machine has nothing to do, because then it holds up nobody. The outbox row of the act that ended its work ends its
    wait. If that row is lost, the wait ends by its time limit.
    """
    at = stands_at(case, name)
    asleep = flow.step == at or flow.hibernates(wall)
    return at is not None and not (asleep and waits_for_people(case, at))


def waits_for_people(case: Case, step: str) -> bool:
    """Whether people can act at this step without an execution: a task is open, or the issuing counter acts."""
    return case.open_task(step) is not None if step in TASK_STEPS else step in COUNTER_STEPS


def machines_of(case: Case, flows: Mapping[str, Flow], executions: Mapping[str, str | None]) -> list[Machine]:
    """Every machine that the case has or should have; `executions` has the status of those that AWS was asked about."""
    named = (Machine(name, stands_at(case, name), flows.get(name), executions.get(name)) for name in CASE_MACHINES)
    return [machine for machine in named if machine.at or machine.flow]
