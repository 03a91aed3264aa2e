"""What the hall tells everybody: how long a term is, day by day, and how this API is called."""

from chalicelib.clock import FIRST_DAY, LAST_DAY, OutsideCalendar
from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion
from chalicelib.clock.deadline import answer as answer_deadline
from chalicelib.foundation import problems
from chalicelib.foundation.http import Answer, Api, Call
from chalicelib.foundation.policy import PUBLIC
from chalicelib.hall import documentation

CACHEABLE = {"Cache-Control": "public, max-age=300"}
# The page is text and one style sheet: whatever a description may ever contain, nothing runs and nothing is loaded.
PAGE_HEADERS = {
    **CACHEABLE,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
}

api = Api(__name__, tag="hall")


@api.post("/deadlines", PUBLIC, "计算办理期限", body=DeadlineQuestion, answer=DeadlineAnswer)
def count_deadline(call: Call[DeadlineQuestion, None]) -> Answer:
    try:
        counted = answer_deadline(call.body, call.platform.calendar)
    except OutsideCalendar:
        title = f"期限届满日超出可计算的范围（{FIRST_DAY}至{LAST_DAY}）"
        error = problems.FieldError("/length", "date_outside_calendar", title)
        raise problems.Invalid(code="date_outside_calendar", title=title, errors=[error]) from None
    # Dumped with its nulls: a day that does not count has `number: null`, and says so.
    return Answer(counted.model_dump(mode="json"))


@api.get("/openapi.json", PUBLIC, "接口描述文件 (OpenAPI 3.1)")
def read_openapi(call: Call[None, None]) -> Answer:
    return Answer(documentation.openapi_text(call.platform.settings), headers=CACHEABLE)


@api.get("/docs", PUBLIC, "接口说明", content_type="text/html")
def read_docs(call: Call[None, None]) -> Answer:
    page = documentation.page_text(call.platform.settings)
    return Answer(page, headers=PAGE_HEADERS, content_type="text/html; charset=utf-8")
