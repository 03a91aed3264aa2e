"""How a request ends (联办办结): when nothing is undecided any more, and in which word. Pure."""

from collections.abc import Mapping

from chalicelib.cases.model.joint_ref import JointOutcome
from chalicelib.catalogue.model.schemes.readiness import MemberState
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.joint.model.member import DONE, UNDECIDED

Outcome = JointOutcome
WORDS: Mapping[Outcome, str] = {"granted": "全部办成", "partly": "部分办成", "refused": "未办成"}


def waits_for(situation: Situation, states: Mapping[str, MemberState]) -> tuple[str, ...]:
    """The members without which the request does not end: those that are undecided and not optional. Also one that
    changed answers do not ask for any more, while its granted result is still being made.
    """
    return tuple(node.id for node in situation.scheme.nodes if not node.optional and states.get(node.id) in UNDECIDED)


def outcome(situation: Situation, states: Mapping[str, MemberState]) -> Outcome | None:
    """None while some member that has to be decided is not."""
    if waits_for(situation, states):
        return None
    ended = [state for name, state in states.items() if name in situation.active and state not in UNDECIDED]
    done = [state for state in ended if state in DONE]
    if len(done) == len(ended):
        return "granted"
    return "partly" if done else "refused"
