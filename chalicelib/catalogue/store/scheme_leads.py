"""Which department leads a scheme: it is the one that has the window accept its requests."""

from collections.abc import Sequence

from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store import departments_of_items
from chalicelib.catalogue.store.schemes import list_schemes
from chalicelib.directory.model.known_items import Departments
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table


def known_to_letters(table: Table, regions: Sequence[str], codes: Sequence[str]) -> Departments | None:
    """Of the items and schemes that letters may name, each with its department, or with all that lead a stage of it.
    None where no catalogue was imported yet.
    """
    items = departments_of_items(table, regions, codes)
    if items is None:
        return None
    others = [code for code in codes if code not in items]
    return items | {code: leads for region in regions for code, leads in _leads(table, region, others).items()}


def _leads(table: Table, region: str, codes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(codes), 100):
        rows = table.get_many([register_keys.current_scheme(region, code) for code in codes[start : start + 100]])
        schemes = (SchemeDocument.model_validate_json(row["document"]) for row in rows.values())
        found |= {scheme.code: leads_of(scheme) for scheme in schemes}
    return found


def leads_in(table: Table, region: str) -> dict[str, tuple[str, ...]]:
    """All schemes of the region, each with the departments that lead a stage of it."""
    return _leads(table, region, [one.code for one in list_schemes(table, region)])


def leads_of(scheme: SchemeDocument) -> tuple[str, ...]:
    """The departments that lead a stage, each once."""
    return tuple(dict.fromkeys(stage.lead for stage in scheme.stages if stage.lead))
