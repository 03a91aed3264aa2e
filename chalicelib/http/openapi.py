"""The OpenAPI 3.1 document, made from the declared routes and their models. It describes nothing else."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from chalicelib.access.policy import Permission
from chalicelib.foundation.settings import Settings
from chalicelib.http import openapi_problems
from chalicelib.http.bodies import Whole
from chalicelib.http.cursors import Paging
from chalicelib.http.openapi_problems import header_components, header_references
from chalicelib.http.openapi_schemas import Schemas
from chalicelib.http.requests import CHANNELS, KEY, ON_BEHALF_OF
from chalicelib.http.routes import PREFIX, Route

VERSION = "0.1.0"
INTRODUCTION = """一门式一网式政务服务的统一申办受理平台。

- 时间均为东八区 (RFC 3339)；编号、游标原样使用，不必解析。
- 每次操作带一个新的 `Idempotency-Key`；没有收到答复时，用同一编号重发即可，不会重复办理。
- 重发的方法、地址和内容须相同，不同的答复 422 `idempotency_key_reused`；`If-Match` 不算在内，已办成的答复原来的结果。
- 修改办件时把读到的 `ETag` 放入 `If-Match`；内容已变时答复 412，请重新读取。可列几个版本，`*` 指任何版本，弱版本无效。
- 能 GET 的地址都能 HEAD，答复相同，没有内容。请求内容不能压缩（Content-Encoding）。
- 列表以 `Link: rel="next"` 或 `next_cursor` 翻页；没有内容的字段为 null。
- 所有错误均为 `application/problem+json` (RFC 9457)。
- 需登录的接口以 `Authorization: Bearer` 携带令牌；令牌由统一身份认证签发，其中有角色、区划和部门或实名信息。"""
WHEN_LOCAL = """
- 本地演示系统的令牌：`curl -X POST {server}/local/token -d '{{"persona": "company"}}'`，答复中的 `access_token` 即是；\
身份见 `{server}/local/personas`。"""
LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/|$)")

AUDIENCES: Mapping[str, str] = {
    "items": "事项目录：任何人查询办事指南",
    "schemes": "联办方案（一件事、并联审批）：任何人查询和生成办理计划",
    "directory": "机构：地区、部门、大厅和窗口",
    "hall": "办事大厅：期限计算和接口说明",
    "progress": "办事进度查询",
    "applications": "申请人：网上申请",
    "documents": "申请人：文书和证照",
    "authorisations": "申请人：委托代办和同意",
    "consultations": "业务咨询：知识库、咨询台、部门答复和审批前服务",
    "cases": "综合受理窗口",
    "tasks": "部门后台和首席代表",
    "issuance": "综合发证窗口",
    "certificates": "证照核验：任何人核对证照真伪",
    "supervision": "督办人员：督办事项",
    "audit": "审计和存证：任何人核对每日存证，审计人员导出证据包",
    "payments": "缴费：缴费通知、缴费和退费",
    "callbacks": "部门系统：回调",
    "registers": "机构人员：进驻人员、授权文书、印章和授权查询",
    "item_life": "事项：起草、审定、审查、同意、发布和备案",
    "admin": "系统管理：死信台",
}


def _of_message(name: str, description: str) -> dict[str, Any]:
    """A header of a signed message."""
    return {"name": name, "in": "header", "required": True, "description": description, "schema": {"type": "string"}}


PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "本次操作的唯一编号，重发时不变；重发的方法、地址和内容须相同，If-Match 可以是新读到的",
        "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "读到的 ETag",
        "schema": {"type": "string"},
    },
    "Channel": {
        "name": "X-Channel",
        "in": "header",
        "required": False,
        "description": "申办渠道",
        "schema": {"type": "string", "enum": sorted(CHANNELS), "default": "web"},
    },
    "OnBehalfOf": {
        "name": ON_BEHALF_OF,
        "in": "header",
        "required": False,
        "description": "受托代办的，填委托编号；单位经办人必填。不填为本人办理",
        "schema": {"type": "string", "pattern": "^[a-z2-7]{26}$"},
    },
    "MessageId": _of_message("webhook-id", "通知的唯一编号"),
    "MessageTimestamp": _of_message("webhook-timestamp", "发送时间，Unix 秒数，与本平台相差不得超过五分钟"),
    "MessageSignature": _of_message("webhook-signature", "签名，v1, 加 Base64；算法同 Standard Webhooks"),
}


def document(routes: Sequence[Route], settings: Settings) -> dict[str, Any]:
    """The document of these routes under `PREFIX`. Callers must not change it, because it is cached."""
    return describe(tuple(routes), settings.public_url)


@lru_cache(maxsize=4)
def describe(routes: tuple[Route, ...], server: str) -> dict[str, Any]:
    """The document of an API that people reach at `server`."""
    schemas = Schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(PREFIX + route.path, {})[route.method.lower()] = _operation(route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "一门 Yimen",
            "version": VERSION,
            "description": INTRODUCTION + (WHEN_LOCAL.format(server=server) if LOCAL.match(server) else ""),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "tags": [_tag(name) for name in dict.fromkeys(route.tag for route in routes)],
        "paths": paths,
        "components": {
            "schemas": schemas.components | openapi_problems.SCHEMAS,
            "parameters": PARAMETERS,
            "headers": header_components(),
            "responses": openapi_problems.components(routes),
            "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _tag(name: str) -> dict[str, str]:
    return {"name": name} | ({"description": AUDIENCES[name]} if name in AUDIENCES else {})


def _operation(route: Route, schemas: Schemas) -> dict[str, Any]:
    parameters = [*_path_parameters(route), *_query_parameters(route, schemas), *_header_parameters(route)]
    body = {"content": {"application/json": {"schema": schemas.read(route.body)}}} if route.body else None
    return {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": route.summary,
        "description": _who(route),
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": body | {"required": _must_be_sent(route)}} if body else {}),
        "responses": {
            **{str(status): _success(route, schemas) for status in (route.status, *((202,) if route.waits else ()))},
            **openapi_problems.responses(route),
        },
        "x-codes": openapi_problems.codes(route),
        # OpenAPI 3.1 lets a bearer scheme name what the token's holder must be allowed.
        "security": [{"bearerAuth": [route.access.value]}] if isinstance(route.access, Permission) else [],
    }


def _who(route: Route) -> str:
    if isinstance(route.access, Permission):
        return f"需登录，并具有“{route.access.description}”的权限（{route.access.value}）"
    return "任何人均可调用，无需登录"


def _must_be_sent(route: Route) -> bool:
    """Whether the body must be sent. It need not be when every field of it may be left out, unless it replaces what is
    stored.
    """
    if route.body is None:
        return False
    return issubclass(route.body, Whole) or any(field.is_required() for field in route.body.model_fields.values())


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", route.path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(route: Route, schemas: Schemas) -> list[dict[str, Any]]:
    fields = schemas.fields(route.query) if route.query else {}
    return [_query_parameter(name, dict(schema), required) for name, (schema, required) in fields.items()]


def _query_parameter(name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    description = schema.pop("description", None)
    return {
        "name": name,
        "in": "query",
        "required": required,
        **({"description": description} if description else {}),
        "schema": schema,
    }


def _header_parameters(route: Route) -> list[dict[str, Any]]:
    wanted = {
        "IdempotencyKey": route.acts,
        "IfMatch": route.guarded,
        "Channel": route.acts,
        "OnBehalfOf": route.for_agents,
        "MessageId": route.signed,
        "MessageTimestamp": route.signed,
        "MessageSignature": route.signed,
    }
    return [{"$ref": f"#/components/parameters/{name}"} for name, is_wanted in wanted.items() if is_wanted]


def _success(route: Route, schemas: Schemas) -> dict[str, Any]:
    """The successful answer. It has an ETag when it may have a version: after an act, or when it shows one thing."""
    of_one = "{" in route.path and isinstance(route.access, Permission)
    pages = route.query is not None and issubclass(route.query, Paging)
    wanted = {"RequestId": True, "ETag": route.acts or of_one, "Link": pages, "Location": route.status == 201}
    return {
        "description": route.summary,
        "headers": header_references(*(name for name, is_wanted in wanted.items() if is_wanted)),
        "content": {
            route.content_type: {"schema": schemas.written(route.answer) if route.answer else {}},
            **{other: {"schema": {}} for other in route.other_types},
            **({"text/html": {"schema": {"type": "string"}}} if route.page else {}),
        },
    }
