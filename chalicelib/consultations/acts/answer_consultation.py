"""当场答复: the desk answers with an entry of the knowledge base that is valid today, and with nothing else (R17)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.consultations.acts.found import for_act
from chalicelib.consultations.model.acts import ANSWER
from chalicelib.consultations.model.consultation import CitedEntry, ConsultationState
from chalicelib.consultations.model.entry import Entry, EntryState
from chalicelib.consultations.store import consultations, knowledge
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.http.bodies import Part


class CitedAnswer(Part):
    """答复引用的知识库条目；没有可引用的，请转交部门。"""

    entry: Annotated[str, StringConstraints(min_length=1, max_length=40), Field(description="知识库条目的编号")]


@act
def answer_consultation(platform: Platform, caller: Caller, consultation_id: str, wanted: CitedAnswer) -> Receipt:
    """The asker reads the entry in the version of this moment. Invalid unless an answer may cite it today."""
    before = for_act(platform, caller, ANSWER, consultation_id)
    entry = citable(platform, caller, wanted.entry)
    cited = CitedEntry(id=entry.id, version=entry.version)
    after = before.moved(ConsultationState.ANSWERED, platform.calendar, cited=cited, answered_at=caller.at)
    if before.visitor is None and not before.asker:  # who stands at the desk hears it at once
        after = after.model_copy(update={"state": ConsultationState.TOLD, "told_at": caller.at, "told_by": "in_person"})
    return consultations.commit(platform, caller, ANSWER, before, after, {"entry": entry.id, "version": entry.version})


def citable(platform: Platform, caller: Caller, entry_id: str) -> Entry:
    """The entry, if an answer may cite it on this day."""
    found = knowledge.load(platform.table, platform.settings.division, entry_id)
    if found is None:
        raise Invalid(errors=[FieldError("/entry", "entry_unknown", "知识库中没有这一条，请核对编号")])
    state = found.state_on(caller.at.date(), knowledge.versions_now(platform, [found]))
    if state is not EntryState.VALID:
        sentence = f"这一条不能引用：{state.label}；请选择其他条目，或者转交部门"
        raise Invalid(errors=[FieldError("/entry", f"entry_{state.value}", sentence)])
    return found
