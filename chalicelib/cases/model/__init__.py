"""The case and its rules: pure data, the table of moves, the clocks."""

from chalicelib.cases.model.case import Case, ClockFacts
from chalicelib.cases.model.status import ENDED, Status, require_lawful
from chalicelib.cases.model.task import Task, split_task_id, task_id

__all__ = ["ENDED", "Case", "ClockFacts", "Status", "Task", "require_lawful", "split_task_id", "task_id"]
