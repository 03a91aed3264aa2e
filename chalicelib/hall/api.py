"""What the hall tells everybody: how long a term is, day by day, and how this API is called."""

from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion
from chalicelib.clock.deadline import answer as answer_deadline
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
    counted = answer_deadline(call.body, call.platform.calendar)
    # Dumped with its nulls: a day that does not count has `number: null`, and says so.
    return Answer(counted.model_dump(mode="json"))


@api.get("/openapi.json", PUBLIC, "接口描述文件 (OpenAPI 3.1)")
def read_openapi(call: Call[None, None]) -> Answer:
    return Answer(documentation.openapi_text(call.platform.settings), headers=CACHEABLE)


@api.get("/docs", PUBLIC, "接口说明", content_type="text/html")
def read_docs(call: Call[None, None]) -> Answer:
    page = documentation.page_text(call.platform.settings)
    return Answer(page, headers=PAGE_HEADERS, content_type="text/html; charset=utf-8")
