"""How long a term is, day by day: what the hall tells anybody."""

from chalicelib.access.policy import PUBLIC
from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion
from chalicelib.clock.deadline import answer as answer_deadline
from chalicelib.directory.model.promised import HallTerms
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="hall")


@api.post("/deadlines", PUBLIC, "计算办理期限", body=DeadlineQuestion, answer=DeadlineAnswer)
def count_deadline(call: Call[DeadlineQuestion, None]) -> Answer:
    counted = answer_deadline(call.body, call.platform.calendar, _duty(call))
    # Dumped with its nulls: a day that does not count has `number: null`, and says so.
    return Answer(counted.model_dump(mode="json"))


def _duty(call: Call[DeadlineQuestion, None]) -> int | None:
    """The weekday on which the department that is asked about is in the hall, where it is not there on the first day.
    Invalid for a department that the hall does not have.
    """
    platform, question = call.platform, call.body
    if question.department is None:
        return None
    record = directory_lately(platform.table, platform.settings.division, platform.wall()).departments.get(
        question.department
    )
    if record is None:
        error = FieldError("/department", "department_unknown", "本地区的大厅没有这个部门，请核对部门标识")
        raise Invalid(code="department_unknown", title="没有这个部门，请核对部门标识", errors=[error])
    return HallTerms(residency=record.residency).duty_on(question.start, platform.calendar)
