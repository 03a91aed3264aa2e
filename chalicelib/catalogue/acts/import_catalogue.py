"""An administrator imports the whole catalogue of a place: validated first, then one transaction per changed item.

Repeating an import that broke off completes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model.document import CatalogueDocument, read_document
from chalicelib.directory.store import department_of, find_place, keep_department, keep_place, list_departments
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
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
    """Bring place, departments and items of `region` to the document's content; a changed item gets a new version.

    Joint themes are checked, not stored. Items that the document does not name stay as they are (ending one is
    an act of its own, `end_item`, R42). Raises Invalid with every error before anything is written, and Conflict (code
    catalogue_import_concurrent) when another import publishes the same item at the same moment: repeat it then.
    """
    catalogue = read_document(document)
    _require_own(region, catalogue)
    departments = _write_directory(table, region, catalogue)
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


def _require_own(region: str, catalogue: CatalogueDocument) -> None:
    """One city's names and items never get into another's tables by a mistake of a file or of a setting."""
    division = catalogue.place.division
    if division != region:
        error = FieldError("/place/division", "place_division", f"应为 {region}")
        title = f"该事项目录属于区划 {division}，不能导入区划 {region}"
        raise Invalid(code="catalogue_invalid", title=title, errors=[error])


def _write_directory(table: Table, region: str, catalogue: CatalogueDocument) -> int:
    """Place and departments come first: cases and items find them there. Returns how many departments were changed."""
    place = [] if find_place(table, region) == catalogue.place else [keep_place(catalogue.place)]
    kept = {department.id: department for department in list_departments(table, region)}
    wanted = [department_of(region, name, document) for name, document in catalogue.departments.items()]
    changed = [keep_department(department) for department in wanted if kept.get(department.id) != department]
    writes = [*place, *changed]
    for start in range(0, len(writes), 100):
        table.write(*writes[start : start + 100])
    return len(changed)
