"""What is left of an erased case, and of one that is being erased: in its rows, for `repair`, for late messages."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import load_file
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import OF_CASE, personal
from chalicelib.foundation.writes import update
from chalicelib.hall.api.own_data import ExportPaging, export_own_data
from chalicelib.intake.api import applicant as applications
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.acts.retention.erase import emptied, erase
from chalicelib.operations.store import erasing
from cli import retention
from proofs.kit import buckets
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.test_holder import as_before
from tests.cli.conftest import Run
from tests.cli.test_retention import call, closed, objects_of, plain_rows, said, years_pass

pytestmark = pytest.mark.usefixtures("quick_documents")


def personal_attributes(hall: Hall, case_id: str) -> set[tuple[str, str]]:
    """The personal attributes that stand in rows of the case, each with the kind of its row."""
    found = set[tuple[str, str]]()
    for row in hall.rows(case_id):
        key = Key(row["pk"], row["sk"])
        found |= {(keys.kind_of_row(key.sk) or key.sk, name) for name in personal(key) & row.keys()}
    return found


@pytest.mark.parametrize("written", ["today", "before there was HOLDER"])
def test_no_personal_attribute_is_left_in_any_row_of_the_case(hall: Hall, written: str):
    """Whatever is encrypted is erased: the list of the one is the list of the other. So is the masked name of lists."""
    case_id = closed(hall)
    if written != "today":
        as_before(hall, case_id)
    kinds = {keys.HOLDER if written == "today" else keys.META, keys.FORM, keys.MATERIAL, keys.TASK, keys.DOCUMENT_TEXT}
    assert {kind for kind, _ in personal_attributes(hall, case_id)} >= kinds
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    assert personal_attributes(hall, case_id) == set()
    (meta,) = hall.rows(case_id, keys.META)
    assert {"name_shown", "query_code", "told"}.isdisjoint(meta)


def test_what_is_encrypted_of_a_case_one_day_is_erased_too(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """A row of its own, and an attribute of the case."""
    case_id = closed(hall)
    monkeypatch.setitem(OF_CASE, "NOTE#", frozenset({"text"}))  # pyright: ignore[reportArgumentType]
    monkeypatch.setitem(OF_CASE, keys.META, OF_CASE[keys.META] | {"theme"})  # pyright: ignore[reportArgumentType]
    monkeypatch.setattr(Case.model_fields["theme"], "default", "")
    note = Key(keys.case(case_id), "NOTE#1")
    hall.platform.table.write(update(note, put={"text": "张示例来电"}))
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    assert hall.platform.table.get(note) is None
    assert hall.case(case_id).theme == ""


def test_what_is_left_of_a_case_says_of_nobody(hall: Hall):
    """Every attribute that may hold something of a person is as it is at the beginning."""
    case = hall.case(closed(hall))
    left = emptied(case)
    changed = {name for name in Case.model_fields if getattr(case, name) != getattr(left, name)}
    assert changed >= {"applicant_key", "applicant_parts", "applicant_name", "salt", "query_code"}
    stays = {"id", "number", "item", "item_version", "status", "seq", "last_hash", "ended_at", "outcome", "clocks"}
    assert not changed & stays


def test_repair_leaves_a_case_alone_that_is_being_erased(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The run died after each row: objects are gone, and their rows are still there."""
    case_id = closed(hall)
    years_pass(hall, 30)
    moments, purge = list[Any](), erasing.purge

    def purged(*which: Any) -> None:
        purge(*which)
        moments.append(hall.world.moment())

    monkeypatch.setattr(erasing, "purge", purged)
    assert erase(hall.platform, case_id)
    assert len(moments) > 4
    for moment in moments:
        hall.world.go_back(moment)
        assert hall.case(case_id).erasing_at
        before = hall.everything()
        repaired = repair_case(hall.platform, case_id)
        assert repaired is not None
        assert (repaired.mended, list(repaired.unmended)) == ([], [])
        assert hall.everything() == before


@pytest.mark.parametrize("waits_in", [names.DOCUMENTS_QUEUE, names.RENDERINGS_QUEUE])
def test_a_late_message_finds_nothing_to_print(hall: Hall, waits_in: str):
    """As one that is sent back from the dead letters, to be numbered or printed. It neither fails nor writes."""
    case_id = hall.submitted()
    hall.people.reject(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    while waits_in == names.RENDERINGS_QUEUE and hall.world.work(names.DOCUMENTS_QUEUE):
        """The next one gets its number."""
    assert {row["state"] for row in hall.rows(case_id, keys.DOCUMENT)} == {"preparing"}
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    before = hall.everything()
    assert hall.world.work(waits_in)
    hall.issue_documents()
    assert hall.everything() == before
    assert objects_of(hall, case_id) == []


def test_a_late_message_finds_no_certificate_to_print(hall: Hall):
    case_id = closed(hall)
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    before = hall.everything()
    message = json.dumps({"case_id": case_id, "document": CERTIFICATE})
    hall.world.queues.put(hall.world.queue(names.RENDERINGS_QUEUE), message)
    assert hall.world.work(names.RENDERINGS_QUEUE)
    assert hall.everything() == before
    assert objects_of(hall, case_id) == []


# --------------------------------------------------------------------------------------------- a death at any call
class Died(BaseException):
    """The process ends here, without a chance to say anything."""


@pytest.mark.parametrize("after", [False, True], ids=["before the call", "after the call"])
def test_a_run_that_dies_at_any_call_is_gone_on_with(hall: Hall, after: bool):
    """Each call to AWS in turn is the last one. Whatever stands in between is read without a fault."""
    case_id = closed(hall)
    personal = said(hall, case_id)
    years_pass(hall, 30)
    moment, calls = hall.world.moment(), 0

    def at(number: int) -> Callable[..., None]:
        count = iter(range(number + 1))

        def dies(*_: Any, **__: Any) -> None:
            if next(count) == number:
                raise Died

        return dies

    ended = False
    while not ended:
        hall.world.go_back(moment)
        hook, nothing = at(calls), lambda *_, **__: None
        hall.world.listen(*((nothing, hook) if after else (hook, nothing)))
        try:
            ended = erase(hall.platform, case_id)
        except Died:
            ended = False
        finally:
            hall.world.listen(nothing, nothing)
        readable(hall, case_id)
        erase(hall.platform, case_id)
        calls += 1
        assert hall.case(case_id).erased_at
        assert [event.type for event in hall.events(case_id)].count("erased") == 1
        assert objects_of(hall, case_id) == []
        everything = plain_rows(hall)
        assert [text for text in personal if text in everything] == []
    assert calls > 20


def readable(hall: Hall, case_id: str) -> None:
    """To the window, to `repair`, and to the applicant, whose case it is until the last row is erased."""
    assert load_file(hall.platform.table, case_id)
    assert vault.documents(hall.platform, case_id)
    vault.whole_documents(hall.platform, case_id)
    read: Any = records.read_case(call(hall, CLERK, PurposeQuery()), case_id)
    assert read.body.id == case_id
    records.read_materials(call(hall, CLERK, PurposeQuery()), case_id)
    exported: Any = export_own_data(call(hall, COMPANY, ExportPaging()))
    assert bool(exported.body.cases) is not bool(hall.case(case_id).erased_at)
    for one in exported.body.cases:
        own: Any = applications.read_application(call(hall, COMPANY), one.application.id)
        assert own.body.id == case_id
    repaired = repair_case(hall.platform, case_id, dry_run=True)
    assert repaired is not None
    assert list(repaired.unmended) == []


# --------------------------------------------------------------------------------------------------- what a run costs
def calls_of(hall: Hall, do: Callable[[], Any]) -> list[str]:
    made = list[str]()

    def heard(operation: str, *_: Any, **__: Any) -> None:
        made.append(operation)

    hall.world.listen(heard, lambda *_, **__: None)
    try:
        do()
    finally:
        hall.world.listen(lambda *_, **__: None, lambda *_, **__: None)
    return made


@pytest.mark.parametrize("make", [closed, lambda hall: hall.submitted()], ids=["closed", "open"])
def test_a_case_that_is_kept_costs_one_read(hall: Hall, make: Callable[[Hall], str]):
    """A province has millions of them: its rows are only read when its term is over. Its item and the key of the data
    are read once for many cases.
    """
    case_id, tally = make(hall), retention.Tally(table=hall.platform.table.name, run=retention.ERASING)
    retention.look(hall.platform, tally, case_id)
    assert calls_of(hall, lambda: retention.look(hall.platform, tally, case_id)) == ["BatchGetItem"]
    assert (tally.over, sum(tally.kept.values())) == (0, 2)


def test_an_erasing_makes_no_more_calls_than_it_has_rows_and_objects_to_erase(hall: Hall):
    case_id = closed(hall)
    found = hall.rows(case_id)
    years_pass(hall, 30)
    tally = retention.Tally(table=hall.platform.table.name, run=retention.ERASING)
    made = Counter(calls_of(hall, lambda: retention.look(hall.platform, tally, case_id)))
    objects = sum(keys.kind_of_row(row["sk"]) in (keys.MATERIAL, keys.DOCUMENT_TEXT) for row in found)
    assert made["ListObjectVersions"] == objects + 1  # exports of the case are looked for too
    assert made["DeleteObject"] == 2 * objects  # two versions of each
    assert made["TransactWriteItems"] == 1
    # All rows, and readings. The case, before and after its mark. The row of the number, the item, and the loaded days
    # off, which were read thirty years ago.
    assert (made["Query"], made["BatchGetItem"], made["GetItem"]) == (2, 2, 3)
    rows = Counter(keys.kind_of_row(row["sk"]) or row["sk"] for row in found)
    whole = rows[keys.FORM] + rows[keys.MATERIAL] + rows[keys.DOCUMENT_TEXT]
    assert made["DeleteItem"] == whole + 2  # and the count of no drafts, and the row of the account that made it
    assert made["UpdateItem"] <= 1 + rows[keys.DOCUMENT] + rows[keys.TASK]


def test_versions_that_fill_more_than_one_page_are_deleted_all(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = closed(hall)
    years_pass(hall, 30)
    monkeypatch.setattr(buckets, "MOST_KEYS", 1)
    assert erase(hall.platform, case_id)
    assert objects_of(hall, case_id) == []


def test_the_report_is_told_line_by_line_and_kept_by_number_only(hall: Hall, run: Run):
    """So that a run over a province needs no more memory than one over a town, nor a longer progress file."""
    cases = [closed(hall), closed(hall)]
    years_pass(hall, 30)
    status, told = run("retention")
    assert status == 0
    lines = [line for line in told.splitlines() if "保管至" in line]
    assert sorted(line.split()[0] for line in lines) == sorted(hall.case(case).number or "" for case in cases)
    tally = retention.Tally(table=hall.platform.table.name)
    for case in cases:
        retention.look(hall.platform, tally, case)
    assert tally.over == 2
    assert not [case for case in cases if case in tally.model_dump_json()]


def test_a_backup_brings_nothing_of_an_erased_case_back(hall: Hall, run: Run):
    """Neither its rows nor those by which its applicant found it."""
    case_id = closed(hall)
    hall.world.dynamo.restore(hall.world.dynamo, names.restored_table("local"))
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    run("restore", "--write", "--yes")
    back = [row for row in hall.everything() if case_id in (row.get("case_id"), row.get("id"))]
    assert not [row["pk"] for row in back if row["pk"].startswith(("APPLICANT#", "NAME#", "QUERY#"))]
    assert personal_attributes(hall, case_id) == set()
