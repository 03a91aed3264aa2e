"""Mending a case: each finding has one remedy, which may be repeated and does nothing where nothing is wrong."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from chalicelib.cases.model.task import notify_department
from chalicelib.cases.store.due_days import set_alarm
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.standing import where
from chalicelib.documents.store.drafts import order
from chalicelib.durable import alarms, outbox, parking, workflow
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import failures, keys
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import ABSENT, Refused, check, equals, update
from chalicelib.intake.acts.check_material import Uploaded, check_material
from chalicelib.operations.acts.repair import machines, under_way
from chalicelib.operations.acts.repair.look import standing
from chalicelib.operations.model.standing import Finding, Standing, Trouble
from chalicelib.operations.store import objects, rows
from chalicelib.operations.store.rows import Rows

Remedy = Callable[[Platform, Rows, str], bool]


@dataclass(frozen=True)
class Repaired:
    """`before` is how the case stood; `done` was mended, `left` could not be, or not yet."""

    before: Standing
    done: Sequence[Finding] = ()
    left: Sequence[Finding] = ()


def repair_case(platform: Platform, case_id: str, *, dry_run: bool = False, thorough: bool = True) -> Repaired | None:
    """Set going again what should be running; None when there is no such case. A dry run only says what is wrong.

    An AWS failure that may pass is raised: what is done may be done again.
    """
    found = rows.read(platform, case_id)
    if found is None:
        return None
    before = standing(platform, found, thorough=thorough)
    if dry_run:
        return Repaired(before, left=before.findings)
    outcome = dict[Finding, bool]()
    for remedies in (WAITS, EFFECTS):
        mend(platform, found, before.findings, remedies, outcome)
    now = before
    if outcome and (again := rows.read(platform, case_id)):
        # What was pending may have been all that was missing.
        found, now = again, standing(platform, again, thorough=thorough)
    mend(platform, found, now.findings, REMEDIES, outcome)
    for finding in now.findings:
        outcome.setdefault(finding, False)
    done = [finding for finding, mended in outcome.items() if mended]
    return Repaired(before, done, [finding for finding, mended in outcome.items() if not mended])


def mend(
    platform: Platform,
    found: Rows,
    findings: Sequence[Finding],
    remedies: Mapping[Trouble, Remedy],
    outcome: dict[Finding, bool],
) -> None:
    """Apply these remedies to what has not been looked after yet."""
    for finding in findings:
        if finding.trouble in remedies and finding not in outcome:
            outcome[finding] = remedies[finding.trouble](platform, found, finding.subject)


def carry_out(platform: Platform, found: Rows, row: str) -> bool:
    """A row that started or woke a machine stays pending until that has arrived: mended, if it is running."""
    item = found.items[row]
    failure = outbox.attempt(platform, item, where)
    if isinstance(failure, workflow.NotYet):
        # Of a parked row nobody would see the machine arrive.
        parking.put_back(platform, Key(item["pk"], row))
        going = [machines.set_going(platform, found.case.owner, machine) for machine in under_way.machines(item)]
        return all(going)
    if failure and failures.may_pass(failure):
        raise failure
    return failure is None


def set_again(platform: Platform, found: Rows, sk: str) -> bool:
    try:
        return parking.set_again(platform, alarms.load(found.items[sk]))
    except ValidationError:
        return False  # this code cannot read it


def await_again(platform: Platform, found: Rows, alarm: str) -> bool:
    """Set the lost alarm for the same end of the same day, unless somebody has acted meanwhile."""
    case = found.case
    ops = set_alarm(case, alarm, platform.now(), when=ABSENT)
    unmoved = check(keys.meta(case.id), equals(seq=case.seq, status=case.status.value))
    try:
        platform.table.write(*ops, unmoved)
    except Refused:
        return False
    return bool(ops)


def issue(platform: Platform, found: Rows, no: str) -> bool:
    row = found.items[keys.document(found.case.id, no).sk]
    # At most one repetition a minute: SQS drops the others.
    return send_again(platform, found, no, order(row, again=f"-{platform.wall():%m%d%H%M}"))


def tell(platform: Platform, found: Rows, task_id: str) -> bool:
    return send_again(
        platform, found, task_id, notify_department(next(task for task in found.tasks if task.id == task_id))
    )


def send_again(platform: Platform, found: Rows, subject: str, message: SendMessage) -> bool:
    row = machines.again(platform, found.case.owner, subject, message)
    item = platform.table.get(Key(found.case.owner, row)) if row else None
    failure = outbox.attempt(platform, item, where) if item else None
    if failure and failures.may_pass(failure):
        raise failure
    return failure is None


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


# Before the effects: only who completes the token of a wait learns whether it was still good.
WAITS: Mapping[Trouble, Remedy] = {"machine_behind": machines.release}
EFFECTS: Mapping[Trouble, Remedy] = {"effects_pending": carry_out, "effects_parked": carry_out}
REMEDIES: Mapping[Trouble, Remedy] = {
    "alarm_parked": set_again,
    "alarm_missing": await_again,
    "machine_not_begun": machines.begin,
    "machine_ended": machines.revive,
    "machine_behind": machines.release,
    "document_preparing": issue,
    "material_unchecked": recheck,
    "version_moved": pin,
    "callback_untold": tell,
}
