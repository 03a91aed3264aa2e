"""Questions for the desk, for the department that has one, and for the supervisors (R17, R18, R45, R74)."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.access.actor import Actor, Role
from chalicelib.access.policy import Permission, same_region
from chalicelib.cases.acts.disclose import sight_of
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.disclosure import Sight
from chalicelib.consultations.acts.answer_consultation import CitedAnswer
from chalicelib.consultations.acts.answer_consultation import answer_consultation as answer
from chalicelib.consultations.acts.appoint_advice import NewAppointment
from chalicelib.consultations.acts.appoint_advice import appoint_advice as appoint
from chalicelib.consultations.acts.forward_consultation import Forwarding
from chalicelib.consultations.acts.forward_consultation import forward_consultation as forward
from chalicelib.consultations.acts.found import DEPARTMENT_ROLES, WrongState, may_see, seen
from chalicelib.consultations.acts.open_consultation import VisitorConsultation
from chalicelib.consultations.acts.open_consultation import open_consultation as ask
from chalicelib.consultations.acts.reply_to_consultation import Reply
from chalicelib.consultations.acts.reply_to_consultation import reply_to_consultation as reply
from chalicelib.consultations.acts.send_back_consultation import SentBack
from chalicelib.consultations.acts.send_back_consultation import send_back_consultation as send_back
from chalicelib.consultations.acts.tell_asker import Telling
from chalicelib.consultations.acts.tell_asker import tell_asker as tell
from chalicelib.consultations.api.answers import (
    ConsultationReceipt,
    StaffConsultationAnswer,
    StaffConsultationList,
    told_to_staff,
)
from chalicelib.consultations.model.acts import ANSWER, APPOINT, ASK, FORWARD, REPLY, SEND_BACK, TELL
from chalicelib.consultations.model.reading import ReadFor
from chalicelib.consultations.store import consultations, readings
from chalicelib.durable.caller import Receipt
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation.problems import NotFound
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="consultations")

HIDDEN = "***"
Waiting = Literal["desk", "to_tell"]


class WaitingQuery(Paging):
    place: Annotated[Waiting, Field(description="咨询台：desk 待答复，to_tell 待反馈；其他岗位不看此项")] = "desk"


class ReadForQuery(BaseModel, defer_build=True):
    """What a whole question is read for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    purpose: Annotated[
        ReadFor | None,
        Field(description="查看目的；不填则姓名、电话和文字中的号码脱敏显示，填写的完整显示，并记入查阅记录"),
    ] = None


@api.get(
    "/desk/consultations",
    Permission.READ_CONSULTATIONS,
    "待办的咨询：咨询台的、本部门的；督办人员看逾期未答复的；姓名、电话和号码脱敏",
    query=WaitingQuery,
    answer=StaffConsultationList,
)
def list_consultations(call: Call[None, WaitingQuery]) -> Answer:
    platform, query, actor = call.platform, call.query, call.actor
    place = actor.department if actor.role in DEPARTMENT_ROLES else query.place
    scope = f"desk consultations {actor.sub} {place}"
    after = unseal(platform, scope, query.cursor)
    division = platform.settings.division
    if not same_region(actor, division):
        return Answer(StaffConsultationList(consultations=[]))
    if actor.role is Role.SUPERVISOR:
        found, more = consultations.overdue(platform.table, division, limit=query.limit, after=after)
    else:
        found, more = consultations.waiting(platform.table, division, place or "", limit=query.limit, after=after)
    cursor = seal(platform, scope, more)
    rows = [
        _shown_to(actor, told_to_staff(platform, one, desk=_at_desk(actor))) for one in found if may_see(actor, one)
    ]
    headers = link(platform.settings, "/v1/desk/consultations", query.model_dump(exclude={"cursor"}), cursor)
    return Answer(StaffConsultationList(consultations=rows, next_cursor=cursor), headers=headers)


@api.get(
    "/desk/consultations/{consultation_id}",
    Permission.READ_CONSULTATIONS,
    "查看一件咨询；说明查看目的的，完整显示",
    query=ReadForQuery,
    answer=StaffConsultationAnswer,
    problems=(NotFound,),
)
def read_consultation(call: Call[None, ReadForQuery], consultation_id: str) -> Answer:
    found = seen(call.platform, call.actor, consultation_id)
    events = consultations.events(call.platform.table, found.id)
    purpose = call.query.purpose if call.actor.role is not Role.SUPERVISOR else None
    if purpose:
        readings.record(call.platform, call.caller, found.id, purpose, call.request_id)
    body = told_to_staff(call.platform, found, desk=_at_desk(call.actor), whole=purpose is not None, events=events)
    return Answer(_shown_to(call.actor, body), etag=found.etag)


@api.get(
    "/cases/{case_id}/consultations",
    Permission.READ_CASES,
    "申请人与该办件关联的咨询和答复；说明查看目的的，完整显示文字",
    query=PurposeQuery,
    answer=StaffConsultationList,
    problems=(NotFound,),
)
def list_consultations_of_case(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    found = consultations.about_case(call.platform.table, case.id)
    seen = sight_of(call.platform, asked_by(call), case, lambda: [f"/consultations/{one.number}" for one in found])
    rows = [told_to_staff(call.platform, one, desk=False, whole=True) for one in found]
    shown = rows if seen is Sight.WHOLE else [_masked(row) for row in rows]
    return Answer(StaffConsultationList(consultations=shown), etag=case.etag)


def _masked(row: StaffConsultationAnswer) -> StaffConsultationAnswer:
    """Without what people typed."""
    reply = HIDDEN if row.reply else None
    return row.model_copy(update={"text": HIDDEN, "reply": reply, "forward_reason": None})


def _shown_to(actor: Actor, row: StaffConsultationAnswer) -> StaffConsultationAnswer:
    """Who answers reads the question. Supervisors watch the terms, and need no words for that."""
    return _masked(row) if actor.role is Role.SUPERVISOR else row


def _at_desk(actor: Actor) -> bool:
    return actor.role is Role.GUIDE


def _done(receipt: Receipt, status: int = 200) -> Answer:
    return Answer(ConsultationReceipt.model_validate(receipt.facts), status=status, etag=receipt.etag)


@api.post(
    "/desk/consultations",
    Permission.GUIDE,
    ASK.done_by[Permission.GUIDE],
    body=VisitorConsultation,
    answer=ConsultationReceipt,
    status=201,
)
def receive_consultation(call: Call[VisitorConsultation, None]) -> Answer:
    return _done(ask(call.platform, call.caller, call.body), 201)


def _acts(act: LawfulAct, name: str, body: type) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """The route of an act on a question."""
    (permission,) = act.done_by
    details: dict[str, Any] = {
        "body": body,
        "answer": ConsultationReceipt,
        "problems": (NotFound, WrongState),
    }
    return api.post(f"/desk/consultations/{{consultation_id}}/{name}", permission, act.done_by[permission], **details)


@_acts(ANSWER, "answer", CitedAnswer)
def answer_consultation(call: Call[CitedAnswer, None], consultation_id: str) -> Answer:
    return _done(answer(call.platform, call.caller, consultation_id, call.body))


@_acts(FORWARD, "forward", Forwarding)
def forward_consultation(call: Call[Forwarding, None], consultation_id: str) -> Answer:
    return _done(forward(call.platform, call.caller, consultation_id, call.body))


@_acts(TELL, "tell", Telling)
def tell_asker(call: Call[Telling, None], consultation_id: str) -> Answer:
    return _done(tell(call.platform, call.caller, consultation_id, call.body))


@_acts(REPLY, "reply", Reply)
def reply_to_consultation(call: Call[Reply, None], consultation_id: str) -> Answer:
    return _done(reply(call.platform, call.caller, consultation_id, call.body))


@_acts(APPOINT, "appoint", NewAppointment)
def appoint_advice(call: Call[NewAppointment, None], consultation_id: str) -> Answer:
    return _done(appoint(call.platform, call.caller, consultation_id, call.body))


@_acts(SEND_BACK, "send-back", SentBack)
def send_back_consultation(call: Call[SentBack, None], consultation_id: str) -> Answer:
    return _done(send_back(call.platform, call.caller, consultation_id, call.body))
