"""`/local/personas` and `/local/token`: who there is, and a token to act as one of them."""

from typing import cast

from pydantic_core import from_json

from local.console.replies import Answer, mistake
from local.identity_provider.issuer import TTL_SECONDS, Issuer, UnknownPersona

LONGEST_TTL_SECONDS = 7 * 86400


def list_personas(issuer: Issuer) -> Answer:
    return 200, {"personas": [persona.card() for persona in issuer.people.values()]}


def give_token(issuer: Issuer, body: bytes) -> Answer:
    """`{"persona": "company"}`, with `"ttl"` in seconds if the token is to be valid for other than an hour."""
    try:
        asked = from_json(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        return mistake(400, "malformed_request", '请求内容应为 JSON，例如 {"persona": "company"}')
    wanted = cast(dict[str, object], asked)
    persona, ttl = wanted.get("persona"), wanted.get("ttl", TTL_SECONDS)
    if not isinstance(ttl, int) or isinstance(ttl, bool) or not 0 < ttl <= LONGEST_TTL_SECONDS:
        return mistake(422, "ttl_invalid", f"ttl 应为 1 至 {LONGEST_TTL_SECONDS} 的整数(秒)")
    try:
        token = issuer.mint(str(persona), ttl)
    except UnknownPersona:
        return mistake(422, "persona_unknown", f"没有这个演示身份，可用：{'、'.join(issuer.people)}")
    return 200, {"access_token": token, "token_type": "Bearer", "expires_in": ttl, "persona": persona}  # nosec B105
