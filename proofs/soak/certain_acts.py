"""Acts of random stories that the cast does in a certain way."""

from collections.abc import Callable

from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.cast import Cast

Do = Callable[[Cast, str, Caller], Receipt]
# Whoever does one of these on a licence after its fifth workday finds that silence has accepted.
FOUND_LATE = (
    "accept",
    "correct",
    "correct_form",
    "reject",
    "reject_false",
    "ask_department",
    "confirm_materials",
    "promise_papers",
    "pledge",
)


def wrongly_compared(cast: Cast, case_id: str, caller: Caller) -> Receipt:
    """Another number in the first line, which every face has."""
    wrong = {next(iter(cast.face(case_id))): "别的编号"}
    return cast.compare(case_id, caller, None, **wrong)


def to_the_first_officer(cast: Cast, case_id: str, caller: Caller) -> Receipt:
    return cast.reassign_task(case_id, caller, cast.at_post("officer", case_id))


def found(outcome: str) -> Do:
    return lambda cast, case_id, caller: cast.verify(case_id, caller, outcome)
