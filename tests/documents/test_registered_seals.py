"""Which seal a document names: the one that the register of seals has for its department on its day (R71)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store.authority import load_standing, seal_for, write_standing
from chalicelib.directory.store.seals import uses_of
from chalicelib.directory.store.version import moved, version_of
from chalicelib.documents.store import vault
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.intake.acts.accept import accept
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall

CITY = "441700"
SINCE = date(2025, 7, 1)
FIRST: dict[str, Any] = {
    "id": "SEAL-food-1",
    "region": CITY,
    "department": "food",
    "inscription": "阳江市市场监督管理局行政审批专用章(2)",
    "from": SINCE,
}


def keep(hall: Hall, **facts: Any) -> None:
    """The register of the food department has this seal now, as it has after an act of the register."""
    table, seal = hall.platform.table, Seal.model_validate(FIRST | facts)
    before = load_standing(table, CITY, "food")
    table.write(write_standing(CITY, "food", before, before.record.with_seal(seal)), moved(CITY))


def exchange(hall: Hall) -> None:
    """The first seal ends today, and the second begins."""
    today = hall.platform.now().date()
    keep(hall, state="withdrawn", to=today)
    keep(hall, **{"id": "SEAL-food-2", "inscription": "阳江市市场监督管理局行政审批专用章(9)", "from": today})


def accepted(hall: Hall, case_id: str) -> vault.WholeDocument:
    """The acceptance notice of a case that was submitted."""
    receipt = accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    found = vault.load_whole(hall.platform, case_id, str(receipt.facts["document"]))
    assert found
    return found


@pytest.mark.requirement("R71")
def test_a_document_names_the_seal_that_is_active_on_its_day(hall: Hall):
    case_id = hall.submitted()
    keep(hall)
    document = accepted(hall, case_id)
    assert document.seal == "SEAL-food-1"
    printed = '"seal":{"id":"SEAL-food-1","organ":"阳江市市场监督管理局","name":"行政审批专用章(2)"}'
    assert printed in document.data


@pytest.mark.requirement("R71")
def test_after_an_exchange_the_next_document_names_the_new_seal_and_the_old_one_keeps_its_own(hall: Hall):
    cases = hall.submitted(), hall.submitted()
    keep(hall)
    old = accepted(hall, cases[0])
    exchange(hall)
    new = accepted(hall, cases[1])
    assert (new.seal, '"id":"SEAL-food-2"' in new.data) == ("SEAL-food-2", True)
    assert vault.load_whole(hall.platform, old.case_id, old.no) == old
    assert '"id":"SEAL-food-1"' in old.data


@pytest.mark.requirement("R71")
def test_the_log_of_a_seal_has_each_document_that_bears_it(hall: Hall):
    case_id = hall.submitted()
    keep(hall)
    document = accepted(hall, case_id)
    uses = uses_of(hall.platform.table, CITY, "SEAL-food-1", limit=10).items
    assert [(use["case_id"], use["no"], use["kind"]) for use in uses] == [(case_id, document.no, "acceptance_notice")]


@pytest.mark.requirement("R71")
def test_the_certificate_names_the_seal_and_is_in_its_log(hall: Hall):
    case_id = hall.decided()
    keep(hall)
    hall.carry_out_everything()
    certificate = vault.load_whole(hall.platform, case_id, vault.CERTIFICATE)
    assert certificate
    assert (certificate.seal, '"seal":{"id":"SEAL-food-1"' in certificate.data) == ("SEAL-food-1", True)
    assert vault.CERTIFICATE in {use["no"] for use in uses_of(hall.platform.table, CITY, "SEAL-food-1", limit=20).items}


@pytest.mark.requirement("R71")
def test_without_a_seal_in_the_register_the_profile_says_its_id_and_nothing_is_logged(hall: Hall):
    case_id = hall.submitted()
    keep(hall, state="withdrawn", to=hall.platform.now().date() - timedelta(days=1))
    document = accepted(hall, case_id)
    assert (document.seal, '"name":"行政审批专用章"' in document.data) == ("441700-food", True)
    for seal in ("441700-food", "SEAL-food-1"):
        assert uses_of(hall.platform.table, CITY, seal, limit=10).items == []


@pytest.mark.requirement("R71")
def test_nothing_bears_a_seal_that_was_stopped_a_moment_ago(hall: Hall):
    """A lost seal. What was issued before the moment keeps it."""
    before, after = hall.submitted(), hall.submitted()
    keep(hall)
    assert accepted(hall, before).seal == "SEAL-food-1"
    now = hall.platform.now()
    keep(hall, state="withdrawn", to=now.date(), stopped_at=now)
    assert accepted(hall, after).seal == "441700-food"
    assert len(uses_of(hall.platform.table, CITY, "SEAL-food-1", limit=10).items) == 1


def test_an_inscription_that_begins_otherwise_is_printed_whole(hall: Hall):
    case_id = hall.submitted()
    keep(hall, inscription="示例专用章")
    assert '"organ":"阳江市市场监督管理局","name":"示例专用章"' in accepted(hall, case_id).data


@pytest.mark.requirement("R71")
def test_a_process_reads_the_standing_again_when_its_directory_has_moved(hall: Hall):
    case_id = hall.submitted()
    keep(hall)
    accepted(hall, case_id)
    table, now = hall.platform.table, hall.platform.now()
    version = version_of(table, CITY)
    calls: list[str] = []
    hall.world.listen(calls.append, nothing)
    named = [seal_for(table, CITY, "food", now, one) for one in (version, version, version + 1, version + 1, None)]
    hall.world.listen(nothing, nothing)
    assert [seal.id if seal else None for seal in named] == ["SEAL-food-1"] * 5
    assert calls == ["GetItem"] * 2
    before = datetime.combine(SINCE - timedelta(days=1), time.max, now.tzinfo)
    assert seal_for(table, CITY, "food", before, version) is None


Begins = Callable[[Hall], str]
Act = Callable[[Hall, str], Any]


def filled(hall: Hall) -> str:
    """A draft with all its papers."""
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def corrected(hall: Hall) -> str:
    """What the notice asked for is handed in."""
    case_id = hall.correcting("01")
    hall.hand_in(case_id, "01")
    return case_id


# Acts of applicants, windows, departments and the platform, of which each gives out a document.
ACTS: dict[str, tuple[Begins, Act]] = {
    "an applicant submits": (filled, lambda hall, case: hall.people.submit(case, hall.caller(COMPANY, case))),
    "an applicant withdraws": (
        Hall.submitted,
        lambda hall, case: hall.people.withdraw(case, hall.caller(COMPANY, case)),
    ),
    "an applicant supplements": (
        corrected,
        lambda hall, case: hall.people.supplement(case, hall.caller(COMPANY, case)),
    ),
    "silence accepts": (Hall.submitted, Hall.wait_in_silence),
    "a clerk receives": (lambda _: "", lambda hall, _: hall.people.receive_walk_in(hall.caller(CLERK))),
    "a window accepts": (Hall.submitted, accepted),
    "a chief representative decides": (
        Hall.reviewed,
        lambda hall, case: hall.people.decide(case, hall.caller(CHIEF, case)),
    ),
}


@pytest.mark.requirement("R71")
@pytest.mark.parametrize("what", ACTS)
def test_the_next_document_bears_the_new_seal_whoever_acts(hall: Hall, what: str):
    """Another process has exchanged the seals; this one knows the old one as of a moment ago."""
    begins, act = ACTS[what]
    case_id, other = begins(hall), hall.submitted()
    keep(hall)
    assert accepted(hall, other).seal == "SEAL-food-1"
    exchange(hall)
    before = {(row["pk"], row["sk"]) for row in documents(hall)}
    act(hall, case_id)
    (row,) = [row for row in documents(hall) if (row["pk"], row["sk"]) not in before]
    assert row["seal"] == "SEAL-food-2"


def documents(hall: Hall) -> list[Item]:
    return [row for row in hall.everything() if "seal" in row and row["sk"].startswith(keys.DOCUMENT)]


def test_while_the_directory_stays_an_applicants_act_reads_no_standing(hall: Hall):
    """The version of the directory comes beside the case, in a call that nobody waits for longer."""
    first, second = filled(hall), filled(hall)
    keep(hall)
    hall.people.submit(first, hall.caller(COMPANY, first))
    caller, read = hall.caller(COMPANY, second), list[str]()
    hall.world.listen(read.append, nothing)
    hall.people.submit(second, caller)
    hall.world.listen(nothing, nothing)
    assert sorted(set(read) & {"GetItem", "BatchGetItem", "Query"}) == ["GetItem", "Query"]
    assert read.count("GetItem") == 1
