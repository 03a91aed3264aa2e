"""Two counters, the same input, the same result (规则二(二): 同标准受理; R32, R27).

Whatever was handed in, and in whatever order: checklist, findings, notice and acceptance are the same at each window.
"""

import random
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api import shared
from chalicelib.cases.model import Case
from chalicelib.cases.model.evidence import open_lines
from chalicelib.cases.model.levels import unseen
from chalicelib.cases.model.material import MaterialFile, gaps, lines_of
from chalicelib.cases.store.records import load_file
from chalicelib.foundation.problems import Problem
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.model.completeness import unnamed_gaps
from chalicelib.intake.model.notices import Defect
from proofs.kit.applications import announced, application_of, paper
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from proofs.kit.register import join
from proofs.kit.world import World, new_world

ITEM = "YM-P01"
LINES = ("01", "02", "03", "04", "05", "06")
# What is drawn anew for each case, whoever receives it.
DRAWN = {"id", "query_code"}
ONE_WORLD = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class HandedIn(NamedTuple):
    """What a person brings: the lines with papers, those with scans, and how the pile lies."""

    papers: frozenset[str]
    scans: frozenset[str]
    named: frozenset[str]
    pile: int


anything = st.builds(
    HandedIn,
    papers=st.frozensets(st.sampled_from(LINES)),
    scans=st.frozensets(st.sampled_from(LINES)),
    named=st.frozensets(st.sampled_from(LINES), min_size=1),
    pile=st.integers(0, 1000),
)


def second_counter(hall: Hall) -> Actor:
    first = hall.people.personas[CLERK].actor
    other = first.model_copy(update={"sub": "staff:second-counter", "name": "另一窗口人员(演示)"})
    join(hall.platform, other)
    return other


@pytest.fixture(scope="module")
def place() -> tuple[Hall, Actor, Any]:
    world: World = new_world()
    hall = Hall(world)
    other = second_counter(hall)
    return hall, other, world.moment()


@pytest.mark.requirement("R27", "R32")
@ONE_WORLD
@given(anything)
def test_each_window_finds_the_same_and_may_do_the_same(place: tuple[Hall, Actor, Any], handed_in: HandedIn):
    hall, other, moment = place
    told = []
    for at_window, turned in ((CLERK, False), (other, True)):
        hall.world.go_back(moment)
        told.append(result(hall, at_window, handed_in, turned=turned))
    assert told[0] == told[1]


def test_what_is_handed_in_decides(place: tuple[Hall, Actor, Any]):
    """The comparison above is no empty one: a paper more or less changes what is told."""
    hall, other, moment = place
    told = []
    for papers in (LINES, LINES[1:], ()):
        hall.world.go_back(moment)
        brought = HandedIn(frozenset(papers), frozenset(), frozenset({"03"}), 0)
        told.append(result(hall, other, brought, turned=False))
    assert "refused" not in told[0]["accepted"]
    assert [one["accepted"].get("refused") for one in told[1:]] == ["materials_missing"] * 2
    assert told[1]["noticed"]["added"] == ["01"]
    assert told[1]["after"] == ("01", "03")
    assert len({str(one["checklist"]) for one in told}) == 3


def result(hall: Hall, clerk: str | Actor, handed_in: HandedIn, *, turned: bool) -> dict[str, Any]:
    """Everything that the person is told and that may be done, at one window. `turned`: the pile lies the other way."""
    case_id = received(hall, clerk, handed_in, turned=turned)
    told: dict[str, Any] = {}
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    listed = shared.materials(hall.platform, found).materials
    told["checklist"] = [
        (line.no, line.required, line.applies, line.satisfied, line.on_paper, sorted(each(line.files)))
        for line in listed
    ]
    received_moment = hall.world.moment()
    told["accepted"] = outcome(lambda: accept(hall.platform, hall.caller(clerk, case_id), case_id).facts)
    hall.world.go_back(received_moment)
    defects = [
        Defect(line=line, defect="模糊不清", remedy="重新提交") for line in pile(handed_in.named, handed_in, turned)
    ]
    told["noticed"] = outcome(lambda: correct(hall.platform, hall.caller(clerk, case_id), case_id, defects).facts)
    told["after"] = hall.case(case_id).noticed_lines
    return told


def each(files: Any) -> list[tuple[Any, ...]]:
    return [(file.content_type, file.level, file.original, file.counts) for file in files]


def received(hall: Hall, clerk: str | Actor, handed_in: HandedIn, *, turned: bool) -> str:
    papers = [paper(line) for line in pile(handed_in.papers, handed_in, turned)]
    scans = [announced(line) for line in pile(handed_in.scans, handed_in, turned)]
    walk_in = application_of(ITEM).walk_in | {"papers": papers, "scans": scans}
    case_id: str = receive_walk_in(hall.platform, hall.caller(clerk), WalkIn.model_validate(walk_in)).facts["id"]
    return case_id


def pile(lines: frozenset[str], handed_in: HandedIn, turned: bool) -> list[str]:
    order = sorted(lines)
    random.Random(handed_in.pile).shuffle(order)
    return order[::-1] if turned else order


def outcome(act: Any) -> dict[str, Any]:
    """What was done, or each thing that speaks against it: a code and the place, whatever the order."""
    try:
        return {name: fact for name, fact in act().items() if name not in DRAWN}
    except Problem as refused:
        errors = sorted(error.code for error in getattr(refused, "errors", ()))
        return {"refused": refused.code, "errors": errors}


# ------------------------------------------------------------------------------------------------ the rules alone
def a_file(number: int, line: str, state: str, level: str | None, *, scan: bool) -> MaterialFile:
    facts = {"id": f"f{number}", "line": line, "file_name": "a.pdf", "size": 1, "sha256": "eA==", "state": state}
    at = {"requested_at": "2026-11-23T09:00:00+08:00", "content_type": "application/pdf", "event": 1}
    return MaterialFile.model_validate({**facts, **at, "level": level, "scan": scan})


some_files = st.lists(
    st.builds(
        a_file,
        st.integers(0, 10_000),
        st.sampled_from(LINES),
        st.sampled_from(["requested", "checking", "ready", "refused", "removed"]),
        st.sampled_from([None, "A", "B"]),
        scan=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda file: file.id,
)


@pytest.fixture(scope="module")
def received_case() -> tuple[Case, Any]:
    hall = Hall(new_world())
    case_id = hall.submitted()
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    return found.case, lines_of(item_of(hall.platform, found.case), found.form)


@pytest.mark.requirement("R27", "R32")
@settings(deadline=None)
@given(files=some_files, papers=st.frozensets(st.sampled_from(LINES)), turn=st.randoms(use_true_random=False))
def test_no_finding_depends_on_the_order_of_what_was_handed_in(received_case: Any, files: Any, papers: Any, turn: Any):
    case, lines = received_case
    case = case.model_copy(update={"papers": tuple(sorted(papers))})
    other_files, other_lines = list(files), list(lines)
    turn.shuffle(other_files)
    turn.shuffle(other_lines)
    turned = case.model_copy(update={"papers": case.papers[::-1]})
    assert findings(case, lines, files) == findings(turned, other_lines, other_files)


def findings(case: Case, lines: Any, files: Any) -> Any:
    missing, checking = gaps(lines, files, case.papers)
    return (
        sorted(error.pointer for error in missing),
        sorted(error.pointer for error in checking),
        sorted(error.pointer for error in unseen(case, lines, files)),
        sorted(defect.target for defect in unnamed_gaps(case, lines, files, set())),
        open_lines(case, lines, files, window=True),
    )
