"""The directory's models: what other rooms may know of departments and places."""

from chalicelib.directory.model.departments import Department, DepartmentDocument, Imported
from chalicelib.directory.model.place import Complaints, Organ, Place, Regime, Remedies

__all__ = [
    "Complaints",
    "Department",
    "DepartmentDocument",
    "Imported",
    "Organ",
    "Place",
    "Regime",
    "Remedies",
]
