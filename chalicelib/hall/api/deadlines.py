"""How long a term is, day by day: what the hall tells anybody."""

from chalicelib.access.policy import PUBLIC
from chalicelib.catalogue.store.life import item_of_time
from chalicelib.clock.calendar import OutsideCalendar
from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion
from chalicelib.clock.deadline import answer as answer_deadline
from chalicelib.clock.kinds import Refusal, refusal_of
from chalicelib.directory.model.promised import HallTerms, hall_terms
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation.problems import FieldError, Invalid, NotFound
from chalicelib.hall.api.deadline_bodies import (
    AskedDeadline,
    CountedDeadline,
    ItemDeadlineAnswer,
    ItemDeadlineQuestion,
    item_answer,
)
from chalicelib.hall.model.item_deadline import Asked, item_term
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="hall")


@api.post("/deadlines", PUBLIC, "计算办理期限", body=AskedDeadline, answer=CountedDeadline, problems=(NotFound,))
def count_deadline(call: Call[AskedDeadline, None]) -> Answer:
    question = call.body.root
    counted = _of_item(call, question) if isinstance(question, ItemDeadlineQuestion) else _of_length(call, question)
    # Dumped with its nulls: a day that does not count has `number: null`, and says so.
    return Answer(counted.model_dump(mode="json"))


def _of_length(call: Call[AskedDeadline, None], question: DeadlineQuestion) -> DeadlineAnswer:
    return answer_deadline(question, call.platform.calendar, _duty(call, question))


def _of_item(call: Call[AskedDeadline, None], question: ItemDeadlineQuestion) -> ItemDeadlineAnswer:
    """Of the version that is in force now. Raises NotFound, and Invalid for a term that the item does not have."""
    platform, now = call.platform, call.platform.now()
    division = platform.settings.division
    item = item_of_time(platform.table, division, question.item, now, now=now, wall=platform.wall())
    directory = directory_lately(platform.table, division, platform.wall())
    here = hall_terms(directory, item.id, item.department, now.date())
    asked = Asked(item, question.kind, question.start, here, platform.settings.supplement_workdays, platform.calendar)
    try:
        term = item_term(asked)
    except OutsideCalendar:
        error = FieldError("/start", "date_outside_calendar", "倒算的日期早于可计算的范围，请填写较晚的日期")
        raise Invalid(errors=[error]) from None
    if isinstance(term, Refusal):
        raise _refused(asked, term)
    return item_answer(asked, item, term)


def _refused(asked: Asked, refusal: Refusal) -> Invalid:
    if refusal_of(asked.kind, asked.regime):
        error = FieldError("/kind", "term_not_of_regime", f"没有这种期限：{refusal.reason}")
        return Invalid(code="term_not_of_regime", title="本类事项没有这种期限", errors=[error])
    error = FieldError("/kind", "term_not_set", f"没有这种期限：{refusal.reason}")
    return Invalid(code="term_not_set", title="本事项没有这种期限", errors=[error])


def _duty(call: Call[AskedDeadline, None], question: DeadlineQuestion) -> int | None:
    """The weekday on which the department that is asked about is in the hall, where it is not there on the first day.
    Invalid for a department that the hall does not have.
    """
    platform = call.platform
    if question.department is None:
        return None
    record = directory_lately(platform.table, platform.settings.division, platform.wall()).departments.get(
        question.department
    )
    if record is None:
        error = FieldError("/department", "department_unknown", "本地区的大厅没有这个部门，请核对部门标识")
        raise Invalid(code="department_unknown", title="没有这个部门，请核对部门标识", errors=[error])
    return HallTerms(residency=record.residency).duty_on(question.start, platform.calendar)
