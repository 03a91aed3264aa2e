"""A joint request played by the functions themselves, with the stream and without it."""

from collections.abc import Callable

from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall


def joint_request(hall: Hall) -> None:
    """Its first member is granted, one is refused, and then its applicant takes back the rest."""
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-R05", "refuse")
    hall.people.withdraw(request, hall.caller("company", request))
    hall.carry_out_everything()


def joint_request_refused(hall: Hall) -> None:
    """Nothing of it can go on, so it is concluded. Its machine is gone by then."""
    publish_schemes(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall)
    _lose_machines(hall)
    joint.decide(hall, request, "YM-R01", "refuse")


def without_stream(reconcile: Callable[[Hall], object]) -> Callable[[Hall], None]:
    """The stream brings nothing of the acceptance, nor of a member's end: the reconciler comes."""

    def played(hall: Hall) -> None:
        publish_schemes(hall.platform, joint.RESTAURANT)
        request = joint.requested(hall)
        hall.people.accept(request, hall.caller("clerk-production", request))
        reconcile(hall)
        hall.carry_out_everything()
        _lose_machines(hall)
        joint.decided(hall, request, "YM-R01", "refuse")
        for _ in range(3):  # the decision, the end of the others, the end of the whole
            reconcile(hall)
            hall.world.advance_joint()

    return played


def _lose_machines(hall: Hall) -> None:
    for execution in hall.machines.waiting():
        hall.machines.abort(execution)
