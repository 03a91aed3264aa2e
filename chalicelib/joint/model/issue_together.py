"""When the result of a member goes out: at once, or with the others but never after its own term. Pure.

行政许可法44 gives each licence ten workdays, so whatever a result waits for, it goes out alone on its own last day.
"""

from collections.abc import Collection

from chalicelib.catalogue.model.schemes.readiness import States, may_issue
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.joint.model.conclusion import waits_for


def may_wait(situation: Situation, node: str) -> bool:
    """Whether the result of this member may have to wait: the scheme hands out all together, or an edge asks for
    another result first.
    """
    if situation.scheme.issue == "together":
        return True
    return any(edge.blocks == "issue" and situation.alternatives(edge) for edge in situation.edges_to(node))


def goes_out(situation: Situation, states: States, node: str, signed: Collection[str] = ()) -> bool:
    """Whether nothing keeps the result of this granted member any more, whatever the day is."""
    if not may_issue(situation, states, node, signed):
        return False
    return situation.scheme.issue != "together" or not waits_for(situation, states)
