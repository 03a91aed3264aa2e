"""Everything that the platform holds of a person or company, for that person or company itself (个人信息保护法45)."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.actor import Identity, account_of, applicant_key
from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import own_file
from chalicelib.cases.api import shared
from chalicelib.cases.api.access_answers import ReadingAnswer, for_the_person, shown
from chalicelib.cases.api.case_answers import (
    CaseAnswer,
    LineAnswer,
    TaskKindName,
    TaskReply,
    case_answer,
)
from chalicelib.cases.api.event_answers import EventData, EventType
from chalicelib.cases.api.precheck_answers import PrecheckRound, rounds_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.form_changes import Form
from chalicelib.cases.store.access_log import readings
from chalicelib.cases.store.forms import earlier_forms
from chalicelib.cases.store.records import load_events, own_cases
from chalicelib.cases.store.tasks import all_tasks
from chalicelib.consents.acts.sides import own_principal
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.store.consultations import asked_by
from chalicelib.documents.model.for_guardians import guardian_is_given
from chalicelib.documents.store import vault
from chalicelib.documents.store.links import document_url
from chalicelib.documents.store.vault import PENDING, SUPERSEDED
from chalicelib.durable.audit import Event, EventRole
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.cursors import DIGITS, Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="applications")
# Each case takes six reads, so that a page takes at most 31.
MOST_CASES = 5
MOST_READINGS = 100
MOST_CONSULTATIONS = 100
# Where the event of a task that changed hands names the accounts of officers.
HANDED = ("from", "to")
# Where an event names who of the register of staff has acted.
PERSON = "person"


class ExportPaging(Paging):
    limit: Annotated[int, Field(ge=1, le=MOST_CASES, description="每页办件数"), DIGITS] = MOST_CASES


class HolderAnswer(BaseModel, defer_build=True):
    """The certified identity of the account."""

    kind: str
    id_type: str
    number: str
    name: str
    country: str | None = None


class EarlierForm(BaseModel, defer_build=True):
    version: Annotated[int, Field(description="表单的版本，此后已更正")]
    form: Form


class ExportedDocument(BaseModel, defer_build=True):
    no: str
    kind: str
    title: str
    number: str | None = None
    identifier: str | None = None
    created_at: AwareDatetime
    sha256: str | None = None
    url: Annotated[
        str | None, Field(description="下载链接，五分钟内有效；一次性告知的内容、撤回申请的理由等见文书。未制成的没有")
    ] = None


class ExportedOpinion(BaseModel, defer_build=True):
    """What a department or its chief representative answered on the case: the facts that the decision rests on."""

    kind: TaskKindName
    organ: Annotated[str, Field(description="答复的部门的编号")]
    answered_at: AwareDatetime
    answer: TaskReply


class ExportedEvent(BaseModel, defer_build=True):
    """An event of the chain by post and organ. The accounts of officials are no part of it, so that the hash, which
    covers them, can be compared and not computed from it.
    """

    seq: int
    type: EventType
    at: AwareDatetime
    role: EventRole
    department: Annotated[str | None, Field(description="办理的部门的编号；大厅窗口和平台没有")] = None
    policy: str | None = None
    letter: str | None = None
    data: EventData
    previous: str
    hash: str


class ExportedCase(BaseModel, defer_build=True):
    """A case with everything that is kept of it. Files and documents are read by their links."""

    application: CaseAnswer
    earlier_forms: list[EarlierForm]
    materials: list[LineAnswer]
    prechecks: Annotated[list[PrecheckRound], Field(description="预审的请求和答复，按先后")]
    documents: list[ExportedDocument]
    opinions: Annotated[
        list[ExportedOpinion], Field(description="部门的审查意见和首席代表或部门负责人的决定，作出后才有")
    ]
    events: list[ExportedEvent]
    readings: Annotated[
        list[ReadingAnswer], Field(description="查阅记录，最近一百条；其余见 /applications/{case_id}/access")
    ]


class ExportedConsultation(BaseModel, defer_build=True):
    """本账号提出的一件咨询。"""

    number: str
    item: str | None = None
    asked_at: AwareDatetime
    text: str
    state: ConsultationState
    reply: Annotated[str | None, Field(description="部门的答复；引用知识库的没有")] = None
    answered_at: AwareDatetime | None = None
    case: str | None = None


class ExportAnswer(BaseModel, defer_build=True):
    exported_at: AwareDatetime
    holder: HolderAnswer
    cases: list[ExportedCase]
    consultations: Annotated[
        list[ExportedConsultation], Field(description="本账号最近一百件咨询，只在第一页；其余见 /consultations")
    ] = []
    next_cursor: str | None = None


@api.get(
    "/me/export", Permission.APPLY, "导出本平台保存的我的全部信息（JSON 文件）", query=ExportPaging, answer=ExportAnswer
)
def export_own_data(call: Call[None, ExportPaging]) -> Answer:
    """The cases that are found by the certified identity, also those that were received at the window."""
    settings, identity = call.platform.settings, own_principal(call.caller)
    owners = [applicant_key(identity, key) for key in call.platform.index_keys.reads]
    scope = f"export {call.actor.sub}"
    after = unseal(call.platform, scope, call.query.cursor)
    found, more = own_cases(call.platform.table, owners, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, more)
    body = ExportAnswer(
        exported_at=call.caller.at,
        holder=_holder(identity),
        cases=[_exported(call, case.id) for case in found],
        consultations=_consultations(call) if after is None else [],
        next_cursor=cursor,
    )
    headers = link(settings, "/v1/me/export", {"limit": call.query.limit}, cursor)
    return Answer(body, headers={**headers, "Content-Disposition": 'attachment; filename="yimen-export.json"'})


def _holder(identity: Identity) -> HolderAnswer:
    return HolderAnswer.model_validate(identity.model_dump())


def _consultations(call: Call[Any, Any]) -> list[ExportedConsultation]:
    asked, _ = asked_by(call.platform.table, account_of(call.actor), limit=MOST_CONSULTATIONS, after=None)
    return [ExportedConsultation.model_validate(one.model_dump()) for one in asked]


def _exported(call: Call[Any, Any], case_id: str) -> ExportedCase:
    platform, found = call.platform, own_file(call.platform, call.caller, case_id)
    read, _ = readings(platform.table, case_id, limit=MOST_READINGS)
    today, reader = call.caller.at.date(), call.actor.identity
    made = [one for one in vault.documents(platform, case_id) if one.to_applicant]
    made = [one for one in made if one.state not in (PENDING, SUPERSEDED)]
    documents = [one for one in made if guardian_is_given(found.case, reader, one.made, today)]
    return ExportedCase(
        application=case_answer(found.case, found.form),
        earlier_forms=[
            EarlierForm(version=version, form=form) for version, form in earlier_forms(platform.table, case_id).items()
        ],
        materials=shared.materials(platform, found, own=True).materials,
        prechecks=rounds_of(found.case, found.files, today),
        documents=[
            ExportedDocument.model_validate({**one.model_dump(), "url": document_url(platform, one)})
            for one in documents
        ],
        opinions=_opinions(platform, found.case),
        events=_events(call.actor.sub, load_events(platform.table, case_id)),
        readings=for_the_person(shown(platform, found.case.division, read)),
    )


def _opinions(platform: Platform, case: Case) -> list[ExportedOpinion]:
    """Once it is decided: before that an opinion is a draft of the decision, which nobody has made yet."""
    if case.decided_at is None:
        return []
    return [
        ExportedOpinion(kind=task.kind, organ=task.department, answered_at=task.answered_at, answer=task.answer)
        for task in all_tasks(platform.table, case.id)
        if task.answer is not None and task.answered_at is not None
    ]


def _events(own: str, events: Sequence[Event]) -> list[ExportedEvent]:
    """Without the accounts of officials, also where an act has put them into its event."""
    officials = {event.actor for event in events} | {
        account
        for event in events
        for name in HANDED
        if "task" in event.data and isinstance(account := event.data.get(name), str)
    }
    return [
        ExportedEvent.model_validate({**dict(event), "data": _without(event.data, officials - {own})})
        for event in events
    ]


def _without(data: Mapping[str, Any], accounts: Collection[str]) -> dict[str, Any]:
    grounds = data.get("grounds")
    told: dict[str, Any] = {
        name: value for name, value in data.items() if not (isinstance(value, str) and value in accounts)
    }
    if grounds := told.get("grounds"):
        told["grounds"] = {name: value for name, value in grounds.items() if name != PERSON}
    return told
