"""Whether one can apply for an item now, and what the applicant of an older version has to know. Pure."""

from datetime import datetime

from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.called import NOT_NAMED, Named
from chalicelib.catalogue.model.closed import closed_at, told_of
from chalicelib.catalogue.model.differences import differences, findings
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import MOST_ERRORS
from chalicelib.intake.model.application import Form


def why_closed(item: ServiceItem, at: datetime, named: Named = NOT_NAMED) -> problems.Invalid | None:
    """Why nobody can apply for the item at this legal time, with what to apply for instead; None where one can."""
    closed = closed_at(item, at, named)
    return problems.Invalid(code=closed.code, title=closed.title, errors=closed.errors) if closed else None


def what_changed(own: ServiceItem, today: ServiceItem, form: Form) -> list[FieldError]:
    """What an applicant has to know who filled in `form` for the version `own`: nothing where it is today's."""
    if own.version == today.version:
        return []
    return findings(differences(own, today), part(form, "answers"), today)[:MOST_ERRORS]


def is_outdated(version: int, today: ServiceItem, at: datetime) -> bool:
    """Whether a draft of this version is none of today's any more, or nobody can apply for the item now. What is
    announced for later has changed nothing yet: the draft can be submitted until then.
    """
    return version != today.version or closed_at(today, at) is not None


def news_of(
    own: ServiceItem, today: ServiceItem, form: Form, at: datetime, named: Named = NOT_NAMED
) -> list[FieldError]:
    """The same, and before it why nobody can apply for the item any more, or from when on."""
    closed = told_of(today, at, named)
    return [*(closed.errors if closed else ()), *what_changed(own, today, form)]
