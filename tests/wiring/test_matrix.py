"""The matrix: every cell of docs/matrix.md against the app. The rows say what the rules and the law want."""

import pytest

from proofs.matrix.outcomes import DONE
from proofs.matrix.play import Player
from proofs.matrix.repeated import after_leaving
from proofs.matrix.row import Row
from proofs.matrix.rows import ROWS
from proofs.matrix.rows.records import SEEN
from proofs.matrix.scene import Scene, prepared

# One row that is wrong: it would let an auditor see a case as the hall does.
WRONG = Row("GET /cases/{case_id}", {**SEEN, DONE: f"{SEEN[DONE]} auditor"}, ids={"case_id": "{submitted}"})


@pytest.mark.requirement("R1", "R33", "R57", "R59", "R72", "R91")
def test_everybody_is_told_on_every_route_what_the_rules_say():
    with prepared() as scene:
        wrong = [str(cell) for cell in Player(scene).play(ROWS) if not cell.right]
        assert wrong == []
        whoever_has_left_gets_no_receipt_of_what_was_done_before(scene)
        a_wrong_cell_is_told_by_name(scene)


def whoever_has_left_gets_no_receipt_of_what_was_done_before(scene: Scene) -> None:
    """In the same world, on every act of staff."""
    cells = [*after_leaving(scene, ROWS)]
    assert [str(cell) for cell in cells if not cell.right] == []
    acts = {route for route, served in scene.door.routes.items() if served.acts}
    assert len({cell.row.route for cell in cells}) > len(acts) / 2


def a_wrong_cell_is_told_by_name(scene: Scene) -> None:
    """In the same world, which takes as long to make as many rows to play."""
    wrong = [str(cell) for cell in Player(scene).play([WRONG]) if not cell.right]
    assert wrong == ["GET /cases/{case_id}, 审计 auditor: ✓ expected, ✗ seen"]
