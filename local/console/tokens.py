"""`/local/personas` and `/local/token`: who there is, and a token to act as one of them."""

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import from_json

from chalicelib.access.actor import Actor
from local.console.replies import Answer, mistake
from local.identity_provider.issuer import TTL_SECONDS, Issuer

LONGEST_TTL_SECONDS = 7 * 86400
# What may be another than the persona's: the level of identity of an applicant (2 to 5), the person who uses a
# company's account (经办人), and the account itself.
CLAIMS = ("level", "operator", "sub")
KNOWN = ("persona", "ttl", *CLAIMS)


def list_personas(issuer: Issuer) -> Answer:
    return 200, {"personas": [persona.card() for persona in issuer.people.values()]}


def give_token(issuer: Issuer, body: bytes) -> Answer:
    """`{"persona": "company"}`, with `"ttl"` in seconds if the token is to be valid for other than an hour, and with
    `"level"`, `"operator"` or `"sub"` where they are to be others than the persona's.
    """
    try:
        asked = from_json(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        return mistake(400, "malformed_request", '请求内容应为 JSON，例如 {"persona": "company"}')
    wanted = cast(dict[str, object], asked)
    if unknown := [name for name in wanted if name not in KNOWN]:
        return mistake(422, "field_unknown", f"没有 {'、'.join(unknown)} 这一项，可以填写：{'、'.join(KNOWN)}")
    persona, ttl = wanted.get("persona"), wanted.get("ttl", TTL_SECONDS)
    if not isinstance(ttl, int) or isinstance(ttl, bool) or not 0 < ttl <= LONGEST_TTL_SECONDS:
        return mistake(422, "ttl_invalid", f"ttl 应为 1 至 {LONGEST_TTL_SECONDS} 的整数(秒)")
    if str(persona) not in issuer.people:
        return mistake(422, "persona_unknown", f"没有这个演示身份，可用：{'、'.join(issuer.people)}")
    claims = {name: wanted[name] for name in CLAIMS if name in wanted}
    if wrong := _wrong_claims(issuer.people[str(persona)].actor, claims):
        return mistake(422, "claim_invalid", wrong)
    token = issuer.mint(str(persona), ttl, **claims)
    return 200, {"access_token": token, "token_type": "Bearer", "expires_in": ttl, "persona": persona}  # nosec B105


def _wrong_claims(actor: Actor, claims: Mapping[str, Any]) -> str:
    """What is wrong with them, in a sentence; empty where a token may say so."""
    if claims and ("level" in claims or "operator" in claims) and actor.identity is None:
        return "level 和 operator 只用于申请人的身份"
    level = claims.get("level")
    try:
        if level is not None and type(level) is not int:
            return "level 应为 2 至 5 的整数"
        Actor.model_validate(actor.model_dump() | dict(claims))
    except ValidationError as error:
        names = "、".join(dict.fromkeys(str(one["loc"][0]) if one["loc"] else "operator" for one in error.errors()))
        return (
            f"{names} 有误：level 为 2 至 5；sub 为文字；operator 只用于单位的身份，写作 "
            '{"kind": "person", "id_type": "resident_id", "number": "…", "name": "…"}'
        )
    return ""
