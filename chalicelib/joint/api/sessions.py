"""Joint sessions (联合审图, 联合验收): several departments give opinions on one case, the lead concludes (R68)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import sight_of
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number, TaskId
from chalicelib.cases.model.session_acts import (
    CONCLUDE_SESSION,
    CONVENE_SESSION,
    COORDINATE_SESSION,
    EXTEND_OPINIONS,
    GIVE_OPINION,
    RECORD_SESSION,
)
from chalicelib.cases.model.unified_ref import SessionConclusion
from chalicelib.catalogue.model.schemes.unified import Opinion
from chalicelib.durable.caller import Receipt
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.joint.acts.conclude_session import ConclusionDrawn
from chalicelib.joint.acts.conclude_session import conclude_session as conclude
from chalicelib.joint.acts.convene_session import Appointment
from chalicelib.joint.acts.convene_session import convene_session as convene
from chalicelib.joint.acts.coordinate_session import Coordination
from chalicelib.joint.acts.coordinate_session import coordinate_session as coordinate
from chalicelib.joint.acts.extend_opinions import OpinionsExtended
from chalicelib.joint.acts.extend_opinions import extend_opinions as extend
from chalicelib.joint.acts.give_opinion import OpinionGiven
from chalicelib.joint.acts.give_opinion import give_opinion as opine
from chalicelib.joint.acts.record_session import SessionRecord
from chalicelib.joint.acts.record_session import record_session as record
from chalicelib.joint.acts.see_session import seen_session
from chalicelib.joint.api.session_answers import SessionAnswer, session_answer

api = Api(__name__, tag="tasks")

Round = Annotated[int, Field(description="第几轮；整改后只由提出整改意见的部门再审")]
OpinionDue = Annotated[date | None, Field(description="各部门提出意见的期限届满日；没有待提出的为 null")]


class ConveneSessionReceipt(CaseReceipt, act=CONVENE_SESSION):
    number: Number
    round: Round
    departments: Annotated[list[str], Field(description="参加的部门")]
    opinion_due: OpinionDue
    document: DocumentNo


class GiveOpinionReceipt(CaseReceipt, act=GIVE_OPINION):
    task: TaskId
    opinion: Opinion
    document: DocumentNo
    conflict: Annotated[bool, Field(description="部门意见不一致，须由牵头部门协调")]


class ExtendOpinionsReceipt(CaseReceipt, act=EXTEND_OPINIONS):
    number: Number
    departments: Annotated[list[str], Field(description="尚未提出意见的部门")]
    workdays: Annotated[int, Field(description="延长的工作日数")]
    opinion_due: OpinionDue


class RecordSessionReceipt(CaseReceipt, act=RECORD_SESSION):
    round: Round
    absent: Annotated[list[str], Field(description="未到场的部门，仍应当依据记录提出意见")]
    document: DocumentNo


class CoordinateSessionReceipt(CaseReceipt, act=COORDINATE_SESSION):
    number: Number
    departments: Annotated[list[str], Field(description="须确认或者修改意见的部门")]
    opinion_due: OpinionDue
    document: DocumentNo


class ConcludeSessionReceipt(CaseReceipt, act=CONCLUDE_SESSION):
    number: Number
    conclusion: SessionConclusion
    round: Round
    document: DocumentNo
    rectify_by: Annotated[date | None, Field(description="整改期限的最后一日；结论不是整改的为 null")] = None
    duty: Annotated[str | None, Field(description="通过之后，申请人须办理的事项；没有的为 null")] = None
    duty_until: Annotated[date | None, Field(description="办理该事项的最后一日")] = None


@api.act("/cases/{case_id}/sessions", CONVENE_SESSION, body=Appointment, answer=ConveneSessionReceipt, status=201)
def convene_session(call: Call[Appointment, None], case_id: str) -> Answer:
    receipt = convene(call.platform, call.caller, case_id, call.body)
    return _done(ConveneSessionReceipt, receipt, 201)


@api.get(
    "/cases/{case_id}/sessions",
    Permission.READ_CASES,
    "查看联合审图、联合验收的意见、记录和结论；说明查看目的的，完整显示文字",
    query=PurposeQuery,
    answer=SessionAnswer,
)
def read_session(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    found, session = seen_session(call.platform, call.caller, case_id)
    sight = sight_of(call.platform, asked_by(call), found.case, lambda: ["/sessions"])
    return Answer(session_answer(session, found.case.due("opinion"), sight), etag=found.case.etag)


@api.act("/tasks/{task_id}/opinion", GIVE_OPINION, body=OpinionGiven, answer=GiveOpinionReceipt, status=201)
def give_opinion(call: Call[OpinionGiven, None], task_id: str) -> Answer:
    return _done(GiveOpinionReceipt, opine(call.platform, call.caller, task_id, call.body), 201)


@api.act("/cases/{case_id}/sessions/extend", EXTEND_OPINIONS, body=OpinionsExtended, answer=ExtendOpinionsReceipt)
def extend_opinions(call: Call[OpinionsExtended, None], case_id: str) -> Answer:
    return _done(ExtendOpinionsReceipt, extend(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/sessions/record", RECORD_SESSION, body=SessionRecord, answer=RecordSessionReceipt)
def record_session(call: Call[SessionRecord, None], case_id: str) -> Answer:
    return _done(RecordSessionReceipt, record(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/sessions/coordinate", COORDINATE_SESSION, body=Coordination, answer=CoordinateSessionReceipt)
def coordinate_session(call: Call[Coordination, None], case_id: str) -> Answer:
    return _done(CoordinateSessionReceipt, coordinate(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/sessions/conclude", CONCLUDE_SESSION, body=ConclusionDrawn, answer=ConcludeSessionReceipt)
def conclude_session(call: Call[ConclusionDrawn, None], case_id: str) -> Answer:
    return _done(ConcludeSessionReceipt, conclude(call.platform, call.caller, case_id, call.body))


def _done(model: type[CaseReceipt], receipt: Receipt, status: int = 200) -> Answer:
    return Answer(model.model_validate(receipt.facts), status=status, etag=receipt.etag)
