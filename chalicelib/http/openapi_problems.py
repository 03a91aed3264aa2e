"""Which problems each route can answer, and how the OpenAPI document describes them."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.access.policy import PUBLIC
from chalicelib.foundation import problems
from chalicelib.http.bodies import Whole
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Route

MEDIA_TYPE = "application/problem+json"


def asks_for_purpose(route: Route) -> bool:
    """Whether it shows personal data to people of the hall, who say what for."""
    return any(model is not None and "purpose" in model.model_fields for model in (route.query, route.body))


# Further codes of a class of problems, and the routes that answer them. Codes of a single route are not listed.
FURTHER_CODES: Mapping[type[problems.Problem], Mapping[str, Callable[[Route], bool]]] = {
    problems.Malformed: {
        "json_invalid": lambda route: route.body is not None,
        "json_name_repeated": lambda route: route.body is not None,
        "body_missing": lambda route: route.body is not None and issubclass(route.body, Whole),
        "idempotency_key_missing": lambda route: route.acts,
        "idempotency_key_malformed": lambda route: route.acts,
    },
    problems.Unauthenticated: {
        "token_missing": lambda _: True,
        "token_malformed": lambda _: True,
        "token_expired": lambda _: True,
    },
    problems.Forbidden: {"purpose_unfit": asks_for_purpose},
    problems.NotFound: {
        "case_not_found": lambda route: "{case_id}" in route.path,
        "task_not_found": lambda route: "{task_id}" in route.path,
        "document_not_found": lambda route: "{no}" in route.path,
    },
    problems.Conflict: {"act_out_of_order": lambda route: route.act is not None and bool(route.act.lawful_from)},
    problems.UnsupportedMedia: {"content_encoding_unsupported": lambda route: route.body is not None},
    problems.TooLarge: {"body_too_large": lambda _: True},
    problems.Invalid: {
        "invalid_query": lambda _: True,
        "cursor_invalid": lambda route: route.query is not None and issubclass(route.query, Paging),
        "idempotency_key_reused": lambda route: route.acts,
        "purpose_missing": lambda route: (
            asks_for_purpose(route)
            and (route.body is not None or "{no}" in route.path or route.path.startswith("/supervision"))
        ),
    },
}
RETRIED = {problems.Conflict, problems.TooMany, problems.Unavailable}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457：哪里有误。code 供程序判断，title 可直接显示给用户。",
    "required": ["type", "status", "code", "title", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string", "pattern": "^[a-z0-9_]+$", "description": "机器可读的错误码"},
        "title": {"type": "string", "description": "一句话说明，可直接显示给用户"},
        "detail": {"type": "string", "description": "补充说明"},
        "instance": {"type": "string", "description": "请求编号，报障时请提供"},
        "errors": {
            "type": "array",
            "description": "每个有误的字段一条",
            "items": {"$ref": "#/components/schemas/FieldError"},
        },
        "condition": {"$ref": "#/components/schemas/FailedCondition"},
        "offer": {"type": "string", "description": "403：可以改为办理的操作，如 transfer 移送部门受理"},
    },
}

FAILED_CONDITION: dict[str, Any] = {
    "type": "object",
    "description": "授权规则中不成立的条件",
    "required": ["code", "name", "says"],
    "properties": {
        "code": {"type": "string", "description": "原因代码"},
        "name": {"type": "string", "description": "条件的编号"},
        "says": {"type": "string", "description": "一句话说明"},
    },
}

FIELD_ERROR: dict[str, Any] = {
    "type": "object",
    "description": "一个有误的字段",
    "required": ["pointer", "code", "message"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON Pointer (RFC 6901)；查询参数以 /query 开头"},
        "code": {"type": "string", "description": "机器可读的错误码"},
        "message": {"type": "string", "description": "如何改正"},
    },
}

SCHEMAS: dict[str, dict[str, Any]] = {
    "Problem": SCHEMA,
    "FieldError": FIELD_ERROR,
    "FailedCondition": FAILED_CONDITION,
}


def of(route: Route) -> list[type[problems.Problem]]:
    """The problems that follow from the declaration of the route, and those that it names itself."""
    known, writes = route.access is not PUBLIC, route.method != "GET"
    applies: dict[type[problems.Problem], bool] = {
        problems.Malformed: route.body is not None or route.acts,
        problems.Unauthenticated: known,
        problems.Forbidden: known,
        problems.NotFound: "{" in route.path,
        problems.Conflict: route.acts,
        problems.Stale: route.guarded,
        problems.TooLarge: writes,
        problems.UnsupportedMedia: writes,
        problems.Invalid: True,  # every route refuses parameters that it does not know
        problems.PreconditionRequired: route.guarded,
        problems.TooMany: True,  # the gateway throttles every route
        problems.Problem: True,
        problems.Unavailable: True,
    }
    return [kind for kind, may in applies.items() if may or kind in route.problems]


def responses(route: Route) -> dict[str, Any]:
    return {str(kind.status): {"$ref": f"#/components/responses/{kind.__name__}"} for kind in of(route)}


def codes(route: Route) -> dict[str, list[str]]:
    """The machine codes that the route may answer, by status."""
    return {str(kind.status): [kind.code, *_further(kind, route)] for kind in of(route)}


def _further(kind: type[problems.Problem], route: Route) -> list[str]:
    return [code for code, applies in FURTHER_CODES.get(kind, {}).items() if applies(route)]


def components(routes: tuple[Route, ...]) -> dict[str, Any]:
    """The descriptions of the problems that these routes answer, by the name of their class."""
    used = sorted({kind for route in routes for kind in of(route)}, key=lambda kind: kind.status)
    return {kind.__name__: _response(kind) for kind in used}


def _response(kind: type[problems.Problem]) -> dict[str, Any]:
    names = ["RequestId"]
    names += ["RetryAfter"] if kind in RETRIED else []
    names += ["WWWAuthenticate"] if kind is problems.Unauthenticated else []
    names += ["ETag"] if kind is problems.Stale else []
    return {
        "description": kind.title,
        "headers": header_references(*names),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


HEADERS: Mapping[str, tuple[str, str]] = {
    "ETag": ("ETag", "内容的版本，下次操作时放入 If-Match"),
    "Link": ("Link", '下一页的地址（rel="next"），最后一页没有'),
    "Location": ("Location", "新建内容的地址"),
    "RequestId": ("X-Request-Id", "请求编号，报障时请提供"),
    "RetryAfter": ("Retry-After", "多少秒后可以重试"),
    # What our code answers as WWW-Authenticate reaches clients under this name: API Gateway renames it.
    "WWWAuthenticate": (
        "x-amzn-remapped-www-authenticate",
        "需要怎样的令牌（RFC 6750 的 WWW-Authenticate，API 网关将其改名）",
    ),
}


def header_references(*names: str) -> dict[str, Any]:
    return {HEADERS[name][0]: {"$ref": f"#/components/headers/{name}"} for name in names}


def header_components() -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "string"}} for name, (_, text) in HEADERS.items()}
