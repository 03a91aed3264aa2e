"""A refusal that names a line of the checklist may tell an answer that is masked: the lines of 残疾人证 and 低保证明
apply because of what the applicant has answered (个人信息保护法28).

Only the window of the case acts on it, so that only that window is refused so. It needs to know what lacks, and its
reading is recorded.
"""

from collections.abc import Collection

from chalicelib.access.actor import Role
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.disclose import Asked, reading_of
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.masking import masked_answers
from chalicelib.cases.store import access_log
from chalicelib.catalogue.model.checklists import conditional_lines
from chalicelib.foundation.problems import FieldError

Gaps = tuple[list[FieldError], list[FieldError]]


def gaps_told(begun: Begun, missing: list[FieldError], checking: list[FieldError]) -> Gaps:
    """What lacks and what is still being checked, recorded as told."""
    if missing or checking:
        record_told(begun, {error.pointer.rpartition("/")[2] for error in (*missing, *checking)})
    return missing, checking


def record_told(begun: Begun, lines: Collection[str]) -> None:
    """Call this before a clerk is refused because of these lines: what cannot be recorded is not told."""
    if begun.caller.actor.role is not Role.COUNTER_CLERK:
        return
    masked, conditions = masked_answers(begun.item, begun.found.form), conditional_lines(begun.item)
    answers = {name for line in lines for name in conditions.get(line, frozenset()) & masked}
    if answers:
        asked = Asked(begun.caller, Purpose.ACCEPTANCE, begun.caller.key or "")
        fields = [f"/answers/{name}" for name in sorted(answers)]
        access_log.record(begun.platform, reading_of(asked, begun.case.id, fields, begun.case.theme))
