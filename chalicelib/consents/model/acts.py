"""What may be done with an authorisation or a consent, by whom, from which state, and with which event. Pure."""

from collections.abc import Mapping

from chalicelib.access.policy import Permission
from chalicelib.consents.model.authorisation import AuthorisationState
from chalicelib.durable.lawful import LawfulAct

S, P = AuthorisationState, Permission

GIVE = LawfulAct("give_authorisation", "委托代办", {P.APPLY: "委托他人代办"}, events={"authorised": "委托"})
ACCEPT = LawfulAct(
    "accept_authorisation",
    "接受委托",
    {P.APPLY: "接受委托"},
    frozenset({S.OFFERED}),
    {"authorisation_accepted": "接受委托"},
)
DECLINE = LawfulAct(
    "decline_authorisation",
    "不接受委托",
    {P.APPLY: "不接受委托"},
    frozenset({S.OFFERED}),
    {"authorisation_declined": "不接受委托"},
)
REVOKE = LawfulAct(
    "revoke_authorisation",
    "终止委托",
    {P.APPLY: "取消委托，或者辞去委托"},
    frozenset({S.OFFERED, S.ACTIVE, S.PENDING}),
    {"authorisation_revoked": "终止委托"},
)
AUTHORISATION_ACTS = (GIVE, ACCEPT, DECLINE, REVOKE)
EVENT_LABELS: Mapping[str, str] = {name: label for act in AUTHORISATION_ACTS for name, label in act.events.items()}
