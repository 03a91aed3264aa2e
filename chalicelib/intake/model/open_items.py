"""Whether one can apply for an item now, and what the applicant of an older version has to know. Pure."""

from datetime import datetime

from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.closing import ENDED_WORDS, Closing
from chalicelib.catalogue.model.differences import differences, findings
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import MOST_ERRORS
from chalicelib.intake.model.application import Form


def why_closed(item: ServiceItem, at: datetime) -> problems.Invalid | None:
    """Why nobody can apply for the item at this legal time, with the codes to apply for instead; None where one can."""
    if item.ended_at and item.ended_at <= at:
        closing = item.closing or Closing()
        done = ENDED_WORDS[closing.kind]
        why = _behind(closing.reason)
        error = FieldError("/item", "item_ended", f"“{item.name}”{done}，不再受理申请{why}")
        title = f"该事项{done}，不再受理申请"
        return problems.Invalid(code="item_ended", title=title, errors=[error, *_instead(closing)])
    if item.suspension and item.suspension.holds(at):
        until = item.suspension.until
        resumes = f"，预计 {until:%Y-%m-%d} 恢复" if until else ""
        why = _behind(item.suspension.reason)
        error = FieldError("/item", "item_suspended", f"“{item.name}”暂停受理{resumes}{why}")
        return problems.Invalid(code="item_suspended", title="该事项暂停受理，请待恢复后再申请", errors=[error])
    return None


def _instead(closing: Closing) -> list[FieldError]:
    codes = [FieldError("/item", "item_successor", f"请改为申请 {code}") for code in closing.successors]
    return codes + [
        FieldError("/item", "item_devolved_to", f"请向区划 {division} 的政务服务大厅申请")
        for division in closing.to_divisions
    ]


def _behind(reason: str) -> str:
    """The reason as the next sentence."""
    return f"。{reason}" if reason else ""


def what_changed(own: ServiceItem, today: ServiceItem, form: Form) -> list[FieldError]:
    """What an applicant has to know who filled in `form` for the version `own`: nothing where it is today's."""
    if own.version == today.version:
        return []
    return findings(differences(own, today), part(form, "answers"), today)[:MOST_ERRORS]


def is_outdated(version: int, today: ServiceItem, at: datetime) -> bool:
    """Whether a draft of this version is none of today's any more, or the item ends or is suspended."""
    suspended = today.suspension is not None and today.suspension.holds(at)
    return version != today.version or today.ended_at is not None or suspended


def news_of(own: ServiceItem, today: ServiceItem, form: Form, at: datetime) -> list[FieldError]:
    """The same, and before it why nobody can apply for the item any more."""
    closed = why_closed(today, at)
    return [*(closed.errors if closed else ()), *what_changed(own, today, form)]
