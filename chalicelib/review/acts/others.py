"""What keeps a grant back for the sake of others: those whom it concerns directly, and who was accepted earlier."""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model.in_order import OutOfOrder, is_limited, order_faults
from chalicelib.cases.model.interested import Interested, interested_faults
from chalicelib.cases.model.minutes import held_on
from chalicelib.cases.store.in_order import earlier_accepted
from chalicelib.foundation.problems import FieldError


def unheard_of(begun: Begun, said: Interested | None) -> list[FieldError]:
    """What is wrong with how those whom the grant concerns were told and heard (行政许可法36, 47)."""
    case, today = begun.case, begun.caller.at.date()
    received = case.received_at.date() if case.received_at else today
    return interested_faults(
        begun.item,
        begun.found.form.get("answers", {}),
        said,
        days=(received, today),
        held=bool(held_on(case.hearings)),
        calendar=begun.platform.calendar,
    )


def before_others(begun: Begun, said: OutOfOrder | None) -> list[FieldError]:
    """With a limited number somebody was accepted earlier, and nothing says why that does not decide (许可法57). Only
    of such an item the list of what is under way is read.
    """
    if said is not None or not is_limited(begun.item):
        return []
    return order_faults(earlier_accepted(begun.platform.table, begun.case))
