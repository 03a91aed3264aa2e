"""告知利害关系人, the service of that notice, and what was answered (许可法36, 47): what the three acts share."""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.interested import Interested
from chalicelib.cases.model.minutes import held_on
from chalicelib.cases.model.parties import Party, as_stated, holds_back
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


def begin_on_party(platform: Platform, caller: Caller, row: CaseAct, case_id: str, no: int) -> tuple[Begun, Party]:
    """404 for a party that was not told."""
    begun = begin(platform, caller, row, case_id)
    found = next((one for one in begun.case.parties if one.no == no), None)
    if found is None:
        raise problems.NotFound(code="party_not_found", title="本件没有这个序号的利害关系人")
    return begun, found


def with_party(case: Case, changed: Party) -> Case:
    return case.model_copy(update={"parties": tuple(changed if one.no == changed.no else one for one in case.parties)})


def require_parties_heard(begun: Begun) -> None:
    """409 while somebody whom it concerns may still answer, or waits for a hearing."""
    case, today = begun.case, begun.caller.at.date()
    if found := holds_back(case.parties, today, begun.platform.calendar, held=bool(held_on(case.hearings))):
        code, title = found
        raise problems.Conflict(code=code, title=title, more={"article": "行政许可法36、47"})


def parties_stated(case: Case, said: Interested | None) -> Interested | None:
    """What the decision says of those who were told; 422 where the officer says it too."""
    stated = as_stated(case.parties)
    if stated and said:
        sentence = "利害关系人已由本平台的告知书告知，其意见已经登记，不另填写"
        raise problems.Invalid(errors=[FieldError("/interested", "interested_on_record", sentence)])
    return stated or said
