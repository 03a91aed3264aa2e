"""Which department leads a scheme: it is the one that has the window accept its requests."""

from collections.abc import Sequence

from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table


def leads_of_schemes(table: Table, region: str, codes: Sequence[str], department: str | None) -> dict[str, str]:
    """A lead of each of these schemes that is there; `department` where it is one of several, in one read."""
    wanted = [register_keys.current_scheme(region, code) for code in codes]
    rows = table.get_many(wanted).values() if wanted else ()
    schemes = [SchemeDocument.model_validate_json(row["document"]) for row in rows]
    found: dict[str, str] = {}
    for scheme in schemes:
        leads = leads_of(scheme)
        if leads:
            found[scheme.code] = department if department in leads else leads[0]
    return found


def leads_of(scheme: SchemeDocument) -> tuple[str, ...]:
    """The departments that lead a stage, each once."""
    return tuple(dict.fromkeys(stage.lead for stage in scheme.stages if stage.lead))
