"""Where a case stands and what about it is not as it should be. Pure: from the rows of the case and what AWS answers.

A case that waits for people needs no execution: the answer starts one. Everything else that should run is restarted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clocks import ALARMS
from chalicelib.cases.model.machines import CASE_MACHINES, COUNTER_STEPS, TASK_STEPS, stands_at
from chalicelib.durable.flows import Flow

RUNNING = "RUNNING"

Trouble = Literal[
    "effects_pending",
    "effects_parked",
    "alarm_parked",
    "alarm_missing",
    "machine_not_begun",
    "machine_ended",
    "machine_behind",
    "document_preparing",
    "material_unchecked",
    "version_moved",
    "object_lost",
    "callback_untold",
]
LABELS: Mapping[Trouble, str] = {
    "effects_pending": "后续动作尚未执行",
    "effects_parked": "后续动作多次失败，已停放",
    "alarm_parked": "定时提醒多次失败，已停放",
    "alarm_missing": "{alarm}提醒丢失，逾期不会自动处理",
    "machine_not_begun": "流程从未启动",
    "machine_ended": "流程已中断，当前环节无人推进",
    "machine_behind": "流程仍停在已办完的环节",
    "document_preparing": "文书尚未出具",
    "material_unchecked": "材料已上传但未校验",
    "version_moved": "文件的存储版本已变",
    "object_lost": "文件已不在存储中",
    "callback_untold": "部门系统尚未收到任务通知",
}


class Finding(NamedTuple):
    """Something that is not as it should be. `subject` is a machine, file, document, task, alarm or outbox row."""

    trouble: Trouble
    subject: str

    @property
    def label(self) -> str:
        return LABELS[self.trouble].format(alarm=ALARMS[self.subject].label if self.subject in ALARMS else "")


class Machine(NamedTuple):
    """A machine of the case: where it belongs, its flow item, and the status of the execution of that generation."""

    name: str
    at: str | None
    flow: Flow | None
    execution: str | None


@dataclass(frozen=True)
class Standing:
    """`alarms` are the names of the alarms that are set, `under_way` the outbox rows that are being carried out."""

    case: Case
    machines: Sequence[Machine]
    alarms: Sequence[str]
    findings: Sequence[Finding]
    under_way: Sequence[str] = ()


def machine_trouble(case: Case, machine: Machine) -> Trouble | None:
    """What keeps this machine from being where the case is; None when it runs or rightly rests."""
    flow, at = machine.flow, machine.at
    if machine.execution == RUNNING:
        return "machine_behind" if flow and flow.token and flow.step != at else None
    if at is None or (flow and waits_for_people(case, at)):
        return None
    return "machine_ended" if flow else "machine_not_begun"


def must_be_asked_for(case: Case, name: str, flow: Flow) -> bool:
    """Whether the state of its execution can tell that the case stands still.

    A machine that waits where people act needs none. One with nothing to do holds up nobody: the row of the act that
    ended its work stays pending until it has gone on, and if that is lost, its wait ends by itself.
    """
    at = stands_at(case, name)
    return at is not None and not (flow.step == at and waits_for_people(case, at))


def waits_for_people(case: Case, step: str) -> bool:
    """Whether people can act at this step without any execution: a task is open, or the counter is to act."""
    return case.open_task(step) is not None if step in TASK_STEPS else step in COUNTER_STEPS


def machines_of(case: Case, flows: Mapping[str, Flow], executions: Mapping[str, str | None]) -> list[Machine]:
    """Every machine that the case has or should have."""
    named = (Machine(name, stands_at(case, name), flows.get(name), executions.get(name)) for name in CASE_MACHINES)
    return [machine for machine in named if machine.at or machine.flow]
