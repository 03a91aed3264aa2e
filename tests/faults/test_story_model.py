"""What the model of random stories rests on: it asks AWS nothing, and sends people of the case's own window."""

import random

import pytest

from chalicelib.cases.model import Status
from proofs.soak import story_acts
from proofs.soak.checked_hall import ITEMS, CheckedHall
from proofs.soak.files_of_case import papers
from proofs.soak.random_story import move
from proofs.soak.seen import look
from proofs.soak.story_acts import STORY_ACTS

SERVICE = "YM-S03"
pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")


@pytest.mark.parametrize("seed", range(3))
def test_the_model_says_what_is_lawful_without_a_call_that_may_fail(seed: int):
    """A call of the model's own failed in the soak, and nothing asks a second time for it."""
    hall = CheckedHall(random.Random(seed))
    for item in ITEMS:
        hall.apply(item)
    for _ in range(40):
        move(hall)
    hall.failing.left = 0
    hall.world.wall.pass_time(hours=1)  # what is kept for a while is read again

    def refused(operation: str) -> None:
        raise AssertionError(f"the model asks for {operation}")

    hall.world.listen(refused, refused)
    for case_id in hall.cases:
        seen = look(hall.world, case_id)
        assert isinstance([story_acts.lawful(name, seen) for name in STORY_ACTS], list)


def test_a_sheet_that_was_printed_anew_is_no_paper_of_the_window():
    """Seed 4294: after the correction of a form the window scans its old sheet no more."""
    hall = CheckedHall(random.Random(0))
    case_id = hall.receive(SERVICE)
    hall.gather(look(hall.world, case_id))
    hall.run_until_idle()
    assert "01" in papers(look(hall.world, case_id))
    assert hall.act("correct_form", case_id)
    seen = look(hall.world, case_id)
    assert papers(seen) == set(seen.case.papers)
    assert "01" not in papers(seen)


@pytest.mark.parametrize("item", ITEMS)
def test_the_window_of_the_case_scans_what_was_submitted_online(item: str):
    """Seeds 14, 16 and 44 sent the clerk of another window, who is refused."""
    hall = CheckedHall(random.Random(0))
    case_id = hall.apply(item)
    for _ in range(9):
        if hall.people.case(case_id).status is Status.SUBMITTED:
            break
        hall.onward(case_id)
        hall.run_until_idle()
    assert hall.people.case(case_id).channel == "web"
    expected = story_acts.lawful("announce_scan", look(hall.world, case_id))
    assert hall.act("announce_scan", case_id) is expected
