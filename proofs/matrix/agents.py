"""Who acts for the company of the cases: an operator whose authorisation holds, and one whose was ended."""

from typing import Any

from chalicelib.consents.acts.accept_authorisation import accept_authorisation
from chalicelib.consents.acts.give_authorisation import NewAuthorisation, give_authorisation
from chalicelib.consents.acts.revoke_authorisation import revoke_authorisation
from proofs.kit.hall import Hall
from proofs.matrix.people import AUTHORISED, BY_NAME

OWNER = "company"
WANTED: dict[str, Any] = {
    "kind": "operator",
    "agent": {"name": AUTHORISED[0], "id_type": "居民身份证", "id_number": AUTHORISED[1]},
    "scope": {"items": ["YM-P01"], "acts": ["apply", "supplement", "withdraw", "collect"]},
    "from": "2026-11-24",
    "until": "2027-11-22",
    "notice_version": 1,
}


def put_there(hall: Hall, things: dict[str, str], under: dict[str, str]) -> None:
    active, ended, offered = (given(hall) for _ in range(3))
    agent = BY_NAME["agent"].actor
    for one in (active, ended):
        accept_authorisation(hall.platform, hall.caller(agent or OWNER), one, 1)
    revoke_authorisation(hall.platform, hall.caller(OWNER), ended)
    things |= {"active": active, "ended": ended, "offered": offered}
    under |= {"agent": active, "agent_low": active, "ended": ended}


def given(hall: Hall) -> str:
    wanted = NewAuthorisation.model_validate(WANTED)
    return give_authorisation(hall.platform, hall.caller(OWNER), wanted).facts["id"]
