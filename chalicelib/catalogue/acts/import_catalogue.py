"""An administrator imports the whole catalogue of a place: validated first, then one transaction per changed item.

Repeating an import that broke off completes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.catalogue.acts.import_plan import NOTHING, ImportPlan, carry_out, plan_import
from chalicelib.catalogue.acts.import_schemes import plan_schemes
from chalicelib.catalogue.acts.own_promises import directories_of, own_promises_above
from chalicelib.catalogue.acts.scheme_promises import own_in_schemes_above, published_schemes, schemes_above
from chalicelib.catalogue.model.document import CatalogueDocument, read_document
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model import Place
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.table import Table

TITLE = "事项目录中的法定时限短于地区自定的承诺时限，未导入任何内容，请按提示修改"


@dataclass(frozen=True)
class ImportReport:
    """Counts of items; `warnings` name materials whose legal basis is still missing (R9)."""

    created: int
    updated: int
    unchanged: int
    departments_written: int
    warnings: list[FieldError]


def import_catalogue(
    table: Table, region: str, document: Mapping[str, Any], at: datetime, *, demonstrations: bool = False
) -> ImportReport:
    """Bring place, departments and items of `region` to the document's content; a changed item gets a new version.

    Joint themes, which schemes have replaced, are checked and not stored. Items that the document does not name stay as
    they are (ending one is an act of its own, `end_item`, R42), and so does what was decided here with consent (R48).
    Raises Invalid with every error before anything is written, and Conflict (code catalogue_import_concurrent) when
    another import publishes the same item at the same moment: repeat it then.
    """
    plan = plan_whole(table, region, read_own(region, document, demonstrations=demonstrations), at)
    for _ in carry_out(table, plan):
        pass
    departments = plan.count("created", "department") + plan.count("updated", "department")
    return ImportReport(
        created=plan.count("created", "item"),
        updated=plan.count("updated", "item") + plan.count("reopened", "item"),
        unchanged=plan.count("unchanged", "item"),
        departments_written=departments,
        warnings=plan.warnings,
    )


def plan_whole(
    table: Table,
    region: str,
    catalogue: CatalogueDocument,
    at: datetime,
    *,
    end_absent: bool = False,
    replace: frozenset[str] = NOTHING,
) -> ImportPlan:
    """As `plan_import`, and after the items the schemes of which they are members."""
    _require_promises_within(table, region, catalogue, at)
    plan = plan_import(table, region, catalogue, at, end_absent=end_absent, replace=replace)
    schemes = plan_schemes(table, region, catalogue.schemes, at) if catalogue.schemes else []
    return ImportPlan([*plan.steps, *schemes], plan.warnings)


def _require_promises_within(table: Table, region: str, catalogue: CatalogueDocument, at: datetime) -> None:
    """Raises Invalid where a limit of the file would leave a region's own promise, or that of a published scheme which
    the file does not bring anew, above the law (R93).
    """
    directories, calendar = directories_of(table), WorkCalendar()
    told = {one.code for one in catalogue.schemes}
    published = published_schemes(table, region, at.date(), at, but=told)
    errors = [
        finding._replace(pointer=f"/items/{number}{finding.pointer}")
        for number, item in enumerate(catalogue.items)
        for finding in (
            *own_promises_above(directories, item, at.date(), calendar),
            *schemes_above(published, item),
        )
    ]
    items = {item.id: item for item in catalogue.items}
    errors += own_in_schemes_above(directories, dict(enumerate(catalogue.schemes)), items, at.date())
    if errors:
        raise Invalid(code="catalogue_invalid", title=TITLE, errors=errors)


def read_own(region: str, document: Mapping[str, Any], *, demonstrations: bool = False) -> CatalogueDocument:
    """One city's names and items never get into another's tables by a mistake of a file or of a setting.

    Raises Invalid with every error.
    """
    catalogue = read_document(document, demonstrations=demonstrations)
    refuse_other_place(catalogue.place, region)
    return catalogue


def refuse_other_place(place: Place, region: str) -> None:
    """Raises Invalid when the document is of another division than the deployment."""
    if place.division != region:
        error = FieldError("/place/division", "place_division", f"应为 {region}")
        title = f"该事项目录属于区划 {place.division}，不能导入区划 {region}"
        raise Invalid(code="catalogue_invalid", title=title, errors=[error])
