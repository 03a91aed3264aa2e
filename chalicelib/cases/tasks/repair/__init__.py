"""Repair: what stands still because something was lost is found and set going again, from the case's own rows.

A restored backup has no executions, no open tokens, no stream and no queued messages; after repair it needs none.
"""

from chalicelib.cases.tasks.repair.census import Page, every_case
from chalicelib.cases.tasks.repair.look import look
from chalicelib.cases.tasks.repair.mend import Repaired, repair_case

__all__ = ["Page", "Repaired", "every_case", "look", "repair_case"]
