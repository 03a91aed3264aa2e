"""Calls that functions make seldom, so that paths and examples do not show them: each is brought about here."""

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.records import load_case
from chalicelib.durable.alarms import set_alarm
from chalicelib.durable.caller import Caller
from chalicelib.evidence.acts.export_case import export_own, write
from chalicelib.evidence.store import signing
from chalicelib.evidence.store.exports import store
from chalicelib.exchange.store.sharing import SharingPlatform
from chalicelib.exchange.store.wire import Reply
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Problem
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.fetch_shared import fetch_shared
from chalicelib.issuance.acts.record_payment import record_payment
from chalicelib.issuance.model.payment_days import Listed
from chalicelib.operations.acts.replay_dead_letters import ALL, replay_dead_letters
from chalicelib.operations.store import deadletters, desk
from local.sharing.platform import record
from proofs.joint.played import joint_request, joint_request_refused, without_stream
from proofs.kit.applications import AGENCY, COMPANY
from proofs.kit.callers import calling
from proofs.kit.cases_so_far import first_reviewed, reported
from proofs.kit.cast import CHIEF, ISSUER, staff
from proofs.kit.directory import name_superiors
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.fees import connect, ordered
from proofs.kit.former_rows import make_former
from proofs.kit.hall import GRANTED, Hall
from proofs.kit.payment_lists import MemoryLists, listed, reconciled
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.sharing import LICENCE, with_sharing
from proofs.kit.world import new_world
from proofs.rare_ended import ended_certificate_is_read

# A picture of one pixel, with the place at which it was taken.
PIXEL = base64.b64decode(
    "/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEB"
    "AREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)
PLACE = b"Exif\x00\x00GPSLatitude 21.8579"
PHOTO = PIXEL[:2] + b"\xff\xe1" + (len(PLACE) + 2).to_bytes(2) + PLACE + PIXEL[2:]
OF_A_REPLAY = '{"place": "callbacks", "replay": "unknown"}'
LETTER = '{"case_id": "c1", "document": "0003-acceptance-notice"}'


def play() -> None:
    for rare in RARE:
        with only_acts_and_rows():
            rare(Hall(new_world()))


def unchecked_file(hall: Hall) -> None:
    """A file has arrived and its event has not: the API asks the bucket."""
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id), state="requested", stored=True)
    with calling(names.API), suppress(Problem):
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))


def photo_with_its_place(hall: Hall) -> None:
    """A copy without the place is kept, and the upload goes."""
    case_id = hall.draft()
    digest = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    file = NewFile.model_validate(
        {
            "line": "01",
            "file_name": "photo.jpg",
            "content_type": "image/jpeg",
            "size": len(PHOTO),
            "sha256": digest,
        }
    )
    with calling(names.API):
        told = add_material(hall.platform, hall.caller(COMPANY, case_id), case_id, file)
    hall.arrives(case_id, str(told.facts["file_id"]), PHOTO)
    (row,) = hall.rows(case_id, "MATERIAL#")
    kept = hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    if f"{object_key(case_id, row['id'])}.kept" not in kept:
        raise AssertionError("no copy was kept")


def machine_of_a_review_is_gone(hall: Hall) -> None:
    """Its case goes on, and the stream brings the row."""
    case_id = hall.accepted()
    abort_all(hall)
    hall.answer(case_id, GRANTED)
    hall.carry_out_everything()


def machine_of_a_result_is_gone(hall: Hall) -> None:
    case_id = compared_next(hall)
    abort_all(hall)
    hall.compare(case_id)
    hall.carry_out_everything()


def review_without_stream(hall: Hall) -> None:
    """The stream brings nothing, so the reconciler comes."""
    case_id = hall.accepted()
    abort_all(hall)
    hall.answer(case_id, GRANTED)
    reconcile(hall)


def machine_of_a_report_is_gone(hall: Hall) -> None:
    """The organ above decides, and the stream brings the row."""
    refused_above(hall)
    hall.carry_out_everything()


def report_without_stream(hall: Hall) -> None:
    refused_above(hall)
    reconcile(hall)


def machine_of_a_waiting_report_is_gone(hall: Hall) -> None:
    """The chief representative reports, and the machine is asked about before another one is started."""
    reported_alone(hall)
    hall.carry_out_everything()


def waiting_report_without_stream(hall: Hall) -> None:
    reported_alone(hall)
    reconcile(hall)


def reported_alone(hall: Hall) -> None:
    case_id = first_reviewed(hall)
    abort_all(hall)
    hall.people.report_upward(case_id, hall.caller(f"chief-{AGENCY.department}", case_id))


def first_review_without_stream(hall: Hall) -> None:
    """The reconciler starts the machine of the report."""
    name_superiors(hall.platform)
    case_id = hall.accepted(AGENCY.item)
    hall.carry_out_everything()
    hall.answer(case_id, by=f"officer-{AGENCY.department}")
    reconcile(hall)


def refused_above(hall: Hall) -> None:
    case_id = reported(hall)
    abort_all(hall)
    hall.people.decide_reported(case_id, hall.caller("superior-gd_culture_tourism", case_id), "refuse")


def result_without_stream(hall: Hall) -> None:
    case_id = compared_next(hall)
    abort_all(hall)
    hall.compare(case_id)
    reconcile(hall)


def corrected_result_without_stream(hall: Hall) -> None:
    """The machine waits for a comparison that does not come: it is sent back."""
    case_id = compared_next(hall)
    hall.people.compare(case_id, hall.caller(ISSUER, case_id), holder="错误")
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id))
    reconcile(hall)


def comparison_opened_once_more(hall: Hall) -> None:
    """The answer of the function that made the result never came."""
    compared_next(hall)
    opened_once_more(hall, names.ISSUANCE)


def returned_report_met_by_an_opening(hall: Hall) -> None:
    """The wait for the organ above opens once more, after the report was sent back."""
    case_id = reported(hall)
    hall.people.return_report(case_id, hall.caller("superior-gd_culture_tourism", case_id))
    opened_once_more(hall, names.UPWARD)


def opened_once_more(hall: Hall, machine: str) -> None:
    (execution,) = [each for each in hall.machines.waiting() if f"-{machine}-" in each.name]
    hall.machines.lose_answer(execution)
    hall.machines.run()


def removed_file_without_stream(hall: Hall) -> None:
    """The queue of the bucket is told to delete its bytes."""
    case_id = hall.draft()
    hall.hand_in(case_id, "01", stored=True)
    hall.people.remove_material(case_id, hall.caller(COMPANY, case_id))
    reconcile(hall)


def alarm_that_nothing_carries_out(hall: Hall) -> None:
    """Each failure of it is counted, until it is put aside."""
    case_id, now = hall.submitted(), hall.platform.now()
    hall.platform.table.write(set_alarm(keys.case(case_id), "unknown", now, now))
    hall.world.pass_time(seconds=60)
    hall.world.invoke(names.SWEEP_ALARMS, EVERY_MINUTE)


def compared_next(hall: Hall) -> str:
    """A case whose result is made, and whose machine waits for the comparison."""
    case_id = hall.decided()
    hall.carry_out_everything()
    return case_id


def abort_all(hall: Hall) -> None:
    for execution in hall.machines.waiting():
        hall.machines.abort(execution)


def reconcile(hall: Hall) -> None:
    """Before the open waits have ended by their time limit."""
    for _ in range(3):
        hall.world.pass_time(seconds=30)
        hall.world.invoke(names.RECONCILE_OUTBOX, EVERY_MINUTE)
        hall.machines.run()


def desk_with_letters(hall: Hall) -> None:
    """A letter at each place is looked at and sent back."""
    for place in (*names.QUEUES, names.STREAM_FAILURES_QUEUE):
        letter_at(hall, place)
        with calling(names.API):
            desk.survey(hall.platform)
        replayed(hall, place)
        hall.carry_out_everything()
        while hall.world.work(names.REPLAYS_QUEUE):
            """The next message."""


def replay_without_stream(hall: Hall) -> None:
    letter_at(hall, names.CALLBACKS_QUEUE)
    replayed(hall, names.CALLBACKS_QUEUE)
    reconcile(hall)


def papers_of_other_organs(hall: Hall) -> None:
    """The stream brings nothing, so the reconciler sends the questions; an organ answers each."""
    platform = hall.platform
    platform.settings = with_sharing(platform.settings)
    secret = names.sharing_secret(platform.settings.stage)
    key = "whsec_" + base64.b64encode(b"a secret of the data sharing").decode()
    platform.secrets.create_secret(Name=secret, SecretString=key, ClientRequestToken="0" * 32)
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    reconcile(hall)
    sharing = SharingPlatform(platform, post=given, resolve=public_address)
    for body in hall.messages(names.SHARING_QUEUE):
        with calling(names.FETCH_SHARED):
            fetch_shared(platform, SharingQuestion.model_validate(body), sharing)


def public_address(host: str, port: int) -> list[str]:  # noqa: ARG001 - a Resolve
    return ["93.184.216.34"]


def given(target: object, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:  # noqa: ARG001 - a Post
    """A licence is there; of anything else there is no record."""
    query = json.loads(body)
    record_found = {"result": "found", "record": record("found", query["holder_number"])}
    found = record_found if query["certificate"] == LICENCE else {"result": "no_record"}
    return Reply(200, body=json.dumps({"id": query["id"], **found}).encode())


def letter_at(hall: Hall, place: str) -> None:
    dead, body = deadletters.dead_queue(place), OF_A_REPLAY if place == names.REPLAYS_QUEUE else LETTER
    fifo: Any = {"MessageGroupId": "g", "MessageDeduplicationId": "u"} if dead.endswith(".fifo") else {}
    hall.platform.sqs.send_message(QueueUrl=hall.platform.settings.queue_url(dead), MessageBody=body, **fifo)


def replayed(hall: Hall, place: str) -> None:
    caller = Caller(actor=staff("administrator"), at=hall.platform.now(), key=f"replay-{place}", digest=place)
    with calling(names.API):
        replay_dead_letters(hall.platform, caller, place, ALL)


def case_from_before_the_wrapping_key(hall: Hall) -> None:
    """KMS has wrapped the data key of its row, so KMS is asked for it."""
    case_id = hall.submitted()
    make_former(hall.world, keys.holder(case_id))
    with calling(names.API):
        load_case(hall.platform.table, case_id)


def days_are_over(hall: Hall) -> None:
    """Each day gets its head; one day's object was written by a run that died before it wrote the row."""
    hall.submitted()
    hall.clock.pass_time(days=1)
    before = hall.world.moment()
    hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
    written = hall.world.buckets.copy()
    hall.world.go_back(before)
    hall.world.buckets.buckets = written.buckets
    hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)


def case_is_exported(hall: Hall) -> None:
    """With the head of its first day, and with documents that are read."""
    case_id = hall.submitted()
    hall.issue_documents()
    hall.carry_out_everything()
    hall.issue_documents()
    hall.clock.pass_time(days=1)
    hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
    signing.forget()
    with calling(names.API):
        exported = export_own(hall.platform, hall.caller(COMPANY), case_id)
        out = io.BytesIO()
        store(hall.platform, case_id, write(hall.platform, exported, out), out.getvalue())


def payments_of_a_day(hall: Hall) -> None:
    """The list has a payment that nobody has told; the day after, one difference is gone."""
    connect(hall.platform)
    case_id = ordered(hall)
    day, line = hall.platform.now().date(), listed(hall.platform, order_no(case_id))
    told = Told("SIM2", line.fen, line.at)
    hall.clock.pass_time(days=1)
    for lists in (MemoryLists({day: [line]}), MemoryLists({day: [line, line]})):
        with calling(names.RECONCILE_PAYMENTS):
            reconciled(hall.platform, lists)
        record_payment(hall.platform, order_no(case_id), told)
    record_payment(hall.platform, order_no(case_id), told._replace(no="SIM3"))
    # Told long before the day on which the list has it.
    record_payment(hall.platform, "YM-nobody", told._replace(no="SIM9", paid_at=told.paid_at - timedelta(days=9)))
    line9 = Listed(order="YM-nobody", payment="SIM9", fen=told.fen, at=told.paid_at)
    with calling(names.RECONCILE_PAYMENTS):
        reconciled(hall.platform, MemoryLists({day: [line, line9]}))


RARE = (
    ended_certificate_is_read,
    days_are_over,
    payments_of_a_day,
    case_is_exported,
    unchecked_file,
    photo_with_its_place,
    machine_of_a_review_is_gone,
    machine_of_a_result_is_gone,
    review_without_stream,
    machine_of_a_report_is_gone,
    report_without_stream,
    machine_of_a_waiting_report_is_gone,
    waiting_report_without_stream,
    first_review_without_stream,
    result_without_stream,
    corrected_result_without_stream,
    comparison_opened_once_more,
    returned_report_met_by_an_opening,
    removed_file_without_stream,
    alarm_that_nothing_carries_out,
    desk_with_letters,
    replay_without_stream,
    case_from_before_the_wrapping_key,
    papers_of_other_organs,
    *(joint_request, joint_request_refused, without_stream(reconcile)),
)
