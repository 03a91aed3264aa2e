"""Looking at a case: its rows, its executions and its objects in S3, and what about them is wrong."""

from collections.abc import Iterator

from chalicelib.cases.model.case_alarms import alarms_awaited
from chalicelib.cases.model.clocks import moved_dues, recounted
from chalicelib.cases.model.evidence import UNCHECKED
from chalicelib.cases.store.files import key_of, keys_to_delete, object_key
from chalicelib.documents.store.vault import HELD
from chalicelib.durable import workflow
from chalicelib.exchange.store.notification import lost_notifications
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts.repair import under_way
from chalicelib.operations.model.standing import (
    RUNNING,
    Finding,
    Standing,
    Trouble,
    machine_trouble,
    machines_of,
    needs_execution_status,
)
from chalicelib.operations.store import objects, rows
from chalicelib.operations.store.rows import Rows


def look(platform: Platform, case_id: str) -> Standing | None:
    """How the case stands; None when there is no such case. Nothing is changed."""
    found = rows.read(platform, case_id)
    return standing(platform, found) if found else None


def standing(platform: Platform, found: Rows, *, thorough: bool = True) -> Standing:
    """How the case stands, from rows that were read.

    `thorough` asks AWS about every execution of the case. Without it only about those whose loss would make the case
    stand still, because AWS answers only some ten such questions a second.
    """
    case = found.case
    machines = machines_of(case, found.flows, _executions(platform, found, thorough=thorough))
    recent = under_way.recent_rows(found.outbox, platform.wall())
    on_the_way = under_way.subjects_of_rows(recent, platform.wall())
    troubles: dict[str, Trouble] = {
        machine.name: trouble for machine in machines if (trouble := machine_trouble(case, machine))
    }
    running = {machine.name for machine in machines if machine.execution == RUNNING and machine.at} - troubles.keys()
    awaited = [
        row["sk"]
        for row in found.pending
        if row["pending_pk"] != keys.PARKED and (row in recent or under_way.only_awaits(row, running | on_the_way))
    ]
    findings = [
        *(finding for finding in _effects(found) if finding.subject not in awaited),
        *(Finding(trouble, name) for name, trouble in troubles.items() if name not in on_the_way),
        *_dues(platform, found),
        *_alarms(found),
        *(finding for finding in _objects(platform, found) if finding.subject not in on_the_way),
        *(finding for finding in _callbacks(platform, found) if finding.subject not in on_the_way),
    ]
    return Standing(case, machines, [row["name"] for row in found.alarms], findings, awaited)


def _executions(platform: Platform, found: Rows, *, thorough: bool) -> dict[str, str | None]:
    case = found.case
    return {
        name: workflow.execution_status(platform, case.owner, name, flow.generation)
        for name, flow in found.flows.items()
        if thorough or needs_execution_status(case, name, flow, platform.wall())
    }


def _effects(found: Rows) -> Iterator[Finding]:
    for row in found.pending:
        trouble: Trouble = "effects_parked" if row["pending_pk"] == keys.PARKED else "effects_pending"
        yield Finding(trouble, row["sk"])


def _dues(platform: Platform, found: Rows) -> Iterator[Finding]:
    """Due days that a newer holiday notice has moved."""
    moved = moved_dues(found.case.clocks, recounted(found.case, platform.calendar).clocks)
    if moved:
        yield Finding("dues_outdated", ",".join(moved))


def _alarms(found: Rows) -> Iterator[Finding]:
    for row in found.alarms:
        if row["alarms_pk"] == keys.PARKED_ALARMS:
            yield Finding("alarm_parked", row["sk"])
    for name in alarms_awaited(found.case, found.events):
        if keys.alarm(found.case.owner, name).sk not in found.items:
            yield Finding("alarm_missing", name)


def _objects(platform: Platform, found: Rows) -> Iterator[Finding]:
    """What is wrong with documents and files. Nothing of a case that is being erased: they are meant to go."""
    if not found.case.erasing_at:
        yield from _documents(platform, found)
        yield from _materials(platform, found)


def _documents(platform: Platform, found: Rows) -> Iterator[Finding]:
    for row in found.documents:
        if row["state"] == "preparing":
            yield Finding("document_preparing", row["no"])
        elif row["state"] == HELD:
            yield Finding("document_held", row["no"])
        else:
            yield from _object_findings(platform, platform.settings.documents_bucket, row["key"], row)


def _materials(platform: Platform, found: Rows) -> Iterator[Finding]:
    bucket = platform.settings.materials_bucket
    for file, row in found.files:
        key = object_key(found.case.id, file.id)
        if file.state == "ready":
            yield from _object_findings(platform, bucket, key_of(found.case.id, file), row)
        elif file.state in UNCHECKED and objects.find(platform, bucket, key):
            yield Finding("material_unchecked", file.id)
        if any(objects.find(platform, bucket, left) for left in keys_to_delete(found.case.id, file)):
            yield Finding("material_left", file.id)


def _object_findings(platform: Platform, bucket: str, key: str, row: Item) -> Iterator[Finding]:
    match objects.state(platform, bucket, key, row.get("s3_version")):
        case "moved":
            yield Finding("version_moved", row["sk"])
        case "lost":
            yield Finding("object_lost", row["sk"])
        case "kept":
            return


def _callbacks(platform: Platform, found: Rows) -> Iterator[Finding]:
    for task in found.tasks:
        if lost_notifications(platform, task):
            yield Finding("department_not_notified", task.id)
