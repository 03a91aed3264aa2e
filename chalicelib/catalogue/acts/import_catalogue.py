"""An administrator imports the whole catalogue: validated first, then one transaction per changed item.

Repeating an import that broke off completes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model.document import CatalogueDocument, read_document
from chalicelib.directory.store import department_of, keep_department, list_departments
from chalicelib.foundation.problems import Conflict, FieldError
from chalicelib.foundation.table import Refused, Table


@dataclass(frozen=True)
class ImportReport:
    """Counts of items; `warnings` name materials whose legal basis is still missing (R9)."""

    created: int
    updated: int
    unchanged: int
    departments_written: int
    warnings: list[FieldError]


def import_catalogue(table: Table, region: str, document: Mapping[str, Any], at: datetime) -> ImportReport:
    """Bring departments and items of `region` to the document's content; a changed item gets a new version.

    Joint themes are checked, not stored. Items that the document does not name stay as they are (ending one is
    an act of its own, R42). Raises Invalid with every error before anything is written, and Conflict (code
    catalogue_import_concurrent) when another import publishes the same item at the same moment: repeat it then.
    """
    catalogue = read_document(document)
    departments = _write_departments(table, region, catalogue)
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    known = store.newest_hashes(table, region)
    for item in catalogue.items:
        version, hashed = known.get(item.id, (0, ""))
        if hashed == store.content_hash(item):
            counts["unchanged"] += 1
            continue
        try:
            table.write(*store.publish(region, item, version + 1, at))
        except Refused:
            raise Conflict(code="catalogue_import_concurrent", title="另一次导入正在进行，请稍后重新导入") from None
        counts["updated" if version else "created"] += 1
    return ImportReport(**counts, departments_written=departments, warnings=catalogue.warnings)


def _write_departments(table: Table, region: str, catalogue: CatalogueDocument) -> int:
    """Departments come first: an item never names one that is not there. Returns how many were new or changed."""
    kept = {department.id: department for department in list_departments(table, region)}
    wanted = [department_of(region, name, document) for name, document in catalogue.departments.items()]
    changed = [department for department in wanted if kept.get(department.id) != department]
    for start in range(0, len(changed), 100):
        table.write(*(keep_department(department) for department in changed[start : start + 100]))
    return len(changed)
