"""The case and its rules: pure data, the table of acts, tasks, clocks."""

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import ENDED, Status
from chalicelib.cases.model.task import Task, split_task_id, task_id

__all__ = ["ENDED", "Case", "Status", "Task", "split_task_id", "task_id"]
