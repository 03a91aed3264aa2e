"""An administrator imports schemes: held against the items and departments that are there, one transaction each."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.catalogue.acts.import_plan import Change, ImportPlan, Kind, Steps, carry_out
from chalicelib.catalogue.acts.own_promises import directories_of
from chalicelib.catalogue.acts.scheme_promises import own_in_schemes_above
from chalicelib.catalogue.model.schemes.document import ReadSchemes, judged, read_alone, refusal
from chalicelib.catalogue.model.schemes.publication import Known
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store.schemes import list_schemes, publish_scheme, read_members, scheme_hash
from chalicelib.directory.store import list_departments
from chalicelib.foundation.table import Table
from chalicelib.foundation.validation import pointer_of


def import_schemes(table: Table, region: str, document: object, at: datetime, *, demonstrations: bool) -> ImportPlan:
    """Bring the schemes of the region to the document's content; a changed one gets a new version.

    Raises Invalid with every reason before anything is written, and Conflict (code catalogue_import_concurrent) when
    another import publishes the same scheme at the same moment.
    """
    plan = plan_alone(table, region, document, at, demonstrations=demonstrations)
    for _ in carry_out(table, plan):
        pass
    return plan


def plan_alone(table: Table, region: str, document: object, at: datetime, *, demonstrations: bool) -> ImportPlan:
    """What importing a file of schemes would do beside the catalogue and the regions that are there. Raises Invalid."""
    read = read_alone(document)
    known = known_here(table, region, read, at)
    schemes = judged(read, region, known, demonstrations=demonstrations)
    if errors := [*own_in_schemes_above(directories_of(table), read.schemes, known.items, at.date())]:
        raise refusal(errors)
    return ImportPlan(plan_schemes(table, region, schemes.schemes, at), schemes.warnings)


def known_here(table: Table, region: str, read: ReadSchemes, at: datetime) -> Known:
    """What the table knows of the members: their items, and the departments of the region."""
    items = {code: found.at(at) for code, found in read_members(table, region, read.items).items()}
    return Known(items, frozenset(one.id for one in list_departments(table, region)))


def plan_schemes(table: Table, region: str, schemes: Iterable[SchemeDocument], at: datetime) -> Steps:
    """A step for each scheme. One that the file does not name stays: a scheme ends by its last day."""
    kept = {one.code: one for one in list_schemes(table, region)}
    steps: Steps = []
    named = set[str]()
    for place, scheme in enumerate(schemes):
        named.add(scheme.code)
        before, pointer = kept.get(scheme.code), pointer_of(["schemes", place])
        if before and before.content_hash == scheme_hash(scheme):
            steps.append((Change("unchanged", "scheme", scheme.code, scheme.name, pointer, before.version), []))
            continue
        kind: Kind = "updated" if before else "created"
        version = before.version + 1 if before else 1
        change = Change(kind, "scheme", scheme.code, scheme.name, pointer, version)
        steps.append((change, publish_scheme(region, scheme, before, at)))
    absent = [one for code, one in kept.items() if code not in named]
    return steps + [(Change("absent", "scheme", one.code, one.name, "", one.version), []) for one in absent]
