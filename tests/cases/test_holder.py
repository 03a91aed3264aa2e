"""What is personal in a case, or seldom changes, has a row of its own beside META: HOLDER."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.api.case_answers import case_answer, listed
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.masking import masked_name
from chalicelib.cases.store import holder
from chalicelib.cases.store.records import WINDOWS, load_case, load_cases, load_file, load_history
from chalicelib.cases.store.search import Wanted, search
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.problems import Unreadable
from chalicelib.foundation.writes import delete, put, update
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct_form import correct_form
from local.identity_provider.personas import PERSONAS
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.intake.test_at_the_window import signing, walked_in

TODAY = date(2026, 11, 24)


def row(hall: Hall, case_id: str, sk: str) -> Item:
    (found,) = hall.rows(case_id, sk)
    return found


def two_rows(hall: Hall, case_id: str) -> tuple[Item, Item]:
    return row(hall, case_id, keys.META), row(hall, case_id, keys.HOLDER)


def as_before(hall: Hall, case_id: str) -> Case:
    """The case as it was stored before there was HOLDER: everything in META."""
    case, (meta, _) = hall.case(case_id), two_rows(hall, case_id)
    facts = case.model_dump(mode="json", exclude={"name_shown", "holder_edition"}, exclude_none=True)
    place = {name: value for name, value in meta.items() if name.startswith(f"{keys.COUNTER_INDEX}_")}
    old = put({**keys.meta(case_id)._asdict(), **facts, **place})
    hall.platform.table.write(old, delete(keys.holder(case_id)))
    return case


def without_edition(case: Case) -> dict[str, Any]:
    return case.model_dump(exclude={"holder_edition", "name_shown"})


def test_a_case_without_a_name_has_none(hall: Hall):
    """As a draft that retention has expired: its name is erased."""
    case = hall.case(hall.submitted()).model_copy(update={"applicant_name": "", "name_shown": ""})
    assert listed(case, TODAY).applicant_name is None
    assert case_answer(case, None).applicant_name is None


def test_a_case_from_before_is_read_as_it_was_and_moves_over_at_its_next_act(hall: Hall):
    case_id = hall.submitted()
    before = as_before(hall, case_id)
    table = hall.platform.table
    assert hall.rows(case_id, keys.HOLDER) == []
    assert without_edition(hall.case(case_id)) == without_edition(before)
    assert [without_edition(case) for case in load_cases(table, [case_id])] == [without_edition(before)]
    file, history = load_file(table, case_id), load_history(table, case_id)
    assert file
    assert history
    assert without_edition(file.case) == without_edition(history[0]) == without_edition(before)
    (waiting,), _ = waiting_cases(hall.platform, PERSONAS[CLERK].actor, None, limit=9, after=None)
    assert listed(waiting, TODAY).applicant_name == "阳江******公司"
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    meta, kept = two_rows(hall, case_id)
    assert holder.NAMES.isdisjoint(meta)
    assert (kept["salt"], kept["applicant_name"]) == (before.salt, before.applicant_name)
    assert meta["holder_edition"] == kept["edition"] == 1
    after = hall.case(case_id)
    assert (after.status, after.salt, after.query_code) == (Status.IN_REVIEW, before.salt, before.query_code)
    assert after.clocks["acceptance"].basis == before.clocks["acceptance"].basis
    assert broken_at(hall.events(case_id)) is None


def test_an_act_writes_holder_only_when_something_in_it_changes(hall: Hall):
    case_id = hall.decided()
    edition = row(hall, case_id, keys.HOLDER)["edition"]
    hall.carry_out_everything()  # the result is made, and waits to be compared
    assert hall.case(case_id).status is Status.COMPARING
    meta, kept = two_rows(hall, case_id)
    assert meta["holder_edition"] == kept["edition"] == edition


def test_what_is_missing_is_no_case_without_personal_data(
    hall: Hall, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    case_id = hall.submitted()
    stored = row(hall, case_id, keys.META)
    hall.platform.table.write(delete(keys.holder(case_id)))
    for read in (load_case, load_file, load_history):
        with pytest.raises(Unreadable):
            read(hall.platform.table, case_id)
    with pytest.raises(Unreadable):
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert row(hall, case_id, keys.META) == stored
    told = [(vars(line)["what"], vars(line)["row"]) for line in caplog.records if "what" in vars(line)]
    assert told == [("missing", keys.HOLDER)] * 4
    assert capsys.readouterr().out.count(f'"{names.UNREADABLE_ROWS}":[1.0]') == 4


@pytest.mark.parametrize("seen_first", ["META", "HOLDER"])
def test_rows_seen_from_two_moments_are_read_again(hall: Hall, seen_first: str):
    case_id = hall.submitted()
    meta, kept = two_rows(hall, case_id)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    now_meta, now_kept = two_rows(hall, case_id)
    assert now_kept["edition"] == kept["edition"] + 1
    torn = (now_meta, kept) if seen_first == "META" else (meta, now_kept)
    assert holder.build(hall.platform.table, *torn) == hall.case(case_id)


@pytest.mark.parametrize("stale", ["META", "HOLDER"])
def test_rows_that_do_not_belong_together_are_both_written_by_the_next_act(
    hall: Hall, caplog: pytest.LogCaptureFixture, stale: str
):
    """A table restored to a moment may have one row from before an act and the other from after it."""
    case_id = hall.submitted()
    (meta, kept), before = two_rows(hall, case_id), hall.case(case_id)
    moved = {"holder_edition": 7} if stale == "HOLDER" else {"holder_edition": 1}
    hall.platform.table.write(put({**meta, **moved}))
    torn = hall.case(case_id)
    assert without_edition(torn) == without_edition(before)
    assert torn.holder_edition == -max(moved["holder_edition"], kept["edition"])
    assert "rows of a case from two moments" in caplog.messages
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    meta, kept = two_rows(hall, case_id)
    assert meta["holder_edition"] == kept["edition"] == abs(torn.holder_edition) + 1
    assert hall.case(case_id).holder_edition == kept["edition"]


def test_what_older_code_has_written_into_meta_is_not_lost(hall: Hall):
    """Until all of a deployment is of one version, META may be written whole beside a HOLDER."""
    case_id = hall.submitted()
    before, kept = hall.case(case_id), row(hall, case_id, keys.HOLDER)
    as_before(hall, case_id)
    hall.platform.table.write(
        put(kept), update(keys.meta(case_id), put={"applicant_name": "阳江新名餐饮有限公司", "salt": before.salt})
    )
    assert hall.case(case_id).applicant_name == "阳江新名餐饮有限公司"
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert row(hall, case_id, keys.HOLDER)["applicant_name"] == "阳江新名餐饮有限公司"


def test_a_corrected_name_is_the_one_that_lists_and_holder_have(hall: Hall):
    case_id = walked_in(hall)
    before = row(hall, case_id, keys.HOLDER)
    right = {"/applicant/name": "John Right"}
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, right, signing(name="John Right"))
    meta, kept = two_rows(hall, case_id)
    assert (kept["applicant_name"], kept["edition"]) == ("John Right", before["edition"] + 1)
    assert (meta["name_shown"], meta["holder_edition"]) == (masked_name("John Right"), kept["edition"])
    assert meta["name_shown"] != before["applicant_name"]
    (waiting,), _ = waiting_cases(hall.platform, PERSONAS[CLERK].actor, None, limit=9, after=None)
    assert listed(waiting, TODAY).applicant_name == listed(hall.case(case_id), TODAY).applicant_name == "Jo******ht"


def test_a_list_row_has_no_name_so_no_name_is_no_condition(hall: Hall):
    """The routes refuse an empty name; a search with one finds what a search without finds, never less or more."""
    hall.submitted()
    clerk = PERSONAS[CLERK].actor
    for window in (None, *WINDOWS):
        found = [
            search(hall.platform, clerk, Wanted(name=name, window=window), limit=9, after=None) for name in (None, "")
        ]
        assert found[0] == found[1]


def test_no_list_reads_more_rows_than_a_call_may(hall: Hall):
    """A page of 100 cases is 200 rows: two calls beside each other."""
    case_id = hall.submitted()
    absent = [f"{number:026d}" for number in range(99)]
    assert load_cases(hall.platform.table, [*absent, case_id]) == [hall.case(case_id)]
