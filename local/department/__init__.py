"""The own system of a department or of an organ above, as an example: takes signed callbacks, then fetches, claims and
answers the task, or decides what was reported to it.
"""

from local.department.system import DepartmentSystem
from local.department.worker import Handled, Recommendation

__all__ = ["DepartmentSystem", "Handled", "Recommendation"]
