"""Questions of an account: asked, read, withdrawn, linked with a later case (R17, R45, R74)."""

from chalicelib.access.actor import account_of
from chalicelib.access.policy import Permission
from chalicelib.consultations.acts.found import WrongState, own
from chalicelib.consultations.acts.link_consultation import LinkedAlready, LinkedCase
from chalicelib.consultations.acts.link_consultation import link_consultation as link_case
from chalicelib.consultations.acts.open_consultation import NewConsultation
from chalicelib.consultations.acts.open_consultation import open_consultation as ask
from chalicelib.consultations.acts.withdraw_consultation import withdraw_consultation as withdraw
from chalicelib.consultations.api.answers import (
    ConsultationList,
    ConsultationReceipt,
    OwnConsultationAnswer,
    told,
    told_to_asker,
)
from chalicelib.consultations.model.acts import ASK, LINK, WITHDRAW
from chalicelib.consultations.store import consultations
from chalicelib.consultations.store.readings import readings_of
from chalicelib.foundation.problems import NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="consultations")


@api.post(
    "/consultations",
    Permission.APPLY,
    ASK.done_by[Permission.APPLY],
    body=NewConsultation,
    answer=ConsultationReceipt,
    status=201,
)
def open_consultation(call: Call[NewConsultation, None]) -> Answer:
    receipt = ask(call.platform, call.caller, call.body)
    address = f"{call.platform.settings.public_url}/v1/consultations/{receipt.facts['id']}"
    body = ConsultationReceipt.model_validate(receipt.facts)
    return Answer(body, status=201, etag=receipt.etag, headers={"Location": address})


@api.get("/consultations", Permission.APPLY, "我的咨询", query=Paging, answer=ConsultationList)
def list_own_consultations(call: Call[None, Paging]) -> Answer:
    platform, limit = call.platform, call.query.limit
    scope = f"consultations {call.actor.sub}"
    after = unseal(platform, scope, call.query.cursor)
    found, more = consultations.asked_by(platform.table, account_of(call.actor), limit=limit, after=after)
    cursor = seal(platform, scope, more)
    body = ConsultationList(consultations=[told(platform, one) for one in found], next_cursor=cursor)
    return Answer(body, headers=link(platform.settings, "/v1/consultations", {"limit": limit}, cursor))


@api.get(
    "/consultations/{consultation_id}",
    Permission.APPLY,
    "查看咨询和答复",
    answer=OwnConsultationAnswer,
    problems=(NotFound,),
)
def read_own_consultation(call: Call[None, None], consultation_id: str) -> Answer:
    found = own(call.platform, call.caller, consultation_id)
    events = consultations.events(call.platform.table, found.id)
    read = readings_of(call.platform.table, found.id)
    return Answer(told_to_asker(call.platform, found, events, read), etag=found.etag)


@api.post(
    "/consultations/{consultation_id}/withdraw",
    Permission.APPLY,
    WITHDRAW.done_by[Permission.APPLY],
    body=Nothing,
    answer=ConsultationReceipt,
    problems=(NotFound, WrongState),
)
def withdraw_consultation(call: Call[Nothing, None], consultation_id: str) -> Answer:
    receipt = withdraw(call.platform, call.caller, consultation_id)
    return Answer(ConsultationReceipt.model_validate(receipt.facts), etag=receipt.etag)


@api.post(
    "/consultations/{consultation_id}/case",
    Permission.APPLY,
    LINK.done_by[Permission.APPLY],
    body=LinkedCase,
    answer=ConsultationReceipt,
    problems=(NotFound, WrongState, LinkedAlready),
)
def link_consultation(call: Call[LinkedCase, None], consultation_id: str) -> Answer:
    receipt = link_case(call.platform, call.caller, consultation_id, call.body)
    return Answer(ConsultationReceipt.model_validate(receipt.facts), etag=receipt.etag)
