"""Nothing of a trial leaves its sandbox, and nothing outside comes in (R9, R58)."""

from typing import Any

import pytest

from chalicelib.cases.acts.lookup import seen_case
from chalicelib.documents.store.vault import documents
from chalicelib.foundation import names
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.issuance.store import register
from proofs.kit.cast import CLERK
from proofs.kit.trials import Player
from proofs.kit.world import World
from tests.trials.conftest import CODE, EDITOR

LEADER, OTHER = "leader-ndrc", "editor-food"


Rows = dict[tuple[str, str], Any]


def outside(world: World) -> Rows:
    """Every row that is no row of a sandbox, as the table keeps it."""
    partitions = [pk for pk in world.partitions() if not pk.startswith("TRIAL#")]
    return {(pk, row["sk"]["S"]): row for pk in partitions for row in world.stored(pk)}


def own(world: World) -> set[tuple[str, str]]:
    """What a trial may write outside: how far the item is, its events, and the record of both requests."""
    return {key for key in outside(world) if key[0] == f"ITEM#441700#{CODE}" or key[0].startswith("IDEM#")}


@pytest.mark.requirement("R58")
def test_a_whole_trial_leaves_every_row_outside_as_it_was(player: Player):
    world = player.world
    before = outside(world)
    player.start()
    case_id = player.closed()
    player.finish(note="按清单走通")
    after = outside(world)
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    assert changed
    assert changed <= own(world), changed - own(world)
    assert {row["sk"]["S"] for pk, row in ((key[0], after[key]) for key in changed if key[0].startswith("ITEM#"))} <= {
        *("LIFE", "EVENT#000002", "EVENT#000003")
    }
    assert player_rows(world)
    assert case_id not in str(after)


def player_rows(world: World) -> list[Any]:
    return [row for pk in world.partitions("TRIAL#") for row in world.stored(pk)]


@pytest.mark.requirement("R58")
def test_no_index_has_a_row_of_a_trial_and_every_row_ends(player: Player):
    player.start()
    player.closed()
    rows = player_rows(player.world)
    assert len(rows) > 40
    assert all("ttl" in row for row in rows)
    assert len({row["pk"]["S"] for row in rows}) == 1
    for index in ("tasks", "counter", "pending", "alarms", "days"):
        assert not [row for row in player.world.stored_in(index) if row["pk"]["S"].startswith("TRIAL#")]
        assert not [row for row in rows if f"{index}_pk" in row]


@pytest.mark.requirement("R58")
def test_queues_and_machines_of_the_hall_hear_nothing_and_files_lie_apart(player: Player):
    world = player.world
    player.start()
    player.closed()
    assert [queue for queue in names.QUEUES if queue != names.TRIALS_QUEUE and world.messages(queue)] == []
    assert not world.machines.executions
    buckets = world.buckets.buckets
    assert not buckets[world.platform.settings.materials_bucket]
    assert {key.split("/")[0] for key in buckets[world.platform.settings.documents_bucket]} == {"trials"}


@pytest.mark.requirement("R58")
def test_a_case_of_a_trial_is_unknown_outside_and_a_live_one_inside(player: Player):
    world = player.world
    live = world.people.create_application(world.people.caller("company"), CODE, {}).facts["id"]
    player.start()
    case_id = player.submitted()
    with pytest.raises(NotFound):
        seen_case(world.platform, world.people.caller(CLERK), case_id)
    with pytest.raises(NotFound):
        player.play("submit_application", named={"case_id": live})
    with pytest.raises(NotFound):
        player.samples(live)
    assert player.case(case_id).status == "submitted"


@pytest.mark.requirement("R58")
def test_numbers_and_certificates_of_a_trial_are_none_of_the_hall(player: Player):
    player.start()
    case_id = player.closed()
    case = player.case(case_id)
    assert "SY" in case.number
    assert all(one.number.startswith("试运行") for one in case.documents if one.no != "certificate")
    identifier = certificate_of(player, case_id)
    assert register.find(player.inside.table, identifier) is not None
    assert register.find(player.platform.table, identifier) is None


def certificate_of(player: Player, case_id: str) -> str:
    found = [one.identifier for one in documents(player.inside, case_id) if one.identifier]
    assert found
    return found[0] or ""


def test_two_trials_do_not_meet_and_a_new_one_takes_the_place_of_the_old(player: Player):
    player.start()
    first = player.submitted()
    player.start()
    assert player.look().cases == []
    with pytest.raises(NotFound):
        player.samples(first)
    second = player.submitted()
    assert [case.case_id for case in player.look().cases] == [second]


def test_a_repeated_request_starts_one_trial_and_does_one_step(player: Player):
    caller = player.caller()
    once, again = (player.start(key=caller.key, if_match=caller.if_match) for _ in range(2))
    assert once.facts == again.facts
    body = {"item": CODE, "form": player.form()}
    key = player.caller()
    answers = [player.play("create_application", who=player.applicant, body=body, caller=key) for _ in range(2)]
    assert answers[0].etag == answers[1].etag
    assert len(player.look().cases) == 1


@pytest.mark.requirement("R48")
def test_only_who_drafts_and_approves_the_item_plays_it(world: World):
    Player(world, CODE, EDITOR).start()
    assert Player(world, CODE, LEADER).submitted()
    with pytest.raises(NotFound):
        Player(world, CODE, OTHER).start()
    with pytest.raises(NotFound):
        Player(world, CODE, OTHER).submitted()


def test_a_trial_that_is_over_is_played_no_more(player: Player):
    player.start()
    player.finish(passed=False, note="清单有误")
    with pytest.raises(Conflict) as refused:
        player.submitted()
    assert refused.value.code == "item_trial_finished"
    with pytest.raises(NotFound):
        Player(player.world, "YM-P02", EDITOR).look()


def test_a_step_of_another_post_or_of_no_route_is_refused(player: Player):
    player.start()
    for do, who in (("accept_case", "person"), ("list_cases", None), ("approve_item", None)):
        with pytest.raises(Invalid):
            player.play(do, who=who)
