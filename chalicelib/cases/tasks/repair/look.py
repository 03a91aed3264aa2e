"""Looking at a case: its rows, its executions and its files, and what about them is not as it should be."""

from collections.abc import Iterator

from chalicelib import exchange
from chalicelib.cases.files import object_key
from chalicelib.cases.model.standing import Finding, Standing, Trouble, machine_trouble, machines_of
from chalicelib.cases.tasks.repair import objects, rows
from chalicelib.cases.tasks.repair.rows import Rows
from chalicelib.foundation import keys, workflow
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Item


def look(platform: Platform, case_id: str) -> Standing | None:
    """Changes nothing; None when there is no such case."""
    found = rows.read(platform, case_id)
    return standing(platform, found) if found else None


def standing(platform: Platform, found: Rows) -> Standing:
    case, flows = found.case, found.flows
    executions = {
        name: workflow.execution_status(platform, case.id, name, flow.generation) for name, flow in flows.items()
    }
    machines = machines_of(case, flows, executions)
    findings = [
        *_effects(found),
        *(Finding(trouble, machine.name) for machine in machines if (trouble := machine_trouble(case, machine))),
        *(Finding("alarm_parked", row["sk"]) for row in found.alarms if row["alarms_pk"] == keys.PARKED_ALARMS),
        *_documents(platform, found),
        *_materials(platform, found),
        *_callbacks(platform, found),
    ]
    return Standing(case, machines, [row["name"] for row in found.alarms], findings)


def _effects(found: Rows) -> Iterator[Finding]:
    for row in found.pending:
        trouble: Trouble = "effects_parked" if row["pending_pk"] == keys.PARKED else "effects_pending"
        yield Finding(trouble, row["sk"])


def _documents(platform: Platform, found: Rows) -> Iterator[Finding]:
    for row in found.documents:
        if row["state"] == "preparing":
            yield Finding("document_preparing", row["no"])
        else:
            yield from _stored(platform, platform.settings.documents_bucket, row["key"], row)


def _materials(platform: Platform, found: Rows) -> Iterator[Finding]:
    bucket = platform.settings.materials_bucket
    for file, row in found.files:
        key = object_key(found.case.id, file.id)
        if file.state == "ready":
            yield from _stored(platform, bucket, key, row)
        elif file.state != "refused" and objects.find(platform, bucket, key):
            yield Finding("material_unchecked", file.id)


def _stored(platform: Platform, bucket: str, key: str, row: Item) -> Iterator[Finding]:
    match objects.state(platform, bucket, key, row.get("s3_version")):
        case "moved":
            yield Finding("version_moved", row["sk"])
        case "lost":
            yield Finding("object_lost", row["sk"])
        case "kept":
            return


def _callbacks(platform: Platform, found: Rows) -> Iterator[Finding]:
    for task in found.tasks:
        if task.kind == "review" and task.waiting and exchange.untold(platform, task):
            yield Finding("callback_untold", task.id)
