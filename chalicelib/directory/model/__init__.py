"""The directory's models: what other rooms need of departments and of the profile of a place.

The rest is imported by its full path, so that a request which needs none of it does not load it.
"""

from chalicelib.directory.model.departments import Department, DepartmentDocument, Imported, Regime, WindowTheme
from chalicelib.directory.model.place import Complaints, Organ, Place, Remedies

__all__ = [
    "Complaints",
    "Department",
    "DepartmentDocument",
    "Imported",
    "Organ",
    "Place",
    "Regime",
    "Remedies",
    "WindowTheme",
]
