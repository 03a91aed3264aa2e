"""Cases with their files really in the bucket, and what people do until a case is closed."""

from collections.abc import Callable, Mapping
from typing import Any

import boto3

from chalicelib.cases.acts.accept import accept
from chalicelib.cases.acts.submit import submit
from chalicelib.cases.acts.supplement import supplement
from chalicelib.cases.files import object_key
from chalicelib.cases.model import ENDED, Status
from chalicelib.exchange import store
from chalicelib.exchange.model import Endpoint
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import update
from tests.harness.hall import BYTES, CLERK, COMPANY, Hall


def listens(platform: Platform, department: str = "food") -> None:
    """A department's system is registered."""
    url, at = "https://food.example.gov.cn/yimen", platform.now()
    endpoint = Endpoint(division="441700", department=department, url=url, secret_version="0" * 64, updated_at=at)
    platform.table.write(store.put_endpoint(None, endpoint))


def keep_files(hall: Hall, case_id: str) -> None:
    """The bytes of the case's files in the bucket, their versions pinned."""
    platform = hall.platform
    for row in hall.rows(case_id, "MATERIAL#"):
        key = object_key(case_id, row["id"])
        version = platform.s3.put_object(Bucket=platform.settings.materials_bucket, Key=key, Body=BYTES)["VersionId"]
        platform.table.write(update(keys.material(case_id, row["id"]), put={"s3_version": version}))


def answered_and_lost(hall: Hall) -> str:
    case_id = hall.accepted()
    hall.answer(case_id)
    return case_id


def accepted_and_lost(hall: Hall) -> str:
    case_id = hall.submitted()
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    return case_id


def complete_draft(hall: Hall) -> str:
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def to_compare(hall: Hall) -> str:
    case_id = hall.decided()
    hall.crank.turn()
    return case_id


# Those that are lost: acts committed whose consequences nobody has carried out.
STAGES: Mapping[str, Callable[[Hall], str]] = {
    "draft": complete_draft,
    "submitted": lambda hall: hall.submitted(),
    "correcting": lambda hall: hall.correcting(),
    "accepted, lost": accepted_and_lost,
    "in review": lambda hall: hall.accepted(),
    "answered, lost": answered_and_lost,
    "deciding": lambda hall: hall.reviewed(),
    "decided, lost": lambda hall: hall.decided(),
    "to compare": to_compare,
    "to collect": lambda hall: hall.ready_to_collect("refuse"),
}


def restore(hall: Hall, empty: Platform) -> Hall:
    """The table and the buckets of a hall in an empty stack: no executions, no tokens, no stream, empty queues."""
    old = hall.platform
    for page in old.table.client.get_paginator("scan").paginate(TableName=old.table.name):
        requests: Any = [{"PutRequest": {"Item": item}} for item in page["Items"]]
        for start in range(0, len(requests), 25):
            empty.table.client.batch_write_item(RequestItems={empty.table.name: requests[start : start + 25]})
    for name in ("materials_bucket", "documents_bucket"):
        copy_bucket(old, getattr(old.settings, name), getattr(empty.settings, name))
    empty.now, empty.wall = old.now, old.wall
    empty.wall.pass_seconds(3600)  # nothing of the old stack is under way any more
    return Hall(empty)


def copy_bucket(platform: Platform, source: str, target: str) -> None:
    """As a backup restores it: the newest bytes, under new versions."""
    s3: Any = boto3.client("s3", region_name="us-east-1")
    for entry in s3.list_objects_v2(Bucket=source).get("Contents", []):
        body = s3.get_object(Bucket=source, Key=entry["Key"])["Body"].read()
        s3.put_object(Bucket=target, Key=entry["Key"], Body=body)


def finish(hall: Hall, case_id: str) -> Status:
    """The ordinary acts of people, and nothing else, until the case has ended or cannot go on."""
    for _ in range(12):
        hall.crank.turn()
        hall.crank.issue_documents()
        before = hall.case(case_id).status
        if before in ENDED or not go_on(hall, case_id, before):
            return before
    return hall.case(case_id).status


def go_on(hall: Hall, case_id: str, status: Status) -> bool:
    """One act; False when no person has anything to do."""
    platform = hall.platform
    match status:
        case Status.DRAFT:
            submit(platform, hall.caller(COMPANY, case_id), case_id)
        case Status.SUBMITTED:
            accept(platform, hall.caller(CLERK, case_id), case_id)
        case Status.CORRECTING:
            hall.hand_in(case_id, "01")
            keep_files(hall, case_id)
            supplement(platform, hall.caller(COMPANY, case_id), case_id)
        case Status.IN_REVIEW:
            hall.answer(case_id)
        case Status.DECIDING:
            hall.decide(case_id)
        case Status.COMPARING:
            hall.compare(case_id)
        case Status.DELIVERING:
            hall.deliver(case_id)
        case _:
            return False
    return True
