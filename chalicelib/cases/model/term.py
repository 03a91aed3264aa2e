"""The term of what was granted. Decision, certificate, register, correction and events read it here."""

from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.catalogue.model.faces import begins_on
from chalicelib.catalogue.model.validity import Granted


class Term(NamedTuple):
    """First and last day; `words` are printed where there is no last day. Without both nothing is printed."""

    begins: date
    until: date | None
    words: str | None


def term_of(case: Case) -> Term:
    """The first day is the one that the officer has stated on the face, else the day of the decision."""
    if case.decided_at is None:
        raise ValueError("only a decided case has a term")
    valid, decided_on = case.validity or Granted(), case.decided_at.date()
    begins = decided_on if valid.document else begins_on(case.face or {}, decided_on)
    return Term(begins, valid.until, valid.text)
