"""The routes of the OpenAPI document and of the page made from it."""

from chalicelib.access.policy import PUBLIC
from chalicelib.http import documentation
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

CACHEABLE = {"Cache-Control": "public, max-age=300"}
# The page is text and one style sheet. Whatever a description contains, the browser runs and loads nothing.
PAGE_HEADERS = {
    **CACHEABLE,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
}

api = Api(__name__, tag="hall")


@api.get("/openapi.json", PUBLIC, "接口描述文件 (OpenAPI 3.1)")
def read_openapi(call: Call[None, None]) -> Answer:
    return Answer(documentation.openapi_text(call.platform.settings), headers=CACHEABLE)


@api.get("/docs", PUBLIC, "接口说明", content_type="text/html")
def read_docs(call: Call[None, None]) -> Answer:
    page = documentation.page_text(call.platform.settings)
    return Answer(page, headers=PAGE_HEADERS, content_type="text/html; charset=utf-8")


@api.get("/docs/callbacks", PUBLIC, "说明：部门系统接收回调", content_type="text/html")
def read_callback_guide(call: Call[None, None]) -> Answer:  # noqa: ARG001 - a view's signature
    return _guide("callbacks")


@api.get("/docs/errors", PUBLIC, "说明：错误码", content_type="text/html")
def read_error_guide(call: Call[None, None]) -> Answer:  # noqa: ARG001 - a view's signature
    return _guide("errors")


def _guide(name: str) -> Answer:
    page = documentation.guide_text(name)
    return Answer(page, headers=PAGE_HEADERS, content_type="text/html; charset=utf-8")
