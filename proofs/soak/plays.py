"""What plays each state machine: one case and everybody around it, in an order drawn from a seed."""

from collections.abc import Callable, Mapping

from chalicelib.foundation import names
from proofs.soak.interleaving import play_issuance, play_review, play_upward
from proofs.soak.joint_interleaving import play_joint

PLAYS: Mapping[str, Callable[[int], list[str]]] = {
    names.REVIEW: play_review,
    names.UPWARD: play_upward,
    names.ISSUANCE: play_issuance,
    names.JOINT: play_joint,
}
