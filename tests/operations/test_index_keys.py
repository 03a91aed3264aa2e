"""A new key of the blind indexes takes the place of the old one: whatever was found before is found at every moment."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.console import Console

from chalicelib.access.actor import applicant_key
from chalicelib.cases.acts.lookup import own_list
from chalicelib.cases.store.records import own_cases
from chalicelib.cases.store.search import Wanted, candidates, seen
from chalicelib.consents.acts.sides import seen_by
from chalicelib.consents.api import authorisations
from chalicelib.foundation import keys, names, problems
from chalicelib.foundation.keyring import WRITTEN_AFTER
from chalicelib.foundation.settings import IN_SECRETS
from chalicelib.hall.acts import ask_progress
from chalicelib.http.cursors import Paging
from chalicelib.http.requests import _digests
from chalicelib.http.routes import Call
from chalicelib.intake.store import open_drafts
from chalicelib.operations.acts.reindex_case import reindex_case
from chalicelib.operations.acts.rotate_keys import SETTLED, rotate
from cli.keys import Progress, run_reindex, run_rotate
from cli.progress import OtherTable
from local.demo.application import PHONE
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.consents.parties import AGENT, PRINCIPAL, accepted, under

CITIZEN = "citizen-lin"
LIN, FACTOR = "林示例", PHONE[-4:]
OLD = "the-index-key-before-" * 3


@pytest.fixture
def hall(hall: Hall) -> Hall:
    """A deployment: its keys are secrets, and it has cases that were made with the first of them."""
    platform = hall.platform
    platform.settings = platform.settings.model_copy(update=dict(IN_SECRETS))
    vars(platform).pop("keyring", None)
    for purpose in names.KEYS:
        name = names.key_secret("local", purpose)
        stored = json.dumps({"current": OLD})
        platform.secrets.create_secret(Name=name, SecretString=stored, ClientRequestToken="0" * 32)
    return hall


class Before:
    """What people have from before the rotation."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.draft = hall.draft()
        self.submitted = hall.submitted()
        self.walk_in = hall.people.receive_walk_in(hall.caller(CLERK), "YM-S07").facts["id"]
        self.code = hall.case(self.walk_in).query_code or ""
        self.device = ask_progress.find(hall.platform, self.code, FACTOR, "1.2.3.4").device

    def all_is_found(self) -> None:
        platform = self.hall.platform
        assert self.listed(COMPANY) == [self.submitted, self.draft]
        assert self.listed(CITIZEN) == [self.walk_in]
        for name, case_id in (("阳江示例餐饮有限公司", self.submitted), (LIN, self.walk_in)):
            wanted, clerk = Wanted(name=name), self.hall.caller(CLERK).actor
            led = candidates(platform, wanted, limit=10, after=None)
            assert [case.id for case in seen(platform, clerk, wanted, led.rows)] == [case_id]
            assert all(row["theme"] and row["department"] for row in led.rows)
        again = ask_progress.find(platform, self.code, FACTOR, "1.2.3.4", self.device)
        assert (again.case.id, again.device) == (self.walk_in, self.device)
        with pytest.raises(problems.NotFound):
            ask_progress.find(platform, self.code, "0000", "1.2.3.5")

    def listed(self, who: str) -> list[str]:
        """Page by page, one case each."""
        identity = PERSONAS[who].actor.identity
        assert identity is not None
        owners = [applicant_key(identity, key) for key in self.hall.platform.index_keys.reads]
        found: list[str] = []
        after: Any = None
        while True:
            page, after = own_cases(self.hall.platform.table, owners, limit=1, after=after)
            found += [case.id for case in page]
            if after is None:
                return found

    def reindexed(self, **how: Any) -> str:
        console = Console(record=True, width=200, file=StringIO())
        options: dict[str, Any] = {"dry_run": False, "resume": None, **how}
        run_reindex(self.hall.platform, console, **options)
        return console.export_text()


@pytest.fixture
def before(hall: Hall) -> Before:
    return Before(hall)


def settle(hall: Hall) -> None:
    """The new key writes everywhere."""
    hall.wall.pass_time(WRITTEN_AFTER + SETTLED)


def former_rows(hall: Hall, former: list[str]) -> list[str]:
    return [pk for pk in former if hall.world.rows(pk)]


def test_everything_is_found_before_during_and_after(hall: Hall, before: Before):
    before.all_is_found()
    former = [pk for prefix in ("APPLICANT#", "NAME#", "DRAFTS#") for pk in hall.world.partitions(prefix)]
    assert len(former) == 5
    rotate(hall.platform, names.INDEX_KEY)
    before.all_is_found()
    settle(hall)
    before.all_is_found()
    assert "已改用新密钥 3 件" in before.reindexed()
    before.all_is_found()
    assert former_rows(hall, former) == []
    hall.wall.pass_time(days=7)
    assert "原密钥已停用" in before.reindexed()
    assert len(hall.platform.index_keys.reads) == 1
    hall.wall.pass_time(timedelta())
    found = ask_progress.find(hall.platform, before.code, FACTOR, "1.2.3.6")
    assert found.case.id == before.walk_in
    assert (before.listed(COMPANY), before.listed(CITIZEN)) == ([before.submitted, before.draft], [before.walk_in])


def test_an_authorisation_is_found_by_both_sides_before_during_and_after(hall: Hall):
    authorisation = accepted(hall)
    former = [pk for prefix in ("GIVEN#", "TAKEN#") for pk in hall.world.partitions(prefix)]
    assert len(former) == 2

    def both_find_it() -> None:
        for who in (PRINCIPAL, AGENT):
            assert seen_by(hall.platform, hall.caller(who), authorisation)[0].id == authorisation
        for name, who in (("given", PRINCIPAL), ("received", AGENT)):
            call: Any = Call(hall.platform, None, Paging(), "", "", "r-1", known=hall.caller(who))
            body: Any = getattr(authorisations, f"list_{name}")(call).body
            assert [one.id for one in body.authorisations] == [authorisation]
        hall.people.create_application(under(hall, authorisation), "YM-S07", {})

    both_find_it()
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    both_find_it()
    Before.reindexed(SimpleNamespace(hall=hall))  # type: ignore[arg-type]
    assert former_rows(hall, former) == []
    both_find_it()
    hall.wall.pass_time(days=7)
    assert "原密钥已停用" in Before.reindexed(SimpleNamespace(hall=hall))  # type: ignore[arg-type]
    both_find_it()


def test_what_is_new_stands_with_what_is_old_in_one_list_in_order(hall: Hall, before: Before):
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    new = hall.draft()
    assert before.listed(COMPANY) == [new, before.submitted, before.draft]
    reindex_case(hall.platform, before.draft, dry_run=False)
    assert before.listed(COMPANY) == [new, before.submitted, before.draft]


def test_acts_of_the_owner_go_on_through_a_rotation(hall: Hall, before: Before):
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    hall.people.withdraw(before.submitted, hall.caller(COMPANY, before.submitted))
    hall.people.save_form(before.draft, hall.caller(COMPANY, before.draft))
    before.reindexed()
    hall.hand_in(before.draft, *hall.required_lines(before.draft))
    hall.people.submit(before.draft, hall.caller(COMPANY, before.draft))
    with pytest.raises(problems.NotFound):
        hall.people.withdraw(before.draft, hall.caller(CITIZEN, before.draft))


def test_an_act_that_has_read_the_case_before_is_refused_and_done_again(hall: Hall, before: Before):
    """Otherwise it would put the case back under the old key, where nobody looks once that has ended."""
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    done: list[bool] = []

    def overtake(operation: str) -> None:
        if operation == "TransactWriteItems" and not done:
            done.append(True)
            assert reindex_case(hall.platform, before.submitted, dry_run=False)

    hall.world.listen(overtake, lambda _: None)
    hall.people.withdraw(before.submitted, hall.caller(COMPANY, before.submitted))
    hall.world.listen(lambda _: None, lambda _: None)
    identity = PERSONAS[COMPANY].actor.identity
    assert identity is not None
    current = applicant_key(identity, hall.platform.index_keys.writes)
    assert hall.case(before.submitted).applicant_key == current
    rows = [row for row in hall.world.rows(keys.applicant(current)) if row["id"] == before.submitted]
    assert [row["status"] for row in rows] == ["withdrawn"]


def test_an_account_that_nobody_has_checked_finds_what_it_made_before(hall: Hall, before: Before):
    low = PERSONAS[COMPANY].actor.model_copy(update={"level": 2})

    def listed() -> list[str]:
        return [one.id for one in own_list(hall.platform, hall.caller(low), limit=9, after=None)[0]]

    found = listed()
    assert before.draft in found
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    assert listed() == found
    before.reindexed()
    assert listed() == found


def test_drafts_are_counted_together_and_move_with_their_cases(hall: Hall, before: Before, monkeypatch: Any):
    monkeypatch.setattr(open_drafts, "MOST_DRAFTS", 2)
    old = open_drafts.counter_of(hall.case(before.draft))
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    new = hall.draft()
    with pytest.raises(problems.Conflict) as full:
        hall.draft()
    assert full.value.code == "too_many_drafts"
    before.reindexed()
    assert hall.platform.table.get(old) is None
    assert cast(Any, hall.platform.table.get(open_drafts.counter_of(hall.case(new))))["value"] == 2


def test_a_rotation_gives_nobody_more_attempts(hall: Hall, before: Before):
    def guess() -> problems.Problem:
        with pytest.raises(problems.Problem) as wrong:
            ask_progress.find(hall.platform, before.code, "0000", "9.9.9.9")
        return wrong.value

    assert [guess().status for _ in range(3)] == [404] * 3
    rotate(hall.platform, names.INDEX_KEY)
    hall.wall.pass_time(WRITTEN_AFTER + timedelta(minutes=1))
    assert [guess().status for _ in range(3)] == [404, 404, 429]


def test_a_request_that_comes_again_after_a_rotation_is_known(hall: Hall):
    class Request:
        method, context, path, raw_body, headers = "POST", dict[str, str](), "/v1/cases", b"{}", dict[str, str]()

    sent = _digests(Request(), hall.platform.index_keys.reads)["digest"]
    caller = hall.caller(COMPANY, digest=sent)
    first = hall.people.create_application(caller)
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    again = hall.caller(COMPANY, key=caller.key, **_digests(Request(), hall.platform.index_keys.reads))
    assert again.digest != sent
    assert hall.people.create_application(again) == first
    other = hall.caller(COMPANY, key=caller.key, digest="x", former_digest="y")
    with pytest.raises(problems.KeyReused):
        hall.people.create_application(other)


def test_digests_in_events_depend_on_no_key_that_ends(hall: Hall, before: Before):
    """The same act on the same case gives the same digest, whichever index key is in force."""
    case = hall.case(before.walk_in)
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    assert hall.case(before.walk_in).chain_key == case.chain_key
    assert len({hall.case(one).salt for one in (before.draft, before.submitted, before.walk_in)}) == 3
    assert all(len(hall.case(one).salt) >= 22 for one in (before.draft, before.submitted))


def test_no_second_rotation_before_the_first_is_finished(hall: Hall, before: Before):
    rotate(hall.platform, names.INDEX_KEY)
    for wait in (timedelta(), SETTLED + WRITTEN_AFTER, timedelta(days=30)):
        hall.wall.pass_time(wait)
        with pytest.raises(problems.Conflict) as unfinished:
            rotate(hall.platform, names.INDEX_KEY)
        assert unfinished.value.code == "rotation_unfinished"
    before.reindexed()
    rotate(hall.platform, names.INDEX_KEY)


def test_the_cursor_key_may_be_exchanged_as_soon_as_the_last_exchange_has_settled(hall: Hall):
    console = Console(record=True, width=200, file=StringIO())
    assert run_rotate(hall.platform, console, names.CURSOR_KEY) == 0
    assert OLD not in console.export_text()
    with pytest.raises(problems.Conflict):
        rotate(hall.platform, names.CURSOR_KEY)
    settle(hall)
    stored = rotate(hall.platform, names.CURSOR_KEY)
    assert OLD not in (stored.current, stored.previous)


def test_nothing_is_moved_before_the_new_key_writes_everywhere_nor_on_a_local_stack(hall: Hall, before: Before):
    refused: list[str] = []
    for prepare in (lambda: None, lambda: rotate(hall.platform, names.INDEX_KEY), lambda: _local(hall)):
        prepare()
        with pytest.raises(problems.Conflict) as conflict:
            before.reindexed()
        refused.append(conflict.value.code)
    assert refused == ["no_rotation", "rotation_unsettled", "no_rotation"]


def _local(hall: Hall) -> None:
    hall.platform.settings = hall.platform.settings.model_copy(update={"index_key": "a-local-key-of-enough-letters"})
    vars(hall.platform).pop("keyring")


def test_a_dry_run_moves_nothing(hall: Hall, before: Before):
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    rows = hall.everything()
    assert "待改用新密钥 3 件" in before.reindexed(dry_run=True)
    assert hall.everything() == rows


def test_an_interrupted_run_goes_on_where_it_was(hall: Hall, before: Before, tmp_path: Path, monkeypatch: Any):
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    monkeypatch.setattr("chalicelib.operations.store.census.SCANNED", 1)
    file, looked_at = tmp_path / "progress", list[str]()

    def interrupted(platform: Any, case_id: str, *, dry_run: bool) -> bool:
        if not dry_run:
            looked_at.append(case_id)
        if len(looked_at) == 2:
            raise KeyboardInterrupt
        return reindex_case(platform, case_id, dry_run=dry_run)

    monkeypatch.setattr("cli.keys.reindex_case", interrupted)
    with pytest.raises(KeyboardInterrupt):
        before.reindexed(resume=file)
    assert "共检查 3 件，已改用新密钥 3 件" in before.reindexed(resume=file)
    assert (looked_at.count(looked_at[0]), looked_at.count(looked_at[1]), len(looked_at)) == (1, 2, 4)
    assert not file.exists()
    before.all_is_found()
    file.write_text(Progress(table="yimen-another").model_dump_json())
    with pytest.raises(OtherTable):
        before.reindexed(resume=file)


def test_a_case_that_cannot_be_read_keeps_the_key_before(hall: Hall, before: Before, monkeypatch: Any):
    rotate(hall.platform, names.INDEX_KEY)
    settle(hall)
    hall.wall.pass_time(days=8)
    whole: Callable[..., bool] = reindex_case

    def broken(platform: Any, case_id: str, *, dry_run: bool) -> bool:
        if case_id == before.submitted:
            raise problems.Unreadable
        return whole(platform, case_id, dry_run=dry_run)

    monkeypatch.setattr("cli.keys.reindex_case", broken)
    told = before.reindexed()
    assert before.submitted in told
    assert "停用" not in told
    assert len(hall.platform.index_keys.reads) == 2
