"""`yimen token check`: what is wrong with a token of the issuer, claim by claim, against docs/identity.md.

The token comes through standard input, so that it stands in no history of commands. Nothing of it is shown but the
names of its claims: it holds personal data, and whoever has it may act.
"""

import argparse
import base64
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TextIO, cast

from pydantic import ValidationError
from rich.console import Console

from chalicelib.access.actor import BOUND_TO_DEPARTMENT, Actor, Role
from chalicelib.access.jwks import JwksSource, over_http
from chalicelib.access.verifier import ALGORITHMS, LEEWAY_SECONDS, TOKEN_CHARACTERS, Claims, Verifier
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Problem, Unauthenticated, Unavailable
from chalicelib.foundation.validation import field_errors

KEYS_MISSING = "无法取得签发方的公钥，请检查 YIMEN_JWKS_URL 和网络"


class Wrong(NamedTuple):
    """One thing that keeps the token from being accepted. `part` is a member of its header or a claim."""

    part: str
    code: str
    message: str


class Expected(NamedTuple):
    """What tokens of this deployment must carry, and the seconds of real time."""

    issuer: str
    audience: str
    now: float


def add_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("check", parents=[common], help="从标准输入读取一个凭证（JWT），逐项说明哪里不合约定")


def run(platform: Platform, console: Console, given: TextIO | None = None) -> int:
    """0 for a token that is accepted, 1 for one that is not."""
    try:
        text = (given or sys.stdin).read(TOKEN_CHARACTERS * 2).strip()
    except UnicodeDecodeError:
        text = ""  # no token has other letters than ASCII's
    token = text.split(" ", 1)[1].strip() if text.lower().startswith("bearer ") else text
    settings = platform.settings
    expected = Expected(settings.issuer, settings.audience, platform.wall().timestamp())
    found = wrongs(token, expected, JwksSource(over_http(settings.jwks_url)), platform.wall)
    for wrong in found:
        console.print(f"[red]不符[/red]  {wrong.part}  {wrong.code}  {wrong.message}", soft_wrap=True, highlight=False)
    console.print(f"不予接受（{len(found)} 处），约定见 docs/identity.md" if found else "[green]可以接受[/green]")
    return 1 if found else 0


def wrongs(token: str, expected: Expected, keys: JwksSource, wall: Callable[[], datetime]) -> list[Wrong]:
    """Everything at once; nothing where the API would accept the token, and something where it would not."""
    parts = token.split(".")
    header, payload = (decoded(parts[place]) if len(parts) == 3 else None for place in (0, 1))
    if header is None or payload is None or len(token) > TOKEN_CHARACTERS:
        return [Wrong("凭证", "token_malformed", f"应为三段以点分隔的 JWT，不超过 {TOKEN_CHARACTERS} 个字符")]
    found = [*of_header(header), *of_claims(payload, expected)]
    try:
        Verifier(expected.issuer, expected.audience, keys, wall).verify(f"Bearer {token}")
    except Unavailable:
        return [*found, Wrong("公钥", "identity_unavailable", KEYS_MISSING)]
    except Unauthenticated as refused:
        found += of_signature(header, keys, found)
        return found or [Wrong("凭证", refused.code, reason(refused))]
    return found


def decoded(part: str) -> dict[str, Any] | None:
    try:
        value: object = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def of_header(header: Mapping[str, Any]) -> list[Wrong]:
    found = list[Wrong]()
    if header.get("alg") not in ALGORITHMS:
        found.append(Wrong("alg", "algorithm", f"签名算法应为 {'、'.join(ALGORITHMS)} 之一"))
    if not isinstance(header.get("kid"), str) or not header["kid"]:
        found.append(Wrong("kid", "key_id", "应写明公钥的编号，与签发方公布的 JWKS 一致"))
    found += [Wrong(name, "critical", "不支持这一项，请不要使用") for name in ("crit", "b64") if name in header]
    return found


def of_signature(header: Mapping[str, Any], keys: JwksSource, before: Sequence[Wrong]) -> list[Wrong]:
    """Only where the header can be followed: which key, and whether the signature is of it."""
    if any(wrong.part in ("alg", "kid", "crit", "b64") for wrong in before):
        return []
    key = keys.find(str(header["kid"]))
    if key is None:
        return [
            Wrong(
                "kid",
                "key_unknown",
                "签发方的 JWKS 中没有这个编号的公钥（RSA 至少 2048 位，EC 为 P-256，OKP 为 Ed25519）",
            )
        ]
    if key.algorithm != header["alg"]:
        return [Wrong("alg", "algorithm", f"这个编号的公钥用于 {key.algorithm}")]
    return [] if before else [Wrong("签名", "signature", "签名与公钥不符，或凭证被改动")]


def of_claims(payload: Mapping[str, Any], expected: Expected) -> list[Wrong]:
    try:
        claims = Claims.model_validate_json(json.dumps(payload))
    except ValidationError as error:
        return named(error)
    return [*of_origin(claims, expected), *of_times(claims, expected.now), *of_person(claims)]


def of_origin(claims: Claims, expected: Expected) -> list[Wrong]:
    found = list[Wrong]()
    if claims.iss != expected.issuer:
        found.append(Wrong("iss", "issuer", f"应为 {expected.issuer}（YIMEN_ISSUER），逐字相同"))
    if expected.audience not in ([claims.aud] if isinstance(claims.aud, str) else claims.aud):
        found.append(Wrong("aud", "audience", f"应为或包含 {expected.audience}（YIMEN_AUDIENCE）"))
    return found


def of_times(claims: Claims, now: float) -> list[Wrong]:
    found = list[Wrong]()
    if now >= claims.exp + LEEWAY_SECONDS:
        found.append(Wrong("exp", "expired", "已过期"))
    for name, at in (("iat", claims.iat), ("nbf", claims.nbf)):
        if at > now + LEEWAY_SECONDS:
            found.append(Wrong(name, "not_yet", f"在将来，超过允许的 {LEEWAY_SECONDS} 秒：请核对签发方的时钟"))
    return found


def of_person(claims: Claims) -> list[Wrong]:
    applicant, role = claims.role is Role.APPLICANT, claims.role
    found = list[Wrong]()
    if applicant and claims.identity is None:
        found.append(Wrong("identity", "missing", "申请人必须有经过认证的身份"))
    if not applicant and claims.identity is not None:
        found.append(Wrong("identity", "not_expected", "只有申请人带有身份，工作人员和系统不带"))
    if role in BOUND_TO_DEPARTMENT and claims.department is None:
        found.append(Wrong("department", "missing", "这一角色代表部门，必须写明部门"))
    company = claims.identity is not None and claims.identity.kind == "company"
    if claims.operator is not None and not (company and claims.operator.kind == "person"):
        found.append(Wrong("operator", "not_expected", "只有单位账号可以有经办人，经办人是个人"))
    if applicant and claims.department is not None:
        found.append(Wrong("department", "not_expected", "申请人不属于任何部门"))
    if found:
        return found
    try:
        Actor.model_validate(claims.model_dump(include=set(Actor.model_fields), exclude_none=True))
    except ValidationError as error:
        return named(error)
    return []


def named(error: ValidationError) -> list[Wrong]:
    """Each claim that does not fit, as `identity.number`. The sentences do not repeat what stands in the token."""
    found = field_errors(error)
    return [Wrong(one.pointer[1:].replace("/", ".") or "role", one.code, one.message) for one in found]


def reason(refused: Problem) -> str:
    return f"{refused.title}（{refused.headers.get('WWW-Authenticate', '')}）"
