"""How long a term is, day by day: what the hall tells anybody."""

from chalicelib.access.policy import PUBLIC
from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion
from chalicelib.clock.deadline import answer as answer_deadline
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="hall")


@api.post("/deadlines", PUBLIC, "计算办理期限", body=DeadlineQuestion, answer=DeadlineAnswer)
def count_deadline(call: Call[DeadlineQuestion, None]) -> Answer:
    counted = answer_deadline(call.body, call.platform.calendar)
    # Dumped with its nulls: a day that does not count has `number: null`, and says so.
    return Answer(counted.model_dump(mode="json"))
