"""查询共享材料: what the administration has is asked of the organ that has it, by whichever act receives a case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.sharing import asked, to_ask
from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.catalogue.model import ServiceItem
from chalicelib.durable.effects import Effect
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.shared_holder import holder_of


class Asked(NamedTuple):
    """The case with its questions, what the event says of them, and the messages that carry them out."""

    case: Case
    data: Mapping[str, JsonValue]
    effects: Sequence[Effect]


def is_connected(platform: Platform) -> bool:
    """Whether there is a data-sharing platform to ask. A trial of an unpublished item asks nobody about anybody."""
    return bool(platform.settings.sharing_url) and not platform.trial


def ask_shared(
    platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any], have: Iterable[str], at: datetime
) -> Asked:
    """Ask for every shared line that concerns this applicant. `have` are lines whose original the window has seen: a
    copy that nobody has compared is no reason not to ask.
    """
    lines = to_ask(lines_of(item, form), case.sharing, set(have)) if is_connected(platform) else []
    return ask_lines(case, lines, at)


def ask_after_change(begun: Begun, case: Case, new: Mapping[str, Any], have: Iterable[str]) -> Asked:
    """Ask for the lines that the new form has opened, and anew for those whose holder is another one now: what was
    asked under the number that stood there before, and what came of it, does not count any more.
    """
    item, old = begun.item, begun.found.form
    asked = [line for line in lines_of(item, new) if line.no in case.sharing]
    others = {line.no for line in asked if holder_of(old, line) != holder_of(new, line)}
    kept = case.model_copy(update={"sharing": {no: one for no, one in case.sharing.items() if no not in others}})
    return ask_shared(begun.platform, kept, item, new, {*have} - others, begun.caller.at)


def ask_lines(case: Case, lines: Sequence[str], at: datetime) -> Asked:
    """Ask for these lines, by the next event of the case."""
    if not lines:
        return Asked(case, {}, ())
    event = case.seq + 1
    return Asked(
        case.model_copy(update={"sharing": asked(case.sharing, lines, event, at)}),
        {"sharing": [{"line": line} for line in lines]},
        [SharingQuestion(case_id=case.id, line=line, asked=event).message() for line in lines],
    )
