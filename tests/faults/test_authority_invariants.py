"""What the stories hold of authority can fail: each right that was not there at the moment of its event is found."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.directory.model.letters import Revocation
from chalicelib.directory.store.authority import load_standing
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.writes import update
from proofs.kit.applications import COMPANY, PERMIT
from proofs.kit.cast import CLERK
from proofs.kit.register import change_letters
from proofs.kit.world import new_world
from proofs.soak.agents import AGENT, StoryAgent
from proofs.soak.authority import Absence, faults_of_authority
from proofs.soak.seen import look

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")


def accepted_for_an_agent() -> tuple[Any, str, StoryAgent]:
    """Submitted by an agent, and accepted at the window by the letter of the department."""
    world = new_world(PERMIT.department)
    people, agent = world.people, StoryAgent(world)
    agent.change()
    case_id = people.create_application(people.caller(COMPANY)).facts["id"]
    people.hand_in(case_id, *PERMIT.lines)
    people.submit(case_id, people.caller(AGENT, case_id, on_behalf_of=agent.authorisation))
    people.accept(case_id, people.caller(CLERK, case_id))
    assert list(faults_of_authority(look(world, case_id))) == []
    return world, case_id, agent


def test_an_act_on_a_letter_that_was_revoked_before_is_found():
    world, case_id, _ = accepted_for_an_agent()
    division = world.platform.settings.division
    (letter,) = load_standing(world.platform.table, division, PERMIT.department).record.accept_letters
    at = world.clock.at - timedelta(hours=1)
    revoked = Revocation.model_validate({"at": at, "by": "H-food", "reason": "部门收回委托"})
    change_letters(world.platform, PERMIT.department, accept_letters=(letter.model_copy(update={"revoked": revoked}),))
    assert [fault.split(",")[0] for fault in faults_of_authority(look(world, case_id))] == [
        f"accepted on letter {letter.number}"
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ended_at": "2026-11-24T08:00:00+08:00"}, "after it was ended"),
        ({"answered_at": "2026-11-25T08:00:00+08:00"}, "which nobody had accepted"),
        ({"ends": "2026-11-23"}, "on 2026-11-24"),
    ],
)
def test_an_act_of_an_agent_without_a_right_is_found(changes: dict[str, str], words: str):
    world, case_id, agent = accepted_for_an_agent()
    world.platform.table.write(update(keys.authorisation(agent.authorisation), put=changes))
    (fault,) = faults_of_authority(look(world, case_id))
    assert fault.startswith("submitted under ")
    assert fault.endswith(words)


def test_an_act_of_somebody_who_had_left_is_found():
    world, case_id, _ = accepted_for_an_agent()
    clerk, before = world.people.personas[CLERK].actor.sub, world.clock.at - timedelta(hours=1)
    seen = look(world, case_id)
    assert list(faults_of_authority(seen, [Absence(clerk, before)])) == [f"accepted by {clerk}, who had left the post"]
    assert list(faults_of_authority(seen, [Absence(clerk, before, before)])) == []


def test_an_application_for_a_version_that_did_not_hold_is_found():
    world, case_id, _ = accepted_for_an_agent()
    key = register_keys.item_version(world.platform.settings.division, PERMIT.item, 1)
    row = world.platform.table.get(key)
    newer = register_keys.item_version(world.platform.settings.division, PERMIT.item, 2)
    world.platform.table.write(update(newer, put={"version": 2, "published_at": row["published_at"]}))
    assert list(faults_of_authority(look(world, case_id))) == ["submitted for version 1, 2 held"]
