"""Makes a typed call of an API Gateway event: checks token, permission, headers, query and body, each with a code."""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict

from pydantic import BaseModel, ValidationError

from chalicelib.access import policy
from chalicelib.access.actor import Actor
from chalicelib.durable.caller import Caller, Channel
from chalicelib.foundation import platform as platforms
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.signed_message import SignedMessage
from chalicelib.foundation.validation import field_errors
from chalicelib.http.bodies import Part, Whole
from chalicelib.http.names_once import each_name_once, json_invalid
from chalicelib.http.routes import Call, Route
from chalicelib.http.years import outside_years

if TYPE_CHECKING:
    from chalicelib.access.verifier import Verifier

ON_BEHALF_OF = "X-On-Behalf-Of"
BODY_BYTES = 1_000_000
AUTHORISATION = re.compile(r"[a-z2-7]{26}")
KEY = re.compile(r'"?([A-Za-z0-9_.:-]{8,64})"?')
JSON_MEDIA = re.compile(r'application/json(\s*;\s*charset\s*=\s*("utf-8"|utf-8))?\s*;?', re.IGNORECASE)


class Digests(TypedDict):
    """The digest of a request with the index key that writes, and with the one before."""

    digest: str
    former_digest: str


NO_DIGESTS = Digests(digest="", former_digest="")
# The channels that a request may name. A clerk's acts have the channel `counter`, whatever the request names.
CHANNELS: tuple[Channel, ...] = ("web", "mobile", "kiosk")


def caller_of(route: Route, request: Any) -> Caller | None:
    """Who asks, by the headers; None on a public route. Raises Unauthenticated, Forbidden, Malformed or
    PreconditionRequired.
    """
    if not isinstance(route.access, policy.Permission):
        return None
    platform = platforms.current()
    actor = authenticate(platform, request.headers.get("authorization"))
    policy.require(actor, route.access)
    return identify(platform, route, request, actor)


def parse(route: Route, request: Any, caller: Caller | None) -> Call[Any, Any]:
    """The call of this request. Raises TooLarge, Malformed or Invalid for the body, and Invalid for the query."""
    return Call(
        platform=platforms.current(),
        body=body(route.body, request),
        query=query(route.query, request),
        path=request.context.get("path", request.path),
        source_ip=str(request.context.get("identity", {}).get("sourceIp", "")),
        request_id=request_id(request),
        accept=request.headers.get("accept", ""),
        known=caller,
        message=_message(request) if route.signed else None,
    )


def _message(request: Any) -> SignedMessage:
    given = (request.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    return SignedMessage(request.raw_body or b"", *given)


def authenticate(platform: Platform, authorization: str | None) -> Actor:
    settings = platform.settings
    verifier = _verifier(settings.issuer, settings.audience, settings.jwks_url, platform.wall, settings.identity_level)
    return verifier.verify(authorization)


@lru_cache(maxsize=4)
def _verifier(issuer: str, audience: str, jwks_url: str, wall: Callable[[], datetime], level: int) -> "Verifier":
    # Imported on first use: importing the cryptography takes time, and public routes do not need it.
    from chalicelib.access.jwks import JwksSource, over_http
    from chalicelib.access.verifier import Verifier

    return Verifier(issuer, audience, JwksSource(over_http(jwks_url)), wall, level=level)


def identify(platform: Platform, route: Route, request: Any, actor: Actor) -> Caller:
    headers = request.headers
    key = idempotency_key(headers.get("idempotency-key")) if route.acts else None
    return Caller(
        actor=actor,
        at=platform.now(),
        key=key,
        **(_digests(request, platform.index_keys.reads) if key else NO_DIGESTS),
        if_match=if_match(headers.get("if-match")) if route.guarded else None,
        channel=channel(headers.get("x-channel")) if route.acts else "web",
        on_behalf_of=on_behalf_of(route, headers.get(ON_BEHALF_OF.lower())),
    )


def idempotency_key(header: str | None) -> str:
    if not header:
        raise problems.Malformed(
            code="idempotency_key_missing", title="缺少 Idempotency-Key 请求头，请为每次操作生成一个唯一编号"
        )
    match = KEY.fullmatch(header.strip())
    if match is None:
        raise problems.Malformed(
            code="idempotency_key_malformed", title="Idempotency-Key 应为 8 至 64 位字母、数字或 - _ . :"
        )
    return match[1]


def if_match(header: str | None) -> str:
    if not header:
        raise problems.PreconditionRequired
    return header.strip()


def channel(header: str | None) -> Channel:
    named = "web" if header is None else header.strip().lower()
    for known in CHANNELS:
        if named == known:
            return known
    told = FieldError("/headers/X-Channel", "channel_unknown", f"申办渠道应为{'、'.join(CHANNELS)}之一，或者不填")
    raise problems.Invalid(errors=[told])


def on_behalf_of(route: Route, header: str | None) -> str | None:
    """The authorisation under which an agent asks. A route that an agent cannot use refuses it and never passes it
    over: the answer would be about somebody else than the agent means.
    """
    if header is None:
        return None
    if not route.for_agents:
        told = FieldError(f"/headers/{ON_BEHALF_OF}", "on_behalf_unsuited", "此项只能由本人办理，不能代办")
        raise problems.Invalid(errors=[told])
    if not AUTHORISATION.fullmatch(header.strip().lower()):
        told = FieldError(f"/headers/{ON_BEHALF_OF}", "on_behalf_malformed", "应为 26 位委托编号")
        raise problems.Invalid(errors=[told])
    return header.strip().lower()


def _digests(request: Any, index_keys: Sequence[bytes]) -> Digests:
    """With the key that writes, and with the one before while there is one: the request may have come with that too."""
    now, *before = (digest(request, key) for key in index_keys)
    return {"digest": now, "former_digest": before[0] if before else ""}


def digest(request: Any, secret: bytes) -> str:
    """Identifies the request: a repetition with the same `Idempotency-Key` must have the same method, path and body.

    So must the authorisation under which an agent sends it. It is keyed and kept, so nobody can find what was sent by
    trying what it may have been.
    """
    for_whom = request.headers.get(ON_BEHALF_OF.lower())
    named = f"{for_whom.strip().lower()}\n" if for_whom else ""
    text = f"{request.method} {request.context.get('path', request.path)}\n{named}".encode() + (request.raw_body or b"")
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:32]


def body(model: type[BaseModel] | None, request: Any) -> Any:
    raw: bytes = request.raw_body or b""
    if raw and request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise problems.UnsupportedMedia(
            code="content_encoding_unsupported",
            title="请求内容不能压缩，请去掉 Content-Encoding 后重发",
            headers={"Accept-Encoding": "identity"},
        )
    if raw and not is_json(request.headers.get("content-type")):
        raise problems.UnsupportedMedia
    if len(raw) > BODY_BYTES:
        raise problems.TooLarge(code="body_too_large", title="提交的内容超过 1 MB，文件请通过材料上传接口提交")
    if model is None:
        return None
    if not raw and issubclass(model, Whole):
        raise problems.Malformed(code="body_missing", title="缺少请求内容，请提交整份内容")
    try:
        parsed = model.model_validate_json(raw or b"{}", strict=True)
    except ValidationError as error:
        if any(detail["type"] == "json_invalid" for detail in error.errors(include_url=False, include_input=False)):
            raise json_invalid() from None
        document = each_name_once(raw or b"{}")
        raise problems.Invalid(errors=field_errors(error, document=document, words=_words)) from None
    each_name_once(raw or b"{}")
    if errors := outside_years(parsed):
        raise problems.Invalid(errors=errors)
    return parsed


def is_json(content_type: str | None) -> bool:
    """Whether a body is JSON in UTF-8, the only encoding that JSON has between programs (RFC 8259, 8.1)."""
    return content_type is None or JSON_MEDIA.fullmatch(content_type.strip()) is not None


def query(model: type[BaseModel] | None, request: Any) -> Any:
    """The parameters. One that the route does not know, or that comes twice, is refused and never passed over: somebody
    meant something by it.
    """
    asked: Mapping[str, str] = request.query_params or {}
    given: dict[str, list[str]] = {name: request.query_params.getlist(name) for name in asked}
    if model is None and not given:
        return None
    known = model or Unasked
    repeated = [name for name, values in given.items() if len(values) > 1 and name in known.model_fields]
    errors = [FieldError(f"/query/{name}", "parameter_repeated", "此参数只能出现一次") for name in repeated]
    try:
        parsed = known.model_validate({name: values[-1] for name, values in given.items()})
    except ValidationError as error:
        wrong = field_errors(error, "/query", words=_words)
        named = {one.pointer for one in wrong}
        raise _invalid_query([*(one for one in errors if one.pointer not in named), *wrong]) from None
    if errors := errors or outside_years(parsed, "/query"):
        raise _invalid_query(errors)
    return parsed if model else None


def _words(values: Sequence[str], _pointer: str) -> Mapping[str, str]:
    from chalicelib.http.documentation.vocabulary import words_of  # a request that is right does not need it

    return words_of(values)


class Unasked(Part):
    """The query of a route that takes no parameters."""


def _invalid_query(errors: list[FieldError]) -> problems.Invalid:
    return problems.Invalid(code="invalid_query", title="查询参数有误，请按提示修改", errors=errors)


def request_id(request: Any) -> str:
    """The gateway's id of the request; the id of the invocation when the gateway gives none."""
    return str(request.context.get("requestId") or getattr(request.lambda_context, "aws_request_id", ""))
