"""Mending a case: each kind of finding has one remedy. It may be repeated, and does nothing when nothing is wrong."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from chalicelib.cases.acts.recount import recount
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.task import notify_department
from chalicelib.cases.store.due_days import set_alarm
from chalicelib.cases.store.files import discard, key_of, keys_to_delete, object_key
from chalicelib.cases.store.records import CaseFile
from chalicelib.cases.store.standing import where
from chalicelib.documents.store.drafts import order
from chalicelib.durable import alarms, outbox, parking, workflow
from chalicelib.durable.effects import SendMessage
from chalicelib.exchange.model import message_id
from chalicelib.exchange.store.notification import lost_notifications
from chalicelib.foundation import failures, keys
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, check, equals, update
from chalicelib.intake.acts.check_material import Uploaded, check_material
from chalicelib.operations.acts.repair import restarting, under_way
from chalicelib.operations.acts.repair.look import standing
from chalicelib.operations.model.standing import Finding, Standing, Trouble
from chalicelib.operations.store import objects, rows
from chalicelib.operations.store.rows import Rows

# An address for uploads works for a quarter of an hour, and each use of it is a version of its own.
VERSIONS_AT_ONCE = 20
Remedy = Callable[[Platform, Rows, str], bool]


@dataclass(frozen=True)
class Repaired:
    """`before` is how the case stood. `mended` findings are gone; `unmended` ones could not be mended, or not yet."""

    before: Standing
    mended: Sequence[Finding] = ()
    unmended: Sequence[Finding] = ()


def repair_case(platform: Platform, case_id: str, *, dry_run: bool = False, thorough: bool = True) -> Repaired | None:
    """Set going again what should be running. None when there is no such case. A dry run only tells what is wrong.

    Raises a temporary failure of AWS. Then the whole repair may be repeated.
    """
    found = rows.read(platform, case_id)
    if found is None:
        return None
    before = standing(platform, found, thorough=thorough)
    if dry_run:
        return Repaired(before, unmended=before.findings)
    outcome = dict[Finding, bool]()
    for remedies in (WAITS, EFFECTS):
        mend(platform, found, before.findings, remedies, outcome)
    now = before
    if outcome and (reread := rows.read(platform, case_id)):
        # Carrying out the pending rows may have mended other findings too.
        found, now = reread, standing(platform, reread, thorough=thorough)
    mend(platform, found, now.findings, REMEDIES, outcome)
    for finding in now.findings:
        outcome.setdefault(finding, False)
    mended = [finding for finding, is_mended in outcome.items() if is_mended]
    return Repaired(before, mended, [finding for finding, is_mended in outcome.items() if not is_mended])


def mend(
    platform: Platform,
    found: Rows,
    findings: Sequence[Finding],
    remedies: Mapping[Trouble, Remedy],
    outcome: dict[Finding, bool],
) -> None:
    """Apply these remedies to the findings that have no outcome yet."""
    for finding in findings:
        if finding.trouble in remedies and finding not in outcome:
            outcome[finding] = remedies[finding.trouble](platform, found, finding.subject)


def carry_out(platform: Platform, found: Rows, row: str) -> bool:
    """Carry out an outbox row. When machines of it are still under way, it counts as mended if these run."""
    item = found.items[row]
    failure = outbox.try_to_carry_out(platform, item, where, again=True)
    if isinstance(failure, workflow.MachineUnderWay):
        # The reconciler does not read parked rows, so nobody would see the machine arrive.
        parking.put_back_row(platform, Key(item["pk"], row))
        owner, awaited = found.case.owner, under_way.machines_of(item)
        running = [restarting.start_until_one_runs(platform, owner, machine) for machine in awaited]
        return all(running)
    if failure and failures.is_temporary(failure):
        raise failure
    return failure is None


def count_dues_again(platform: Platform, found: Rows, clocks: str) -> bool:  # noqa: ARG001 - the signature of a Remedy
    """False when somebody has acted meanwhile, whose act has moved the due days too."""
    try:
        return recount(platform, CaseFile(found.case))
    except Refused:
        return False


def put_back_alarm(platform: Platform, found: Rows, sk: str) -> bool:
    try:
        return parking.put_back_alarm(platform, alarms.load(found.items[sk]))
    except ValidationError:
        return False  # this code cannot read it


def set_missing_alarm(platform: Platform, found: Rows, alarm: str) -> bool:
    """Set the lost alarm again, for the end of the same day. False when somebody has acted meanwhile."""
    case = found.case
    ops = set_alarm(case, alarm, platform.now(), when=ABSENT)
    unchanged = check(keys.meta(case.id), equals(seq=case.seq, status=case.status.value))
    try:
        platform.table.write(*ops, unchanged)
    except Refused:
        return False
    return bool(ops)


def issue_document_again(platform: Platform, found: Rows, no: str) -> bool:
    row = found.items[keys.document(found.case.id, no).sk]
    # Within one minute the message has the same deduplication id, so SQS drops repetitions.
    return send_again(platform, found, no, order(row, repetition=f"-{platform.wall():%m%d%H%M}"))


def notify_department_again(platform: Platform, found: Rows, task_id: str) -> bool:
    task = next(task for task in found.tasks if task.id == task_id)
    sent = [
        send_again(
            platform,
            found,
            message_id(task_id, lost.event, lost.seq),
            notify_department(task.department, task_id, lost.event, lost.seq),
        )
        for lost in lost_notifications(platform, task)
    ]
    return all(sent)


def send_again(platform: Platform, found: Rows, subject: str, message: SendMessage) -> bool:
    """Send a message of an act once more, by an outbox row. True also when such a row was written this minute."""
    row = restarting.write_effect(platform, found.case.owner, subject, message)
    item = platform.table.get(Key(found.case.owner, row)) if row else None
    failure = outbox.try_to_carry_out(platform, item, where) if item else None
    if failure and failures.is_temporary(failure):
        raise failure
    return failure is None


def check_material_again(platform: Platform, found: Rows, file_id: str) -> bool:
    key = object_key(found.case.id, file_id)
    stored = objects.find(platform, platform.settings.materials_bucket, key)
    return stored is not None and check_material(platform, Uploaded(key, stored.version, stored.size)) is not None


def delete_left(platform: Platform, found: Rows, file_id: str) -> bool:
    """Every version that is there of a file whose bytes nobody may read. False while there are still more."""
    file = MaterialFile.model_validate(found.items[keys.material(found.case.id, file_id).sk])
    left = keys_to_delete(found.case.id, file)
    bucket = platform.settings.materials_bucket
    for _ in range(VERSIONS_AT_ONCE):
        stored = {key: object_ for key in left if (object_ := objects.find(platform, bucket, key))}
        if not stored:
            return True
        for key, newest in stored.items():
            discard(platform, key, newest.version)
    return False


def pin_current_version(platform: Platform, found: Rows, sk: str) -> bool:
    """Pin the version of the object that is there now, if its bytes are those that were checked or issued."""
    row, case_id = found.items[sk], found.case.id
    settings = platform.settings
    material = keys.has_prefix(sk, keys.MATERIAL)
    bucket = settings.materials_bucket if material else settings.documents_bucket
    file = MaterialFile.model_validate(row) if material else None
    key = key_of(case_id, file) if file else row["key"]
    stored = objects.find(platform, bucket, key)
    if stored is None or stored.version is None:
        return False
    digest = objects.digest(platform, bucket, key, stored.version)
    known = (file.kept_sha256 or file.sha256) if file else row["sha256"]
    if known != (base64.b64encode(digest).decode() if file else digest.hex()):
        return False
    unchanged = equals(s3_version=row["s3_version"])
    try:
        platform.table.write(update(Key(row["pk"], sk), put={"s3_version": stored.version}, when=unchanged))
    except Refused:
        return False
    return True


# Run first: completing the token is the only way to test it.
WAITS: Mapping[Trouble, Remedy] = {"machine_behind": restarting.resume_machine}
EFFECTS: Mapping[Trouble, Remedy] = {
    "effects_pending": carry_out,
    "effects_parked": carry_out,
    "dues_outdated": count_dues_again,
}
REMEDIES: Mapping[Trouble, Remedy] = {
    "alarm_parked": put_back_alarm,
    "alarm_missing": set_missing_alarm,
    "machine_not_begun": restarting.begin,
    "machine_ended": restarting.restart,
    "machine_behind": restarting.resume_machine,
    "document_preparing": issue_document_again,
    "document_held": issue_document_again,
    "material_unchecked": check_material_again,
    "material_left": delete_left,
    "version_moved": pin_current_version,
    "department_not_notified": notify_department_again,
}
