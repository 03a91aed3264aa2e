"""A department's own system, as an example: takes signed callbacks, then fetches, claims and answers the task."""

from local.department.system import DepartmentSystem
from local.department.worker import Handled, Recommendation

__all__ = ["DepartmentSystem", "Handled", "Recommendation"]
