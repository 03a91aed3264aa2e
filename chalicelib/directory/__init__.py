"""机构人员: departments of the hall. This is what other rooms may use."""

from chalicelib.directory.store import department_of, keep_department, list_departments, load_department

__all__ = ["department_of", "keep_department", "list_departments", "load_department"]
