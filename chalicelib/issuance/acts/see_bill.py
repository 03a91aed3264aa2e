"""Seeing what is owed for a joint request, by its own number or that of one of its members."""

from chalicelib.durable.caller import Caller
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.model.bills import Bill, bill_of
from chalicelib.joint.acts.advance import Look
from chalicelib.joint.acts.see_request import own_request, seen_request


def seen_bill(platform: Platform, caller: Caller, case_id: str) -> tuple[Look, Bill]:
    """As people of the hall see it."""
    return _with_bill(seen_request(platform, caller, case_id))


def own_bill(platform: Platform, caller: Caller, case_id: str, request_id: str) -> tuple[Look, Bill]:
    """As its applicant sees it, or who acts for the applicant."""
    return _with_bill(own_request(platform, caller, case_id, request_id, ["/bill"]))


def _with_bill(look: Look) -> tuple[Look, Bill]:
    """A member that was reinstated pays the order of its further case alone: the number of a bill names first cases."""
    first = {name: case for name, case in look.cases.items() if case.joint is None or not case.joint.again}
    return look, bill_of(look.case.id, look.before, first)
