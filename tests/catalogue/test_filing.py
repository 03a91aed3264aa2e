"""Until when the bureau has to have the notice of a published change: the region's own term, dated like its rules."""

from datetime import date

import pytest

from chalicelib.catalogue.model.filing import FilingTerm, filing_term, waiting
from chalicelib.clock import WorkCalendar
from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.regions import Region


def region(since: str, *thresholds: tuple[str, int]) -> Rules:
    found = [{"key": key, "value": value} for key, value in thresholds]
    facts = {"code": "441700", "name": "示例市", "level": 3, "effective_from": since}
    return Rules(region=Region.model_validate({**facts, "overrides": {"thresholds": found}}))


# 2026-10-01 to 10-07 are days of rest, 09-20 and 10-10 workdays on a weekend (data/workdays.json).
@pytest.mark.requirement("R48")
@pytest.mark.parametrize(
    ("published", "today", "due", "waited", "state"),
    [
        ("2026-11-23", "2026-11-23", "2026-11-30", 0, "waiting"),
        ("2026-11-23", "2026-11-26", "2026-11-30", 3, "waiting"),
        ("2026-11-23", "2026-11-27", "2026-11-30", 4, "due_soon"),
        ("2026-11-23", "2026-11-30", "2026-11-30", 5, "due_soon"),
        ("2026-11-23", "2026-12-01", "2026-11-30", 6, "overdue"),
        ("2026-11-20", "2026-11-28", "2026-11-27", 5, "due_soon"),
        ("2026-09-28", "2026-10-08", "2026-10-10", 3, "waiting"),
        ("2026-09-28", "2026-10-12", "2026-10-10", 6, "overdue"),
    ],
)
def test_a_notice_waits_is_nearly_due_or_overdue(published: str, today: str, due: str, waited: int, state: str):
    found = waiting(date.fromisoformat(published), date.fromisoformat(today), FilingTerm(5), WorkCalendar())
    assert (str(found.due), found.waited, found.state) == (due, waited, state)


@pytest.mark.requirement("R48")
@pytest.mark.parametrize(
    ("published", "term"),
    [
        ("2025-12-31", FilingTerm(5, 1)),
        ("2026-01-01", FilingTerm(10, 2)),
        ("2026-06-30", FilingTerm(10, 2)),
        ("2026-07-01", FilingTerm(3, 1)),
    ],
)
def test_the_term_is_that_of_the_rules_on_the_day_of_publication(published: str, term: FilingTerm):
    """A notice that was published under older rules keeps their term."""
    older = region("2026-01-01", ("item_filing", 10), ("warning_before", 2))
    directory = Directory("441700", 1, {"regions": {"a": older, "b": region("2026-07-01", ("item_filing", 3))}})
    assert filing_term(directory, date.fromisoformat(published), 5) == term


def test_without_rules_the_deployment_says_how_long():
    assert filing_term(Directory("441700"), date(2026, 11, 23), 7) == FilingTerm(7, 1)
