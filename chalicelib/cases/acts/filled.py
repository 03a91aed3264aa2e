"""Papers that were promised have come (容缺受理), by whichever act."""

from collections.abc import Iterable

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case


def filled(case: Case, lines: Iterable[str], begun: Begun) -> Case:
    """The case once these promised lines have come; its term ends with the last of them."""
    if case.deferral is None:
        return case
    deferral = case.deferral.with_filled(lines, begun.caller.at)
    clocks = {kind: clock for kind, clock in case.clocks.items() if deferral.open or kind != "deferral"}
    return case.model_copy(update={"deferral": deferral, "clocks": clocks})
