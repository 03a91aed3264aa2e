"""A refusal that names a line of the checklist may tell an answer that is masked: the lines of 残疾人证 and 低保证明
apply because of what the applicant has answered (个人信息保护法28).

A clerk of another window is told nothing by it. The own window needs to know what lacks, and its reading is recorded.
"""

from collections.abc import Collection, Sequence

from chalicelib.access.actor import Role
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.disclose import Asked, has_business, reading_of
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.masking import masked_answers
from chalicelib.cases.store import access_log
from chalicelib.catalogue.model.checklists import conditional_lines, resting_on
from chalicelib.foundation.problems import FieldError

LACKING_ELSEWHERE = FieldError(
    "/materials", "material_missing", "材料尚不齐全；办件属于其他窗口，缺少哪些材料由该窗口核对"
)
CHECKING_ELSEWHERE = FieldError("/materials", "material_checking", "有材料正在校验")
ELSEWHERE = "此项材料是否需要取决于申请人填写的情况，由办件所属窗口告知"


def of_another_window(begun: Begun, asked: Sequence[tuple[str, str]]) -> list[FieldError]:
    """The same refusal of every line that rests on a masked answer, whatever the answer is. `asked` are pointers of the
    request, each with the line that stands there.
    """
    untold = resting_on(begun.item, _masked(begun))
    wrong = [pointer for pointer, line in asked if line in untold]
    if not wrong or has_business(begun.platform, begun.caller.actor, begun.case):
        return []
    return [FieldError(pointer, "material_unlisted", ELSEWHERE) for pointer in wrong]


Gaps = tuple[list[FieldError], list[FieldError]]


def gaps_told(begun: Begun, missing: list[FieldError], checking: list[FieldError]) -> Gaps:
    """What lacks and what is still being checked, as this caller may be told of it."""
    if not (missing or checking):
        return missing, checking
    if not has_business(begun.platform, begun.caller.actor, begun.case):
        return missing and [LACKING_ELSEWHERE], checking and [CHECKING_ELSEWHERE]
    record_told(begun, {error.pointer.rpartition("/")[2] for error in (*missing, *checking)})
    return missing, checking


def record_told(begun: Begun, lines: Collection[str]) -> None:
    """Call this before a clerk is refused because of these lines: what cannot be recorded is not told."""
    if begun.caller.actor.role is not Role.COUNTER_CLERK:
        return
    masked, conditions = _masked(begun), conditional_lines(begun.item)
    answers = {name for line in lines for name in conditions.get(line, frozenset()) & masked}
    if answers:
        asked = Asked(begun.caller, Purpose.ACCEPTANCE, begun.caller.key or "")
        fields = [f"/answers/{name}" for name in sorted(answers)]
        access_log.record(begun.platform, reading_of(asked, begun.case.id, fields, begun.case.theme))


def _masked(begun: Begun) -> frozenset[str]:
    return masked_answers(begun.item, begun.found.form)
