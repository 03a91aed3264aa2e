"""Mending a case: each finding has one remedy, which may be repeated and does nothing where nothing is wrong."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chalicelib import exchange
from chalicelib.cases import papers
from chalicelib.cases.files import object_key
from chalicelib.cases.model.standing import Finding, Standing, Trouble
from chalicelib.cases.tasks.check_material import Uploaded, check_material
from chalicelib.cases.tasks.repair import objects, rows
from chalicelib.cases.tasks.repair.look import standing
from chalicelib.cases.tasks.repair.rows import Rows
from chalicelib.cases.tasks.where import where
from chalicelib.foundation import alarms, keys, outbox, parking, workflow
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import ABSENT, Key, Refused, equals, put, update

Remedy = Callable[[Platform, Rows, str], bool]


@dataclass(frozen=True)
class Repaired:
    """`before` is how the case stood; `done` was mended, `left` could not be, or not yet."""

    before: Standing
    done: Sequence[Finding] = ()
    left: Sequence[Finding] = ()


def repair_case(platform: Platform, case_id: str, *, dry_run: bool = False) -> Repaired | None:
    """Set going again what should be running; None when there is no such case. A dry run only says what is wrong."""
    found = rows.read(platform, case_id)
    if found is None:
        return None
    before = standing(platform, found)
    if dry_run:
        return Repaired(before, left=before.findings)
    effects = [finding for finding in before.findings if finding.trouble in EFFECTS]
    outcome = {finding: EFFECTS[finding.trouble](platform, found, finding.subject) for finding in effects}
    if effects and (again := rows.read(platform, case_id)):
        # What was pending may have been all that was missing.
        found = again
    now = standing(platform, found) if effects else before
    for finding in now.findings:
        if finding.trouble in REMEDIES:
            outcome[finding] = REMEDIES[finding.trouble](platform, found, finding.subject)
        else:
            outcome.setdefault(finding, False)
    done = [finding for finding, mended in outcome.items() if mended]
    return Repaired(before, done, [finding for finding, mended in outcome.items() if not mended])


def carry_out(platform: Platform, found: Rows, row: str) -> bool:
    return outbox.attempt(platform, found.items[row], where) is None


def set_again(platform: Platform, found: Rows, sk: str) -> bool:
    return parking.set_again(platform, alarms.load(found.items[sk]))


def begin(platform: Platform, found: Rows, machine: str) -> bool:
    """Generation 1 of a machine that the case should have and does not."""
    at = found.case.stands_at(machine)
    if at is None:
        return False
    try:
        platform.table.write(put({**keys.flow(found.case.id, machine)._asdict(), "generation": 1}, when=ABSENT))
    except Refused:
        return False  # somebody else has begun it
    workflow.start(platform, found.case.id, machine, generation=1, at=at)
    return True


def revive(platform: Platform, found: Rows, machine: str) -> bool:
    at = found.case.stands_at(machine)
    if at is None:
        return False
    try:
        workflow.revive(platform, found.case.id, machine, found.flows[machine], at)
    except workflow.Broke:
        return True  # that is what was found, and it has been replaced
    except workflow.NotYet:
        return False
    return True


def release(platform: Platform, found: Rows, machine: str) -> bool:
    """Let an execution go on that waits for what has been done."""
    try:
        workflow.resume(platform, found.case.id, machine, where)
    except workflow.NotYet:
        return False
    return True


def issue(platform: Platform, found: Rows, no: str) -> bool:
    row = found.items[keys.document(found.case.id, no).sk]
    # At most one repetition a minute: SQS drops the others.
    outbox.send(platform, papers.order(row, again=f"-{platform.wall():%m%d%H%M}"))
    return True


def recheck(platform: Platform, found: Rows, file_id: str) -> bool:
    key = object_key(found.case.id, file_id)
    stored = objects.find(platform, platform.settings.materials_bucket, key)
    return stored is not None and check_material(platform, Uploaded(key, stored.version, stored.size)) is not None


def pin(platform: Platform, found: Rows, sk: str) -> bool:
    """Pin the version that is there now, if its bytes are those that were checked or issued."""
    row, case_id = found.items[sk], found.case.id
    settings = platform.settings
    material = sk.startswith("MATERIAL#")
    bucket = settings.materials_bucket if material else settings.documents_bucket
    key = object_key(case_id, row["id"]) if material else row["key"]
    stored = objects.find(platform, bucket, key)
    if stored is None or stored.version is None:
        return False
    digest = objects.digest(platform, bucket, key, stored.version)
    if row["sha256"] != (base64.b64encode(digest).decode() if material else digest.hex()):
        return False
    unmoved = equals(s3_version=row["s3_version"])
    try:
        platform.table.write(update(Key(row["pk"], sk), put={"s3_version": stored.version}, when=unmoved))
    except Refused:
        return False
    return True


def tell(platform: Platform, found: Rows, task_id: str) -> bool:
    outbox.send(platform, exchange.told(next(task for task in found.tasks if task.id == task_id)))
    return True


EFFECTS: Mapping[Trouble, Remedy] = {"effects_pending": carry_out, "effects_parked": carry_out}
REMEDIES: Mapping[Trouble, Remedy] = {
    "alarm_parked": set_again,
    "machine_not_begun": begin,
    "machine_ended": revive,
    "machine_behind": release,
    "document_preparing": issue,
    "material_unchecked": recheck,
    "version_moved": pin,
    "callback_untold": tell,
}
