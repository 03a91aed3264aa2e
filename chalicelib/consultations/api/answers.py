"""What the routes of consultations and of the knowledge base answer."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.consultations.model.acts import EVENT_LABELS
from chalicelib.consultations.model.consultation import (
    KIND_LABELS,
    Consultation,
    ConsultationKind,
    ConsultationState,
    ToldBy,
)
from chalicelib.consultations.model.entry import Entry, EntryState
from chalicelib.consultations.model.reading import ReadFor, masked_visitor, without_numbers
from chalicelib.consultations.store import knowledge
from chalicelib.consultations.store.readings import QuestionReading
from chalicelib.directory.store import department_names, load_place
from chalicelib.durable.audit import Event, EventRole
from chalicelib.foundation.platform import Platform

EntryId = Annotated[str, Field(description="知识库条目的编号")]


class ConsultationReceipt(BaseModel, defer_build=True):
    id: Annotated[str, Field(description="咨询的编号")]


class KnowledgeReceipt(BaseModel, defer_build=True):
    id: EntryId
    version: int


class KnowledgeEntry(BaseModel, defer_build=True):
    """知识库的一条，状态按今天计。"""

    id: EntryId
    version: int
    department: str
    items: list[str]
    question: str
    answer: str
    source: Annotated[str, Field(description="出处")]
    starts: date
    ends: date | None = None
    review_by: Annotated[date | None, Field(description="最迟在这一日复核")] = None
    published_at: AwareDatetime
    state: EntryState
    state_label: str


class KeptKnowledgeEntry(KnowledgeEntry):
    """本部门的一条：由哪件咨询整理而成，是否应当复核。"""

    from_consultation: str | None = None
    withdrawn_at: AwareDatetime | None = None
    withdrawn_why: str | None = None
    review_overdue: Annotated[bool, Field(description="已过复核日期")]


class KnowledgeList(BaseModel, defer_build=True):
    entries: list[KnowledgeEntry]
    next_cursor: str | None = None


class KeptKnowledgeList(BaseModel, defer_build=True):
    entries: list[KeptKnowledgeEntry]
    next_cursor: str | None = None


class AppointmentAnswer(BaseModel, defer_build=True):
    at: AwareDatetime
    place: str


class ConsultationChange(BaseModel, defer_build=True):
    """经过的一步。"""

    type: str
    label: str
    at: AwareDatetime


class ConsultationAnswer(BaseModel, defer_build=True):
    """一件咨询和它的答复；cited 为所引用的知识库条目，按引用时的版本，只在查看一件时有。"""

    id: str
    number: Annotated[str, Field(description="咨询号")]
    kind: ConsultationKind
    kind_label: str
    item: str | None = None
    item_name: str | None = None
    department: Annotated[str | None, Field(description="负责答复的部门；在咨询台的没有")] = None
    text: str
    state: ConsultationState
    state_label: str
    asked_at: AwareDatetime
    due: Annotated[date | None, Field(description="答复期限届满日，按现行日历计算")] = None
    overdue: Annotated[bool, Field(description="已超过答复期限")] = False
    appointment: AppointmentAnswer | None = None
    cited: KnowledgeEntry | None = None
    reply: str | None = None
    basis: str | None = None
    answered_at: AwareDatetime | None = None
    case: Annotated[str | None, Field(description="后来关联的办件")] = None
    history: Annotated[list[ConsultationChange] | None, Field(description="经过，只在查看一件时有")] = None


class QuestionReadingAnswer(BaseModel, defer_build=True):
    """谁查看了该咨询的全部文字：岗位和机关，不含工作人员的姓名。"""

    at: AwareDatetime
    role: Annotated[EventRole, Field(description="查阅人的岗位")]
    organ: Annotated[str, Field(description="查阅人所在的机关或者大厅")]
    purpose: ReadFor
    purpose_label: Annotated[str, Field(description="查看目的的中文名称")]
    request_id: Annotated[str, Field(description="请求编号，查询、投诉时请提供")]


class OwnConsultationAnswer(ConsultationAnswer):
    """提问人查看的一件咨询。"""

    readings: Annotated[
        list[QuestionReadingAnswer], Field(description="谁说明目的以后查看过全部文字，最近一百次，新的在先")
    ] = []


class VisitorAnswer(BaseModel, defer_build=True):
    name: str
    phone: str


class MissedAnswer(BaseModel, defer_build=True):
    """最近一次没有在期限内答复：期限届满日和当时负责答复的部门。"""

    due: date
    department: Annotated[str | None, Field(description="咨询台逾期的没有")] = None


class StaffConsultationAnswer(ConsultationAnswer):
    """供答复人员查看的一件咨询。"""

    online: Annotated[bool, Field(description="网上提出的，提问人登录后查看答复")]
    visitor: Annotated[VisitorAnswer | None, Field(description="需要回复的到场群众，只有咨询台可见")] = None
    forward_reason: Annotated[str | None, Field(description="转交或者退回时的说明")] = None
    missed: MissedAnswer | None = None
    told_at: AwareDatetime | None = None
    told_by: ToldBy | None = None


class ConsultationList(BaseModel, defer_build=True):
    consultations: list[ConsultationAnswer]
    next_cursor: str | None = None


class StaffConsultationList(BaseModel, defer_build=True):
    consultations: list[StaffConsultationAnswer]
    next_cursor: str | None = None


def entries_told(platform: Platform, entries: Sequence[Entry]) -> list[KnowledgeEntry]:
    current, today = knowledge.versions_now(platform, entries), platform.now().date()
    return [KnowledgeEntry.model_validate(_entry(entry, entry.state_on(today, current))) for entry in entries]


def kept_entries_told(platform: Platform, entries: Sequence[Entry]) -> list[KeptKnowledgeEntry]:
    current, today = knowledge.versions_now(platform, entries), platform.now().date()
    return [
        KeptKnowledgeEntry.model_validate(
            {
                **_entry(entry, entry.state_on(today, current)),
                "review_overdue": entry.review_by is not None and entry.review_by < today,
            }
        )
        for entry in entries
    ]


def _entry(entry: Entry, state: EntryState) -> dict[str, object]:
    return {**entry.model_dump(), "items": [*entry.items], "state": state, "state_label": state.label}


def told(platform: Platform, found: Consultation, events: Sequence[Event] | None = None) -> ConsultationAnswer:
    return ConsultationAnswer.model_validate(_facts(platform, found, events))


def told_to_asker(
    platform: Platform, found: Consultation, events: Sequence[Event], read: Sequence[QuestionReading]
) -> OwnConsultationAnswer:
    """With who has read it whole, by post and organ (个人信息保护法44, 45)."""
    facts = _facts(platform, found, events)
    return OwnConsultationAnswer.model_validate({**facts, "readings": _readings(platform, found.division, read)})


def _readings(platform: Platform, division: str, read: Sequence[QuestionReading]) -> list[dict[str, Any]]:
    if not read:
        return []
    place = load_place(platform.table, division, wall=platform.wall())
    departments = sorted({one.organ for one in read if one.organ})
    names = department_names(platform.table, place, departments) if departments else {}
    return [
        {
            **one.model_dump(include={"at", "role", "purpose"}),
            "organ": names[one.organ] if one.organ else place.centre,
            "purpose_label": one.purpose.label,
            "request_id": one.request,
        }
        for one in read
    ]


def told_to_staff(
    platform: Platform, found: Consultation, *, desk: bool, whole: bool = False, events: Sequence[Event] | None = None
) -> StaffConsultationAnswer:
    """The visitor is for the desk that calls back. Unless it is `whole`, numbers and the visitor are masked."""
    if not whole:
        words = found.model_dump(include={"text", "reply", "forward_reason"})
        shown = {name: without_numbers(text) if text else text for name, text in words.items()}
        visitor = masked_visitor(found.visitor) if found.visitor else None
        found = found.model_copy(update={**shown, "visitor": visitor})
    visitor = found.visitor.model_dump() if found.visitor and desk else None
    facts = _facts(platform, found, events)
    return StaffConsultationAnswer.model_validate({**facts, "online": bool(found.asker), "visitor": visitor})


def _facts(platform: Platform, found: Consultation, events: Sequence[Event] | None) -> dict[str, Any]:
    today, calendar = platform.now().date(), platform.calendar
    facts: dict[str, Any] = found.model_dump(exclude={"cited"}) | {
        "kind_label": KIND_LABELS[found.kind],
        "state_label": found.state.label,
        "due": found.due_by(calendar),
        "overdue": found.is_overdue(today, calendar),
    }
    if found.cited is not None and events is not None:
        entry = knowledge.load(platform.table, found.division, found.cited.id, found.cited.version)
        facts["cited"] = entries_told(platform, [entry])[0].model_dump() if entry else None
    if events is not None:
        facts["history"] = [{"type": one.type, "label": EVENT_LABELS[one.type], "at": one.at} for one in events]
    return facts
