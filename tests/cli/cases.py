"""Cases with their files really in the bucket, and what people do until a case is closed."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from chalicelib.cases.model import ENDED, Status
from chalicelib.cases.store.files import object_key
from chalicelib.exchange.model import Endpoint
from chalicelib.exchange.store import records as store
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import update
from proofs.kit import joint
from proofs.kit.applications import AGENCY, BYTES, COMPANY
from proofs.kit.cases_so_far import first_reviewed, reported
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.directory import name_superiors
from proofs.kit.hall import Hall
from proofs.kit.world import World


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
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    return case_id


def complete_draft(hall: Hall) -> str:
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def first_reviewed_and_lost(hall: Hall) -> str:
    """The review here is done, and nothing has sent the case on to its report."""
    name_superiors(hall.platform)
    case_id = hall.accepted(AGENCY.item)
    hall.carry_out_everything()
    hall.answer(case_id, by=f"officer-{AGENCY.department}")
    return case_id


def to_compare(hall: Hall) -> str:
    case_id = hall.decided()
    hall.carry_out_everything()
    return case_id


def concluded_and_lost(hall: Hall) -> str:
    """A joint request of which nothing is undecided any more; nothing has followed from that."""
    publish_schemes(hall.platform, joint.RESTAURANT)
    case_id = joint.accepted(hall)
    hall.decide(joint.of_member(hall, case_id, "YM-R01").id, "refuse", by="chief-amr_reg")
    hall.world.dispatch(hall.world.stored_in("pending"))
    hall.world.advance_joint()
    return case_id


# Those that are lost: acts committed whose consequences nobody has carried out.
STAGES: Mapping[str, Callable[[Hall], str]] = {
    "draft": complete_draft,
    "submitted": lambda hall: hall.submitted(),
    "correcting": lambda hall: hall.correcting(),
    "accepted, lost": accepted_and_lost,
    "in review": lambda hall: hall.accepted(),
    "answered, lost": answered_and_lost,
    "first reviewed, lost": first_reviewed_and_lost,
    "reporting": first_reviewed,
    "reported": reported,
    "deciding": lambda hall: hall.reviewed(),
    "decided, lost": lambda hall: hall.decided(),
    "to compare": to_compare,
    "to collect": lambda hall: hall.ready_to_collect("refuse"),
}


def restore(hall: Hall, empty: World) -> Hall:
    """The table and the buckets of a hall in an empty stack: no executions, no tokens, no stream, empty queues.

    Of the buckets the newest bytes come back, under new versions.
    """
    old = hall.world
    empty.restore_table(old)
    for bucket, objects in old.buckets.buckets.items():
        for key in objects:
            empty.buckets.keep(bucket, key, old.buckets.newest(bucket, key))
    empty.numbers.last = old.numbers.last
    empty.clock.move_to(old.clock.at)
    empty.wall.move_to(old.wall.at + timedelta(hours=1))  # nothing of the old stack is under way any more
    return Hall(empty)


def finish(hall: Hall, case_id: str) -> Status:
    """The ordinary acts of people, and nothing else, until the case has ended or cannot go on."""
    for _ in range(12):
        hall.carry_out_everything()
        hall.issue_documents()
        before = hall.case(case_id).status
        if before in ENDED or not go_on(hall, case_id, before):
            return before
    return hall.case(case_id).status


def go_on(hall: Hall, case_id: str, status: Status) -> bool:
    """One act; False when no person has anything to do."""
    match status:
        case Status.DRAFT:
            hall.people.submit(case_id, hall.caller(COMPANY, case_id))
        case Status.SUBMITTED:
            hall.people.accept(case_id, hall.caller(CLERK, case_id))
        case Status.CORRECTING | Status.LAPSED:
            hall.hand_in(case_id, "01")
            keep_files(hall, case_id)
            hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
        case Status.IN_REVIEW:
            hall.answer(case_id, by=f"officer-{hall.case(case_id).department}")
        case Status.DECIDING:
            hall.decide(case_id)
        case Status.REPORTING:
            hall.people.report_upward(case_id, hall.caller(f"chief-{AGENCY.department}", case_id))
        case Status.REPORTED:
            hall.people.decide_reported(case_id, hall.caller("superior-gd_culture_tourism", case_id))
        case Status.COMPARING:
            hall.compare(case_id)
        case Status.DELIVERING:
            hall.deliver(case_id)
        case _:
            return False
    return True
