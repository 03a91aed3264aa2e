"""Which seal a document names: the one that the register of seals has for its department on its day (R71)."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store.authority import load_standing, seal_for, write_standing
from chalicelib.directory.store.seals import uses_of
from chalicelib.directory.store.version import moved
from chalicelib.documents.store import vault
from chalicelib.intake.acts.accept import accept
from proofs.kit.cast import CLERK
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
def test_a_process_reads_the_standing_again_when_its_directory_has_moved_or_after_five_minutes(hall: Hall):
    case_id = hall.submitted()
    keep(hall)
    accepted(hall, case_id)
    table, now, wall = hall.platform.table, hall.platform.now(), hall.platform.wall()
    calls: list[str] = []
    hall.world.listen(calls.append, nothing)
    named = [seal_for(table, CITY, "food", now, wall + timedelta(minutes=late)) for late in (0, 4, 6)]
    hall.world.listen(nothing, nothing)
    assert [seal.id if seal else None for seal in named] == ["SEAL-food-1"] * 3
    assert calls == ["GetItem"]
    before = datetime.combine(SINCE - timedelta(days=1), time.max, now.tzinfo)
    assert seal_for(table, CITY, "food", before, wall) is None
