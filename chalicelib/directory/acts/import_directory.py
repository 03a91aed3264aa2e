"""An administrator imports the directory: validated first, then written in transactions that a repetition completes.

While one error is left, nothing is written. Each transaction counts the version of its region, on condition that nobody
else has changed it since the plan was made.
"""

from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from chalicelib.directory.acts.import_steps import CHECKS, STEPS, Change, Step, number_codes, too_large
from chalicelib.directory.acts.register_import import register_findings, register_steps, tells_registers
from chalicelib.directory.model.import_checks import errors_of, windows_elsewhere
from chalicelib.directory.model.item_kinds import Kinds
from chalicelib.directory.model.known_items import (
    Departments,
    items_of_region,
    items_of_routing,
    not_offered,
    unknown_items,
)
from chalicelib.directory.model.outcome import LAST_DAY, Limit, Outcome, outcome_of, regions_of
from chalicelib.directory.model.sections import read_parts, refused
from chalicelib.directory.model.staffing import staffing_differs
from chalicelib.directory.store.departments import list_departments
from chalicelib.directory.store.directories import list_regions, next_version, read_directory
from chalicelib.directory.store.kept import Change as Logged
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op

# A transaction has at most a hundred operations: these, the count of the version, and the record of the request.
MOST_OPS = 90
# It has at most 4 MB, and a character at most three bytes that matter here.
MOST_CHARACTERS = 1_000_000
# A receipt has to fit into a row.
MOST_TOLD = 500
UNCHECKED = FieldError("", "items_not_checked", "事项目录尚未导入，授权文书和培训中的事项没有核对")
KINDS = ("created", "changed", "unchanged", "absent")


@dataclass(frozen=True)
class DirectoryPlan:
    """Every record of the file, in the order in which it is written. `versions` are those that the plan was made on."""

    steps: list[Step]
    versions: Mapping[str, int]
    warnings: list[FieldError] = field(default_factory=list[FieldError])

    @property
    def changes(self) -> list[Change]:
        return [step.change for step in self.steps]

    @property
    def pending(self) -> int:
        """How many records have something to write."""
        return sum(bool(step.ops) for step in self.steps)


def plan_directory(
    table: Table,
    division: str,
    raw: object,
    statutory: Mapping[str, Limit] | None = None,
    logged: Logged | None = None,
    *,
    catalogue: Departments | None = None,
    kinds: Kinds | None = None,
    replaced: Collection[str] = (),
) -> DirectoryPlan:
    """What the file would change. `statutory` are the terms of law of the items whose promise a region changes.
    `catalogue` has the departments of the items that the file names (`items_named`), `kinds` what else the catalogue
    says of them now; None where no catalogue was imported yet. `logged` says who imports, and when; a file with staff,
    letters or seals needs it. `replaced` are the ids of records whose ends the file tells anew; of staff and seals only
    ends to come.

    Raises Invalid (code directory_invalid) with every error.
    """
    parts = read_parts(raw)
    if parts.errors:
        raise refused(parts.errors)
    regions = regions_of(parts, division, [str(one["code"]) for one in list_regions(table)])
    kept = {region: read_directory(table, region) for region in regions}
    versions = {region: known.version for region, known in kept.items()}
    cores = {region: frozenset(one.id for one in list_departments(table, region)) for region in regions}
    outcome = outcome_of(division, parts, kept, cores, statutory or {}, replaced)
    if logged is None and tells_registers(outcome):
        raise LookupError("who imports a register, and when, stands in its log of changes")
    errors = parts.errors or [*too_large(outcome), *errors_of(outcome, CHECKS), *number_codes(table, outcome)]
    errors = errors or [*unknown_terms(outcome, catalogue)]
    if logged and not errors:
        errors = [*register_findings(table, outcome, logged.at, catalogue, kinds or {})]
    if errors:
        raise refused(errors)
    unchecked = [UNCHECKED] if catalogue is None and tells_registers(outcome) else []
    warnings = [*parts.warnings, *unchecked, *windows_elsewhere(outcome), *staffing_differs(outcome)]
    return DirectoryPlan([*_steps(table, outcome, logged)], versions, warnings)


def unknown_terms(outcome: Outcome, catalogue: Departments | None) -> Generator[FieldError]:
    """Terms of a region's own, and exceptions of its routing, for items that the catalogue or the region does not
    have.
    """
    for entry in outcome.parts.of("regions"):
        if entry.record.code in outcome.wanted:
            yield from unknown_items(items_of_region(entry.record), catalogue, at=entry.pointer)
            yield from not_offered(items_of_region(entry.record), entry.record, at=entry.pointer)
    for entry in outcome.parts.of("routing"):
        region = entry.record.region or outcome.division
        rules = outcome.after(region).rules_on(LAST_DAY) if region in outcome.wanted else None
        if rules:
            yield from unknown_items(items_of_routing(entry.record), catalogue, at=entry.pointer)
            yield from not_offered(items_of_routing(entry.record), rules.region, at=entry.pointer)


def items_promised(raw: object) -> list[str]:
    """The items whose promise the file's regions change, alone and within schemes, as far as it can be read."""
    try:
        regions = [entry.record for entry in read_parts(raw).of("regions")]
    except Invalid:
        return []
    named = [one.item for region in regions for one in region.overrides.promised]
    nodes = [node.id for region in regions for one in region.overrides.schemes for node in one.nodes]
    return [*dict.fromkeys([*named, *nodes])]


def _steps(table: Table, outcome: Outcome, logged: Logged | None) -> Generator[Step]:
    for region in outcome.wanted:
        for steps in STEPS:
            yield from steps(table, outcome, region)
        if logged:
            yield from register_steps(table, outcome, region, logged)


def carry_out(table: Table, plan: DirectoryPlan, last: Sequence[Op] = ()) -> Generator[Change]:
    """Write the plan, and tell each record that was written. `last` goes into the last transaction.

    Raises Refused (label of the version) when somebody else has changed the directory since: plan again.
    """
    batches = [*_batches(plan)]
    for number, (region, seen, steps) in enumerate(batches, start=1):
        ops = [op for step in steps for op in step.ops]
        version = next_version(region, seen=seen, roles={role for step in steps for role in step.roles})
        table.write(*ops, version, *(last if number == len(batches) else ()))
        yield from (step.change for step in steps)
    if not batches and last:
        table.write(*last)


def _batches(plan: DirectoryPlan) -> Generator[tuple[str, int, list[Step]]]:
    """Per region, as many records as one transaction takes, with the version that it is written on."""
    pending = [step for step in plan.steps if step.ops]
    for region, steps in groupby(pending, key=lambda step: step.change.region):
        seen, batch, count, size = plan.versions[region], list[Step](), 0, 0
        for some in _together(steps):
            ops = [op for step in some for op in step.ops]
            weight = sum(len(str(op.body)) for op in ops)
            if batch and (count + len(ops) > MOST_OPS or size + weight > MOST_CHARACTERS):
                yield region, seen, batch
                seen, batch, count, size = seen + 1, [], 0, 0
            batch += some
            count, size = count + len(ops), size + weight
        yield region, seen, batch


def _together(steps: Iterable[Step]) -> Generator[list[Step]]:
    """The posts of one person are written together, so that nobody sees a person of whom one half has changed."""
    for group, some in groupby(steps, key=lambda step: step.group):
        of_group = [*some]
        fit = group and sum(len(step.ops) for step in of_group) <= MOST_OPS
        yield from [of_group] if fit else ([step] for step in of_group)


@act
def import_directory(
    platform: Platform,
    caller: Caller,
    raw: object,
    statutory: Mapping[str, Limit] | None = None,
    *,
    catalogue: Departments | None = None,
    kinds: Kinds | None = None,
) -> Receipt:
    """The import over HTTP, into the caller's region and those below. It answers what was changed.

    A repetition with the same key gets the same answer.
    """
    if done := acts.find_record(platform, caller):
        return done
    logged = logged_import(caller)
    division = caller.actor.region[:6]
    plan = plan_directory(platform.table, division, raw, statutory, logged, catalogue=catalogue, kinds=kinds)
    receipt = Receipt(report_of(plan))
    for _ in carry_out(platform.table, plan, acts.record(platform, caller, receipt)):
        pass
    return receipt


def logged_import(caller: Caller) -> Logged:
    """What the logs of staff, letters and seals say of an import."""
    return Logged("import", caller.at, caller.actor.sub, caller.actor.role, {})


def report_of(plan: DirectoryPlan) -> dict[str, Any]:
    """How many records of each kind, the first of those that are not unchanged, and what of the file is not kept."""
    changes = plan.changes
    return {
        "counts": {kind: sum(change.kind == kind for change in changes) for kind in KINDS},
        "changes": [change._asdict() for change in changes if change.kind != "unchanged"][:MOST_TOLD],
        "warnings": [warning._asdict() for warning in plan.warnings],
    }
