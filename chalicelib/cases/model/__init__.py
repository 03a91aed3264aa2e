"""The case and its rules: pure data, the table of moves, the clocks."""

from chalicelib.cases.model.case import MACHINE, Case, Channel, ClockFacts, Task, split_task_id, task_id
from chalicelib.cases.model.status import ENDED, Status, require_lawful

__all__ = [
    "ENDED",
    "MACHINE",
    "Case",
    "Channel",
    "ClockFacts",
    "Status",
    "Task",
    "require_lawful",
    "split_task_id",
    "task_id",
]
