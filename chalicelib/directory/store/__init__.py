"""Departments and places, as other rooms read and write them; the rest is imported by its full path."""

from chalicelib.directory.store.departments import (
    department_names,
    department_of,
    keep_department,
    list_departments,
)
from chalicelib.directory.store.places import find_place, forget, keep_place, load_place

__all__ = [
    "department_names",
    "department_of",
    "find_place",
    "forget",
    "keep_department",
    "keep_place",
    "list_departments",
    "load_place",
]
