"""Erasing and the key of the blind indexes: nothing is left by which a person was found, whichever key wrote it."""

import json
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from chalicelib.foundation import keys, names, problems
from chalicelib.foundation.writes import update
from chalicelib.operations.acts.reindex_case import reindex_case
from chalicelib.operations.acts.retention.erase import erase
from chalicelib.operations.acts.rotate_keys import rotate
from chalicelib.operations.store import erasing
from cli.keys import run_reindex
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.operations.test_index_keys import Before, before, hall, settle

__all__ = ["before", "hall"]  # fixtures


def over(hall: Hall, case_id: str) -> str:
    """The case has ended, and its term of retention too. Rows with a term of their own are gone."""
    hall.people.reject(case_id, hall.caller(CLERK, case_id))
    for clock in (hall.clock, hall.wall):
        clock.move_to(clock.at.replace(year=clock.at.year + 31))
    return case_id


def leading(hall: Hall, case_id: str) -> set[str]:
    """The blind indexes by which a person finds the case, or is found."""
    found = {row["pk"] for row in hall.everything() if case_id in (row.get("case_id"), row.get("id"))}
    return {pk for pk in found if pk.startswith(("NAME#", "APPLICANT#", "QUERY#"))}


def shown(hall: Hall, digest: str) -> list[str]:
    """The kinds of rows in which a blind index still stands, but for those that DynamoDB deletes by their term."""
    now = hall.wall.at.timestamp()
    rows = [row for row in hall.everything() if row.get("ttl", now + 1) > now]
    return sorted({row["pk"].partition("#")[0] for row in rows if digest in json.dumps(row, default=str)})


@pytest.mark.parametrize("erased", ["before the exchange", "within it", "after it"])
def test_an_erased_case_leaves_no_row_of_a_person_whichever_key_wrote_it(hall: Hall, erased: str):
    """Whoever erases has no key of the indexes: the row of the number says where the name's row is. The person has no
    other case.
    """
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), "YM-S07").facts["id"]
    digests = {hall.case(case_id).applicant_key, *(pk.rpartition("#")[2] for pk in leading(hall, case_id))}
    assert len(digests) == 3
    if erased != "before the exchange":
        rotate(hall.platform, names.INDEX_KEY)
        settle(hall)
    if erased == "after it":
        for days in (0, 8):
            hall.wall.pass_time(days=days)
            assert run_reindex(hall.platform, Console(file=StringIO()), dry_run=False, resume=None) == 0
        assert len(hall.platform.index_keys.reads) == 1
        digests |= {hall.case(case_id).applicant_key, *(pk.rpartition("#")[2] for pk in leading(hall, case_id))}
        assert len(digests) == 5  # the query code stays what it was
    assert erase(hall.platform, over(hall, case_id))
    assert leading(hall, case_id) == set()
    assert {digest: kinds for digest in digests if (kinds := shown(hall, digest))} == {}
    assert not reindex_case(hall.platform, case_id, dry_run=True)


def test_an_applicants_count_under_the_key_before_goes_with_the_last_draft(hall: Hall, before: Before):
    old = hall.case(before.draft).applicant_key
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    before.reindexed()
    assert shown(hall, old) == []
    assert hall.world.rows(keys.open_drafts(hall.case(before.draft).applicant_key).pk)[0]["value"] == 1


def test_a_case_that_is_moved_while_it_is_erased_is_erased_by_the_next_run(
    hall: Hall, before: Before, monkeypatch: pytest.MonkeyPatch
):
    """`keys reindex` has read it before it was marked, and writes after that."""
    case_id = over(hall, before.submitted)
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    erase_rows = erasing.erase_rows

    def moved_first(platform: Any, found: Any) -> None:
        meta = keys.meta(case_id)
        mark = hall.case(case_id).erasing_at
        platform.table.write(update(meta, remove=("erasing_at",)))
        assert reindex_case(platform, case_id, dry_run=False)
        platform.table.write(update(meta, put={"erasing_at": mark.isoformat() if mark else None}))
        erase_rows(platform, found)

    monkeypatch.setattr(erasing, "erase_rows", moved_first)
    assert not erase(hall.platform, case_id)
    assert leading(hall, case_id)
    monkeypatch.undo()
    assert erase(hall.platform, case_id)
    assert leading(hall, case_id) == set()


def test_a_case_whose_name_row_is_unknown_is_kept_until_it_was_indexed_anew(hall: Hall, before: Before):
    """An earlier release wrote no pointer to it."""
    case_id = before.submitted
    number = keys.case_number(hall.case(case_id).number or "")
    hall.platform.table.write(update(number, remove=("named_pk", "named_sk")))
    over(hall, case_id)
    with pytest.raises(problems.Conflict) as unknown:
        erase(hall.platform, case_id)
    assert (unknown.value.code, hall.case(case_id).erasing_at) == ("name_row_unknown", None)
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    assert reindex_case(hall.platform, case_id, dry_run=False)
    assert erase(hall.platform, case_id)
    assert leading(hall, case_id) == set()
